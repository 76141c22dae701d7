"""Lets a person see how far the reading of a long list is, and end it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from score_gui.manifests.decode import Text
from score_gui.model.right_of_way import RIGHT_OF_WAY


class ReadingStoppedError(Exception):
    """Nobody wants the list any more."""


def _never() -> bool:
    return False


def _nobody(_share: float) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Watch:
    """`stopped` is asked and `progress` is told (0 to 1) every few hundred lines, in the thread that reads."""

    stopped: Callable[[], bool] = _never
    progress: Callable[[float], None] = _nobody

    def look(self, share: float) -> None:
        """Tell how much is read. Raises ReadingStoppedError."""
        if self.stopped():
            raise ReadingStoppedError
        self.progress(share)

    def blocks(self, text: Text) -> Iterator[tuple[int, list[str]]]:
        """The lines of a text, some hundred at a time, with the number of the first. Raises ReadingStoppedError."""
        for number, block in text.blocks():
            if number > 1:
                self.look(number / (text.lines + 2))
            RIGHT_OF_WAY.give()
            yield number, block

    def lines(self, text: Text) -> Iterator[tuple[int, str]]:
        """The lines one by one, numbered from 1. Raises ReadingStoppedError."""
        for number, block in self.blocks(text):
            yield from enumerate(block, number)


UNWATCHED = Watch()
