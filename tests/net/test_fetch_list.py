"""A list is fetched from an address that somebody gave, within the rules of a house that trusts no address."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest

from score_gui.model.problem import ProblemError
from score_gui.net import fetch_list as module
from score_gui.net.fetch_list import FetchedList, fetch_list, host_of, is_list_address
from score_gui.net.settings import NetSettings
from tests.fakes.raw_server import Hangup, RawServer, Script, answer

CERTIFICATES = Path(__file__).parent / "certificates"
SETTINGS = NetSettings(ca_files=(CERTIFICATES / "authority.pem",), connect_timeout=60, read_timeout=60)
OURS = frozenset({"127.0.0.1"})
LIST = b"33dd93ef-aab8-561c-8cc0-2fe14bd2d1ac\n"


def site(*scripts: Script, certificate: str = "good.pem") -> RawServer:
    return RawServer(list(scripts), certificate=CERTIFICATES / certificate)


def moved(to: str, status: str = "302 Found") -> list[bytes]:
    return [answer(status, f"Location: {to}")]


def cause(address: str, own_hosts: frozenset[str] = OURS) -> str:
    with pytest.raises(ProblemError) as caught:
        fetch_list(address, SETTINGS, own_hosts=own_hosts)
    assert "canary" not in repr(caught.value.problem)
    return caught.value.problem.cause


def test_a_list_comes_from_a_server_of_ones_own() -> None:
    with site([answer("200 OK", body=LIST)]) as server:
        came = fetch_list(f"{server.origin}/lists/my%20list.tsv?key=1#part", SETTINGS, own_hosts=OURS)
    assert came == FetchedList("my list.tsv", LIST)
    request = server.requests[0].lower()
    assert request.startswith("get /lists/my%20list.tsv?key=1 http/1.1")
    assert f"host: {server.host}" in request
    assert "authorization" not in request
    assert "cookie" not in request


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://example.org/list.tsv", "does not begin with https"),
        ("file:///etc/passwd", "not a web address"),
        ("https://", "not a web address"),
        ("https://me:canary@example.org/list.tsv", "user name or a password"),
        ("https://canary@example.org/list.tsv", "user name or a password"),
    ],
)
def test_addresses_that_are_not_even_asked(address: str, words: str) -> None:
    assert words in cause(address)


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1",
        "10.0.0.8",
        "169.254.169.254",
        "192.168.1.1",
        "0.0.0.0",  # noqa: S104 - not bound, refused
        "100.64.0.1",
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:10.0.0.8",
        "64:ff9b::a00:8",
        "2002:a00:8::1",
    ],
)
def test_private_servers_are_not_asked_unless_they_are_ones_own(
    number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_up(*_args: Any, **_more: Any) -> list[tuple[Any, ...]]:
        return [(0, 0, 0, "", ("93.184.216.34", 443)), (0, 0, 0, "", (number, 443))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert "private network" in cause("https://lists.example.org/canary")


def test_the_number_that_was_looked_at_is_the_one_that_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is looked up a second time may mean another server by then."""
    names: list[str] = []
    real = socket.getaddrinfo

    def look_up(host: str, *args: Any, **more: Any) -> Any:
        names.append(host)
        return real("127.0.0.1", *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with site([answer("200 OK", body=LIST)]) as server:
        port = server.origin.rpartition(":")[2]
        with pytest.raises(ProblemError) as caught:
            fetch_list(f"https://lists.example.org:{port}/", SETTINGS, own_hosts={"lists.example.org"})
    assert caught.value.problem.code == "certificate-wrong"
    assert "lists.example.org" in caught.value.problem.cause
    assert names == ["lists.example.org", "127.0.0.1"]


def test_redirects_on_the_same_server_are_followed() -> None:
    with site(moved("/b"), moved("c", "307 x"), moved("/d.tsv"), [answer("200 OK", body=LIST)]) as server:
        came = fetch_list(f"{server.origin}/a", SETTINGS, own_hosts=OURS)
    assert came == FetchedList("d.tsv", LIST)


def test_a_fourth_redirect_is_not_followed() -> None:
    with site(moved("/again")) as server:
        assert "without end" in cause(f"{server.origin}/a")
    assert len(server.requests) == 4


@pytest.mark.parametrize(
    "to", ["https://login.example.org/canary", "http://127.0.0.1/", "https://127.0.0.1:1/"]
)
def test_no_redirect_leads_to_another_server(to: str) -> None:
    with site(moved(to)) as server:
        assert cause(f"{server.origin}/a")
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("status", "words"),
    [("401 x", "logged in"), ("403 x", "logged in"), ("404 x", "nothing at this address"), ("500 x", "500")],
)
def test_refusals_say_what_to_do(status: str, words: str) -> None:
    with site([answer(status, body=b"canary")]) as server:
        assert words in cause(f"{server.origin}/a?canary")


def test_too_much_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 10)
    with (
        site([answer("200 OK", length=11)]) as told,
        site([answer("200 OK", body=LIST, length=-1), Hangup]) as not_told,
    ):
        assert "larger than" in cause(told.origin)
        assert "larger than" in cause(not_told.origin)


def test_a_body_that_ends_too_early_is_no_list() -> None:
    with site([answer("200 OK", body=LIST, length=500), Hangup]) as server:
        assert cause(server.origin)


def test_certificates_are_verified() -> None:
    with site([answer("200 OK", body=LIST)], certificate="foreign.pem") as server:
        assert cause(server.origin)
    assert server.requests == []


def test_the_one_who_looks_can_end_it() -> None:
    class EnoughError(Exception):
        pass

    def look(_share: float) -> None:
        raise EnoughError

    with site([answer("200 OK", body=LIST)]) as server, pytest.raises(EnoughError):
        fetch_list(server.origin, SETTINGS, own_hosts=OURS, look=look)


def test_what_is_an_address_and_what_is_a_list() -> None:
    assert is_list_address("https://example.org/a.tsv")
    assert is_list_address("HTTPS://example.org")
    assert not is_list_address("http://example.org")
    assert not is_list_address("https://example.org/a https://example.org/b")
    assert not is_list_address(LIST.decode())


def test_of_an_address_only_the_server_is_shown() -> None:
    assert host_of("https://me:canary@example.org:8443/canary?canary") == "example.org:8443"
    assert host_of("https://[") == "the web"
