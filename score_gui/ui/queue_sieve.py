"""Goes through a long queue in small steps, so that a filter or an order over many rows never holds up the window."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice

from score_gui.model.transfer import TransferId
from score_gui.ui.queue_filter import SortKey
from score_gui.ui.queue_rows import Row

_STEP = 0.004
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

    def add(self, ids: Sequence[TransferId]) -> None:
        """Look at these rows too, or once more."""
        self._left = chain(self._left, ids)

    def go_on(self, seconds: float = _STEP) -> bool:
        """Work about so long, and get on in any case. True if all has been looked at."""
        over = time.perf_counter() + seconds
        found: dict[TransferId, SortKey] = {}
        while has_more := self._take(islice(self._left, _PIECE), found):
            if time.perf_counter() >= over:
                break
        # Sorted pieces are soon joined; the whole at once would take a tenth of a second.
        self._sorted.append(sorted(found.values()))
        self._found |= found
        return not has_more

    def result(self) -> tuple[dict[TransferId, SortKey], list[SortKey]]:
        """The keys by id, and in order; what is left is looked at now."""
        while not self.go_on(1.0):
            pass
        if self._has_twice:
            return self._found, sorted(self._found.values())
        return self._found, sorted(chain.from_iterable(self._sorted))

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
