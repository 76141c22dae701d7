"""A person who sees nothing fetches the practice set: by what a screen reader says and presses alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("jeepney", reason="the library of the accessibility bus is there on Linux only")

from tests.app.reader import MISSING, Heard, Reader, desktop
from tests.app.test_signals import ROOT

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"needs {' and '.join(MISSING)} (Linux only)")

PRESSED = {"push button", "check box", "radio button", "combo box", "spin button", "text", "page tab"}
READ = {"table", "tree", "list", "list item", "column header"}
"""What without a name says nothing at all to who cannot see it; a cell may be empty."""


class Person:
    """Hears again and again until the window says what it has to."""

    def __init__(self, reader: Reader, program: subprocess.Popen[str]) -> None:
        self._reader, self._program = reader, program

    def until(self, role: str, start: str) -> Heard:
        """Each look takes as long as the program needs to answer; the limit of the test ends it."""
        while self._program.poll() is None:
            for thing in self._reader.heard():
                if thing.role == role and thing.name.startswith(start):
                    return thing
        raise AssertionError(f"the program ended before there was a {role} {start!r}")

    def press(self, start: str) -> None:
        self._reader.press(self.until("push button", start))

    def nameless(self) -> list[Heard]:
        return [
            thing for thing in self._reader.heard() if thing.role in PRESSED | READ and not thing.name.strip()
        ]


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    with desktop(tmp_path) as (found, make_reader):
        around = found | {"SCORE_GUI_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)}
        reader = make_reader()
        with subprocess.Popen(
            [sys.executable, "-m", "score_gui"],
            env=os.environ | around,
            stderr=subprocess.PIPE,
            text=True,
        ) as program:
            try:
                yield Person(reader, program)
                program.send_signal(signal.SIGTERM)
                _, said = program.communicate(timeout=30)
            finally:
                program.kill()
                reader.close()
    assert (program.returncode, said) == (0, "")


@pytest.mark.fault("F94", "a screen reader: from the first page to verified files by what AT-SPI tells")
def test_a_first_download_by_ear(person: Person) -> None:
    person.until("label", "Three steps to verified files")
    assert person.nameless() == []
    person.press("Try the open practice set")
    person.until("push button", "Download 7 files")
    assert person.nameless() == []
    person.press("Download 7 files")
    person.until("cell", "Row 1 of 7, PRAC-CA.DO900001.SA900001.wgs.20260101.aln.bam, verified, MD5 matches")
    person.until("list item", "All files, 7")
    assert person.nameless() == []
