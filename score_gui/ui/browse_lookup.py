"""Looks ids up for the page that browses a site, a few at a time, so that the first files show early."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event

from PySide6.QtCore import QObject

from score_gui.model.language import tr
from score_gui.sources.song_ids import LookUp, Typed
from score_gui.ui.background import Outcome, Runner, attempt, while_alive
from score_gui.ui.browse_bars import Act
from score_gui.ui.browse_lines import BrowseLines
from score_gui.ui.browse_page import BrowsePage
from score_gui.ui.browse_session import Session, look_up_all
from score_gui.ui.browse_words import lookup_words, problem_sentence, unknown_words
from score_gui.ui.widgets import Tint

AT_ONCE = 8
"""Ids that are looked up before the page shows them."""


class LookUps:
    """The ids of one session. What comes after the end of `owner` is dropped; `page` is asked each time."""

    def __init__(
        self, session: Session, run: Runner, owner: QObject, page: Callable[[], BrowsePage | None]
    ) -> None:
        self._session = session
        self._run = run
        self._owner = owner
        self._page = page
        self._typed = Typed()
        self._found: list[LookUp] = []

    def begin(self, typed: Typed) -> None:
        """Look these ids up in the place of former ones. What was ticked stays ticked."""
        page = self._page()
        if page is None:
            return
        self._session.stop()
        self._session.by_ids = BrowseLines()
        self._typed, self._found = typed, []
        page.show_lines(self._session.by_ids, self._session.choice, by_ids=True)
        page.show_message("clock", tr("Looking up…"), "")
        page.ids.set_busy(busy=True)
        self._go_on(page, typed.ids)

    def say_stopped(self) -> None:
        """Tell how far it came."""
        page = self._page()
        if page is not None:
            page.ids.set_busy(busy=False)
            words = lookup_words(len(self._found), len(self._typed.ids))
            page.strip.say(tr("Stopped: {words}.", words=words))
            if not page.model.analyses:
                page.show_message("info", tr("Stopped"), "")

    def _go_on(self, page: BrowsePage, rest: Sequence[str]) -> None:
        if not rest:
            self._end(page)
            return
        page.strip.say(lookup_words(len(self._found), len(self._typed.ids)), Act.STOP)
        session, turn, now = self._session, self._session.turn, rest[:AT_ONCE]
        self._run(
            attempt(lambda: look_up_all(session.site, now, turn)),
            while_alive(self._owner, lambda told: self._on_found(turn, told, rest[len(now) :])),
        )

    def _on_found(self, turn: Event, told: Outcome[tuple[LookUp, ...]], rest: Sequence[str]) -> None:
        page = self._page()
        if page is None or turn.is_set():
            return
        if told.problem is not None:
            page.ids.set_busy(busy=False)
            title, words = tr(told.problem.title), problem_sentence(told.problem)
            page.strip.say(f"{title}. {words}", tint=Tint.NEED)
            if not page.model.analyses:
                page.show_message("triangle-alert", title, words)
            return
        found = told.value or ()
        self._found += found
        analyses = [one.analysis for one in found if one.analysis is not None]
        if analyses:
            page.model.merge(analyses)
            page.show_table()
        self._go_on(page, rest)

    def _end(self, page: BrowsePage) -> None:
        page.ids.set_busy(busy=False)
        unknown = [one.asked for one in self._found if one.analysis is None]
        told = unknown_words(unknown, self._typed.wrong, self._session.profile.name)
        page.strip.say(told, tint=Tint.WAIT)
        if not page.model.analyses:
            page.strip.say("")
            page.show_message("info", tr("Nothing was found"), told, color="state-wait")
