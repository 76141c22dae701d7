"""Notices when something ends: the queue as a whole, and each manifest. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from score_gui.model.language import tr, trn
from score_gui.model.transfer import Status
from score_gui.ui.queue_totals import Totals

GOES_ON = tuple(
    status for status in Status if status.is_active or status.is_held_up or status is Status.WAITING
)
_VERIFIED = (Status.VERIFIED, Status.SKIPPED)


@dataclass(frozen=True, slots=True)
class Ended:
    """The queue has ended: what became of its files since it began."""

    verified: int
    complete: int
    need_you: int

    @property
    def words(self) -> str:
        """`48 files verified, 1 needs you.`"""
        parts = []
        if self.verified:
            parts.append(trn("{count} file verified", "{count} files verified", self.verified))
        if self.complete:
            parts.append(tr("{files:,} complete, not verified", files=self.complete))
        if self.need_you:
            parts.append(trn("{count} needs you", "{count} need you", self.need_you))
        said = ", ".join(parts)
        return tr("{facts}.", facts=f"{said[0].upper()}{said[1:]}") if said else ""


class QueueWatch:
    """A queue ends when nothing in it can go on by itself and something did since it began."""

    def __init__(self) -> None:
        self._before: tuple[int, int] | None = None

    def look(self, totals: Totals) -> Ended | None:
        """What ended since the last look."""
        verified, complete = totals.files(*_VERIFIED), totals.files(Status.COMPLETE)
        if totals.files(*GOES_ON):
            if self._before is None:
                self._before = verified, complete
            return None
        before, self._before = self._before, None
        if before is None:
            return None
        ended = Ended(
            max(0, verified - before[0]), max(0, complete - before[1]), totals.files(Status.NEEDS_YOU)
        )
        # Whoever pauses all files, or takes them off the list, knows that nothing goes on.
        return ended if ended.words else None


class ManifestWatch:
    """A manifest is done when its last file, index files included, is here."""

    def __init__(self) -> None:
        self._unfinished: set[str] = set()

    def look(self, totals: Totals) -> tuple[str, ...]:
        """The manifests that are done since the last look; those that were done at the first are old news."""
        unfinished = {name for name, sums in totals.manifests.items() if sums.here < sums.files}
        done = tuple(name for name in totals.manifests if name in self._unfinished - unfinished)
        self._unfinished = unfinished
        return done
