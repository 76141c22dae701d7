"""Orders that come at an awkward moment: while a worker has not come back yet, or before a file is open."""

from __future__ import annotations

import errno
import os
from dataclasses import replace

import pytest

from score_gui.model import disk_problems, problems, server_problems, setup_problems
from score_gui.model.byterange import ByteRange
from score_gui.model.manifest import Entry
from score_gui.model.messages import Configure, Pause, Remove, Resume, Stop, TokenChanged, WayChanged
from score_gui.model.problem import Problem
from score_gui.model.transfer import Status
from score_gui.transfer import schedule
from score_gui.transfer.ledger import Ledger
from tests.fakes.memory_store import MemoryStore
from tests.transfer.conftest import Bench, make_bytes, object_id

MB = 1 << 20


def half_way(bench: Bench, entry: Entry, byte: int, *, deaf: bool = True) -> None:
    """Add an entry and return when its worker stands still before `byte`; a deaf one stays there when stopped."""
    bench.store.hold_at(entry.object_id, byte, deaf=deaf)
    bench.add(entry)
    bench.store.wait_at_gate(entry.object_id)


def pause_half_way(bench: Bench, entry: Entry, byte: int) -> None:
    half_way(bench, entry, byte, deaf=False)
    bench.engine.post(Pause((bench.row(entry).id,)))
    bench.until(lambda: bench.row(entry).kept == byte)
    bench.store.release(entry.object_id)


# --- another way to the servers ---


@pytest.mark.parametrize("command", [WayChanged(), TokenChanged("p")], ids=lambda one: type(one).__name__)
@pytest.mark.parametrize(
    "problem",
    [
        setup_problems.certificate_unknown("h", "unknown", "the house"),
        setup_problems.proxy_password_needed("proxy:3128"),
        setup_problems.proxy_unusable("it is no address"),
    ],
    ids=lambda problem: problem.code,
)
def test_what_had_no_way_goes_on_when_there_is_another(
    bench: Bench, store: MemoryStore, problem: Problem, command: WayChanged | TokenChanged
) -> None:
    entry, other = store.put(object_id(1), make_bytes(MB)), store.put(object_id(2), make_bytes(MB))
    store.objects[entry.object_id].describe_problems = [problem]
    store.objects[other.object_id].describe_problems = [problems.no_access("Memory", "x")]
    bench.add(entry, other)
    bench.until_status(entry, Status.NEEDS_YOU)
    bench.until_status(other, Status.NEEDS_YOU)
    bench.engine.post(command)
    bench.until_done(entry)
    assert bench.row(other).status is Status.NEEDS_YOU


def test_another_way_is_tried_at_once_by_what_waits(bench: Bench, store: MemoryStore) -> None:
    entry = store.put(object_id(1), make_bytes(MB))
    away = setup_problems.proxy_unreachable("proxy:3128", "h", "it refused the connection")
    store.objects[entry.object_id].describe_problems = [replace(away, retry_after=900.0)]
    bench.add(entry)
    bench.until_status(entry, Status.WAITING_NETWORK)
    bench.engine.post(WayChanged())
    bench.until_done(entry)


# --- nothing that is on the disk is forgotten ---


@pytest.mark.parametrize(
    "problem",
    [
        server_problems.no_network("h"),
        problems.token_refused("Memory"),
        server_problems.server_error("h", 500),
    ],
    ids=lambda problem: problem.code,
)
def test_a_site_that_is_away_when_a_file_goes_on_costs_no_byte(
    bench: Bench, store: MemoryStore, problem: Problem
) -> None:
    entry = store.put(object_id(1), data := make_bytes(3 * MB))
    pause_half_way(bench, entry, 1_500_000)
    store.objects[entry.object_id].describe_problems = [replace(problem, retry_after=900.0)]
    bench.engine.post(Resume((bench.row(entry).id,)))
    bench.until(lambda: bench.row(entry).status.is_held_up)
    assert bench.row(entry).kept == 1_500_000
    bench.engine.post(Resume((bench.row(entry).id,)))
    bench.until_done(entry)
    assert bench.target(entry).read_bytes() == data
    assert store.served[entry.object_id] == len(data)


def test_a_pause_before_the_site_has_answered_costs_no_byte(bench: Bench, store: MemoryStore) -> None:
    entry = store.put(object_id(1), make_bytes(3 * MB))
    pause_half_way(bench, entry, 1_500_000)
    row = bench.row(entry)
    store.hold_at(entry.object_id, 1_500_000)  # were a pause late, it would come after the end
    for _ in range(20):
        bench.engine.post(Resume((row.id,)))
        bench.until(lambda: bench.row(entry).status is not Status.PAUSED)
        bench.engine.post(Pause((row.id,)))
        bench.until(lambda: bench.row(entry).status is Status.PAUSED)
    store.release(entry.object_id)
    bench.engine.post(Resume((row.id,)))
    bench.until_done(entry)
    assert store.served[entry.object_id] <= 3 * MB


def test_a_sync_that_met_an_error_is_not_repeated_as_if_it_had_worked(
    bench: Bench, store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = store.put(object_id(1), make_bytes(1000))
    syncs = []

    def sync(fd: int) -> None:
        syncs.append(fd)
        if len(syncs) == 1:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr("score_gui.transfer.part_file.sync_file", sync)
    monkeypatch.setattr("score_gui.transfer.patience.probe_pause", lambda *_: 900.0)
    bench.add(entry)
    row = bench.until_status(entry, Status.WAITING_DRIVE)
    assert row.problem is not None
    assert row.problem.code == "disk-error"
    assert bench.engine.stop()
    assert len(syncs) == 1
    ledger = Ledger(bench.ledger)
    assert not ledger.ranges(row.id)
    ledger.close()


# --- what a person said holds, however fast they were ---


def test_a_pause_holds_when_the_program_ends_at_once(bench: Bench, store: MemoryStore) -> None:
    entry = store.put(object_id(1), make_bytes(MB))
    half_way(bench, entry, 500_000)
    bench.engine.post(Pause((bench.row(entry).id,)))
    bench.engine.post(Stop())
    store.release(entry.object_id)
    bench.restart()
    bench.until(lambda: bench.rows)
    assert bench.row(entry).status is Status.PAUSED
    assert bench.row(entry).kept == MB or bench.row(entry).kept == 500_000


def test_a_file_that_needs_somebody_still_says_why_when_the_program_ends_at_once(
    bench: Bench, store: MemoryStore
) -> None:
    full = disk_problems.file_too_large(bench.out)
    entry = store.put(object_id(1), make_bytes(40 * MB), range_problems=[(32 * MB, full)])
    half_way(bench, entry, 500_000)
    bench.until_status(entry, Status.NEEDS_YOU)
    bench.engine.post(Stop())
    store.release(entry.object_id)
    bench.restart()
    bench.until(lambda: bench.rows)
    assert bench.row(entry).status is Status.NEEDS_YOU
    assert bench.problem_code(entry) == "file-too-large"


def test_unfinished_data_goes_even_if_the_program_ends_at_once(bench: Bench, store: MemoryStore) -> None:
    entry = store.put(object_id(1), make_bytes(MB))
    half_way(bench, entry, 500_000)
    bench.engine.post(Remove((bench.row(entry).id,), delete_unfinished=True))
    bench.engine.post(Stop())
    store.release(entry.object_id)
    assert bench.engine.stop()
    assert list(bench.out.iterdir()) == []


def test_added_again_while_its_pause_is_under_way_it_runs(bench: Bench, store: MemoryStore) -> None:
    entry = store.put(object_id(1), data := make_bytes(MB))
    half_way(bench, entry, 500_000)
    bench.engine.post(Pause((bench.row(entry).id,)))
    bench.add(entry)
    bench.until(lambda: bench.row(entry).status is Status.WAITING)
    store.release(entry.object_id)
    bench.until_done(entry)
    assert store.served[entry.object_id] == len(data)


def test_added_again_while_its_removal_is_under_way_it_stays_and_runs(
    bench: Bench, store: MemoryStore
) -> None:
    entry = store.put(object_id(1), data := make_bytes(MB))
    half_way(bench, entry, 500_000)
    bench.engine.post(Remove((bench.row(entry).id,), delete_unfinished=True))
    bench.add(entry)
    bench.until(lambda: bench.row(entry).status is Status.WAITING)
    store.release(entry.object_id)
    bench.until_done(entry)
    assert bench.target(entry).read_bytes() == data


def test_pause_and_resume_never_put_two_writers_on_one_range(bench: Bench, store: MemoryStore) -> None:
    entry = store.put(object_id(1), make_bytes(MB))
    half_way(bench, entry, 500_000)
    bench.engine.post(Pause((bench.row(entry).id,)))
    bench.engine.post(Resume((bench.row(entry).id,)))
    bench.until_status(entry, Status.WAITING)
    assert store.asked[entry.object_id] == [ByteRange(0, MB)]
    store.release(entry.object_id)
    bench.until_done(entry)
    assert store.served[entry.object_id] == MB


def test_a_twin_that_is_here_is_found_again_when_the_plain_name_is_free(
    bench: Bench, store: MemoryStore
) -> None:
    one = store.put(object_id(1), make_bytes(MB, 1), name="twin.bam")
    two = store.put(object_id(2), make_bytes(MB, 2), name="twin.bam")
    bench.add(one, start=False)
    bench.add(two)
    bench.until_status(two, Status.VERIFIED)
    bench.engine.post(Remove((bench.row(one).id,)))
    bench.until(lambda: len(bench.rows) == 1)
    bench.add(two)
    bench.until_status(two, Status.SKIPPED)
    assert len(list(bench.out.iterdir())) == 1


def test_a_file_that_is_here_is_found_again_after_its_twin_has_looked_at_it(
    bench: Bench, store: MemoryStore
) -> None:
    one = store.put(object_id(1), make_bytes(MB, 1), name="twin.bam")
    two = store.put(object_id(2), make_bytes(MB, 2), name="twin.bam")
    bench.add(one)
    bench.until_status(one, Status.VERIFIED)
    bench.engine.post(Remove((bench.row(one).id,)))
    bench.until(lambda: not bench.rows)
    bench.add(two)
    bench.until_status(two, Status.VERIFIED)
    bench.add(one)
    bench.until_status(one, Status.SKIPPED)
    assert len(list(bench.out.iterdir())) == 2


# --- index files go where their file goes ---


def test_orders_for_a_file_whose_index_is_already_off_the_list(bench: Bench, store: MemoryStore) -> None:
    index = store.put(object_id(2), make_bytes(1000), name="a.bam.bai")
    entry = store.put(object_id(1), make_bytes(MB), name="a.bam", companion=index)
    half_way(bench, entry, 500_000)
    bench.until_done(index)
    bench.engine.post(Remove((bench.row(entry).id,)))
    bench.until(lambda: len(bench.rows) == 1)
    bench.engine.post(Pause((bench.row(entry).id,)))
    bench.engine.post(Resume((bench.row(entry).id,)))
    bench.engine.post(Remove((bench.row(entry).id,)))
    store.release(entry.object_id)
    bench.until(lambda: not bench.rows)


def test_an_index_file_comes_back_with_its_file(bench: Bench, store: MemoryStore) -> None:
    index = store.put(object_id(2), make_bytes(1000), name="a.bam.bai")
    entry = store.put(object_id(1), make_bytes(MB), name="a.bam", companion=index)
    store.hold_at(index.object_id, 500)
    half_way(bench, entry, 500_000, deaf=False)
    store.wait_at_gate(index.object_id)
    bench.engine.post(Remove((bench.row(entry).id,)))
    bench.until(lambda: not bench.rows)
    store.release(entry.object_id)
    store.release(index.object_id)
    bench.add(entry)
    bench.until_done(entry, index)
    assert bench.row(index).companion_of == bench.row(entry).id


# --- what a row tells ---


def test_renewals_are_counted_over_pauses(bench: Bench, store: MemoryStore) -> None:
    # Of several connections one may find the link used up more often than it is asked anew.
    bench.engine.post(Configure(replace(bench.settings, connections=1)))
    entry = store.put(object_id(1), make_bytes(70 * MB), ticket_life=1)
    half_way(bench, entry, 66 * MB, deaf=False)
    bench.until(lambda: bench.row(entry).renewals)
    bench.engine.post(Pause((bench.row(entry).id,)))
    bench.until_status(entry, Status.PAUSED)
    store.release(entry.object_id)
    before = bench.row(entry).renewals
    store.objects[entry.object_id].ticket_life = None
    bench.engine.post(Resume((bench.row(entry).id,)))
    bench.until_done(entry)
    assert bench.row(entry).renewals >= before >= 1


# --- a token that ends in the middle of a file ---


@pytest.fixture
def half_refused(bench: Bench, store: MemoryStore, monkeypatch: pytest.MonkeyPatch) -> Entry:
    """A file of two ranges that waits for a token: the first was refused, the second stands still on a good link."""
    monkeypatch.setattr(schedule, "LAST_SIZE", schedule.RANGE_SIZE)
    entry = store.put(object_id(1), make_bytes(40 * MB))
    store.objects[entry.object_id].range_problems = [(1 * MB, problems.token_refused("Memory"))]
    store.hold_at(entry.object_id, 35 * MB)
    bench.add(entry)
    bench.until_status(entry, Status.WAITING_TOKEN)
    store.wait_at_gate(entry.object_id)
    return entry


def test_a_link_that_is_still_good_brings_what_it_was_asked_for(
    bench: Bench, store: MemoryStore, half_refused: Entry
) -> None:
    store.release(half_refused.object_id)
    bench.until(lambda: bench.row(half_refused).kept == 9 * MB)
    assert bench.row(half_refused).status is Status.WAITING_TOKEN
    bench.engine.post(TokenChanged("p"))
    bench.until_done(half_refused)
    assert store.served[half_refused.object_id] == half_refused.size


def test_a_new_token_that_comes_while_a_link_is_still_at_work_fetches_nothing_twice(
    bench: Bench, store: MemoryStore, half_refused: Entry
) -> None:
    bench.engine.post(TokenChanged("p"))
    bench.until_status(half_refused, Status.WAITING)
    store.release(half_refused.object_id)
    bench.until_done(half_refused)
    assert store.served[half_refused.object_id] == half_refused.size


def test_a_pause_ends_what_a_good_link_still_brings(
    bench: Bench, store: MemoryStore, half_refused: Entry
) -> None:
    bench.engine.post(Pause((bench.row(half_refused).id,)))
    bench.until(lambda: bench.row(half_refused).kept == 4 * MB)
    assert bench.row(half_refused).status is Status.PAUSED


def test_a_stop_does_not_wait_for_what_a_good_link_still_brings(
    bench: Bench, store: MemoryStore, half_refused: Entry
) -> None:
    bench.stop()
    store.release(half_refused.object_id)
    bench.start_again()
    bench.until_done(half_refused)
    assert store.served[half_refused.object_id] == half_refused.size
