"""Faults of a proxy between the program and both servers of a site, which can be reached in no other way."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from score_gui.model.messages import Retry
from score_gui.model.network import ProxyChoice, ProxyUse
from score_gui.model.secret import Secret
from score_gui.model.transfer import Status
from score_gui.net.routes import make_route
from tests.fakes.proxy_server import ProxyServer
from tests.faults import faults as f
from tests.faults.bench import SIZE, Bench
from tests.faults.hostile_site import TOKEN, HostileSite
from tests.faults.oracle import check
from tests.faults.test_scenarios import CERTIFICATES, NET, all_verified, codes, put, statuses

NAME = "elsewhere.example.org"
LOGIN = "me:canary-password"


@dataclass
class World:
    """A site, the proxy that leads there, the program, and the password it knows."""

    site: HostileSite
    proxy: ProxyServer
    bench: Bench
    password: str | None = None

    def check(self, told: str, **bounds: Any) -> None:
        """The oracle, and that the proxy saw neither token nor link nor where in a server it leads."""
        check(self.bench, told=told, **bounds)
        seen = "".join(self.proxy.requests)
        assert TOKEN not in seen
        assert "X-Amz" not in seen
        assert "canary-password" not in told + repr(self.bench.rows) + repr(self.bench.notes)


Make = Callable[..., World]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Options are those of the proxy, but `site` and `address`, which stands in the settings in place of its own."""
    with ExitStack() as stack:

        def made(
            site: dict[str, Any] | None = None,
            address: str | None = None,
            exceptions: tuple[str, ...] = (),
            **proxy: Any,
        ) -> World:
            certificate = CERTIFICATES / "other_host.pem"
            hostile = stack.enter_context(HostileSite(certificate=certificate, name=NAME, **site or {}))
            names = {server.host: ("127.0.0.1", server.port) for server in (hostile.score, hostile.store)}
            between = stack.enter_context(ProxyServer(names, **proxy))
            chosen = address or between.address.replace("//", "//me@")
            route = make_route(
                ProxyChoice(ProxyUse.EXPLICIT, chosen, exceptions),
                {},
                lambda _proxy: None if world.password is None else Secret(world.password),
            )
            bench = Bench(tmp_path, hostile, replace(NET, route=route))
            stack.callback(bench.end)
            world = World(hostile, between, bench)
            return world

        yield made


@pytest.fixture
def told(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    return lambda: capfd.readouterr().err + caplog.text


Told = Callable[[], str]


@pytest.mark.fault("F49", "a proxy, with and without a password, before both servers")
@pytest.mark.parametrize("login", [None, LOGIN])
def test_both_planes_go_through_a_proxy(make: Make, told: Told, login: str | None) -> None:
    world = make(login=login)
    world.password = "canary-password"
    world.bench.add(*put(world.site, 2))
    world.bench.until(lambda: all_verified(world.bench))
    assert {asked.split(" ")[0] for asked in world.proxy.requests} == {"CONNECT"}
    world.check(told(), most=SIZE)


@pytest.mark.fault("F49", "a proxy at a number of the new internet")
@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6 here")
def test_a_proxy_at_a_number_of_the_new_internet(make: Make, told: Told) -> None:
    world = make(family=socket.AF_INET6)
    world.bench.add(*put(world.site, 1))
    world.bench.until(lambda: all_verified(world.bench))
    world.check(told(), most=SIZE)


@pytest.mark.fault("F49", "407 until the password is known, and after a wrong one")
@pytest.mark.parametrize(
    ("first", "code"), [(None, "proxy-password-needed"), ("canary-passwort", "proxy-password-refused")]
)
def test_a_password_is_asked_for_and_then_all_goes_on(
    make: Make, told: Told, first: str | None, code: str
) -> None:
    world = make(login=LOGIN)
    world.password = first
    [stored] = put(world.site, 1)
    world.bench.add(stored)
    world.bench.until(lambda: statuses(world.bench) == {Status.NEEDS_YOU})
    assert codes(world.bench) == {code}
    world.password = "canary-password"
    world.bench.engine.post(Retry((world.bench.row(stored).id,)))
    world.bench.until(lambda: all_verified(world.bench))
    world.check(told(), most=SIZE)


@pytest.mark.fault("F49", "a proxy that wants NTLM or Negotiate alone")
def test_a_proxy_that_wants_what_is_not_spoken_is_named(make: Make, told: Told) -> None:
    world = make(login=LOGIN, challenge="NTLM")
    world.bench.add(*put(world.site, 1))
    world.bench.until(lambda: statuses(world.bench) == {Status.NEEDS_YOU})
    assert codes(world.bench) == {"proxy-not-supported"}
    world.check(told(), most=0)


@pytest.mark.fault("F49", "a proxy that is down for ten minutes")
def test_a_proxy_that_is_down_is_waited_for(make: Make, told: Told) -> None:
    world = make(down=True)
    world.bench.add(*put(world.site, 1))
    world.bench.until(lambda: world.bench.standing() == {(Status.WAITING_NETWORK, "proxy-unreachable")})
    world.bench.pass_time(600)
    world.proxy.down = False
    world.bench.until(lambda: all_verified(world.bench))
    world.check(told(), most=SIZE)


@pytest.mark.fault("F49", "a proxy that ends its tunnels in the middle")
def test_tunnels_that_end_cost_no_byte(make: Make, told: Told) -> None:
    world = make(site={"data": f.slow_but_honest(0.01, 1 << 15)})
    [stored] = put(world.site, 1)
    world.bench.add(stored)
    served = world.site.served
    for bytes_before in (1 << 17, 1 << 18, 1 << 19):
        world.bench.until(partial(lambda least: served[stored.object_id] > least, bytes_before))
        world.proxy.cut()
    world.bench.until(lambda: all_verified(world.bench))
    world.check(told(), waste=SIZE, requests=40)


@pytest.mark.fault("F49", "a proxy that forbids the server, or does not reach it")
@pytest.mark.parametrize(
    ("status", "code", "waits_for"),
    [
        ("403 Forbidden", "proxy-refuses", Status.NEEDS_YOU),
        ("502 Bad Gateway", "proxy-without-answer", Status.WAITING_SERVER),
    ],
)
def test_what_a_proxy_answers_is_told(
    make: Make, told: Told, status: str, code: str, waits_for: Status
) -> None:
    world = make(answer=f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())
    world.bench.add(*put(world.site, 1))
    world.bench.until(lambda: world.bench.standing() == {(waits_for, code)})
    world.check(told(), most=0)


@pytest.mark.fault("F49", "a setting that is junk, SOCKS or PAC")
@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("junk junk", "proxy-unusable"),
        ("http://proxy:99999", "proxy-unusable"),
        ("socks5://127.0.0.1:1080", "proxy-not-supported"),
        ("http://intranet.example.org/proxy.pac", "proxy-not-supported"),
    ],
)
def test_a_setting_that_cannot_be_is_a_sentence(make: Make, told: Told, address: str, code: str) -> None:
    world = make(address=address)
    world.bench.add(*put(world.site, 1))
    world.bench.until(lambda: statuses(world.bench) == {Status.NEEDS_YOU})
    assert codes(world.bench) == {code}
    world.check(told(), most=0, requests=0)


@pytest.mark.fault("F49", "a site that NO_PROXY excepts")
def test_an_excepted_site_is_reached_without_the_proxy(
    make: Make, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make(exceptions=("example.org",))
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _name, *args, **more: real("127.0.0.1", *args, **more))
    world.bench.add(*put(world.site, 1))
    world.bench.until(lambda: all_verified(world.bench))
    assert world.proxy.connections == 0
    world.check(told(), most=SIZE)
