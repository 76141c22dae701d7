"""A process with little memory and a long queue, in which one file is still to come."""

from __future__ import annotations

import resource
import sys
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue

from score_gui.model.manifest import Entry
from score_gui.model.messages import Add, Changed, Event
from score_gui.model.settings import Settings
from score_gui.model.transfer import Status, TransferId
from score_gui.transfer.engine import Engine
from score_gui.transfer.ledger import Ledger
from score_gui.transfer.outside import Outside
from tests.fakes.memory_store import MemoryStore
from tests.transfer.records import record

ROWS = 10_000
MEMORY = 512 << 20


def main(path: Path) -> None:
    ledger = Ledger(path)
    ledger.write(record(number, status=Status.VERIFIED) for number in range(1, ROWS + 1))
    ledger.close()
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    store, events, out = MemoryStore(), SimpleQueue[Event](), path.with_name("out")
    entry = store.put("last", bytes(20 << 20))
    outside = Outside(source=lambda _profile: store, fetch=store.fetch, abort=store.abort)
    engine = Engine(path, outside, Settings(out, connections=8), events.put)
    engine.start()
    seen: set[TransferId] = set()
    engine.post(Add((replace(entry),), "p", out))
    while not _is_here(events.get(), entry, seen):
        pass
    assert engine.stop()
    sys.stdout.write(f"{len(seen) - 1} rows, 1 file verified\n")


def _is_here(event: Event, entry: Entry, seen: set[TransferId]) -> bool:
    if not isinstance(event, Changed):
        return False
    seen.update(row.id for row in event.transfers)
    return any(row.object_id == entry.object_id and row.status is Status.VERIFIED for row in event.transfers)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
