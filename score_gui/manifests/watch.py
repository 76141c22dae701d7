"""Lets a person see how far the reading of a long list is, and end it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from score_gui.manifests.decode import numbered_lines
from score_gui.manifests.limits import LOOK_EVERY


class ReadingStoppedError(Exception):
    """Nobody wants the list any more."""


def _never() -> bool:
    return False


def _nobody(_share: float) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Watch:
    """`stopped` is asked and `progress` is told (0 to 1) every few thousand lines, in the thread that reads."""

    stopped: Callable[[], bool] = _never
    progress: Callable[[float], None] = _nobody

    def look(self, share: float) -> None:
        """Tell how much is read. Raises ReadingStoppedError."""
        if self.stopped():
            raise ReadingStoppedError
        self.progress(share)

    def lines(self, text: str) -> Iterator[tuple[int, str]]:
        """The lines of a text with plain newlines, numbered from 1. Raises ReadingStoppedError."""
        read = 0
        for number, line in numbered_lines(text):
            if number % LOOK_EVERY == 0:
                self.look(read / len(text))
            read += len(line) + 1
            yield number, line


UNWATCHED = Watch()
