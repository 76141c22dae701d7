"""Asks the site for what a list does not tell: names, sizes, MD5s. A page after the other, until nobody wants it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from threading import Event

from PySide6.QtCore import QObject, Signal

from score_gui.model.entries import EntryList
from score_gui.model.manifest import Manifest
from score_gui.ui.background import Runner, while_alive
from score_gui.ui.preview_facts import PreviewDesk
from score_gui.ui.preview_loading import Loaded
from score_gui.ui.preview_order import Order
from score_gui.ui.preview_progress import Answers, Progress

MOST = 10_000
"""Files that are asked about; of a longer list the site tells the rest when they are fetched."""
_LEAST_PAGE = 16
_PAGES = 200
"""Into which a list is divided at most: after each one its rows are made anew."""


@dataclass(frozen=True, slots=True)
class _Step:
    """The answers for some of `places`, from `asked` on, with the rows made anew where something was told."""

    places: Sequence[int]
    asked: int
    answers: Answers
    manifest: Manifest
    loaded: Loaded | None = None

    def after(self, before: Progress) -> Progress:
        """How far the asking has come with this."""
        chunk = self.places[before.asked : self.asked]
        known = [place for at, place in enumerate(chunk) if at not in self.answers.unknown]
        sizeless = sum(self.manifest.entries[place].size is None for place in known)
        is_first = before.of == 0
        return Progress(
            asked=self.asked if self.answers.problem is None else before.asked,
            of=len(self.places),
            lacking=before.lacking + sizeless,
            strange=(*before.strange, *(chunk[at] for at in sorted(self.answers.unknown))),
            rest=max(0, len(self.manifest.entries) - MOST)
            if is_first and len(self.places) == MOST
            else before.rest,
            problem=self.answers.problem,
            no_sizes=self.answers.no_sizes or before.no_sizes,
        )


class Filling(QObject):
    """Begins when it is asked, and ends by itself, with `stop`, or with its owner.

    Signals:
        came: rows of which more is known now (a `Manifest`, its `Loaded`, and the `Order` of its lines).
        turned: another `Progress`.
    """

    came = Signal(object, object, object)
    turned = Signal(object)

    def __init__(self, parent: QObject, desk: PreviewDesk, run: Runner, order: Callable[[], Order]) -> None:
        super().__init__(parent)
        self._desk, self._run, self._order = desk, run, order
        self._turn = Event()
        self._profile_id = ""
        self._progress = Progress()
        self._over = Event()
        self.destroyed.connect(self._over.set)

    @property
    def progress(self) -> Progress:
        return self._progress

    def ask(self, profile_id: str, manifest: Manifest, *, again: bool = False) -> None:
        """Ask the site of a profile, unless it was asked already."""
        if not profile_id or (profile_id == self._profile_id and not again):
            return
        self._turn.set()
        self._turn, self._profile_id = Event(), profile_id
        self._step(manifest, None, Progress())

    def stop(self) -> None:
        """Ask no more; what came stays."""
        self._turn.set()
        if not self._progress.is_over:
            self._tell(replace(self._progress, is_stopped=True))

    def _step(self, manifest: Manifest, places: Sequence[int] | None, before: Progress) -> None:
        desk, profile_id, turn, order = self._desk, self._profile_id, self._turn, self._order()
        over = self._over

        def stopped() -> bool:
            return turn.is_set() or over.is_set()

        def work() -> _Step | None:
            wanted = lacking(manifest) if places is None else places
            return _asked(desk, profile_id, manifest, wanted, before.asked, stopped, order)

        def done(step: _Step | None) -> None:
            if step is None or turn.is_set():
                return
            if step.loaded is not None:
                self.came.emit(step.manifest, step.loaded, order)
            now = step.after(before)
            self._tell(now)
            if not now.is_over and not turn.is_set():
                self._step(step.manifest, step.places, now)

        self._run(work, while_alive(self, done))

    def _tell(self, progress: Progress) -> None:
        self._progress = progress
        self.turned.emit(progress)


def lacking(manifest: Manifest) -> Sequence[int]:
    """The places of the entries that a site is asked about."""
    return EntryList.of(manifest.entries).incomplete(MOST)


def _asked(
    desk: PreviewDesk,
    profile_id: str,
    manifest: Manifest,
    places: Sequence[int],
    asked: int,
    stopped: Callable[[], bool],
    order: Order,
) -> _Step | None:
    """Ask about the next of `places`. None where the site tells nothing of its files but what lists tell."""
    chunk = places[asked : asked + max(_LEAST_PAGE, len(manifest.entries) // _PAGES)]
    entries = EntryList.of(manifest.entries)
    answers = desk.complete(profile_id, [entries[place] for place in chunk], stopped) if chunk else Answers()
    if answers is None:
        return None
    told = {chunk[at]: entry for at, entry in answers.told.items() if entry != entries[chunk[at]]}
    if not told:
        return _Step(places, asked + len(chunk), answers, manifest)
    filled = replace(manifest, entries=entries.with_replaced(told))
    return _Step(places, asked + len(chunk), answers, filled, Loaded.of(filled, order))
