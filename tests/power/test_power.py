from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from score_gui.model.settings import StayAwake
from score_gui.power.awake import ProcessHold, system_hold
from score_gui.power.mains import is_plugged_in, linux_plugged_in
from score_gui.power.suspend import suspend
from score_gui.power.wakefulness import Wakefulness

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="helpers are processes on POSIX only")


def supply(folder: Path, name: str, **facts: str) -> None:
    made = folder / name
    made.mkdir()
    for fact, value in facts.items():
        (made / fact).write_text(f"{value}\n")


def script(folder: Path, name: str, *lines: str) -> None:
    """A command of the system, played by a shell script."""
    path = folder / name
    path.write_text("\n".join(("#!/bin/sh", *lines, "")))
    path.chmod(0o755)


# --- plugged in --------------------------------------------------------------------------------------------------


def test_a_laptop_with_its_charger_is_plugged_in(tmp_path: Path) -> None:
    supply(tmp_path, "AC", type="Mains", online="1")
    supply(tmp_path, "BAT0", type="Battery", status="Charging")
    assert linux_plugged_in(tmp_path)


def test_a_laptop_without_its_charger_is_not(tmp_path: Path) -> None:
    supply(tmp_path, "AC", type="Mains", online="0")
    supply(tmp_path, "BAT0", type="Battery", status="Discharging")
    assert not linux_plugged_in(tmp_path)


def test_one_of_two_chargers_is_enough(tmp_path: Path) -> None:
    supply(tmp_path, "AC", type="Mains", online="0")
    supply(tmp_path, "ucsi", type="USB", online="1")
    assert linux_plugged_in(tmp_path)


@pytest.mark.parametrize(("status", "plugged"), [("Discharging", False), ("Full", True)])
def test_where_only_the_battery_is_known_it_tells(tmp_path: Path, status: str, plugged: bool) -> None:
    supply(tmp_path, "BAT0", type="Battery", status=status)
    assert linux_plugged_in(tmp_path) is plugged


def test_the_battery_of_a_mouse_is_not_the_computers(tmp_path: Path) -> None:
    supply(tmp_path, "hidpp", type="Battery", status="Discharging", scope="Device")
    assert linux_plugged_in(tmp_path)


def test_a_computer_that_knows_of_no_supply_is_plugged_in(tmp_path: Path) -> None:
    assert linux_plugged_in(tmp_path)
    assert linux_plugged_in(tmp_path / "missing")


def test_this_computer_answers() -> None:
    assert is_plugged_in() in {True, False}


# --- awake -------------------------------------------------------------------------------------------------------


@POSIX
def test_the_helper_runs_until_it_is_let_go(tmp_path: Path) -> None:
    script(tmp_path, "inhibit", f'echo $$ > "{tmp_path}/pid"', "exec cat")
    hold = ProcessHold((str(tmp_path / "inhibit"),))
    assert hold.begin()
    assert hold.begin(), "asking again is no second helper"
    process = hold._process
    assert process is not None
    assert process.poll() is None
    hold.end()
    hold.end()
    assert process.poll() is not None


@POSIX
def test_a_helper_that_died_is_started_again(tmp_path: Path) -> None:
    script(tmp_path, "inhibit", "exec cat")
    hold = ProcessHold((str(tmp_path / "inhibit"),))
    hold.begin()
    first = hold._process
    assert first is not None
    first.kill()
    first.wait()
    assert hold.begin()
    assert hold._process is not first
    hold.end()


def test_a_system_without_the_helper_says_so(tmp_path: Path) -> None:
    hold = ProcessHold((str(tmp_path / "missing"),))
    assert not hold.begin()
    hold.end()


def test_each_system_has_its_way() -> None:
    hold = system_hold(os.getpid())
    hold.end()
    assert hasattr(hold, "begin")


# --- sleep -------------------------------------------------------------------------------------------------------


@POSIX
@pytest.mark.parametrize(("status", "slept"), [(0, True), (1, False)])
def test_the_system_is_asked_to_sleep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int, slept: bool
) -> None:
    script(tmp_path, "systemctl", f'echo "$@" > "{tmp_path}/said"', f"exit {status}")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert suspend("linux") is slept
    assert (tmp_path / "said").read_text() == "suspend\n"


def test_a_system_that_cannot_sleep_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not suspend("linux")
    assert not suspend("plan9")


# --- the decision ------------------------------------------------------------------------------------------------


class FakeHold:
    """A hold that tells what was asked of it."""

    def __init__(self) -> None:
        self.is_held = False

    def begin(self) -> bool:
        self.is_held = True
        return True

    def end(self) -> None:
        self.is_held = False


@pytest.mark.parametrize("is_needed", [True, False])
@pytest.mark.parametrize("plugged_in", [True, False])
@pytest.mark.parametrize("choice", StayAwake)
def test_the_computer_is_kept_awake_only_where_it_is_needed_and_wanted(
    is_needed: bool, plugged_in: bool, choice: StayAwake
) -> None:
    hold = FakeHold()
    wake = Wakefulness(hold, lambda: plugged_in)
    wake.want(is_needed=is_needed, choice=choice)
    wanted = is_needed and (choice is StayAwake.ALWAYS or (choice is StayAwake.ON_MAINS and plugged_in))
    assert wake.apply() is wanted
    assert hold.is_held is wanted


def test_a_pulled_plug_lets_it_sleep_again() -> None:
    hold, plugged_in = FakeHold(), [True]
    wake = Wakefulness(hold, lambda: plugged_in[0])
    wake.want(is_needed=True, choice=StayAwake.ON_MAINS)
    assert wake.apply()
    plugged_in[0] = False
    assert not wake.apply()
    assert not hold.is_held
