"""Writes a slice in its format, with an index where one is wanted; part of the reading process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from score_gui.model.problem import ProblemError
from score_gui.slicing.binning import BinIndex
from score_gui.slicing.depth import DepthGauge
from score_gui.slicing.index import read_index
from score_gui.slicing.orders import Order, OutputFormat
from score_gui.slicing.reading import Reading

if TYPE_CHECKING:
    import pysam

TELL_EVERY = 4096
WRITERS = 2
_LEVEL = 4
"""The best trade of time and size where htslib was built without libdeflate, as in pysam's wheels (measured)."""
_LONGEST_BAI_CONTIG = 1 << 29
_MODES = {OutputFormat.BAM: "wb", OutputFormat.SAM: "w", OutputFormat.CRAM: "wc"}


def write_slice(
    reading: Reading,
    order: Order,
    header: pysam.AlignmentHeader,
    gauge: DepthGauge,
    tell: Callable[[int], None],
) -> int:
    """Write the reads and check that they are there to the end; returns how many they are."""
    import pysam

    count = _copy(reading, order, header, gauge, tell)
    if order.format is OutputFormat.CRAM and order.reference:
        _restore_header(order, str(header))
    if order.format is not OutputFormat.SAM:
        _samtools(pysam.quickcheck, "-u", order.output)
    return count


def write_index(order: Order, count: int) -> str | None:
    """The index of what was written, if the order wants one and the format has one; returns its ending.

    It is read again, and has to know of all `count` reads. Raises ValueError.
    """
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
    _check_index(Path(path), count)
    return ending


def _check_index(path: Path, count: int) -> None:
    try:
        index = read_index(path.read_bytes()) if count else None
    except ProblemError as error:
        raise ValueError(error.problem.cause) from None
    if isinstance(index, BinIndex):
        placed = sum((one.mapped or 0) + (one.unmapped or 0) for one in index.references)
        if placed + (index.unplaced or 0) != count:
            raise ValueError("the index that was written does not know all reads")


def _copy(
    reading: Reading,
    order: Order,
    header: pysam.AlignmentHeader,
    gauge: DepthGauge,
    tell: Callable[[int], None],
) -> int:
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
        for read, place in reading.reads():
            output.write(read)
            count += 1
            if order.depth and place is not None:
                gauge.add(place, read.get_blocks())
            if count % TELL_EVERY == 0:
                tell(count)
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


def _restore_header(order: Order, text: str) -> None:
    """The writer adds the path of the reference to each contig of a CRAM; the header as it was meant comes back."""
    import pysam

    draft, header = Path(order.output + ".draft"), Path(order.output + ".header")
    Path(order.output).replace(draft)
    header.write_text(text, encoding="utf-8", newline="\n")
    _samtools(pysam.cat, "--no-PG", "-h", str(header), "-o", order.output, str(draft))
    draft.unlink()
    header.unlink()


def _samtools(command: Callable[..., object], *words: str) -> None:
    """A command of samtools inside this process; raises ValueError with its complaint."""
    from pysam.utils import SamtoolsError

    try:
        command(*words)
    except SamtoolsError as error:
        raise ValueError(str(error)) from None
