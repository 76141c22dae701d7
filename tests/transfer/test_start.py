"""Starting the engine: it has the queue, or whoever starts it hears why not."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from score_gui.model.messages import Changed, Stopped, Told
from score_gui.model.transfer import Status
from score_gui.transfer.ledger import Ledger, LedgerInUseError, LedgerUnreadableError
from score_gui.transfer.safekeeping import copy_of
from tests.fakes.memory_store import MemoryStore
from tests.transfer.conftest import Bench
from tests.transfer.records import record


@pytest.fixture
def new_bench(tmp_path: Path) -> Bench:
    """Not started yet."""
    made = Bench(tmp_path, MemoryStore())
    ledger = Ledger(made.ledger)
    ledger.write([record(1)])
    ledger.close()
    return made


def test_the_first_event_is_the_queue(new_bench: Bench) -> None:
    new_bench.start()
    new_bench.until(lambda: new_bench.rows)
    assert isinstance(new_bench.events[0], Changed)
    assert [row.id for row in new_bench.events[0].transfers] == [1]
    assert new_bench.engine.stop()
    assert isinstance(new_bench.events[-1], Stopped)


@pytest.mark.parametrize("rows", [1, 2, 3, 5])
def test_the_rows_of_a_long_queue_are_told_a_few_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    monkeypatch.setattr("score_gui.transfer.assembly.ROWS_AT_ONCE", 2)
    bench = Bench(tmp_path, MemoryStore())
    ledger = Ledger(bench.ledger)
    ledger.write([record(number, status=Status.PAUSED) for number in range(1, rows + 1)])
    ledger.close()
    bench.start()
    bench.until_idle()
    told = [[row.id for row in event.transfers] for event in bench.events if isinstance(event, Changed)]
    assert [number for group in told for number in group] == list(range(1, rows + 1))
    assert max(map(len, told)) == min(rows, 2)
    assert bench.engine.stop()


def test_a_queue_that_another_program_has_is_told(new_bench: Bench) -> None:
    other = Ledger(new_bench.ledger)
    with pytest.raises(LedgerInUseError):
        new_bench.start()
    other.close()
    new_bench.restart()
    assert new_bench.engine.stop()


# --- a queue that cannot be read any more ---

NOTES = b"my notes" * 1000


def damage(ledger: Path) -> bytes:
    """What a bad disk or a wild program makes of it."""
    damaged = ledger.read_bytes()[:4096] + b"\xff" * (ledger.stat().st_size - 4096)
    ledger.write_bytes(damaged)
    return damaged


def told(bench: Bench) -> list[str]:
    return [event.problem.code for event in bench.events if isinstance(event, Told)]


def aside(bench: Bench) -> list[bytes]:
    return [path.read_bytes() for path in sorted(bench.ledger.parent.glob("ledger.damaged-*.db"))]


@pytest.mark.fault("F91", "a damaged queue with a copy")
def test_a_damaged_queue_is_set_aside_and_its_copy_taken(new_bench: Bench) -> None:
    new_bench.start().stop()  # a start and an end make a copy
    damaged = damage(new_bench.ledger)
    new_bench.start_again()
    new_bench.until(lambda: told(new_bench))
    assert told(new_bench) == ["queue-restored"]
    assert [row.object_id for row in new_bench.rows.values()] == ["o1"]
    assert aside(new_bench) == [damaged]
    new_bench.stop()


@pytest.mark.fault("F91", "a queue of zero bytes")
def test_an_emptied_queue_is_not_taken_for_a_new_one(new_bench: Bench) -> None:
    new_bench.start().stop()
    new_bench.ledger.write_bytes(b"")
    new_bench.start_again()
    new_bench.until(lambda: told(new_bench))
    assert told(new_bench) == ["queue-restored"]
    assert len(new_bench.rows) == 1
    new_bench.stop()


@pytest.mark.fault("F91", "a damaged queue without a copy")
def test_without_a_copy_the_queue_begins_anew_and_says_so(new_bench: Bench) -> None:
    new_bench.ledger.write_bytes(NOTES)
    new_bench.start()
    new_bench.until(lambda: told(new_bench))
    assert told(new_bench) == ["queue-lost"]
    assert not new_bench.rows
    assert aside(new_bench) == [NOTES]
    new_bench.stop()


def test_a_copy_that_is_damaged_too_is_kept_as_well(new_bench: Bench) -> None:
    new_bench.start().stop()
    new_bench.ledger.write_bytes(NOTES)
    copy_of(new_bench.ledger).write_bytes(b"other notes" * 1000)
    new_bench.start_again()
    new_bench.until(lambda: told(new_bench))
    assert told(new_bench) == ["queue-lost"]
    assert sorted(aside(new_bench)) == sorted([NOTES, b"other notes" * 1000])
    new_bench.stop()


def test_a_healthy_queue_says_nothing(new_bench: Bench) -> None:
    new_bench.start().stop()
    assert told(new_bench) == []


@pytest.mark.fault("F91", "a queue of a newer version")
def test_a_queue_of_a_newer_version_is_left_as_it_is(new_bench: Bench) -> None:
    with closing(sqlite3.connect(new_bench.ledger)) as newer:
        newer.execute("PRAGMA user_version=99")
    before = new_bench.ledger.read_bytes()
    with pytest.raises(LedgerUnreadableError, match="newer version"):
        new_bench.start()
    assert new_bench.ledger.read_bytes() == before


@pytest.mark.parametrize(
    ("version", "lacks"),
    [(1, ("mark", "etag", "names", "priority")), (2, ("names", "priority")), (3, ("priority",))],
)
@pytest.mark.fault("F91", "a queue of the version before")
def test_a_queue_of_a_version_before_is_taken_over_and_kept(
    new_bench: Bench, version: int, lacks: tuple[str, ...]
) -> None:
    with closing(sqlite3.connect(new_bench.ledger)) as older:
        for column in lacks:
            older.execute(f"ALTER TABLE transfer DROP COLUMN {column}")
        older.execute(f"PRAGMA user_version={version}")
    new_bench.start()
    new_bench.until(lambda: new_bench.rows)
    new_bench.stop()
    with closing(sqlite3.connect(new_bench.ledger.with_name(f"ledger.version-{version}.db"))) as kept:
        assert kept.execute("SELECT object_id FROM transfer").fetchall() == [("o1",)]


def test_a_folder_in_place_of_the_queue_is_told(new_bench: Bench) -> None:
    new_bench.ledger.unlink()
    new_bench.ledger.mkdir()
    with pytest.raises(OSError, match=r"ledger\.db"):
        new_bench.start()
