"""Fills the page that browses a site: asks the site in the background, a page at a time, and stops when told to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from score_gui.model.language import tr
from score_gui.model.profile import Profile
from score_gui.sources.song_ids import Typed
from score_gui.sources.song_pages import AnalysisPage
from score_gui.ui.background import Outcome, Runner, attempt, while_alive
from score_gui.ui.browse_bars import Act
from score_gui.ui.browse_counts import StudyCounts
from score_gui.ui.browse_lookup import LookUps
from score_gui.ui.browse_page import BrowsePage
from score_gui.ui.browse_session import PAGES_AT_ONCE, OpenSong, Session, Site, Study
from score_gui.ui.browse_words import (
    NO_STUDIES,
    NO_STUDIES_MORE,
    reading_words,
    stopped_words,
)
from score_gui.ui.icons import Icons
from score_gui.ui.main_window import MainWindow
from score_gui.ui.profiles_draft import host_of
from score_gui.ui.theme import Theme


class BrowseFlow(QObject):
    """One page at most, and a session for each site that was visited; ticks outlive the page.

    `profiles` `open_song` and the questions of its clients are called in other threads.

    Signals:
        review_asked: the ticked files (a `Manifest`) and the `Profile` they come from.
        profiles_asked: there is no site to browse yet.
    """

    review_asked = Signal(object, object)
    profiles_asked = Signal()

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        icons: Icons,
        run: Runner,
        profiles: Callable[[], Sequence[Profile]],
        open_song: OpenSong,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme, self._icons = theme, icons
        self._run = run
        self._profiles, self._open_song = profiles, open_song
        self._known: tuple[Profile, ...] = ()
        self._sessions: dict[Profile, Session] = {}
        self._session: Session | None = None
        self._look_ups: LookUps | None = None
        self._page: BrowsePage | None = None
        self._retry: Callable[[], None] = self._ask_studies
        self._counts = StudyCounts(run, self, lambda: self._session, lambda: self.page)

    @property
    def page(self) -> BrowsePage | None:
        """The page, while it is there."""
        return self._page if self._page is not None and shiboken6.isValid(self._page) else None

    def open(self) -> None:
        """Show the page, with the site that was looked at before."""
        self._run(lambda: tuple(self._profiles()), while_alive(self, self._on_profiles))

    def close(self) -> None:
        """End everything that is on its way; the program ends."""
        for session in self._sessions.values():
            session.stop()

    def renew(self) -> None:
        """Make the page anew, if it is there, after the window's body was; what was read stays."""
        former = self.page
        if former is not None and self._session is not None:
            page = self._show_page(self._session)
            page.ids.text.setPlainText(former.ids.text.toPlainText())
            self._show_site()
            page.header.search.setText(former.header.search.text())

    # --- the page and its sites -----------------------------------------------------------------------------

    def _on_profiles(self, known: tuple[Profile, ...]) -> None:
        if not known:
            self.profiles_asked.emit()
            return
        self._known = known
        before = self._session.profile if self._session is not None else None
        profile = next((one for one in known if one == before), known[0])
        self._show_page(self._visit(profile))
        self._show_site()

    def _show_page(self, session: Session) -> BrowsePage:
        page = BrowsePage(self._theme, self._icons, session.choice)
        page.left.connect(self._on_left)
        page.profile_chosen.connect(self._on_profile_chosen)
        page.place_chosen.connect(self._on_place_chosen)
        page.look_up_asked.connect(self._on_look_up)
        page.acted.connect(self._on_acted)
        page.review_asked.connect(self._on_review)
        self._page = page
        self._window.show_preview(page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        return page

    def _visit(self, profile: Profile) -> Session:
        if profile not in self._sessions:
            self._sessions[profile] = Session(profile, Site(profile, self._open_song))
        self._session = self._sessions[profile]
        self._look_ups = LookUps(self._session, self._run, self, lambda: self.page)
        return self._session

    def _on_profile_chosen(self, profile_id: str) -> None:
        profile = next(one for one in self._known if one.id == profile_id)
        if self._session is not None and self._session.profile != profile:
            self._session.stop()
            self._visit(profile)
            self._show_site()

    def _on_left(self) -> None:
        self._leave()
        self._window.show_queue()

    def _leave(self) -> None:
        if self._session is not None:
            self._session.stop()
            self._want_no_study(self._session)
        self._page = None

    def _on_look_up(self, typed: Typed) -> None:
        if self._look_ups is not None:
            self._look_ups.begin(typed)

    def _on_review(self) -> None:
        session = self._session
        if session is not None:
            self._leave()
            self.review_asked.emit(session.manifest(), session.profile)

    # --- studies --------------------------------------------------------------------------------------------

    def _show_site(self) -> None:
        session, page = self._session, self.page
        if session is None or page is None:
            return
        known = [(one.id, one.name) for one in self._known]
        page.header.show_profiles(known, session.profile.id, host_of(session.profile.metadata_url))
        page.side.show_studies(session.studies or (), session.counts)
        if not session.site.has_studies:
            page.side.list.choose(None)
        elif session.studies is None:
            self._ask_studies()
        else:
            self._show_studies(session, page)

    def _ask_studies(self) -> None:
        session, page = self._session, self.page
        if session is None or page is None:
            return
        page.show_lines(session.by_ids, session.choice, by_ids=False)
        page.show_message("clock", tr("Asking {name} for its studies…", name=session.profile.name), "")
        turn = session.turn
        self._run(
            attempt(session.site.studies),
            while_alive(self, lambda told: self._on_studies(session, turn, told)),
        )

    def _on_studies(self, session: Session, turn: Event, told: Outcome[tuple[str, ...]]) -> None:
        page = self.page
        if turn.is_set() or page is None or session is not self._session:
            return
        if told.problem is not None:
            self._retry = self._ask_studies
            page.show_problem(told.problem)
            return
        session.studies = tuple(sorted(told.value or ()))
        page.side.show_studies(session.studies, session.counts)
        if session.studies and session.place is None:
            session.place = session.studies[0]
        self._show_studies(session, page)

    def _show_studies(self, session: Session, page: BrowsePage) -> None:
        page.side.list.choose(session.place)
        if not session.studies:
            page.show_message(
                "layers",
                tr("{name} has no studies", name=session.profile.name),
                tr("Look files up by their IDs."),
            )
        self._counts.go_on(session)

    # --- the files of a study -------------------------------------------------------------------------------

    def _on_place_chosen(self, study: str | None) -> None:
        session, page = self._session, self.page
        if session is None or page is None:
            return
        session.stop()
        self._want_no_study(session)
        session.place = study
        if study is None:
            self._show_ids(session, page)
        else:
            self._show_study(session, page, session.study(study))
        if session.studies:
            self._counts.go_on(session)

    @staticmethod
    def _want_no_study(session: Session) -> None:
        for study in session.read.values():
            study.is_wanted = False

    def _show_ids(self, session: Session, page: BrowsePage) -> None:
        page.show_lines(session.by_ids, session.choice, by_ids=True)
        page.ids.setFocus(Qt.FocusReason.OtherFocusReason)
        if session.by_ids.analyses:
            return
        site = session.profile.name
        if session.site.has_studies:
            page.show_message(
                "keyboard", tr("Files by their IDs"), tr("Type or paste IDs above, then look them up.")
            )
        else:
            page.show_message("info", tr(NO_STUDIES, site=site), tr(NO_STUDIES_MORE))

    def _show_study(self, session: Session, page: BrowsePage, study: Study) -> None:
        page.show_lines(study.lines, session.choice, by_ids=False)
        study.is_wanted = True
        self._show_progress(page, study)
        self._read_on(session, study)

    def _read_on(self, session: Session, study: Study) -> None:
        if study.is_over or study.is_asked or not study.is_wanted or study.allowed <= 0:
            return
        study.is_asked = True
        turn = session.turn

        def on_page(told: Outcome[AnalysisPage]) -> None:
            self._on_page(session, study, turn, told)

        self._run(attempt(study.pages.next), while_alive(self, on_page))

    def _on_page(self, session: Session, study: Study, turn: Event, told: Outcome[AnalysisPage]) -> None:
        """What came is taken, also when nobody waits for it any more: it is not asked for again."""
        study.is_asked = False
        page = self.page
        is_shown = page is not None and session is self._session and session.place == study.name
        if told.value is not None:
            session.take(study, told.value)
            if page is not None and is_shown:
                page.model.add(told.value.analyses)
                page.side.model.refresh_counts()
            else:
                study.lines.add(told.value.analyses)
        if page is None or not is_shown:
            return
        if told.problem is not None and not turn.is_set():
            self._retry = lambda: self._on_acted(Act.GO_ON)
            study.is_wanted = False
            page.show_problem(told.problem)
            return
        self._show_progress(page, study)
        self._read_on(session, study)

    def _show_progress(self, page: BrowsePage, study: Study) -> None:
        here = len(study.lines.analyses)
        if study.is_over:
            page.strip.say("")
        elif study.is_wanted and study.allowed > 0:
            page.strip.say(reading_words(here, study.total), Act.STOP)
        else:
            page.strip.say(stopped_words(here, study.total), Act.GO_ON)
        if here:
            page.show_table()
        elif study.is_over:
            page.show_message(
                "layers",
                tr("No published analyses"),
                tr("{name} has none that can be fetched yet.", name=study.name),
            )
        else:
            page.show_message("clock", tr("Asking for the analyses of {name}…", name=study.name), "")

    # --- buttons --------------------------------------------------------------------------------------------

    def _on_acted(self, act: Act) -> None:
        session, page = self._session, self.page
        if session is None or page is None:
            return
        if act is Act.RETRY:
            self._retry()
            return
        if act is Act.STOP:
            session.stop()
            self._want_no_study(session)
        study = session.read.get(session.place) if session.place is not None else None
        if study is None:
            if self._look_ups is not None:
                self._look_ups.say_stopped()
            return
        if act is Act.GO_ON:
            study.is_wanted, study.allowed = True, PAGES_AT_ONCE
        self._show_progress(page, study)
        self._read_on(session, study)
        self._counts.go_on(session)
