"""The command line behind a proxy: from the environment or the settings to a verified file, through nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.proxy_server import ProxyServer
from tests.fakes.raw_server import Step, answer
from tests.faults.bench import make_object
from tests.faults.hostile_site import TOKEN, Asked, HostileSite, Stored

from .terminal import Terminal

CERTIFICATES = Path(__file__).parents[1] / "net" / "certificates"
NAME = "elsewhere.example.org"
LOGIN = "me:canary-password"


@pytest.fixture
def site() -> Iterator[HostileSite]:
    """It has no Song: whoever asks for names gets none."""
    certificate = CERTIFICATES / "other_host.pem"
    with HostileSite(api=_without_names, certificate=certificate, name=NAME) as running:
        yield running


def _without_names(asked: Asked) -> list[Step] | None:
    return [answer("404 Not Found")] if "/entities/" in asked.head else None


@pytest.fixture
def proxy(site: HostileSite) -> Iterator[ProxyServer]:
    names = {server.host: ("127.0.0.1", server.port) for server in (site.score, site.store)}
    with ProxyServer(names, login=LOGIN) as running:
        yield running


@pytest.fixture
def stored(site: HostileSite) -> Stored:
    return site.put(make_object(300_000))


@pytest.fixture
def inside(terminal: Terminal, site: HostileSite, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """The terminal of somebody whose network has no other way out, with the authority of the house."""
    monkeypatch.setenv("STORAGE_URL", site.score.origin)
    monkeypatch.setenv("METADATA_URL", site.score.origin)
    monkeypatch.setenv("ACCESSTOKEN", TOKEN)
    done = terminal.run("settings", "set", "--ca-file", CERTIFICATES / "authority.pem")
    assert done.status == 0
    return terminal


def test_the_proxy_of_the_environment_leads_both_planes_out(
    inside: Terminal, proxy: ProxyServer, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy.address.replace("//", f"//{LOGIN}@"))
    done = inside.download("--object-id", stored.object_id, "--no-index")
    assert (done.status, done.summary["verified"]) == (0, 1)
    assert "canary-password" not in done.out + done.err
    assert {asked.split(" ")[0] for asked in proxy.requests} == {"CONNECT"}
    assert TOKEN not in "".join(proxy.requests)
    (log,) = (inside.home / "log").iterdir()
    assert "canary-password" not in log.read_text("utf-8")


def test_a_proxy_of_the_settings_without_its_password_is_said(
    inside: Terminal, proxy: ProxyServer, stored: Stored
) -> None:
    assert inside.run("settings", "set", "--proxy", proxy.address).status == 0
    done = inside.download("--object-id", stored.object_id, "--no-index")
    assert done.status == 1
    (failed,) = done.events("failed")
    assert failed["code"] == "proxy-password-needed"
    assert proxy.shown in failed["cause"]


def test_junk_in_the_environment_is_a_sentence(
    inside: Terminal, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://[canary:junk")
    done = inside.download("--object-id", stored.object_id, "--no-index")
    assert done.status == 1
    (failed,) = done.events("failed")
    assert failed["cause"].startswith("The proxy setting is not usable: HTTPS_PROXY is no address")
    assert "canary" not in done.out + done.err


def test_without_the_authority_of_the_house_the_certificate_is_named(
    inside: Terminal, proxy: ProxyServer, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside.run("settings", "set", "--ca-file", "none")
    monkeypatch.setenv("HTTPS_PROXY", proxy.address.replace("//", f"//{LOGIN}@"))
    done = inside.download("--object-id", stored.object_id, "--no-index")
    (failed,) = done.events("failed")
    assert failed["code"] == "certificate-not-trusted"
    assert "is signed by 'score_gui test authority'" in failed["cause"]
