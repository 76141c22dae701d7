"""What must hold after every fault, whatever the fault was: one function that every case ends with."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
from collections.abc import Iterable
from pathlib import Path

from score_gui.model.transfer import Transfer
from score_gui.transfer.gate import AHEAD_PER_CONNECTION
from tests.faults.bench import CONNECTIONS, Bench
from tests.faults.hostile_site import SIGNATURE, TOKEN, Stored

CANARIES = (TOKEN, SIGNATURE)


def check(
    bench: Bench, *, told: str = "", waste: int = 0, requests: int = 12, most: int | None = None
) -> None:
    """End the program and look at everything it left behind.

    `told` is what it wrote to standard error and the log. `waste` are bytes it had to throw away, `requests`
    bounds what it asked both servers, and `most` says how many bytes of each object the store may have sent
    where that is known better than "8 MiB per connection more than needed".
    """
    assert bench.stop(), "a thread hangs"
    kept = _ledger_ranges(bench.ledger)
    _check_names(bench, kept)
    _check_ledger(bench, kept)
    _check_rows(bench)
    _check_secrets(bench, told)
    _check_requests(bench, waste, requests, most)
    _check_nothing_is_left_open(bench)


def _check_names(bench: Bench, kept: dict[str, tuple[Path, list[tuple[int, int]]]]) -> None:
    """Right bytes under final names, the foreign file untouched, nothing besides but unfinished files of rows."""
    left = {path for path in bench.out.rglob("*") if path.is_file()} - {bench.foreign, *bench.strangers}
    for row in bench.rows.values():
        if row.status.is_done:
            assert row.target is not None
            assert row.target.read_bytes() == bench.site.objects[row.object_id].data, (
                "wrong bytes, final name"
            )
            left.discard(row.target)
        elif row.object_id in kept:
            left.discard(kept[row.object_id][0])
    assert not left, f"files that nobody knows: {[path.name for path in left]}"
    assert bench.foreign.read_bytes() == b"not of this program"
    for path, content in bench.strangers.items():
        assert content is None or path.read_bytes() == content, f"{path.name} is somebody else's"
    outside = {path.name for path in bench.folder.iterdir()} - {"out", "state", "log"} - bench.places
    assert not outside, f"written outside: {outside}"


def _check_ledger(bench: Bench, kept: dict[str, tuple[Path, list[tuple[int, int]]]]) -> None:
    """Every range of the ledger is on the disk, and right."""
    known_wrong = {
        row.object_id for row in bench.rows.values() if row.problem and "checksum" in row.problem.code
    }
    for object_id, (part, ranges) in kept.items():
        if object_id in known_wrong:
            continue  # the row says so, and the bytes are as they came
        truth, seen = bench.site.objects[object_id].data, part.read_bytes()
        for start, stop in ranges:
            assert seen[start:stop] == truth[start:stop], f"{start}-{stop} is in the ledger, not on the disk"


def _check_rows(bench: Bench) -> None:
    """No row lost; each in one state, and whatever stops has one problem with something to do about it."""
    assert sorted(row.object_id for row in bench.rows.values()) == sorted(e.object_id for e in bench.entries)
    for row in bench.rows.values():
        assert not row.status.is_active, f"{row.status} after the end"
        if row.status.is_held_up or row.status.value == "needs-you":
            _check_problem(row)
        elif row.status.is_done:
            assert row.problem is None


def _check_problem(row: Transfer) -> None:
    problem = row.problem
    assert problem is not None, f"{row.status} without a reason"
    for text in (problem.title, problem.cause, problem.next_step):
        assert text
        assert len(text) < 400
        assert text.isprintable()


def _check_secrets(bench: Bench, told: str) -> None:
    shown = told + repr(bench.rows) + repr(bench.notes) + repr(sys.argv) + repr(dict(os.environ))
    for canary in CANARIES:
        assert canary not in shown, "a secret was shown"
        for path in bench.folder.rglob("*"):
            assert not path.is_file() or canary.encode() not in path.read_bytes(), (
                f"a secret is in {path.name}"
            )


def _check_requests(bench: Bench, waste: int, requests: int, most: int | None) -> None:
    site = bench.site
    assert not [asked.head for asked in site.data_asked if asked.has_token], "the token went to the store"
    assert not [asked.head for asked in site.data_asked if "score-token" in asked.head.lower()]
    assert site.requests <= requests, f"{len(site.api_asked)} + {len(site.data_asked)} requests"
    for stored in site.objects.values():
        allowed = len(stored.data) + waste + AHEAD_PER_CONNECTION * CONNECTIONS if most is None else most
        assert site.served[stored.object_id] <= allowed, f"{site.served[stored.object_id]} bytes sent"


def _check_nothing_is_left_open(bench: Bench) -> None:
    """No descriptor of a file of this run, where the system tells. The guards of the tests count the threads."""
    table = Path("/proc/self/fd")
    if not table.is_dir():
        return
    for fd in list(table.iterdir()):
        with contextlib.suppress(OSError):  # the one that listed the folder is gone
            target = fd.readlink()
            assert not target.is_relative_to(bench.folder), f"{target.name} was left open"


def _ledger_ranges(ledger: Path) -> dict[str, tuple[Path, list[tuple[int, int]]]]:
    """By object id: the unfinished file and what the ledger says is in it. Read from the file itself."""
    with sqlite3.connect(f"file:{ledger}?mode=ro", uri=True) as database:
        rows: Iterable[tuple[int, str, str | None]] = database.execute(
            "SELECT id, object_id, part FROM transfer"
        )
        found = {}
        for number, object_id, part in list(rows):
            ranges = database.execute(
                "SELECT start, stop FROM range WHERE transfer = ?", (number,)
            ).fetchall()
            assert part is not None or not ranges, "ranges of no file"
            if part is not None:
                found[object_id] = (Path(part), ranges)
    database.close()
    return found


def total(objects: Iterable[Stored]) -> int:
    return sum(len(one.data) for one in objects)
