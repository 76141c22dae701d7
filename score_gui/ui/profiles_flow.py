"""Keeps window and profiles dialog of one mind: which sites there are, and what their tokens are worth."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QObject, Signal

from score_gui.access.profiles import IMAGING
from score_gui.model.profile import Profile, SiteKind
from score_gui.model.transfer import Status, Transfer
from score_gui.practice import Practice
from score_gui.ui.background import Runner
from score_gui.ui.icons import Icons
from score_gui.ui.main_window import MainWindow
from score_gui.ui.profiles_access import AccessDesk
from score_gui.ui.profiles_desk import ProfileLine, TokenState
from score_gui.ui.profiles_dialog import ProfilesDialog
from score_gui.ui.queue_use import use_of
from score_gui.ui.side_rows import ProfileRow
from score_gui.ui.theme import Theme
from score_gui.wiring import Wiring


class ProfilesFlow(QObject):
    """`rows`, `sites` and `line` may block and are called in threads of the pool.

    Signals:
        token_changed: the id of a profile that is new, changed, or has a new token: what waits for it may go on.
        url_asked: open this page in the browser.
    """

    token_changed = Signal(str)
    url_asked = Signal(str)

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        icons: Icons,
        run: Runner,
        wiring: Wiring,
        practice: Practice,
    ) -> None:
        super().__init__(window)
        self.desk = AccessDesk(wiring.profiles, wiring.vault, wiring.notes, wiring.net_for)
        self._window = window
        self._theme, self._icons = theme, icons
        self._run = run
        self._wiring, self._practice = wiring, practice
        self._refused: set[str] = set()

    def refresh(self) -> None:
        """Show the sites anew at the left of the window."""
        self._run(self.rows, self._window.set_profiles)

    def rows(self) -> tuple[ProfileRow, ...]:
        """All sites of this run with what is known of their tokens."""
        return tuple(_row(line) for line in self._lines())

    def line(self, profile_id: str) -> ProfileLine | None:
        """What is known of one site and its token; None if it is gone."""
        return next((line for line in self._lines() if line.profile.id == profile_id), None)

    def _lines(self) -> list[ProfileLine]:
        extra = self._wiring.environment_profile
        lines = [*([self.desk.line(extra)] if extra is not None else []), *self.desk.list()]
        if self._practice.is_running:
            lines.append(ProfileLine(self._practice.profile, TokenState.NOT_NEEDED))
        lines.append(ProfileLine(self._wiring.profile(IMAGING.id), TokenState.NOT_NEEDED))
        return lines

    def sites(self) -> list[Profile]:
        """All sites of this run, to be browsed."""
        practice = [self._practice.profile] if self._practice.is_running else []
        return [*practice, *self._wiring.known_profiles()]

    def open(self, profile_id: str = "") -> None:
        """Open the dialog on a profile; without one on that for whose token most files wait."""
        dialog, use = self._make_dialog(), use_of(self._window.rows)
        dialog.set_use(use)
        needy = {one: found.for_token for one, found in use.items() if found.for_token}
        wanted = profile_id or max(needy, key=lambda one: needy[one], default="")
        if wanted:
            dialog.choose(wanted)
        dialog.open()

    def open_new(self) -> None:
        """Open the dialog where a profile is begun."""
        dialog = self._make_dialog()
        dialog.set_use(use_of(self._window.rows))
        dialog.choose_new()
        dialog.open()

    def _make_dialog(self) -> ProfilesDialog:
        dialog = ProfilesDialog(self._theme, self._icons, self.desk, self._run, self._window)
        dialog.profile_saved.connect(self._on_saved)
        dialog.token_removed.connect(self.refresh)
        dialog.profile_removed.connect(self.refresh)
        dialog.tested.connect(self.refresh)
        dialog.url_asked.connect(self.url_asked)
        return dialog

    def mark_refused(self, transfers: Iterable[Transfer]) -> None:
        """Let the profile say what the site said of its token; once for all files that wait for a new one."""
        waiting = {row.profile_id for row in transfers if _has_refused_token(row)} - self._refused
        for profile_id in waiting:
            self._refused.add(profile_id)
            self._run(partial(self._note_refused, profile_id), self._window.set_profiles)

    def mark_used(self, transfers: Iterable[Transfer]) -> None:
        """Note that files came from these sites."""
        for profile_id in {row.profile_id for row in transfers if row.status is Status.VERIFIED}:
            self._run(partial(self.desk.note_used, profile_id), lambda _nothing: None)

    def _note_refused(self, profile_id: str) -> tuple[ProfileRow, ...]:
        self.desk.note_refused(self._wiring.profile(profile_id))
        return self.rows()

    def _on_saved(self, profile_id: str) -> None:
        self._refused.discard(profile_id)
        self.token_changed.emit(profile_id)
        self.refresh()


def _row(line: ProfileLine) -> ProfileRow:
    site = line.profile
    return ProfileRow(site.id, site.name, line.token, line.days_left, site.kind is SiteKind.IMAGING)


def _has_refused_token(row: Transfer) -> bool:
    refused = row.problem is not None and row.problem.code == "token-refused"
    return refused and row.status is Status.WAITING_TOKEN
