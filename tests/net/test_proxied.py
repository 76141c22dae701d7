"""Both planes go through a proxy where one is chosen, say what is wrong with it, and never show it a token."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

from score_gui.model.byterange import ByteRange
from score_gui.model.network import ProxyChoice, ProxyUse
from score_gui.model.problem import Problem, ProblemError, Recovery
from score_gui.model.secret import Secret
from score_gui.net.api import ApiClient
from score_gui.net.data import DataClient
from score_gui.net.fetch_list import fetch_list
from score_gui.net.proxy import Proxy
from score_gui.net.routes import make_route
from score_gui.net.settings import NetSettings
from score_gui.net.tls import client_context
from score_gui.net.transport import Transport
from tests.fakes.proxy_server import ProxyServer
from tests.fakes.raw_server import RawServer, answer
from tests.net.test_transport import _Fetcher

CERTIFICATES = Path(__file__).parent / "certificates"
HOST = "elsewhere.example.org"
BYTES = answer("206 x", "Content-Range: bytes 0-9/10", body=b"0123456789")
JSON = answer("200 OK", "Content-Type: application/json", body=b"{}")
TOKEN = "canary-token"
WANTED = ByteRange(0, 10)


def settings(address: str, password: str | None = None, exceptions: tuple[str, ...] = ()) -> NetSettings:
    def kept(_proxy: Proxy) -> Secret | None:
        return None if password is None else Secret(password)

    route = make_route(ProxyChoice(ProxyUse.EXPLICIT, address, exceptions), {}, kept)
    return NetSettings(
        ca_files=(CERTIFICATES / "authority.pem",), connect_timeout=60, read_timeout=60, route=route
    )


class World:
    """A server called `elsewhere.example.org`, which only the proxy can find."""

    def __init__(self, stack: ExitStack, script: bytes, *, https: bool = True, **proxy: object) -> None:
        certificate = CERTIFICATES / "other_host.pem" if https else None
        self.server = stack.enter_context(RawServer([[script]], certificate=certificate))
        place = ("127.0.0.1", int(self.server.host.rpartition(":")[2]))
        names = {f"{HOST}:{port}": place for port in (443, 80)} | {HOST: place}
        self.proxy = stack.enter_context(ProxyServer(names, **proxy))  # type: ignore[arg-type]
        self.url = f"{'https' if https else 'http'}://{HOST}/object"

    def address(self, user: str = "") -> str:
        return self.proxy.address.replace("//", f"//{user}@") if user else self.proxy.address


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as made:
        yield made


@contextmanager
def client(net: NetSettings) -> Iterator[DataClient]:
    made = DataClient(net)
    try:
        yield made
    finally:
        made.close()


def fetch(made: DataClient, url: str) -> bytes | Problem:
    try:
        with made.fetch(Secret(url), WANTED, group=1) as came:
            return b"".join(bytes(chunk) for chunk in came.chunks())
    except ProblemError as failure:
        return failure.problem


def problem_of(net: NetSettings, url: str) -> Problem:
    with client(net) as made:
        problem = fetch(made, url)
    assert isinstance(problem, Problem)
    return problem


def test_bytes_come_through_a_tunnel_that_is_used_again(stack: ExitStack) -> None:
    world = World(stack, BYTES)
    with client(settings(world.address())) as made:
        assert fetch(made, world.url) == b"0123456789"
        assert fetch(made, world.url) == b"0123456789"
    assert [asked.split("\r\n")[0] for asked in world.proxy.requests] == [f"CONNECT {HOST}:443 HTTP/1.1"]
    assert len(world.server.requests) == 2


def test_a_question_with_its_token_goes_through_a_tunnel_and_the_proxy_sees_none(stack: ExitStack) -> None:
    world = World(stack, JSON, login="me:canary-password")
    net = settings(world.address("me"), "canary-password")
    api = ApiClient(f"https://{HOST}", lambda: Secret(TOKEN), net)
    assert api.get_json(["x"]).value == {}
    api.close()
    assert f"Bearer {TOKEN}" in world.server.requests[0]
    assert "Proxy-" not in world.server.requests[0]
    (asked,) = world.proxy.requests
    assert TOKEN not in asked
    assert "Authorization: Bearer" not in asked


def test_plain_http_is_passed_on_with_the_whole_address(stack: ExitStack) -> None:
    world = World(stack, BYTES, https=False, login="me:secret")
    with client(settings(world.address("me"), "secret")) as made:
        assert fetch(made, world.url) == b"0123456789"
    assert world.proxy.requests[0].startswith(f"GET http://{HOST}/object HTTP/1.1\r\n")
    assert world.server.requests[0].startswith("GET /object HTTP/1.1\r\n")
    assert "Proxy-" not in world.server.requests[0]


def test_a_server_on_this_computer_is_asked_directly_so_that_its_token_stays_here(stack: ExitStack) -> None:
    proxy = stack.enter_context(ProxyServer())
    server = stack.enter_context(RawServer([[JSON]]))
    api = ApiClient(server.origin, lambda: Secret(TOKEN), settings(proxy.address))
    assert api.get_json(["x"]).value == {}
    api.close()
    assert f"Bearer {TOKEN}" in server.requests[0]
    assert proxy.connections == 0


def test_a_token_for_plain_http_elsewhere_is_never_sent_proxy_or_not(stack: ExitStack) -> None:
    world = World(stack, JSON, https=False)
    api = ApiClient(f"http://{HOST}", lambda: Secret(TOKEN), settings(world.address()))
    with pytest.raises(ValueError, match="in the clear"):
        api.get_json(["x"])
    api.close()
    assert world.proxy.connections == 0


def test_an_exception_goes_directly(stack: ExitStack, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(stack, BYTES)
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _host, *args, **more: real("127.0.0.1", *args, **more))
    port = world.server.host.rpartition(":")[2]
    with client(settings(world.address(), exceptions=("example.org",))) as made:
        assert fetch(made, f"https://{HOST}:{port}/object") == b"0123456789"
    assert world.proxy.connections == 0


def test_a_list_is_fetched_over_a_proxy_that_alone_knows_the_name(
    stack: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(stack, answer("200 OK", body=b"a list"))

    def look_up(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "not known")

    with monkeypatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", _numbers_only(look_up))
        assert fetch_list(f"https://{HOST}/list.tsv", settings(world.address())).data == b"a list"


def _numbers_only(otherwise: object) -> object:
    real = socket.getaddrinfo

    def look_up(host: str, *args: object, **more: object) -> object:
        known = host == "127.0.0.1"
        return (real if known else otherwise)(host, *args, **more)  # type: ignore[operator]

    return look_up


def test_no_proxy_leads_a_list_into_a_private_network(
    stack: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(stack, answer("200 OK", body=b"a list"))
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _host, *args, **more: real("127.0.0.1", *args, **more))
    with pytest.raises(ProblemError) as caught:
        fetch_list(f"https://{HOST}/list.tsv", settings(world.address()))
    assert "private network" in caught.value.problem.cause
    assert world.proxy.connections == 0


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6 here")
def test_a_proxy_may_have_a_number_of_the_new_internet(stack: ExitStack) -> None:
    world = World(stack, BYTES, family=socket.AF_INET6)
    with client(settings(world.address())) as made:
        assert fetch(made, world.url) == b"0123456789"


# --- what may be wrong with it ------------------------------------------------------------------------------


@pytest.mark.parametrize("https", [True, False])
def test_a_proxy_that_wants_a_password_says_so(stack: ExitStack, https: bool) -> None:
    world = World(stack, BYTES, https=https, login="me:secret")
    problem = problem_of(settings(world.address()), world.url)
    assert (problem.code, problem.recovery) == ("proxy-password-needed", Recovery.PERSON)
    assert world.proxy.shown in problem.cause
    assert world.server.requests == []


@pytest.mark.parametrize("https", [True, False])
def test_a_wrong_password_is_told_from_a_missing_one(stack: ExitStack, https: bool) -> None:
    world = World(stack, BYTES, https=https, login="me:secret")
    problem = problem_of(settings(world.address("me"), "canary-wrong"), world.url)
    assert problem.code == "proxy-password-refused"
    assert "canary" not in f"{problem}"


@pytest.mark.parametrize("challenge", ["Negotiate", "NTLM", "Negotiate, NTLM", 'Digest realm="x", nonce="y"'])
def test_a_way_to_identify_oneself_that_is_not_supported_is_named(stack: ExitStack, challenge: str) -> None:
    world = World(stack, BYTES, login="me:secret", challenge=challenge)
    problem = problem_of(settings(world.address("me"), "wrong"), world.url)
    assert problem.code == "proxy-not-supported"
    assert challenge.split(",", maxsplit=1)[0].split(maxsplit=1)[0].lower() in problem.cause.lower()


def test_basic_among_others_is_enough(stack: ExitStack) -> None:
    world = World(stack, BYTES, login="me:secret", challenge='Negotiate, Basic realm="x"')
    assert problem_of(settings(world.address()), world.url).code == "proxy-password-needed"


def test_a_proxy_that_is_down_is_waited_for(stack: ExitStack) -> None:
    with ProxyServer() as gone:
        net = settings(gone.address)
    problem = problem_of(net, f"https://{HOST}/object")
    assert (problem.code, problem.recovery) == ("proxy-unreachable", Recovery.WAIT_NETWORK)
    assert f"over the proxy {gone.shown}, and it refused the connection" in problem.cause


def test_a_proxy_whose_name_nobody_knows_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    problem = problem_of(settings("http://proxy.example.org:3128"), f"https://{HOST}/object")
    assert problem.code == "proxy-unreachable"
    assert "does not know its name" in problem.cause


# What the proxy answers, code, recovery.
ANSWERS = [
    (answer("403 Forbidden"), "proxy-refuses", Recovery.PERSON),
    (answer("405 Not Allowed"), "proxy-refuses", Recovery.PERSON),
    (answer("502 Bad Gateway"), "proxy-without-answer", Recovery.RETRY),
    (answer("503 Busy"), "proxy-without-answer", Recovery.RETRY),
    (answer("302 Found", "Location: http://login/"), "proxy-refuses", Recovery.PERSON),
    (b"SSH-2.0-OpenSSH\r\n", "proxy-unreachable", Recovery.WAIT_NETWORK),
    (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200, "proxy-unreachable", Recovery.WAIT_NETWORK),
    (b"", "proxy-unreachable", Recovery.WAIT_NETWORK),
    (b"HTTP/1.1 200 Fine\r\n\r\n", "cannot-connect", Recovery.RETRY),
]


@pytest.mark.parametrize(("said", "code", "recovery"), ANSWERS, ids=range(len(ANSWERS)))
def test_what_a_proxy_answers_instead(stack: ExitStack, said: bytes, code: str, recovery: Recovery) -> None:
    world = World(stack, BYTES, answer=said)
    problem = problem_of(settings(world.address()), world.url)
    assert (problem.code, problem.recovery) == (code, recovery)


def test_a_certificate_behind_a_proxy_is_verified_for_the_server(stack: ExitStack) -> None:
    world = World(stack, BYTES)
    other = "other.example.org:443"
    world.proxy.names = {other: next(iter(world.proxy.names.values()))}
    problem = problem_of(settings(world.address()), "https://other.example.org/object")
    assert problem.code == "certificate-wrong"
    assert "other.example.org" in problem.cause


def test_an_address_that_is_none_is_said_before_anything_is_sent() -> None:
    problem = problem_of(settings("not an address"), f"https://{HOST}/object")
    assert problem.code == "proxy-unusable"


def test_waiting_for_a_proxy_can_be_ended(stack: ExitStack) -> None:
    world = World(stack, BYTES, silent=True)
    net = settings(world.address())
    transport = Transport(client_context, net.route)
    url = httpx.URL(world.url)
    request = httpx.Request("GET", url, extensions={"group": "g", "timeout": {"connect": 60.0}})
    fetcher = _Fetcher(transport, request)
    fetcher.start()
    assert world.proxy.asked.wait(60)
    assert isinstance(fetcher.end_with(lambda: transport.abort("g")), httpx.ConnectError)
    transport.close()
