"""One slice by the real way, for the benchmark: `python -m tests.bench.slice_run URL SIZE INDEX_SIZE BED OUTPUT`.

The index lies beside the file, at URL + `.bai`. Prints one line of JSON: what was planned and what came of it.
"""

from __future__ import annotations

import json
import sys
import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from score_gui.model.byterange import ByteRange
from score_gui.model.manifest import Entry
from score_gui.model.secret import Secret
from score_gui.model.specification import Specification
from score_gui.net.data import DataClient
from score_gui.net.settings import NetSettings
from score_gui.slicing.bed import read_bed
from score_gui.slicing.binning import BinIndex
from score_gui.slicing.fetch import Line
from score_gui.slicing.job import Ears, Wish, make_slice
from score_gui.slicing.opening import open_remote
from score_gui.slicing.plan import Shape, make_plan
from score_gui.slicing.regions import normalise
from score_gui.sources.base import Description, Ticket

FILE, INDEX = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"


class TwoLinks:
    """A source with a file and its index, each behind one link."""

    def __init__(self, url: str, size: int, index_size: int) -> None:
        self._links = {FILE: Secret(url), INDEX: Secret(f"{url}.bai")}
        self._sizes = {FILE: size, INDEX: index_size}

    def describe(self, entry: Entry, *, with_index: bool, layout_needs_analysis: bool) -> Description:
        known = Specification(entry.object_id, self._sizes[entry.object_id], None)
        return Description(known, entry, Entry(INDEX, "genome.bam.bai") if with_index else None)

    def ticket(self, specification: Specification, wanted: ByteRange) -> Ticket:
        return Ticket(self._links[specification.object_id], specification.whole, exact=False)

    def renew(self, specification: Specification, old: Ticket, wanted: ByteRange) -> Ticket:
        return self.ticket(specification, wanted)

    def close(self) -> None:
        """Nothing is open."""


def nothing(_count: int) -> None:
    """Nobody looks."""


def main() -> int:
    began = time.monotonic()
    url, size, index_size, bed, output = sys.argv[1:]
    source = TwoLinks(url, int(size), int(index_size))
    with TemporaryDirectory() as work, closing(DataClient(NetSettings())) as data:
        line = Line(data.fetch, data.abort)
        entry = Entry(FILE, "genome.bam")
        with closing(open_remote(source, entry, Path(work), line, with_index=True)) as opened:
            assert isinstance(opened.index, BinIndex)
            assert opened.index.first is not None
            contigs = opened.shape.header.contigs
            regions = normalise(read_bed(Path(bed).read_bytes(), contigs).regions, contigs)
            header_end = opened.index.end_of_block(opened.index.first >> 16, int(size))
            tight = Shape(opened.shape.header, int(size), header_end)
            least = make_plan(opened.index, tight, regions).ranges.total + int(index_size)
            opened_after = time.monotonic() - began
            made = make_slice(opened, Wish(regions, Path(output)), Ears(nothing, nothing))
    seconds = {"opened": opened_after, "all": time.monotonic() - began}
    sys.stdout.write(json.dumps({"reads": made.reads, "least": least, "seconds": seconds}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
