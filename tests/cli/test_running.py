"""Which rows belong to a run, when it is over, and with which status."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from score_gui.cli.report import JsonReport
from score_gui.cli.running import Watch
from score_gui.cli.speech import Exit
from score_gui.model import disk_problems, problems
from score_gui.model.messages import Add, Added, Changed, Idle, Stopped, Ticked
from score_gui.model.problem import Problem
from score_gui.model.transfer import Status, Transfer, TransferId

from .test_report import ROW

OURS, INDEX, FOREIGN = TransferId(1), TransferId(2), TransferId(3)
ADD = Add((), "lab", Path("out"))
SPACE = disk_problems.no_space(Path("out"), 2, 1)
TOKEN = problems.token_needed("Lab")
DENIED = problems.no_access("Lab", ROW.object_id)
UNKNOWN = problems.unknown_object("Lab")

pytestmark = pytest.mark.usefixtures("capsys")


def row(transfer: TransferId, status: Status, problem: Problem | None = None) -> Transfer:
    companion_of = OURS if transfer == INDEX else None
    return replace(ROW, id=transfer, status=status, problem=problem, companion_of=companion_of)


def watch(*rows: Transfer, adds: tuple[Add, ...] = (ADD,)) -> Watch:
    """A run that knows these rows and has had its own one added."""
    made = Watch(adds, JsonReport())
    made.take(Changed(rows))
    made.take(Added((OURS,)))
    return made


def test_a_run_is_over_when_everything_was_added_and_nothing_runs() -> None:
    made = Watch((ADD, ADD), JsonReport())
    made.take(Changed((row(OURS, Status.WAITING),)))
    made.take(Idle())
    assert not made.is_over
    made.take(Added((OURS,)))
    made.take(Idle())
    assert not made.is_over
    made.take(Added((OURS,)))
    made.take(Idle())
    assert made.is_over


def test_an_engine_that_ends_ends_the_run() -> None:
    made = watch(row(OURS, Status.WAITING))
    made.take(Stopped())
    assert made.is_over


def test_what_others_queued_is_none_of_the_runs_business() -> None:
    made = watch(row(OURS, Status.VERIFIED), row(FOREIGN, Status.NEEDS_YOU, UNKNOWN))
    made.take(Changed((row(FOREIGN, Status.PAUSED),)))
    assert (list(made.rows), made.status()) == ([OURS], Exit.DONE)


def test_an_index_file_belongs_to_the_run_of_its_file() -> None:
    made = watch(row(OURS, Status.VERIFIED))
    made.take(Changed((row(INDEX, Status.NEEDS_YOU, UNKNOWN),)))
    assert (list(made.rows), made.status()) == ([OURS, INDEX], Exit.SOME_FAILED)


@pytest.mark.parametrize("left", [Status.NEEDS_YOU, Status.PAUSED])
def test_an_index_file_that_was_left_behind_is_woken_before_the_run_is_over(left: Status) -> None:
    woken: list[tuple[TransferId, ...]] = []
    made = Watch((ADD,), JsonReport(), woken.append)
    made.take(Changed((row(OURS, Status.WAITING), row(INDEX, left, UNKNOWN))))
    made.take(Added((OURS,)))
    assert woken == [(INDEX,)]
    made.take(Idle())
    assert not made.is_over
    made.take(Changed((row(INDEX, Status.WAITING),)))
    made.take(Idle())
    assert (made.is_over, list(made.rows)) == (True, [OURS, INDEX])


def test_without_index_files_none_is_woken() -> None:
    woken: list[tuple[TransferId, ...]] = []
    made = Watch((replace(ADD, with_index=False),), JsonReport(), woken.append)
    made.take(Changed((row(OURS, Status.WAITING), row(INDEX, Status.NEEDS_YOU, UNKNOWN))))
    made.take(Added((OURS,)))
    made.take(Idle())
    assert (woken, made.is_over) == ([], True)


def test_received_bytes_are_those_of_the_engine() -> None:
    made = watch(row(OURS, Status.DOWNLOADING))
    made.take(Ticked((), 0.0, 123))
    assert made.received == 123


@pytest.mark.parametrize(
    ("left", "status"),
    [
        ([], Exit.DONE),
        ([(Status.NEEDS_YOU, UNKNOWN)], Exit.SOME_FAILED),
        ([(Status.WAITING, None)], Exit.SOME_FAILED),
        ([(Status.WAITING_SPACE, SPACE)], Exit.SPACE),
        ([(Status.NEEDS_YOU, UNKNOWN), (Status.WAITING_SPACE, SPACE)], Exit.SPACE),
        ([(Status.WAITING_TOKEN, TOKEN)], Exit.ACCESS),
        ([(Status.NEEDS_YOU, DENIED)], Exit.ACCESS),
        ([(Status.WAITING_SPACE, SPACE), (Status.WAITING_TOKEN, TOKEN)], Exit.ACCESS),
    ],
)
def test_a_token_comes_before_space_and_space_before_the_rest(
    left: list[tuple[Status, Problem | None]], status: Exit
) -> None:
    made = Watch((ADD,), JsonReport())
    rows = [row(TransferId(number + 10), *facts) for number, facts in enumerate(left)]
    made.take(Changed((row(OURS, Status.VERIFIED), *rows)))
    made.take(Added((OURS, *(one.id for one in rows))))
    assert made.status() is status
