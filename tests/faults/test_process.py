"""Programs that sleep, meet another of their kind, are ended, or are asked for a hundred things at once."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest

from score_gui import logs
from score_gui.model.messages import Command, Pause, Remove, Resume
from score_gui.model.transfer import Status
from score_gui.net.settings import NetSettings
from score_gui.transfer.ledger import LedgerInUseError
from tests.fakes.raw_server import answer
from tests.faults import faults as f
from tests.faults.bench import SIZE, Bench, Check, Make, make_object
from tests.faults.hostile_site import HostileSite, Stored, honest
from tests.guards.surroundings import ROOT

HALF = 700_000
PART = 1 << 18
HOUR = 3600.0

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits")


def put(site: HostileSite, number: int = 1, size: int = SIZE, **told: Any) -> Stored:
    return site.put(make_object(size, number, **told))


def are(bench: Bench, *statuses: Status) -> bool:
    return {row.status for row in list(bench.rows.values())} <= set(statuses)


def until_verified(bench: Bench) -> None:
    bench.until(lambda: are(bench, Status.VERIFIED))


def log_size(bench: Bench) -> int:
    return sum(path.stat().st_size for path in (bench.folder / "log").iterdir())


@pytest.mark.fault("F80", "eight hours of sleep in the middle, the connection is dead and does not say so")
def test_after_a_sleep_a_new_connection_is_used_at_once(make: Make, check_all: Check) -> None:
    site, bench = make(data=(held := f.Held(HALF)))
    stored = put(site)
    bench.add(stored)
    held.wait()
    bench.until_arrived(stored, HALF)
    bench.clock.forward(8 * HOUR)
    until_verified(bench)
    held.release()
    assert len(site.data_asked) == 2, "no try before was counted, and none was needed"
    check_all(bench)


@pytest.mark.fault("F81", "no network for twelve hours")
def test_twelve_hours_without_a_network_cost_little(
    make: Make, check_all: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, bench = make()

    def no_names(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "no network")

    with monkeypatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", no_names)
        bench.add(put(site), put(site, 2))
        for _ in range(12):
            bench.until(lambda: are(bench, Status.WAITING_NETWORK, Status.WAITING))
            bench.clock.forward(HOUR)
    until_verified(bench)
    assert log_size(bench) < 20_000
    check_all(bench, most=SIZE)


def half_way(site: HostileSite, bench: Bench, stored: Stored) -> None:
    """Fetch a part of it, and pause."""
    site.data = held = f.Held(HALF)
    bench.add(stored)
    held.wait()
    bench.until_arrived(stored, HALF)
    bench.press(Pause, stored)
    bench.until(lambda: are(bench, Status.PAUSED) and bench.row(stored).kept == HALF)
    held.release()
    site.data = honest


def lose_the_queue(bench: Bench) -> None:
    """What a bad disk makes of it and of its copy."""
    for path in bench.ledger.parent.glob("ledger*"):
        path.write_bytes(b"\xff" * 8192)
    bench.rows.clear()
    bench.entries.clear()


@pytest.mark.fault(
    "F91", "unfinished files are found after a queue was lost, when their manifest is added again"
)
@pytest.mark.parametrize("runs", [1, 2], ids=["in the run that says so", "in a later run"])
def test_what_a_lost_queue_had_begun_is_gone_on_with(make: Make, check_all: Check, runs: int) -> None:
    site, bench = make()
    stored = put(site, part_size=PART)
    half_way(site, bench, stored)
    before = len(site.data_asked)
    bench.again(lambda: lose_the_queue(bench))
    for _ in range(runs - 1):
        bench.again()
    bench.add(stored)
    until_verified(bench)
    assert "data-found" in [note.code for note in bench.notes]
    asked = [one.range.length for one in site.data_asked[before:] if one.range is not None]
    assert sum(asked) == SIZE - HALF // PART * PART
    check_all(bench)


@pytest.mark.parametrize("why", ["no queue was lost", "its bytes are of another object", "it has two names"])
def test_an_unfinished_file_that_nobody_can_know_stays_as_it_is(
    make: Make, check_all: Check, why: str
) -> None:
    site, bench = make()
    stored = put(site, name="a.bam", part_size=PART)
    theirs = bench.out / "a.bam.part"
    theirs.write_bytes(stored.data[:HALF] if "object" not in why else bytes(HALF))
    bench.strangers[theirs] = theirs.read_bytes()
    if "names" in why:
        bench.strangers[bench.out / "other"] = theirs.read_bytes()
        (bench.out / "other").hardlink_to(theirs)
    if "no queue" not in why:
        bench.again(lambda: lose_the_queue(bench))
    bench.add(stored)
    until_verified(bench)
    check_all(bench, most=SIZE)


@posix
@pytest.mark.fault("F85", "512 MiB of memory, ten thousand rows")
def test_ten_thousand_rows_fit_into_little_memory(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.faults.many_rows", str(tmp_path / "ledger.db")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=100)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "10000 rows, 1 file verified\n"


@pytest.mark.fault("F86", "a second program with the same queue")
def test_a_second_program_is_refused_and_the_first_goes_on(make: Make, check_all: Check) -> None:
    site, bench = make(data=(held := f.Held(HALF)))
    bench.add(put(site))
    held.wait()
    with pytest.raises(LedgerInUseError):
        bench.another_engine().start()
    held.release()
    until_verified(bench)
    check_all(bench, most=SIZE)


@posix
@pytest.mark.fault("F87", "two programs with queues of their own fetch one file into one folder")
def test_two_programs_do_not_write_into_one_file(
    make: Make, check_all: Check, net: NetSettings, tmp_path: Path
) -> None:
    site, bench = make(data=(held := f.Held(HALF)))
    stored = put(site)
    bench.add(stored)
    held.wait()
    bench.places.add("second")
    (tmp_path / "second").mkdir()
    second = Bench(tmp_path / "second", site, net)
    try:
        second.add(stored, folder=bench.out)
        second.until(lambda: second.standing() == {(Status.WAITING_DRIVE, "file-in-use")})
        held.release()
        until_verified(bench)
        second.until(lambda: are(second, Status.SKIPPED))
    finally:
        second.end()
    check_all(bench, most=SIZE)


@pytest.mark.fault("F88", "ten ends at random moments")
def test_an_end_at_any_moment_is_in_good_order(make: Make, check_all: Check) -> None:
    site, bench = make(data=f.slow_but_honest(0.002, 1 << 15))
    bench.add(*(put(site, number) for number in range(1, 4)))
    random = Random(88)
    for _ in range(10):
        bench.pass_time(random.uniform(0, 40))
        bench.again()
    until_verified(bench)
    check_all(bench, requests=400)


@pytest.mark.fault("F95", "a hundred files that are not there, at once")
def test_many_errors_at_once_are_few_requests_and_a_small_log(make: Make, check_all: Check) -> None:
    site, bench = make(data=lambda _asked: [answer("404 x")])
    bench.add(*(put(site, number, size=1000) for number in range(1, 101)))
    bench.until(lambda: are(bench, Status.NEEDS_YOU))
    assert log_size(bench) < logs.SIZE // 100
    check_all(bench, most=0, requests=4 * 100)


@pytest.mark.fault("F96", "a hundred pauses, resumes and removals in a burst")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_burst_of_wishes_confuses_nothing(make: Make, check_all: Check, seed: int) -> None:
    site, bench = make(data=f.slow_but_honest(0.002, 1 << 15))
    stored = [put(site, number) for number in range(1, 4)]
    bench.add(*stored)
    random = Random(seed)
    rows = {row.object_id: row.id for row in bench.rows.values()}
    for _ in range(100):
        row = (rows[random.choice(stored).object_id],)
        wishes: list[Command] = [Pause(row), Resume(row), Pause(row), Resume(row), Remove(row)]
        bench.engine.post(random.choice(wishes))
        if random.random() < 0.2:
            bench.pass_time(1)
    bench.pass_time(10)
    bench.entries.clear()
    site.data = honest
    bench.add_again(*stored)
    bench.until(lambda: are(bench, Status.VERIFIED, Status.SKIPPED))  # what was here before it was removed
    check_all(bench, waste=40 * SIZE, requests=700)
