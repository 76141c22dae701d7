"""Goes through a long queue in small steps, so that a filter or an order over many rows never holds up the window."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice

from score_gui.model.transfer import TransferId
from score_gui.ui.queue_filter import SortKey
from score_gui.ui.queue_rows import Row

_STEP = 0.003
"""Seconds of work at a time; a frame has 16 ms."""
_PIECE = 100
"""Rows between two looks at the clock."""

Matches = Callable[[Row], bool]
MakeKey = Callable[[Row], SortKey]


class Sieve:
    """Finds the rows that match, with their keys. Rows that come, change or go meanwhile are told with `add`."""

    def __init__(
        self,
        candidates: Iterable[TransferId],
        look_up: Callable[[TransferId], Row | None],
        matches: Matches,
        key: MakeKey,
    ) -> None:
        self.matches, self.key = matches, key
        self._left: Iterator[TransferId] = iter(list(candidates))
        self._look_up = look_up
        self._found: dict[TransferId, SortKey] = {}
        self._sorted: list[list[SortKey]] = []
        self._has_twice = False
        self.is_done = False

    def add(self, ids: Sequence[TransferId]) -> None:
        """Look at these rows too, or once more."""
        self._left = chain(self._left, ids)
        self.is_done = False

    def go_on(self, seconds: float = _STEP) -> None:
        """Work about so long, and get on in any case. `is_done` once all has been looked at."""
        over = time.perf_counter() + seconds
        found: dict[TransferId, SortKey] = {}
        while has_more := self._take(islice(self._left, _PIECE), found):
            if time.perf_counter() >= over:
                break
        self._join(sorted(found.values()))
        self._found |= found
        self.is_done = not has_more

    def result(self) -> tuple[dict[TransferId, SortKey], list[SortKey]]:
        """The keys by id, and in order; what is left is looked at now."""
        while not self.is_done:
            self.go_on(1.0)
        if self._has_twice:
            return self._found, sorted(self._found.values())
        pieces = self._sorted
        return self._found, pieces[0] if len(pieces) == 1 else sorted(chain.from_iterable(pieces))

    def _join(self, piece: list[SortKey]) -> None:
        """Keep what is found in few sorted lists: all of it at once would take a tenth of a second in the end."""
        pieces = self._sorted
        while pieces and (_follows(piece, pieces[-1]) or len(piece) >= len(pieces[-1])):
            before = pieces.pop()
            is_in_order = _follows(piece, before)
            before += piece
            piece = before if is_in_order else sorted(before)
        pieces.append(piece)

    def _take(self, ids: Iterable[TransferId], found: dict[TransferId, SortKey]) -> bool:
        count = 0
        for each in ids:
            count += 1
            if each in self._found:
                del self._found[each]
                self._has_twice = True
            row = self._look_up(each)
            if row is not None and self.matches(row):
                found[each] = self.key(row)
            elif each in found:
                del found[each]
        return count == _PIECE


def _follows(piece: list[SortKey], before: list[SortKey]) -> bool:
    return not piece or not before or before[-1] <= piece[0]
