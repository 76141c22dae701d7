"""The ledger of a long queue with large files on top: `python -m tests.bench.window_queue < WISH`.

A process of its own, so that the memory it takes is nobody else's.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from score_gui.model.manifest import Entry
from score_gui.model.problems import unknown_object
from score_gui.model.transfer import Check, Layout, Status, Transfer, TransferId
from score_gui.transfer.ledger import Ledger
from score_gui.transfer.record import Record
from tests.bench.engine_child import PROFILE, object_id

_MANIFESTS = 20
_KINDS = ("BAM", "CRAM", "VCF", "TXT")
_BY_TENS = (Status.VERIFIED,) * 6 + (Status.WAITING, Status.WAITING, Status.PAUSED, Status.NEEDS_YOU)


def records(files: list[dict[str, Any]], rows: int, out: Path, *, is_running: bool) -> Iterator[Record]:
    """The large files first, then `rows` others in every state that rests; nothing waits unless `is_running`."""
    for number, file in enumerate(files, 1):
        status = Status.WAITING if is_running else Status.PAUSED
        yield _record(number, file["name"], file["size"], file["md5"], status, out)
    for number in range(len(files) + 1, rows + 1):
        status = _BY_TENS[number * 7 % 10]
        if status is Status.WAITING and not is_running:
            status = Status.PAUSED
        name = f"{number * 2654435761 % (1 << 32):08x}.SA{number}.{_KINDS[number % 4].lower()}"
        yield _record(number, name, number * 7919 % 10**11, f"{number:032x}", status, out)


def _record(number: int, name: str, size: int, md5: str, status: Status, out: Path) -> Record:
    entry = Entry(object_id(number - 1), name, size=size, md5=md5)
    is_done = status is Status.VERIFIED
    row = Transfer(
        id=TransferId(number),
        object_id=entry.object_id,
        name=name,
        folder=out,
        layout=Layout.FILENAME,
        profile_id=PROFILE,
        status=status,
        order=number,
        size=size,
        md5=md5,
        placed=name if is_done else None,
        problem=unknown_object("The benchmark") if status is Status.NEEDS_YOU else None,
        check=Check.WHOLE if is_done else Check.NONE,
        manifest=f"manifest-{number % _MANIFESTS}.tsv",
        file_type=_KINDS[number % 4],
        donor=f"DO{number // 10}",
        project="LIRI-JP",
    )
    return Record(row, entry, with_index=False)


def main() -> int:
    wish: dict[str, Any] = json.load(sys.stdin)
    ledger = Ledger(Path(wish["ledger"]))
    out = Path(wish["out"])
    ledger.write(list(records(wish["files"], wish["rows"], out, is_running=wish["is_running"])))
    ledger.close()
    sys.stdout.write("{}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
