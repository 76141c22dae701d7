"""The process that reads: htslib over the sparse file, in an empty folder, with limits, without network or secrets.

Hostile files are why it is a process of its own: whatever becomes of htslib here, the program goes on. It reads
with one thread, because htslib's read-ahead runs into the holes: with more it hangs, or leaves reads out silently.
"""

from __future__ import annotations

import errno
import sys

from score_gui.slicing.child import limit
from score_gui.slicing.depth import DepthGauge
from score_gui.slicing.orders import Answer, Order
from score_gui.slicing.output_header import own_header
from score_gui.slicing.reading import DamagedHereError, Permits, Reading
from score_gui.slicing.writing import write_index, write_slice


def main() -> int:
    """Read one order and the permits that follow from standard input, answer on standard output."""
    order = Order.from_json(sys.stdin.readline())
    limit(order.memory, order.seconds)
    try:
        _tell(carry_out(order, Permits(sys.stdin)))
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


def carry_out(order: Order, permits: Permits) -> Answer:
    """Write the slice and its index. Raises DamagedHereError, OSError or ValueError."""
    import pysam

    pysam.set_verbosity(1)
    permits.wait_for(1)
    regions = [part for question in order.questions for part in question.parts]
    gauge = DepthGauge(regions if order.depth else ())
    with pysam.AlignmentFile(
        order.source,
        index_filename=order.index or None,
        reference_filename=order.reference,
        check_sq=False,
        threads=1,
    ) as source:
        reading = Reading(source, order, permits)
        unused = reading.unused_groups() if order.prune else frozenset[str]()
        header = own_header(source.header, order.version, unused)
        count = write_slice(reading, order, header, gauge, lambda reads: _tell(Answer(reads=reads)))
    index = write_index(order, count)
    for depth in gauge.depths():
        _tell(Answer(reads=count, depths=(depth,)))
    return Answer(reads=count, done=True, index=index)


if __name__ == "__main__":
    sys.exit(main())
