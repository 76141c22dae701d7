"""Settings outlive the program, an older program spares a newer one's, and damage is said and kept."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.access.settings_store import SettingsStore
from score_gui.model.network import ProxyChoice, ProxyUse
from score_gui.model.problem import ProblemError
from score_gui.model.settings import LOWEST_RATE, MOST_CONNECTIONS, Look, Settings, StayAwake, WhenDone
from score_gui.model.speed_mode import Days, SlowHours, SpeedMode
from score_gui.model.transfer import Layout

DEFAULT = Settings(Path("/data").absolute())
CHOSEN = Settings(
    Path("/genomes").absolute(),
    layout=Layout.BUNDLE,
    files_at_once=5,
    connections=12,
    with_index=False,
    rate_limit=10_000_000,
    proxy=ProxyChoice(ProxyUse.EXPLICIT, "http://me@proxy.example.org:3128", ("localhost", "10.0.0.0/8")),
    ca_file=Path("/etc/house.pem").absolute(),
    slow_rate=2_000_000,
    speed_mode=SpeedMode.HOURS,
    slow_hours=SlowHours(time(7, 30), time(19), Days.EVERY_DAY),
    when_done=WhenDone.SLEEP,
    notify=False,
    receipts=False,
    stay_awake=StayAwake.NEVER,
    look=Look.CONTRAST,
    text_size=150,
)


@pytest.fixture
def store(tmp_path: Path) -> SettingsStore:
    return SettingsStore(tmp_path, DEFAULT)


def written(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "settings.json").read_text("utf-8"))
    return found


def write(folder: Path, **values: Any) -> None:
    (folder / "settings.json").write_text(json.dumps({"version": 1, **values}), "utf-8")


def test_without_a_file_all_is_as_on_the_first_day_and_nothing_is_written(
    store: SettingsStore, tmp_path: Path
) -> None:
    assert store.load().settings == DEFAULT
    store.save(DEFAULT)
    assert list(tmp_path.iterdir()) == []


def test_what_is_chosen_is_there_in_the_next_run(store: SettingsStore, tmp_path: Path) -> None:
    store.save(CHOSEN)
    loaded = SettingsStore(tmp_path, DEFAULT).load()
    assert (loaded.settings, loaded.problems) == (CHOSEN, ())
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]


def test_only_what_was_changed_is_written_so_that_the_rest_follows_the_program(
    store: SettingsStore, tmp_path: Path
) -> None:
    store.save(replace(DEFAULT, files_at_once=6))
    assert written(tmp_path) == {"version": 1, "files_at_once": 6}
    later = SettingsStore(tmp_path, replace(DEFAULT, connections=16)).load().settings
    assert (later.files_at_once, later.connections) == (6, 16)


def test_a_choice_can_be_taken_back(store: SettingsStore) -> None:
    store.save(CHOSEN)
    store.save(DEFAULT)
    assert store.load().settings == DEFAULT


@pytest.mark.fault("F92", "settings of a newer version")
def test_what_a_newer_version_wrote_stays_as_it_is(store: SettingsStore, tmp_path: Path) -> None:
    newer = {"version": 7, "theme": {"name": "dark"}, "layout": "by-donor", "connections": 4}
    (tmp_path / "settings.json").write_text(json.dumps(newer), "utf-8")
    loaded = store.load()
    assert (loaded.settings.layout, loaded.settings.connections) == (DEFAULT.layout, 4)
    assert [problem.code for problem in loaded.problems] == ["setting-unusable"]
    assert "'layout'" in loaded.problems[0].cause
    store.save(replace(loaded.settings, files_at_once=9))
    assert written(tmp_path) == newer | {"files_at_once": 9}


# A setting, and what stands in its place.
UNUSABLE = [
    ("files_at_once", 0),
    ("files_at_once", "3"),
    ("connections", MOST_CONNECTIONS + 1),
    ("connections", True),
    ("with_index", "yes"),
    ("rate_limit", LOWEST_RATE - 1),
    ("rate_limit", 1e9),
    ("output_folder", "genomes"),
    ("output_folder", 3),
    ("ca_file", "house.pem"),
    ("proxy", "http://proxy:3128"),
    ("proxy", {"use": "socks"}),
    ("proxy", {"use": "explicit", "address": "http://me:secret@proxy:3128"}),
    ("proxy", {"use": "explicit", "address": "http://proxy:3128", "except": "localhost"}),
    ("slow_rate", None),
    ("speed_mode", "faster"),
    ("slow_hours", "08:00"),
    ("slow_hours", {"start": "25:00", "stop": "18:00", "days": "weekdays"}),
    ("slow_hours", {"start": "08:00", "stop": "18:00"}),
    ("when_done", "explode"),
    ("text_size", 5000),
]


@pytest.mark.parametrize(("name", "value"), UNUSABLE)
def test_a_value_that_cannot_be_is_said_and_does_not_spoil_the_others(
    store: SettingsStore, tmp_path: Path, name: str, value: object
) -> None:
    kept = {"layout": "bundle", name: value}
    write(tmp_path, **kept)
    loaded = store.load()
    assert loaded.settings == replace(DEFAULT, layout=Layout.BUNDLE)
    (problem,) = loaded.problems
    assert f"'{name}'" in problem.cause
    assert "secret" not in f"{problem}"


DAMAGED = [b"", b"{", b"[]", b"\xff\xfe", b'{"layout": "id", "layout": "id"}', b"[" * 100_000, b"\0" * 512]


@pytest.mark.parametrize("data", DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_file_is_set_aside_and_said(store: SettingsStore, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(data)
    loaded = store.load()
    assert loaded.settings == DEFAULT
    (problem,) = loaded.problems
    assert problem.code == "settings-set-aside"
    assert "settings.damaged.json" in problem.cause
    assert (tmp_path / "settings.damaged.json").read_bytes() == data
    store.save(CHOSEN)
    assert store.load().settings == CHOSEN


def test_what_was_set_aside_before_is_not_lost(store: SettingsStore, tmp_path: Path) -> None:
    for data in (b"first", b"second", b"third"):
        (tmp_path / "settings.json").write_bytes(data)
        store.load()
    kept = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert kept == {
        "settings.damaged.json": b"first",
        "settings.damaged-2.json": b"second",
        "settings.damaged-3.json": b"third",
    }


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="needs rights that can be taken away"
)
def test_a_file_that_may_not_be_read_is_left_where_it_is(store: SettingsStore, tmp_path: Path) -> None:
    write(tmp_path, layout="id")
    (tmp_path / "settings.json").chmod(0)
    assert [problem.code for problem in store.load().problems] == ["settings-unreadable"]
    with pytest.raises(ProblemError):
        store.save(CHOSEN)


def test_a_folder_in_its_place_is_said_and_left(store: SettingsStore, tmp_path: Path) -> None:
    (tmp_path / "settings.json").mkdir()
    assert [problem.code for problem in store.load().problems] == ["settings-unreadable"]
    with pytest.raises(ProblemError) as caught:
        store.save(CHOSEN)
    assert str(tmp_path) in caught.value.problem.cause


@given(
    settings=st.builds(
        Settings,
        output_folder=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")).map(
            lambda name: Path("/x").absolute() / name
        ),
        layout=st.sampled_from(Layout),
        files_at_once=st.integers(1, 32),
        connections=st.integers(1, 64),
        with_index=st.booleans(),
        rate_limit=st.none() | st.integers(LOWEST_RATE, 1 << 50),
        proxy=st.builds(
            ProxyChoice,
            st.sampled_from(ProxyUse),
            st.sampled_from(["", "http://proxy:1", "http://me@[::1]:3128"]),
            st.lists(st.text(max_size=9)).map(tuple),
        ),
        ca_file=st.none() | st.just(Path("/ca.pem").absolute()),
    )
)
def test_any_settings_come_back_as_they_were(
    settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("config")
    SettingsStore(folder, DEFAULT).save(settings)
    assert SettingsStore(folder, DEFAULT).load().settings == settings
