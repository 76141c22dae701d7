"""What the window and the command line share is built once, from the environment, and closed again."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from score_gui.access.profiles import ARGO, ENVIRONMENT_ID
from score_gui.model.messages import Event, Idle, Stopped
from score_gui.model.network import ProxyChoice, ProxyUse
from score_gui.model.problem import ProblemError
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret
from score_gui.net.origin import Origin
from score_gui.wiring import SurroundingsError, Wiring

TOKEN = "canary-0f9e8d7c"
SITE = {"STORAGE_URL": "https://score.example.org", "METADATA_URL": "https://song.example.org"}
LENT = Profile("lent", "Lent", "https://a.example.org", "https://b.example.org")


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"SCORE_GUI_HOME": str(tmp_path / "home")}


def test_all_folders_are_below_the_home(home: dict[str, str], tmp_path: Path) -> None:
    with Wiring(home) as wiring:
        folders = wiring.folders
        for path in (folders.config, folders.state, folders.cache, folders.log, wiring.ledger):
            assert path.is_relative_to(tmp_path / "home")
        assert wiring.settings.output_folder == tmp_path / "home" / "downloads"


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    place = tmp_path / "a file"
    place.touch()
    with pytest.raises(SurroundingsError, match="a file") as caught:
        Wiring({"SCORE_GUI_HOME": str(place)})
    assert "SCORE_GUI_HOME" in str(caught.value)


@pytest.mark.parametrize("missing", ["STORAGE_URL", "METADATA_URL"])
def test_half_a_site_in_the_environment_is_refused(home: dict[str, str], missing: str) -> None:
    half = {name: value for name, value in SITE.items() if name != missing}
    with pytest.raises(SurroundingsError, match="STORAGE_URL and METADATA_URL"):
        Wiring(home | half)


def test_the_environment_makes_an_unnamed_profile_with_its_token(home: dict[str, str]) -> None:
    with Wiring(home | SITE | {"ACCESSTOKEN": TOKEN}) as wiring:
        profile = wiring.profile(ENVIRONMENT_ID)
        assert profile == wiring.environment_profile
        assert wiring.known_profiles() == [ARGO, profile]
        assert wiring.token(profile) == Secret(TOKEN)
        assert wiring.environment_token() == Secret(TOKEN)
        assert wiring.token(ARGO) is None


def test_a_text_that_is_no_token_is_told_without_quoting_it(home: dict[str, str]) -> None:
    with Wiring(home | {"ACCESSTOKEN": "short"}) as wiring:
        with pytest.raises(ProblemError) as caught:
            wiring.environment_token()
        assert "short" not in caught.value.problem.cause.replace("too short", "")


def test_a_lent_profile_is_known_for_this_run_only(home: dict[str, str]) -> None:
    with Wiring(home) as wiring:
        wiring.lend(LENT, Secret(TOKEN))
        assert wiring.profile("lent") == LENT
        assert wiring.token(LENT) == Secret(TOKEN)
    with Wiring(home) as later, pytest.raises(ProblemError, match="unknown-profile"):
        later.profile("lent")


def test_a_profile_on_demand_is_made_when_it_is_asked_for(home: dict[str, str]) -> None:
    asked: list[str] = []
    with Wiring(home) as wiring:

        def start() -> None:
            asked.append("lent")
            wiring.lend(LENT, None)

        wiring.lend_on_demand("lent", start)
        assert asked == []
        assert wiring.profile("lent") == LENT
        assert asked == ["lent"]


def test_a_profile_has_one_source_for_all_threads(home: dict[str, str]) -> None:
    with Wiring(home) as wiring:
        found: list[object] = []
        threads = [threading.Thread(target=lambda: found.append(wiring.source(ARGO.id))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(found) == 8
        assert len(set(map(id, found))) == 1


def test_a_profile_whose_address_changed_has_a_source_of_its_own(home: dict[str, str]) -> None:
    with Wiring(home) as wiring:
        wiring.profiles.save(LENT)
        before = wiring.source("lent")
        moved = Profile("lent", "Lent", "https://new.example.org", "https://b.example.org")
        wiring.profiles.save(moved)
        assert wiring.source("lent") is not before


def test_the_source_of_a_removed_profile_is_a_problem(home: dict[str, str]) -> None:
    with Wiring(home) as wiring, pytest.raises(ProblemError, match="unknown-profile"):
        wiring.source("gone")


def test_the_engine_keeps_its_ledger_below_the_home(home: dict[str, str]) -> None:
    events: list[Event] = []
    with Wiring(home) as wiring:
        engine = wiring.engine(wiring.settings, events.append)
        engine.start()
        assert engine.stop()
        assert wiring.ledger.is_file()
    assert isinstance(events[-1], Stopped)


def test_no_token_of_this_run_reaches_the_log(home: dict[str, str]) -> None:
    with Wiring(home | SITE | {"ACCESSTOKEN": TOKEN}) as wiring:
        wiring.lend(LENT, Secret("canary-of-the-lent-one"))
        logging.getLogger("score_gui.test").info("%s and %s", TOKEN, "canary-of-the-lent-one")
        (log,) = wiring.folders.log.iterdir()
        assert "*** and ***" in log.read_text("utf-8")


def test_after_its_end_nothing_is_logged(home: dict[str, str]) -> None:
    before = list(logging.getLogger().handlers)
    with Wiring(home):
        assert logging.getLogger().handlers != before
    assert logging.getLogger().handlers == before


def test_another_way_makes_new_sources_and_a_profile_may_have_its_own(home: dict[str, str]) -> None:
    own = replace(LENT, id="own", proxy=ProxyChoice(ProxyUse.NONE))
    with Wiring(home) as wiring:
        wiring.lend(LENT, None)
        before = wiring.source("lent")
        assert not wiring.use(replace(wiring.settings, rate_limit=1_000_000))
        assert wiring.source("lent") is before
        house = ProxyChoice(ProxyUse.EXPLICIT, "http://house:3128")
        assert wiring.use(replace(wiring.settings, proxy=house))
        assert wiring.source("lent") is not before
        origin = Origin("https", "a.example.org", 443)
        proxies = [wiring.net_for(one).route.proxy_for(origin) for one in (LENT, own, None)]
        assert [proxy and proxy.host for proxy in proxies] == ["house", None, "house"]


def test_a_password_of_a_proxy_in_the_environment_never_reaches_the_log(home: dict[str, str]) -> None:
    with Wiring(home | {"HTTPS_PROXY": "http://me:canary-pass@proxy:3128"}) as wiring:
        logging.getLogger("score_gui.test").info("saw canary-pass")
        (log,) = wiring.folders.log.iterdir()
        assert "saw ***" in log.read_text("utf-8")


def test_connections_are_given_up_when_there_is_nothing_to_do(
    home: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rested, told = threading.Event(), threading.Event()
    monkeypatch.setattr("score_gui.access.ways.Ways.rest", lambda _ways: rested.set())
    with Wiring(home) as wiring:
        engine = wiring.engine(wiring.settings, lambda event: told.set() if isinstance(event, Idle) else None)
        engine.start()
        assert told.wait(20)
        assert rested.is_set()
        assert engine.stop()
