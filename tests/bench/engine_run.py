"""One download by the real engine, for the benchmark: `python -m tests.bench.engine_run URL SIZE MD5 CA FOLDER N`.

`MD5` as `-` leaves the comparison out. Prints nothing; ends with 0 when the file is verified.
"""

from __future__ import annotations

import sys
from pathlib import Path
from queue import SimpleQueue

from score_gui.model.byterange import ByteRange
from score_gui.model.manifest import Entry
from score_gui.model.messages import Add, Changed, Event
from score_gui.model.secret import Secret
from score_gui.model.settings import Settings
from score_gui.model.specification import Specification
from score_gui.net.data import DataClient
from score_gui.net.settings import NetSettings
from score_gui.sources.base import Description, Ticket
from score_gui.transfer.engine import Engine
from score_gui.transfer.outside import Outside

OBJECT_ID = "00000000-0000-4000-8000-000000000001"


class OneLink:
    """A source with one object behind one link, which is all that the data plane needs."""

    def __init__(self, url: str, size: int, md5: str | None) -> None:
        self._url = Secret(url)
        self._specification = Specification(OBJECT_ID, size, md5)

    def describe(self, entry: Entry, *, with_index: bool, layout_needs_analysis: bool) -> Description:
        return Description(self._specification, entry)

    def ticket(self, specification: Specification, wanted: ByteRange) -> Ticket:
        return Ticket(self._url, specification.whole, exact=False)

    def renew(self, specification: Specification, old: Ticket, wanted: ByteRange) -> Ticket:
        return self.ticket(specification, wanted)

    def close(self) -> None:
        """Nothing is open."""


def main() -> int:
    url, size, md5, ca_file, folder, connections = sys.argv[1:]
    checked = md5 != "-"
    source = OneLink(url, int(size), md5 if checked else None)
    data = DataClient(NetSettings(ca_files=(Path(ca_file),)))
    events: SimpleQueue[Event] = SimpleQueue()
    place = Path(folder)
    outside = Outside(lambda _: source, data.fetch, data.abort)
    settings = Settings(place, connections=int(connections))
    engine = Engine(place / "ledger.db", outside, settings, events.put)
    engine.start()
    engine.post(Add((Entry(OBJECT_ID, "object.bin"),), "bench", place, with_index=False, validate=checked))
    done = False
    while not done:
        event = events.get()
        if isinstance(event, Changed):
            for row in event.transfers:
                if row.problem is not None:
                    sys.stderr.write(f"{row.problem.title}: {row.problem.cause}\n")
                    return 1
                done = row.status.is_done
    engine.stop()
    data.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
