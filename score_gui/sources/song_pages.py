"""The published analyses of a study, a page at a time, whatever the server makes of pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from score_gui.sources.song_rows import Analysis, read_analysis, rows_of

MOST_PAGES = 2000
"""Pages after which a study counts as told: a list without an end is not waited for."""


@dataclass(frozen=True, slots=True)
class AnalysisPage:
    """Analyses that no page before told. `total` is how many there are in all, by the server's word."""

    analyses: tuple[Analysis, ...]
    total: int | None = None
    is_last: bool = False


class AnalysisPages:
    """Asks for one page at each `next`; after a problem the same page is asked for again.

    Used by one thread at a time. `ask` takes the number of analyses before the wanted ones.
    """

    def __init__(self, ask: Callable[[int], Any]) -> None:
        self._ask = ask
        self._offset = 0
        self._pages = 0
        self._seen: set[str] = set()

    def next(self) -> AnalysisPage:
        """The next page. Raises ProblemError. Not to be called after the last one."""
        answer = self._ask(self._offset)
        rows = rows_of(answer, "analyses")
        self._offset += len(rows)
        self._pages += 1
        new = self._new(rows)
        total = total_of(answer)
        ends = isinstance(answer, list) or (total is not None and self._offset >= total)
        is_last = ends or not new or self._pages >= MOST_PAGES
        return AnalysisPage(tuple(one for one in new if one.is_published), total, is_last)

    def _new(self, rows: list[object]) -> list[Analysis]:
        """Offsets shift while somebody publishes, and some servers know no offset: each analysis counts once."""
        new = []
        for row in rows:
            found = read_analysis(row)
            if found is not None and found.analysis_id not in self._seen:
                self._seen.add(found.analysis_id)
                new.append(found)
        return new


def total_of(answer: object) -> int | None:
    """How many analyses a page says there are; None where it says nothing sensible."""
    total = answer.get("totalAnalyses") if isinstance(answer, dict) else None
    return total if isinstance(total, int) and not isinstance(total, bool) and total >= 0 else None
