"""The address of a proxy is read strictly, its exceptions as everybody reads them, and the environment as curl does."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.model.network import ProxyChoice, ProxyUse
from score_gui.model.problem import Problem, ProblemError
from score_gui.model.secret import Secret
from score_gui.net.origin import Origin
from score_gui.net.proxy import Proxy, is_excepted, read_exceptions, read_proxy
from score_gui.net.routes import AsTheSystemSays, environment_passwords, make_route

STORE = Origin("https", "store.example.org", 443)
EXPLICIT = ProxyUse.EXPLICIT


def no_password(_proxy: Proxy) -> Secret | None:
    return None


# --- addresses ---

READ = [
    ("http://proxy.example.org:3128", Proxy("proxy.example.org", 3128)),
    ("http://proxy.example.org:3128/", Proxy("proxy.example.org", 3128)),
    ("proxy.example.org:3128", Proxy("proxy.example.org", 3128)),
    ("  HTTP://Proxy.Example.org  ", Proxy("proxy.example.org", 80)),
    ("10.1.2.3:8080", Proxy("10.1.2.3", 8080)),
    ("http://[fd00::1]:3128", Proxy("fd00::1", 3128)),
    ("http://me@proxy:3128", Proxy("proxy", 3128, "me")),
    ("http://lab%5Cme:p%40ss@proxy:3128", Proxy("proxy", 3128, "lab\\me", Secret("p@ss"))),
    ("http://me:@proxy:3128", Proxy("proxy", 3128, "me", Secret(""))),
]


@pytest.mark.parametrize(("text", "proxy"), READ)
def test_addresses_that_are_read(text: str, proxy: Proxy) -> None:
    assert read_proxy(text, "HTTPS_PROXY") == proxy


JUNK = [
    "",
    "http://",
    "http://proxy:99999",
    "http://proxy:http",
    "http://pro xy:3128",
    "http://proxy:3128/path",
    "http://proxy:3128?x=1",
    "ftp://proxy:21",
    "file:///etc/passwd",
    "://",
    "http://[::1",
    "http://pröxy\x00:3128",
    "a" * 100_000,
]


@pytest.mark.parametrize("text", JUNK, ids=range(len(JUNK)))
def test_junk_is_a_sentence_that_names_the_setting(text: str) -> None:
    with pytest.raises(ProblemError) as caught:
        read_proxy(text, "HTTPS_PROXY")
    problem = caught.value.problem
    assert problem.code == "proxy-unusable"
    assert problem.cause.startswith("The proxy setting is not usable: HTTPS_PROXY is no address")


UNSUPPORTED = [
    ("socks5://proxy:1080", "SOCKS"),
    ("SOCKS5H://me:canary@proxy:1080", "SOCKS"),
    ("socks4a://proxy", "SOCKS"),
    ("https://proxy:443", "https"),
    ("http://intranet/proxy.pac", "PAC"),
    ("http://intranet/wpad.dat?x=1", "PAC"),
    ("pac+https://intranet/x", "PAC"),
]


@pytest.mark.parametrize(("text", "named"), UNSUPPORTED)
def test_what_is_not_supported_is_said_by_name(text: str, named: str) -> None:
    with pytest.raises(ProblemError) as caught:
        read_proxy(text, "HTTPS_PROXY")
    problem = caught.value.problem
    assert problem.code == "proxy-not-supported"
    assert named in problem.cause
    assert "canary" not in f"{problem}"


@given(st.text(max_size=40))
def test_any_text_is_a_proxy_or_a_sentence(text: str) -> None:
    try:
        found: Proxy | Problem = read_proxy(text, "HTTPS_PROXY")
    except ProblemError as error:
        found = error.problem
    if isinstance(found, Proxy):
        assert found.host
        assert 0 < found.port < 65536
    else:
        assert found.code in {"proxy-unusable", "proxy-not-supported"}


def test_a_password_shows_up_nowhere() -> None:
    proxy = read_proxy("http://me:canary@proxy:3128", "HTTPS_PROXY")
    assert "canary" not in f"{proxy!r} {proxy} {proxy.shown} {proxy.account}"
    with pytest.raises(ValueError, match="password"):
        ProxyChoice(EXPLICIT, "http://me:canary@proxy:3128")


# --- exceptions ---

# Entry, server, whether it is excepted.
ENTRIES = [
    ("*", "https://store.example.org", True),
    ("example.org", "https://store.example.org", True),
    (".example.org", "https://store.example.org", True),
    ("*.example.org", "https://store.example.org", True),
    (".example.org", "https://example.org", True),
    ("EXAMPLE.org.", "https://store.example.org", True),
    ("example.org", "https://store.example.org.", True),
    ("ample.org", "https://store.example.org", False),
    ("store.example.org", "https://example.org", False),
    ("example.org:8443", "https://store.example.org:8443", True),
    ("example.org:8443", "https://store.example.org", False),
    ("example.org:443", "https://store.example.org", True),
    ("10.1.2.3", "https://10.1.2.3", True),
    ("10.1.2.3:8080", "http://10.1.2.3:8080", True),
    ("10.1.2.3:8080", "http://10.1.2.3", False),
    ("1.2.3", "https://10.1.2.3", False),
    ("10.0.0.0/8", "https://10.1.2.3", True),
    ("10.0.0.0/8", "https://11.1.2.3", False),
    ("10.0.0.0/8", "https://ten.example.org", False),
    ("fd00::1", "https://[fd00::1]", True),
    ("[fd00::1]", "https://[fd00:0::1]", True),
    ("[FD00::1]:8443", "https://[fd00::1]:8443", True),
    ("[fd00::1]:8443", "https://[fd00::1]", False),
    ("fd00::/16", "https://[fd00::1]", True),
    ("fd00::/16", "https://10.1.2.3", False),
    ("<local>", "https://intranet", True),
    ("<local>", "https://store.example.org", False),
    ("<local>", "https://[fd00::1]", False),
    ("", "https://store.example.org", False),
    (":443", "https://store.example.org", False),
    ("example.org:", "https://store.example.org", False),
    ("10.0.0.0/99", "https://10.1.2.3", False),
]


@pytest.mark.parametrize(("entry", "server", "excepted"), ENTRIES)
def test_what_an_exception_means(entry: str, server: str, excepted: bool) -> None:
    assert is_excepted(Origin.of(httpx.URL(server)), [entry]) is excepted


def test_exceptions_are_divided_by_commas_or_blanks() -> None:
    assert read_exceptions(" localhost, .example.org\t10.0.0.0/8,,") == (
        "localhost",
        ".example.org",
        "10.0.0.0/8",
    )


@given(st.lists(st.text(max_size=12), max_size=4), st.ip_addresses())
def test_no_exception_is_ever_more_than_an_answer(
    entries: list[str], number: ipaddress.IPv4Address | ipaddress.IPv6Address
) -> None:
    assert is_excepted(Origin("https", str(number), 443), entries) in {True, False}
    assert is_excepted(Origin("https", str(number), 443), [*entries, str(number)])


# --- where the address comes from ---


class System:
    """The settings of an operating system."""

    def __init__(self, addresses: Mapping[str, str], bypassed: str = "") -> None:
        self._addresses, self._bypassed = addresses, bypassed

    def proxies(self) -> Mapping[str, str]:
        return self._addresses

    def bypasses(self, host: str) -> bool:
        return host == self._bypassed


def said(environ: Mapping[str, str], server: Origin = STORE, system: System | None = None) -> str | None:
    found = AsTheSystemSays(environ, system or System({}), no_password).proxy_for(server)
    return None if found is None else found.host


PLAIN = Origin("http", "plain.example.org", 80)
ENVIRONMENTS: list[tuple[dict[str, str], Origin, str | None]] = [
    ({}, STORE, None),
    ({"HTTPS_PROXY": "a:1"}, STORE, "a"),
    ({"https_proxy": "b:1", "HTTPS_PROXY": "a:1"}, STORE, "b"),
    ({"HTTPS_PROXY": "a:1"}, PLAIN, None),
    ({"HTTP_PROXY": "c:1"}, PLAIN, "c"),
    ({"HTTP_PROXY": "c:1"}, STORE, None),
    ({"ALL_PROXY": "d:1"}, STORE, "d"),
    ({"ALL_PROXY": "d:1", "HTTPS_PROXY": "a:1"}, STORE, "a"),
    ({"HTTPS_PROXY": " ", "ALL_PROXY": "d:1"}, STORE, "d"),
    ({"HTTPS_PROXY": "a:1", "NO_PROXY": "example.org"}, STORE, None),
    ({"HTTPS_PROXY": "a:1", "no_proxy": "", "NO_PROXY": "example.org"}, STORE, None),
    ({"HTTPS_PROXY": "a:1", "NO_PROXY": "*"}, STORE, None),
    ({"HTTPS_PROXY": "junk junk", "NO_PROXY": "example.org"}, STORE, None),
    ({"ALL_PROXY": "a:1"}, Origin("http", "localhost", 8087), None),
    ({"ALL_PROXY": "a:1"}, Origin("https", "127.0.0.1", 8443), None),
    ({"ALL_PROXY": "a:1"}, Origin("https", "::1", 8443), None),
]


@pytest.mark.parametrize(("environ", "server", "host"), ENVIRONMENTS)
def test_what_the_environment_says(environ: dict[str, str], server: Origin, host: str | None) -> None:
    assert said(environ, server) == host


def test_without_an_environment_the_settings_of_the_system_count() -> None:
    system = System({"https": "http://desk.example.org:3128"}, bypassed="inside.example.org")
    assert said({}, STORE, system) == "desk.example.org"
    assert said({}, PLAIN, system) is None
    assert said({}, Origin("https", "inside.example.org", 443), system) is None
    assert said({"HTTPS_PROXY": "a:1"}, STORE, system) == "a"


def test_an_explicit_proxy_has_its_own_exceptions_and_heeds_no_environment() -> None:
    choice = ProxyChoice(EXPLICIT, "http://house:3128", ("inside.example.org",))
    route = make_route(choice, {"HTTPS_PROXY": "a:1", "NO_PROXY": "*"}, no_password)
    proxy = route.proxy_for(STORE)
    assert proxy is not None
    assert proxy.host == "house"
    assert route.proxy_for(Origin("https", "inside.example.org", 443)) is None
    assert route.proxy_for(Origin("http", "localhost", 80)) is None


def test_no_proxy_means_none() -> None:
    assert make_route(ProxyChoice(ProxyUse.NONE), {"ALL_PROXY": "a:1"}, no_password).proxy_for(STORE) is None


def test_a_password_is_asked_for_where_there_is_a_user_and_only_there() -> None:
    asked: list[str] = []

    def password(proxy: Proxy) -> Secret | None:
        asked.append(proxy.account)
        return Secret("näh")

    def credential(address: str) -> str | None:
        route = make_route(ProxyChoice(EXPLICIT, address), {}, password)
        found = route.credential_for(read_proxy(address, "x"))
        return None if found is None else found.reveal()

    assert credential("http://proxy:3128") is None
    assert credential("http://me@proxy:3128") == "Basic bWU6bsOkaA=="
    assert asked == ["proxy me@proxy:3128"]


def test_passwords_of_the_environment_are_known_to_the_redactor() -> None:
    environ = {"HTTPS_PROXY": "http://me:canary@proxy:1", "no_proxy": "a@b", "ALL_PROXY": "me@proxy"}
    assert environment_passwords(environ) == [Secret("canary")]
