"""The moving line of a person's terminal: one line, never wider than the terminal, gone when something is said."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from dataclasses import replace
from pathlib import Path

import pytest

from score_gui.cli.report import JsonReport, TextReport
from score_gui.model import server_problems
from score_gui.model.messages import Sample
from score_gui.model.transfer import Check, Layout, Status, Transfer, TransferId

ROW = Transfer(
    id=TransferId(1),
    object_id="33dd93ef-aab8-561c-8cc0-2fe14bd2d1ac",
    name="alpha.bam",
    folder=Path("out"),
    layout=Layout.FILENAME,
    profile_id="lab",
    status=Status.DOWNLOADING,
    order=1,
    size=40_000_000_000,
)


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    monkeypatch.setenv("COLUMNS", "80")
    return Screen()


@contextmanager
def report_on(screen: Screen) -> Iterator[TextReport]:
    with redirect_stderr(screen):
        yield TextReport()


def sample(done: int) -> Sample:
    return Sample(ROW.id, done=done, checked=0)


def test_the_moving_line_tells_how_far_the_run_is(screen: Screen) -> None:
    with report_on(screen) as report:
        report.progress({ROW.id: ROW}, [sample(10_000_000_000)], 50e6)
    assert screen.getvalue() == "\r25 % · 10.0 GB of 40.0 GB · 50 MB/s · about 10 min · 0 of 1 file"


def test_it_is_never_wider_than_the_terminal(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    with report_on(screen) as report:
        report.progress({ROW.id: ROW}, [sample(10_000_000_000)], 50e6)
    assert screen.getvalue() == "\r25 % · 10.0 GB of 4"


def test_a_shorter_line_covers_a_longer_one(screen: Screen) -> None:
    with report_on(screen) as report:
        report.progress({ROW.id: ROW}, [sample(10_000_000_000)], 50e6)
        report.progress({ROW.id: ROW}, [sample(10_000_000_000)], 0.0)
    first, second = screen.getvalue().split("\r")[1:]
    assert len(second) == len(first)
    assert second.rstrip() == "25 % · 10.0 GB of 40.0 GB · 0 of 1 file"


def test_what_is_said_stands_on_a_line_of_its_own(screen: Screen) -> None:
    with report_on(screen) as report:
        report.progress({ROW.id: ROW}, [sample(1)], 1e6)
        report.changed(replace(ROW, status=Status.VERIFIED, check=Check.WHOLE, placed=Path("out/alpha.bam")))
    shown = screen.getvalue().split("\r")[-1]
    assert shown == "verified  alpha.bam  40.0 GB\n"


def test_after_an_interruption_the_line_is_gone(screen: Screen) -> None:
    with report_on(screen) as report:
        report.progress({ROW.id: ROW}, [sample(1)], 1e6)
        report.interrupted()
    assert screen.getvalue().endswith(" \r")


def test_a_file_in_a_log_has_no_moving_line(capsys: pytest.CaptureFixture[str]) -> None:
    report = TextReport()
    report.progress({ROW.id: ROW}, [sample(1)], 1e6)
    assert capsys.readouterr().err == ""


def test_a_hold_up_that_many_files_share_is_told_once(screen: Screen) -> None:
    with report_on(screen) as report:
        away = replace(
            ROW, status=Status.WAITING_NETWORK, problem=server_problems.no_network("score.example.org")
        )
        for number in range(20):
            report.changed(replace(away, id=TransferId(number)))
    assert screen.getvalue().count("No network. There is no way to score.example.org") == 1


def test_what_came_to_no_end_is_told_without_a_problem_too(capsys: pytest.CaptureFixture[str]) -> None:
    JsonReport().summary([replace(ROW, status=Status.WAITING)], 0)
    out, err = capsys.readouterr()
    assert '"event": "failed"' in out
    assert '"title": "Not done", "cause": "It did not come to its end."' in out
    assert err == (f"alpha.bam ({ROW.object_id}): It did not come to its end. Run the same again to go on.\n")
