"""Which bytes to fetch next, and for whom: decided here without touching anything.

Ranges are handed out in file order, lowest offset first, so that hashing the whole file can follow closely and a
stopped file holds one long prefix instead of a comb.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from score_gui.model.byterange import ByteRange, RangeSet

RANGE_SIZE = 32 * 1024 * 1024
"""Bytes asked for at once. Large enough that a request's round trip does not show, small enough that eight
connections stay close together; ranges end on multiples of it, so a continued file falls back into step."""

LAST_SIZE = RANGE_SIZE // 4
"""Bytes asked for at once where a large file ends: its connections finish together, and with little left to hash."""


def next_range(size: int, on_disk: RangeSet, busy: Iterable[ByteRange], connections: int) -> ByteRange | None:
    """The lowest bytes of a file that are neither on the disk nor in somebody's hands, or None."""
    taken = on_disk.union(RangeSet.of(busy))
    gap = next(taken.missing(ByteRange(0, size)), None)
    if gap is None:
        return None
    step = _step(size, size - taken.total, connections)
    return ByteRange(gap.start, min(gap.stop, (gap.start // step + 1) * step))


def _step(size: int, left: int, connections: int) -> int:
    """Such that each connection gets about two ranges of what is left; a small file goes in one piece."""
    step = RANGE_SIZE
    while size > RANGE_SIZE and step > LAST_SIZE and left < 2 * (connections - 1) * step:
        step //= 2
    return step


def next_transfer(running: Sequence[int], free: int) -> int | None:
    """Who gets the next of `free` connections: an index into `running`, which holds the number of connections
    of each transfer that has work to hand out, in queue order.

    The first in the queue, so that files are finished one after the other; but one connection is left for each
    that has none.
    """
    if not running or free <= 0:
        return None
    starving = [index for index, count in enumerate(running) if count == 0]
    if starving and len(starving) >= free:
        return starving[0]
    return 0
