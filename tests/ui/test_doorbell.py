from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from score_gui.ui.doorbell import Doorbell, door_of, read_message, ring

PATIENCE = 30_000
"""Milliseconds; a visitor is a whole program that has to start first."""
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def door(tmp_path: Path) -> str:
    return door_of(tmp_path)


@pytest.fixture
def bell(qtbot: QtBot, door: str) -> Doorbell:
    made = Doorbell(door)
    made.rung.connect(lambda _paths: None)
    return made


_VISITOR = """
import sys
from pathlib import Path
from score_gui.ui.doorbell import ring
sys.exit(0 if ring(sys.argv[1], [Path(one) for one in sys.argv[2:]]) else 1)
"""


def visit(door: str, manifests: list[Path]) -> subprocess.Popen[bytes]:
    """Ring from another process, which tells by its exit status whether somebody answered."""
    command = [sys.executable, "-c", _VISITOR, door, *map(str, manifests)]
    return subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(ROOT)})


def was_heard(qtbot: QtBot, visitor: subprocess.Popen[bytes]) -> bool:
    qtbot.waitUntil(lambda: visitor.poll() is not None, timeout=PATIENCE)
    return visitor.returncode == 0


def test_a_second_start_leaves_its_manifests_with_the_first(
    qtbot: QtBot, bell: Doorbell, door: str, tmp_path: Path
) -> None:
    manifests = [tmp_path / "nov.tsv", tmp_path / "dec.tsv"]
    with qtbot.waitSignal(bell.rung, timeout=PATIENCE) as rung:
        visitor = visit(door, manifests)
    assert was_heard(qtbot, visitor)
    assert rung.args == [manifests]


def test_where_nobody_is_nobody_answers(door: str) -> None:
    assert not ring(door, [])


def test_after_the_end_nobody_answers(bell: Doorbell, door: str) -> None:
    bell.close()
    assert not ring(door, [])


def test_a_door_that_was_left_by_a_killed_program_is_taken_over(qtbot: QtBot, door: str) -> None:
    if sys.platform != "win32":
        Path(door).touch()
    bell = Doorbell(door)
    with qtbot.waitSignal(bell.rung, timeout=PATIENCE) as rung:
        visitor = visit(door, [])
    assert was_heard(qtbot, visitor)
    assert rung.args == [[]]


@pytest.mark.skipif(sys.platform == "win32", reason="sockets are files on POSIX only")
def test_the_door_is_the_user_s_alone(bell: Doorbell, door: str) -> None:
    assert stat.S_IMODE(Path(door).stat().st_mode) & 0o077 == 0


@pytest.mark.parametrize(
    "said", [b"\n", b"[]x\n", b"{}\n", b'["relative.tsv"]\n', b"[1]\n", b"[" * 100_000 + b"\n", b"\xff\n"]
)
def test_what_is_no_message_is_not_heard(qtbot: QtBot, bell: Doorbell, door: str, said: bytes) -> None:
    socket = QLocalSocket()
    socket.connectToServer(door)
    assert socket.waitForConnected(PATIENCE)
    with qtbot.assertNotEmitted(bell.rung):
        socket.write(said)
        qtbot.waitUntil(
            lambda: socket.state() is QLocalSocket.LocalSocketState.UnconnectedState, timeout=PATIENCE
        )


def test_one_who_talks_without_end_is_cut_off(qtbot: QtBot, bell: Doorbell, door: str) -> None:
    socket = QLocalSocket()
    socket.connectToServer(door)
    assert socket.waitForConnected(PATIENCE)
    socket.write(b"x" * 3_000_000)
    qtbot.waitUntil(
        lambda: socket.state() is QLocalSocket.LocalSocketState.UnconnectedState, timeout=PATIENCE
    )


@pytest.mark.parametrize("length", [10, 300])
def test_each_home_has_a_door_of_its_own(tmp_path: Path, length: int) -> None:
    one, other = (tmp_path / (letter * length) for letter in "ab")
    assert door_of(one) != door_of(other)
    assert door_of(one) == door_of(one)
    assert len(door_of(one)) < 108


@given(st.binary(max_size=200))
def test_no_bytes_are_more_than_paths_or_nothing(line: bytes) -> None:
    paths = read_message(line)
    assert paths is None or all(path.is_absolute() for path in paths)
