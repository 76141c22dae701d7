"""Counts the analyses of the studies of a site, one study after the other, beside whatever else is read."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from PySide6.QtCore import QObject

from score_gui.ui.background import Outcome, Runner, attempt, while_alive
from score_gui.ui.browse_page import BrowsePage
from score_gui.ui.browse_session import Session


class StudyCounts:
    """What comes after the end of `owner` is dropped; `session` and `page` are those of the moment."""

    def __init__(
        self,
        run: Runner,
        owner: QObject,
        session: Callable[[], Session | None],
        page: Callable[[], BrowsePage | None],
    ) -> None:
        self._run, self._owner = run, owner
        self._session, self._page = session, page
        self._turn: Event | None = None

    def go_on(self, session: Session) -> None:
        """Count what is not counted yet, until the session is stopped."""
        study, turn = session.uncounted, session.turn
        if study is None or self._turn is turn:
            return
        self._turn = turn

        def counted(told: Outcome[int | None]) -> None:
            if self._turn is turn:
                self._turn = None
            if turn.is_set() or told.problem is not None or told.value is None:
                return  # a server that does not count is not asked again for each study
            session.counts[study] = told.value
            page = self._page()
            if page is not None and session is self._session():
                page.side.model.refresh_counts()
                self.go_on(session)

        self._run(attempt(lambda: session.site.song.count(study)), while_alive(self._owner, counted))
