"""The ledger gives back what it was given, all of it or nothing, to one program at a time."""

from __future__ import annotations

import dataclasses
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from score_gui.files.identity import FileMark
from score_gui.model.byterange import ByteRange, RangeSet
from score_gui.model.language import Phrase, phrase
from score_gui.model.manifest import Entry
from score_gui.model.problem import Problem, Recovery
from score_gui.model.text import Size
from score_gui.model.transfer import (
    Check,
    Layout,
    NameRule,
    Priority,
    Status,
    Transfer,
    TransferId,
    seen_from,
)
from score_gui.transfer.ledger import Ledger, LedgerInUseError, LedgerUnreadableError
from score_gui.transfer.record import Record
from tests.transfer.records import record

ONE, TWO = TransferId(1), TransferId(2)
RANGES = RangeSet.of([ByteRange(0, 10), ByteRange(50, 2**45)])

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX file rights")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "ledger.db"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    made = Ledger(path)
    yield made
    made.close()


# --- what goes in comes out ---

TEXT = st.text(max_size=12) | st.sampled_from(
    ["\ud800.bam", "caf\udce9", "'; DROP TABLE transfer; --", "a\0b"]
)
MAYBE = st.none() | TEXT
COUNT = st.integers(0, 2**50)
MAYBE_COUNT = st.none() | COUNT
TIMES = st.floats(0, 4e9)
PATHS = TEXT.map(lambda name: Path("out") / name)
PROBLEMS = st.builds(
    Problem,
    TEXT,
    TEXT,
    TEXT,
    TEXT,
    recovery=st.sampled_from(Recovery),
    retry_after=st.none() | st.floats(0, 1e4),
)
TRANSFERS: dict[str, st.SearchStrategy[Any]] = {
    "id": st.just(ONE),
    "object_id": TEXT,
    "name": TEXT,
    "folder": PATHS,
    "layout": st.sampled_from(Layout),
    "profile_id": TEXT,
    "status": st.sampled_from(Status),
    "order": COUNT,
    "size": MAYBE_COUNT,
    "md5": MAYBE,
    "kept": COUNT,
    "placed": st.none() | PATHS,
    "manifest": MAYBE,
    "file_type": MAYBE,
    "donor": MAYBE,
    "project": MAYBE,
    "companion_of": st.none() | COUNT.map(TransferId),
    "problem": st.none() | PROBLEMS,
    "check": st.sampled_from(Check),
    "md5_seen": MAYBE,
    "renewals": COUNT,
    "added": TIMES,
    "finished": st.none() | TIMES,
    "priority": st.sampled_from(Priority),
}
ENTRIES: dict[str, st.SearchStrategy[Any]] = {
    "object_id": TEXT,
    "file_name": MAYBE,
    "size": MAYBE_COUNT,
    "md5": MAYBE,
    "index_object_id": MAYBE,
    "repos": st.lists(TEXT, max_size=3).map(tuple),
    "file_type": MAYBE,
    "donor": MAYBE,
    "donor_count": MAYBE_COUNT,
    "project": MAYBE,
    "project_count": MAYBE_COUNT,
    "study": MAYBE,
    "program_id": MAYBE,
    "samples": st.lists(TEXT, max_size=3).map(tuple),
    "analysis_id": MAYBE,
    "file_id": MAYBE,
    "line": MAYBE_COUNT,
}


def as_placed(row: Transfer) -> Transfer:
    """With its target as the engine puts it, in its own folder or elsewhere."""
    if not isinstance(row.placed, Path):
        return row
    target = row.folder / row.placed if row.renewals % 2 else row.placed
    return replace(row, placed=seen_from(row.folder, target))


RECORDS: dict[str, st.SearchStrategy[Any]] = {
    "transfer": st.builds(Transfer, **TRANSFERS).map(as_placed),
    "entry": st.builds(Entry, **ENTRIES),
    "part": st.none() | PATHS,
    "listed": st.booleans(),
    "with_index": st.booleans(),
    "force": st.booleans(),
    "validate": st.booleans(),
    "mark": st.none() | st.builds(FileMark, TEXT, st.integers(0, 2**70), MAYBE_COUNT, MAYBE_COUNT),
    "etag": MAYBE,
    "names": st.sampled_from(NameRule),
}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.builds(Record, **RECORDS), after=st.builds(Record, **RECORDS))
def test_every_field_comes_back_when_new_and_when_changed(
    ledger: Ledger, before: Record, after: Record
) -> None:
    for written in (before, after):
        ledger.write([written])
        assert list(ledger.records(listed=written.listed)) == [replace(written, entry=None)]
        assert list(ledger.records(listed=not written.listed)) == []
        assert ledger.entry(written.transfer) == written.entry


def test_a_row_written_without_its_entry_keeps_the_one_it_has(ledger: Ledger) -> None:
    ledger.write([record(1)])
    ledger.write([replace(record(1, kept=5), entry=None)])
    (row,) = ledger.records()
    assert row.transfer.kept == 5
    assert ledger.entry(row.transfer) == record(1).entry


def test_a_row_whose_entry_cannot_be_read_is_asked_for_as_far_as_it_is_known(
    ledger: Ledger, expect_log: Callable[[str], None]
) -> None:
    expect_log("score_gui.transfer.ledger: what was asked for by row 1 cannot be read")
    ledger.write([record(1, size=7, md5="m")])
    ledger._db.execute("UPDATE transfer SET entry = '{'")
    assert ledger.entry(record(1, size=7, md5="m").transfer) == Entry("o1", "1.bam", size=7, md5="m")


def test_the_strategies_above_know_every_field() -> None:
    """A new field must come into this test, or it may be lost without notice."""
    for made, fields in ((Transfer, TRANSFERS), (Entry, ENTRIES), (Record, RECORDS)):
        assert set(fields) == {field.name for field in dataclasses.fields(made)}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lists=st.lists(
        st.lists(st.tuples(COUNT, COUNT), max_size=5).map(
            lambda pairs: RangeSet.of(ByteRange(min(ends), max(ends)) for ends in pairs)
        ),
        max_size=4,
    )
)
def test_ranges_are_replaced_as_a_whole(ledger: Ledger, lists: list[RangeSet]) -> None:
    ledger.write([record(1), record(2)], [(TWO, RANGES)])
    for ranges in lists:
        ledger.write(ranges=[(ONE, ranges)])
        assert ledger.ranges(ONE) == ranges
        expected = {TWO: RANGES.total} | ({ONE: ranges.total} if ranges else {})
        assert ledger.kept() == expected
    assert ledger.ranges(TWO) == RANGES


def test_rows_come_in_queue_order(ledger: Ledger) -> None:
    ledger.write([record(1, order=5), record(2, order=1), record(3, order=1)])
    assert [row.transfer.id for row in ledger.records()] == [2, 3, 1]


def test_a_row_off_the_list_comes_back_with_its_ranges(path: Path) -> None:
    first = Ledger(path)
    gone = record(1, part=Path("out/1.bam.part"), listed=False)
    first.write([gone, record(2)], [(ONE, RANGES)])
    first.close()
    again = Ledger(path)
    assert [row.transfer.id for row in again.records()] == [2]
    assert list(again.records(listed=False)) == [replace(gone, entry=None)]
    assert again.ranges(ONE) == RANGES
    again.close()


def test_an_id_is_never_given_twice(ledger: Ledger) -> None:
    assert ledger.last_id() == 0
    ledger.write([record(7, listed=False), record(3)])
    assert ledger.last_id() == 7


def test_events_come_back_oldest_first(ledger: Ledger) -> None:
    ledger.write([record(1), record(2)])
    ledger.write(events=[(ONE, 2.0, "b", "later"), (ONE, 1.0, "a", "caf\udce9"), (TWO, 3.0, "c", "other")])
    assert ledger.events(ONE) == ((1.0, "a", "caf\udce9"), (2.0, "b", "later"))


def test_what_is_told_can_be_said_in_another_language_after_a_restart(path: Path) -> None:
    cause, story = (
        phrase("{host} is away.", host="a.example"),
        phrase("{size} are here.", size=Size(1_500_000_000)),
    )
    told = Problem("away", phrase("Away"), cause, phrase("Wait."), Recovery.RETRY)
    first = Ledger(path)
    first.write([record(1, problem=told)], events=[(ONE, 1.0, "begun", story)])
    first.close()
    again = Ledger(path)
    (row,), ((_, _, text),) = again.records(), again.events(ONE)
    again.close()
    assert row.transfer.problem == told
    found = (row.transfer.problem.cause, text)
    assert [isinstance(each, Phrase) and (each, each.values) for each in found] == [
        (cause, {"host": "a.example"}),
        (story, {"size": Size(1_500_000_000)}),
    ]


# --- all or nothing ---


def test_a_write_that_cannot_be_finished_leaves_no_trace(ledger: Ledger) -> None:
    ledger.write([record(1)], [(ONE, RANGES)])
    unknown = TransferId(99)
    with pytest.raises(sqlite3.IntegrityError):
        ledger.write([record(1, kept=5), record(2)], [(ONE, RangeSet()), (unknown, RANGES)])
    assert list(ledger.records()) == [replace(record(1), entry=None)]
    assert ledger.ranges(ONE) == RANGES
    ledger.write([record(2)])
    assert len(list(ledger.records())) == 2


def test_the_same_object_for_the_same_place_cannot_have_two_rows(ledger: Ledger) -> None:
    ledger.write([record(1)])
    with pytest.raises(sqlite3.IntegrityError):
        ledger.write([record(2, object_id="o1")])
    ledger.write([record(3, object_id="o1", folder=Path("elsewhere"))])


def test_a_commit_survives_without_an_orderly_end(path: Path, tmp_path: Path) -> None:
    """What lies on the disk right after a write, log included, is all of it."""
    ledger = Ledger(path)
    ledger.write([record(1)], [(ONE, RANGES)])
    copy = tmp_path / "copy"
    copy.mkdir()
    for file in path.parent.iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    ledger.write([record(2)])
    ledger.close()
    after = Ledger(copy / path.name)
    assert [row.transfer.id for row in after.records()] == [1]
    assert after.ranges(ONE) == RANGES
    after.close()


def test_it_syncs_fully(ledger: Ledger) -> None:
    """A cheaper setting loses all progress of a run in a power cut, and no other test here would notice."""
    modes = [ledger._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    assert modes == ["wal", 2]


# --- one program at a time, and only its own file ---


def test_a_second_program_is_refused_and_the_first_goes_on(ledger: Ledger, path: Path) -> None:
    ledger.write([record(1)])
    with pytest.raises(LedgerInUseError):
        Ledger(path)
    ledger.write([record(2)])
    assert len(list(ledger.records())) == 2


def test_a_program_that_only_opened_it_holds_it(ledger: Ledger, path: Path) -> None:
    with pytest.raises(LedgerInUseError):
        Ledger(path)


def test_when_the_first_has_ended_the_next_may(path: Path) -> None:
    for _ in range(2):
        Ledger(path).close()


@pytest.mark.parametrize(
    "content", [b"these are my notes, not a database" * 200, b"SQLite format 3\0" + b"\xff" * 9000]
)
def test_a_file_that_is_no_ledger_is_refused_and_left_as_it_is(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    with pytest.raises(LedgerUnreadableError) as caught:
        Ledger(path)
    assert str(path) in str(caught.value)
    assert path.read_bytes() == content


def test_a_damaged_ledger_is_refused_and_left_as_it_is(path: Path) -> None:
    ledger = Ledger(path)
    ledger.write(record(number) for number in range(1, 500))
    ledger.close()
    damaged = path.read_bytes()[:4096] + os.urandom(4096) * (path.stat().st_size // 4096 - 1)
    path.write_bytes(damaged)
    with pytest.raises(LedgerUnreadableError):
        Ledger(path)
    assert path.read_bytes() == damaged


def test_a_ledger_of_a_newer_version_is_refused_and_left_as_it_is(path: Path) -> None:
    Ledger(path).close()
    newer = sqlite3.connect(path)
    newer.execute("PRAGMA user_version=9")
    newer.close()
    before = path.read_bytes()
    with pytest.raises(LedgerUnreadableError, match=r"newer version .* \(9\)"):
        Ledger(path)
    assert path.read_bytes() == before


ADDED = {1: ("mark", "etag"), 2: ("names",), 3: ("priority",)}
"""By the version that lacks them: columns of later ones."""


def make_old(path: Path, version: int) -> None:
    """A ledger with two rows as an earlier version of the program left it."""
    ledger = Ledger(path)
    ledger.write([record(1), record(2, priority=Priority.HIGH)], [(ONE, RANGES)])
    ledger.close()
    with closing(sqlite3.connect(path)) as db:
        for column in (name for since, names in ADDED.items() if since >= version for name in names):
            db.execute(f"ALTER TABLE transfer DROP COLUMN {column}")
        db.execute(f"PRAGMA user_version={version}")


@pytest.mark.parametrize("version", ADDED)
def test_a_ledger_of_an_earlier_version_goes_on(path: Path, version: int) -> None:
    make_old(path, version)
    for _ in range(2):
        ledger = Ledger(path)
        rows = [found.transfer for found in ledger.records()]
        assert [(row.id, row.name, row.priority) for row in rows] == [
            (1, "1.bam", Priority.NORMAL),
            (2, "2.bam", Priority.NORMAL),
        ]
        assert ledger.ranges(ONE) == RANGES
        ledger.close()


@pytest.mark.parametrize("version", ADDED)
def test_a_ledger_whose_change_was_cut_off_is_as_it_was_and_goes_on(
    path: Path, version: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_old(path, version)
    really = sqlite3.connect

    class CutOff(sqlite3.Connection):
        """Is gone right before the new version is written down, as in a power cut."""

        def execute(self, statement: str, *more: Any) -> sqlite3.Cursor:
            if statement.startswith("PRAGMA user_version="):
                raise sqlite3.OperationalError("disk I/O error")
            return super().execute(statement, *more)

    with monkeypatch.context() as cut:
        cut.setattr(sqlite3, "connect", lambda *args, **more: really(*args, factory=CutOff, **more))
        with pytest.raises(LedgerUnreadableError):
            Ledger(path)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (version,)
    ledger = Ledger(path)
    assert [found.transfer.id for found in ledger.records()] == [1, 2]
    ledger.close()


def test_a_file_that_a_crash_left_empty_is_a_new_ledger(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.touch()
    ledger = Ledger(path)
    assert list(ledger.records()) == []
    ledger.close()


@posix
def test_it_is_for_the_owner_only_with_all_that_sqlite_puts_beside_it(ledger: Ledger, path: Path) -> None:
    ledger.write([record(1)])
    assert path.parent.stat().st_mode & 0o777 == 0o700
    modes = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
    assert set(modes.values()) == {0o600}
    assert len(modes) > 1, "the write-ahead log should be there too"


def test_there_is_no_place_for_a_link_or_a_token(ledger: Ledger) -> None:
    tables = [row[0] for row in ledger._db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    columns = [row[1] for table in tables for row in ledger._db.execute(f"PRAGMA table_info({table})")]
    assert len(columns) > 30
    assert [
        name for name in columns if any(word in name for word in ("url", "link", "token", "ticket"))
    ] == []


def test_a_changed_record_keeps_its_ranges(ledger: Ledger) -> None:
    ledger.write([record(1)], [(ONE, RANGES)])
    ledger.write([replace(record(1), listed=False)])
    assert ledger.ranges(ONE) == RANGES


def test_a_row_that_cannot_be_read_leaves_the_others_alone(
    ledger: Ledger, expect_log: Callable[[str], None]
) -> None:
    expect_log("score_gui.transfer.ledger: row 1 of the queue cannot be read")
    ledger.write([record(1), record(2)])
    ledger._db.execute("UPDATE transfer SET status = 'dancing' WHERE id = 1")
    assert [each.transfer.id for each in ledger.records()] == [2]
