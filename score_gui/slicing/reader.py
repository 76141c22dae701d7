"""The process that reads: htslib over the sparse file, in an empty folder, with limits, without network or secrets.

Hostile files are why it is a process of its own: whatever becomes of htslib here, the program goes on. It reads
with one thread, because htslib's read-ahead runs into the holes: with more it hangs, or leaves reads out silently.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from score_gui.slicing.depth import DepthGauge
from score_gui.slicing.orders import Answer, Order, OutputFormat
from score_gui.slicing.output_header import own_header
from score_gui.slicing.regions import UNPLACED, Region

if TYPE_CHECKING:
    import pysam

TELL_EVERY = 4096
WRITERS = 2
_LEVEL = 4
"""The best trade of time and size where htslib was built without libdeflate, as in pysam's wheels (measured)."""
_LONGEST_BAI_CONTIG = 1 << 29
_MODES = {OutputFormat.BAM: "wb", OutputFormat.SAM: "w", OutputFormat.CRAM: "wc"}


class DamagedHereError(Exception):
    """Reading a contig met bytes that make no sense: a hole, or a damaged file."""

    def __init__(self, contig: str, reason: str) -> None:
        super().__init__(reason)
        self.contig = contig


def main() -> int:
    """Read one order from standard input, answer on standard output."""
    order = Order.from_json(sys.stdin.readline())
    limit(order)
    try:
        _tell(carry_out(order))
    except (DamagedHereError, OSError, ValueError) as error:
        _tell(_failure(error))
    return 0


def _failure(error: BaseException) -> Answer:
    """Once reading has met damage, pysam complains again when it closes the file; the first complaint counts."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, DamagedHereError):
        cause = cause.__context__
    place = None if cause is None else cause.contig
    full = isinstance(error, OSError) and error.errno == errno.ENOSPC
    return Answer(damaged=place, full=full, detail=str(cause or error) or type(error).__name__)


def _tell(answer: Answer) -> None:
    sys.stdout.write(answer.to_json() + "\n")
    sys.stdout.flush()


def limit(order: Order) -> None:
    """Memory and computing time, where the system knows such limits; macOS refuses some of them."""
    if sys.platform != "win32":
        import resource

        wanted = [(resource.RLIMIT_CPU, order.seconds), (resource.RLIMIT_CORE, 0)]
        if sys.platform == "linux":
            wanted.append((resource.RLIMIT_AS, order.memory))
        for kind, value in wanted:
            _, hard = resource.getrlimit(kind)
            most = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(kind, (most, most))


def carry_out(order: Order) -> Answer:
    """Write the slice and its index. Raises DamagedHereError, OSError or ValueError."""
    import pysam

    pysam.set_verbosity(1)
    with pysam.AlignmentFile(
        order.source,
        index_filename=order.index or None,
        reference_filename=order.reference,
        check_sq=False,
        threads=1,
    ) as source:
        header = own_header(source.header, order.version, _unused_groups(source, order))
        gauge = DepthGauge(order.queries if order.depth else ())
        count = _copy(source, order, header, gauge)
    if order.format is OutputFormat.CRAM and order.reference:
        _restore_header(order, str(header))
    if order.format is not OutputFormat.SAM:
        _samtools(pysam.quickcheck, "-u", order.output)
    index = _index(order)
    for depth in gauge.depths():
        _tell(Answer(reads=count, depths=(depth,)))
    return Answer(reads=count, done=True, index=index)


def _unused_groups(source: pysam.AlignmentFile, order: Order) -> frozenset[str]:
    """Read groups that no read of the slice names, where they are to be left out; it takes a reading of its own."""
    if not order.prune:
        return frozenset()
    groups = {str(group["ID"]) for group in source.header.to_dict().get("RG", []) if "ID" in group}
    for read, _ in wanted_reads(source, order):
        if not groups:
            break
        if read.has_tag("RG"):
            groups.discard(str(read.get_tag("RG")))
    return frozenset(groups)


def _samtools(command: Callable[..., object], *words: str) -> None:
    """A command of samtools inside this process; raises ValueError with its complaint."""
    from pysam.utils import SamtoolsError

    try:
        command(*words)
    except SamtoolsError as error:
        raise ValueError(str(error)) from None


def _copy(source: pysam.AlignmentFile, order: Order, header: pysam.AlignmentHeader, gauge: DepthGauge) -> int:
    import pysam

    count = 0
    cram = order.format is OutputFormat.CRAM
    with pysam.AlignmentFile(
        order.output,
        _MODES[order.format],
        header=header,
        reference_filename=order.reference if cram else None,
        format_options=_options(order),
        threads=WRITERS,
    ) as output:
        for read, place in wanted_reads(source, order):
            output.write(read)
            count += 1
            if order.depth and place is not None:
                gauge.add(place, read.get_blocks())
            if count % TELL_EVERY == 0:
                _tell(Answer(reads=count))
    return count


def _options(order: Order) -> list[str]:
    """How htslib writes. A CRAM without a reference of ours carries its bases itself, so that everybody can read it."""
    match order.format:
        case OutputFormat.BAM:
            return [f"level={_LEVEL}"]
        case OutputFormat.CRAM:
            return ["version=3.0", *([] if order.reference else ["no_ref=1"])]
        case OutputFormat.SAM:
            return []


def wanted_reads(
    source: pysam.AlignmentFile, order: Order
) -> Iterator[tuple[pysam.AlignedSegment, int | None]]:
    """Each read once, in the order of the file: one that reaches back into the region before was given there.

    With it comes the number of its region, None for a read without a position.
    """
    before = Region("", 0, 0)
    for place, query in enumerate(order.queries):
        known = before.end if before.contig == query.contig else 0
        for read in _fetched(source, query.contig, query):
            new = read.reference_start >= known
            if new and (not order.contained or _lies_within(read, query)):
                yield read, place
        before = query
    if order.unplaced:
        for read in _fetched(source, UNPLACED, None):
            yield read, None


def _fetched(
    source: pysam.AlignmentFile, contig: str, query: Region | None
) -> Iterator[pysam.AlignedSegment]:
    """What htslib gives for a region; its complaint tells only that something is wrong, so the place is added."""
    try:
        if query is None:
            yield from source.fetch(contig)
        else:
            yield from source.fetch(contig, query.begin, query.end)
    except (OSError, ValueError) as error:
        raise DamagedHereError(contig, str(error)) from None


def _lies_within(read: pysam.AlignedSegment, query: Region) -> bool:
    end = read.reference_end
    if read.is_unmapped or end is None:
        return False
    return read.reference_start >= query.begin and end <= query.end


def _restore_header(order: Order, text: str) -> None:
    """The writer adds the path of the reference to each contig of a CRAM; the header as it was meant comes back."""
    import pysam

    draft, header = Path(order.output + ".draft"), Path(order.output + ".header")
    Path(order.output).replace(draft)
    header.write_text(text, encoding="utf-8", newline="\n")
    _samtools(pysam.cat, "--no-PG", "-h", str(header), "-o", order.output, str(draft))
    draft.unlink()
    header.unlink()


def _index(order: Order) -> str | None:
    import pysam

    if not order.write_index or order.format is OutputFormat.SAM:
        return None
    with pysam.AlignmentFile(order.output, check_sq=False, reference_filename=order.reference) as file:
        longest = max(file.lengths, default=0)
    kind, ending = ("-c", ".csi") if longest > _LONGEST_BAI_CONTIG else ("-b", ".bai")
    options = [kind]
    if order.format is OutputFormat.CRAM:
        options, ending = [], ".crai"
    path = order.output + ending
    _samtools(pysam.index, *options, "-o", path, order.output)
    return path


if __name__ == "__main__":
    sys.exit(main())
