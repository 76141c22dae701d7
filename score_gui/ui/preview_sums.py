"""What the ticked files come to: how many, how large, and how much of it is here already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress

from score_gui.ui import preview_flags as flags


@dataclass(frozen=True, slots=True)
class Sums:
    """What is ticked. `unsized` counts the files still to fetch whose size the manifest does not tell.

    `here` and `bytes_here` are those of the ticked files that are on the disk already; `verified` those of them
    that the queue has verified. `largest` is the size of the largest file, ticked and not here.
    """

    files: int
    bytes: int
    unsized: int
    largest: int
    here: int = 0
    bytes_here: int = 0
    verified: int = 0

    @property
    def files_to_fetch(self) -> int:
        return self.files - self.here

    @property
    def bytes_to_fetch(self) -> int:
        return self.bytes - self.bytes_here


@dataclass(frozen=True, slots=True)
class Picked:
    """The ticks of one moment, for threads that count: nothing in it changes."""

    ticked: bytes
    here: bytes
    verified: bytes
    sizes: Sequence[int]

    @property
    def numbers(self) -> Iterator[int]:
        """The ticked rows, in the order of the manifest."""
        return compress(range(len(self.ticked)), self.ticked)

    def sums(self) -> Sums:
        here = flags.both(self.here, self.ticked)
        to_fetch = flags.without(self.ticked, self.here)
        bytes_here, _, _ = flags.weigh(here, self.sizes)
        bytes_to_fetch, unsized, largest = flags.weigh(to_fetch, self.sizes)
        return Sums(
            files=flags.count(self.ticked),
            bytes=bytes_here + bytes_to_fetch,
            unsized=unsized,
            largest=largest,
            here=flags.count(here),
            bytes_here=bytes_here,
            verified=flags.count(flags.both(self.verified, here)),
        )

    def over(self, limit: int) -> int:
        """How many files that are still to be fetched are larger than `limit` bytes."""
        to_fetch = flags.without(self.ticked, self.here)
        return sum(size > limit for size in compress(self.sizes, to_fetch))
