"""Each profile goes its own way to its servers, or that of the settings; a change holds at once."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from score_gui.access.profiles import ARGO
from score_gui.access.vault import Vault
from score_gui.access.ways import Ways
from score_gui.model.byterange import ByteRange
from score_gui.model.network import ProxyChoice, ProxyUse
from score_gui.model.problem import ProblemError
from score_gui.model.secret import Secret
from score_gui.model.settings import Settings
from score_gui.net.origin import Origin
from score_gui.net.proxy import read_proxy
from tests.fakes.proxy_server import ProxyServer

SETTINGS = Settings(Path("/data").absolute())
STORE = Origin("https", "store.example.org", 443)
HOUSE = ProxyChoice(ProxyUse.EXPLICIT, "http://me@house:3128")
OTHER = ProxyChoice(ProxyUse.EXPLICIT, "http://other:3128")
DIRECT = ProxyChoice(ProxyUse.NONE)
CA, OWN_CA = Path("/ca.pem").absolute(), Path("/own.pem").absolute()


@pytest.fixture
def vault() -> Vault:
    return Vault({}, lambda: None)


def host(ways: Ways, profile: object = None) -> str | None:
    found = ways.net(profile).route.proxy_for(STORE)  # type: ignore[arg-type]
    return None if found is None else found.host


def test_the_settings_choose_for_all_and_a_profile_for_itself(vault: Vault) -> None:
    ways = Ways({"HTTPS_PROXY": "desk:1"}, vault, replace(SETTINGS, proxy=HOUSE))
    assert host(ways) == host(ways, ARGO) == "house"
    assert host(ways, replace(ARGO, proxy=OTHER)) == "other"
    assert host(ways, replace(ARGO, proxy=DIRECT)) is None
    assert host(ways, replace(ARGO, proxy=ProxyChoice())) == "desk"


def test_the_authorities_of_a_profile_are_trusted_beside_those_of_the_settings(vault: Vault) -> None:
    ways = Ways({}, vault, replace(SETTINGS, ca_file=CA))
    assert ways.net(None).ca_files == (CA,)
    assert ways.net(replace(ARGO, ca_file=OWN_CA)).ca_files == (CA, OWN_CA)
    assert ways.net(replace(ARGO, ca_file=CA)).ca_files == (CA,)


def test_the_password_comes_out_of_the_vault(vault: Vault) -> None:
    ways = Ways({}, vault, replace(SETTINGS, proxy=HOUSE))
    proxy = read_proxy(HOUSE.address, "x")
    assert ways.net(None).route.credential_for(proxy) is None
    vault.keep_password(proxy.account, Secret("canary-pass"))
    credential = ways.net(None).route.credential_for(proxy)
    assert credential is not None
    assert credential.reveal() == "Basic bWU6Y2FuYXJ5LXBhc3M="
    assert Secret("canary-pass") in vault.known_tokens()
    vault.forget_password(proxy.account)
    assert ways.net(None).route.credential_for(proxy) is None


def test_profiles_that_go_the_same_way_share_their_connections(vault: Vault) -> None:
    ways = Ways({}, vault, SETTINGS)
    lab = replace(ARGO, id="lab", proxy=DIRECT)
    assert ways.data(None) is ways.data(ARGO)
    assert ways.data(lab) is not ways.data(ARGO)
    ways.close()


def test_another_way_holds_at_once_and_ends_what_went_the_former(vault: Vault) -> None:
    """A proxy that never answers would keep its connection for 15 seconds."""
    with ProxyServer(silent=True) as proxy:
        ways = Ways({}, vault, replace(SETTINGS, proxy=ProxyChoice(ProxyUse.EXPLICIT, proxy.address)))
        before = ways.data(None)

        def change() -> None:
            assert proxy.asked.wait(10)
            assert ways.use(SETTINGS)

        thread = threading.Thread(target=change)
        thread.start()
        with (
            pytest.raises(ProblemError) as caught,
            before.fetch(Secret("https://store.example.org/o"), ByteRange(0, 1), group=1),
        ):
            pass
        thread.join()
        assert caught.value.problem.code == "proxy-unreachable"
        assert "ended the connection" in caught.value.problem.cause
    assert ways.data(None) is not before
    ways.close()


def test_other_settings_change_no_way(vault: Vault) -> None:
    ways = Ways({}, vault, SETTINGS)
    before = ways.data(None)
    assert not ways.use(replace(SETTINGS, rate_limit=1_000_000))
    assert ways.data(None) is before
    ways.close()
