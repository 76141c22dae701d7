"""The practice site inside the program: there when it is asked for, and in nobody's way."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from score_gui import demo
from score_gui.access.profiles import new_profile_id
from score_gui.demo import PracticeData, make_practice_data
from score_gui.model.problem import ProblemError
from score_gui.model.profile import Profile, SiteKind
from score_gui.practice import PROFILE_ID, Practice
from score_gui.wiring import Wiring


@pytest.fixture
def wiring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wiring]:
    make = partial(make_practice_data, large_size=1_000_000)
    monkeypatch.setattr(demo, "make_practice_data", make)
    with Wiring(os.environ) as made:
        yield made


@pytest.fixture
def site(wiring: Wiring) -> Iterator[Practice]:
    made = Practice(wiring, rate_limit=5e6)
    yield made
    made.stop()


def test_the_site_starts_when_its_profile_is_first_asked_for(wiring: Wiring, site: Practice) -> None:
    assert not site.is_running
    with pytest.raises(RuntimeError):
        _ = site.site
    profile = wiring.profile(PROFILE_ID)
    assert site.is_running
    assert (profile, profile.kind) == (site.profile, SiteKind.PRACTICE)
    assert profile.storage_url == site.site.storage_url


def test_it_starts_once(site: Practice) -> None:
    site.start()
    running = site.site
    site.start()
    assert site.site is running


def test_its_token_is_lent_for_this_run_and_the_pace_is_as_asked(wiring: Wiring, site: Practice) -> None:
    site.start()
    token = wiring.token(site.profile)
    assert token is not None
    assert token.reveal() == site.site.token
    assert site.site.rate_limit == 5e6


def test_it_is_on_no_list_and_its_files_are_below_the_home(wiring: Wiring, site: Practice) -> None:
    site.start()
    assert PROFILE_ID not in {profile.id for profile in wiring.known_profiles()}
    assert site.manifest.is_relative_to(wiring.folders.cache)
    assert site.folder == wiring.folders.downloads / "practice"


def test_a_profile_that_somebody_calls_practice_is_another(wiring: Wiring, site: Practice) -> None:
    address = "https://practice.example.org"
    mine = wiring.profiles.save(Profile(new_profile_id("Practice", ()), "Practice", address, address))
    site.start()
    assert wiring.profile(mine.id) == mine
    assert wiring.token(mine) is None


def test_after_its_end_it_does_not_come_back(site: Practice) -> None:
    site.start()
    site.stop()
    site.stop()
    assert not site.is_running
    with pytest.raises(ProblemError):
        site.start()


def test_a_site_that_is_just_being_opened_ends_too(site: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    make = make_practice_data

    def slowly(folder: Path) -> PracticeData:
        site.stop()  # the program ends while its files are made
        return make(folder)

    monkeypatch.setattr(demo, "make_practice_data", slowly)
    with pytest.raises(ProblemError):
        site.start()
    assert not site.is_running  # and no thread of it is left, which every test is asked for


def test_without_a_practice_site_there_is_no_such_profile(wiring: Wiring) -> None:
    with pytest.raises(ProblemError, match="unknown-profile"):
        wiring.profile(PROFILE_ID)
