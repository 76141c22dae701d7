"""What the buttons of the profiles dialog set going: one thing at a time, elsewhere, and what is said of it then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from score_gui.access.imports import Import
from score_gui.access.probe import Probe, Verdict
from score_gui.model.language import tr
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret
from score_gui.ui.background import Outcome, Runner, attempt, while_alive
from score_gui.ui.preview_facts import Mark
from score_gui.ui.profiles_desk import ProfileDesk, ProfileLine, TokenState
from score_gui.ui.profiles_draft import host_of
from score_gui.ui.profiles_import import imported_words
from score_gui.ui.profiles_list import ProfilesModel
from score_gui.ui.profiles_words import problem_words, saved_words, tested_words

T = TypeVar("T")
Lines = tuple[ProfileLine, ...]


class ProfileWork(QObject):
    """Fills `model`. `run` and `desk` do the work outside the GUI thread.

    Signals:
        turned: it is at work now, or no longer.
        said: what there is to tell (a `Mark` and a sentence).
        listed: the list is here, as it is now.
        tested: sites said what their tokens are worth.
        profile_saved: id of a profile that is new, changed, or has a new token.
        token_removed: id of a profile whose token is gone.
        profile_removed: id of a profile that is gone.
    """

    turned = Signal()
    said = Signal(object, str)
    listed = Signal()
    tested = Signal()
    profile_saved = Signal(str)
    token_removed = Signal(str)
    profile_removed = Signal(str)

    def __init__(self, parent: QObject, desk: ProfileDesk, run: Runner, model: ProfilesModel) -> None:
        super().__init__(parent)
        self._desk, self._run, self._model = desk, run, model
        self._is_busy = False
        self._where: str | None = None

    @property
    def is_busy(self) -> bool:
        return self._is_busy

    @property
    def where(self) -> str | None:
        """Where tokens are kept, as people call it; None without a keyring, and before the first list."""
        return self._where

    def refresh(self, sentence: str = "") -> None:
        """Ask for the list, and say `sentence` when it is here."""

        def listed(found: tuple[Lines, str | None]) -> None:
            lines, self._where = found
            self._model.set_lines(lines, self._where)
            self.listed.emit()
            if sentence:
                self.said.emit(Mark.FITS, sentence)

        self._do(lambda: (self._desk.list(), self._desk.where()), listed)

    def test(
        self,
        profile: Profile,
        token: Secret | None,
        object_id: str | None,
        on_tested: Callable[[Probe], None],
    ) -> None:
        """Ask the site of a profile about a token, or about its kept one."""
        self.said.emit(Mark.LOOK, tr("Asking {site}…", site=host_of(profile.storage_url)))

        def tested(found: tuple[Probe, Lines]) -> None:
            probe, lines = found
            self._update(lines)
            on_tested(probe)

        self._do(lambda: (self._desk.test_token(profile, token, object_id), self._desk.list()), tested)

    def test_all(self) -> None:
        """Ask every site about its kept token."""
        self.said.emit(Mark.LOOK, tr("Asking all sites…"))

        def tested(found: tuple[tuple[tuple[str, Probe], ...], Lines]) -> None:
            results, lines = found
            self._update(lines)
            refused = any(probe.verdict is Verdict.NOT_ACCEPTED for _, probe in results)
            self.said.emit(Mark.STOPS if refused else Mark.FITS, tested_words(results))

        self._do(lambda: (self._desk.test_all(), self._desk.list()), tested)

    def save(self, profile: Profile, token: Secret | None, ends: date | None, *, until_quit: bool) -> None:
        """Keep a profile, and a token for it if there is one."""

        def save() -> TokenState | None:
            self._desk.save(profile)
            if token is None:
                return None
            return self._desk.keep_token(profile.id, token, ends, until_quit=until_quit)

        self._do(
            save,
            lambda state: self.tell_saved(profile, saved_words(state, self._where, until_quit=until_quit)),
        )

    def tell_saved(self, profile: Profile, sentence: str) -> None:
        """A profile is kept, or has another token."""
        self.profile_saved.emit(profile.id)
        self.refresh(sentence)

    def read_file(self, path: Path, on_read: Callable[[Import], None]) -> None:
        """Read a profile from a file; nothing of it is kept yet."""
        self._do(lambda: self._desk.read_file(path), on_read)

    def take_over(self, found: Import) -> None:
        """Keep what a file holds."""
        self._do(
            lambda: self._desk.take_over(found),
            lambda state: self.tell_saved(found.profile, imported_words(state, self._where)),
        )

    def forget_token(self, profile: Profile) -> None:
        """Take the token of a profile out of the keyring."""

        def forgotten(_nothing: None) -> None:
            self.token_removed.emit(profile.id)
            self.refresh(tr("The token is removed."))

        self._do(lambda: self._desk.forget_token(profile.id), forgotten)

    def remove(self, profile: Profile) -> None:
        """Forget a profile and its token."""

        def removed(_nothing: None) -> None:
            self.profile_removed.emit(profile.id)
            self.refresh()

        self._do(lambda: self._desk.remove(profile.id), removed)

    def _update(self, lines: Lines) -> None:
        """Show what is known now; what is chosen, and what stands in the fields, stays."""
        self._model.update_lines(lines)
        self.tested.emit()

    def _do(self, work: Callable[[], T], on_done: Callable[[T], None]) -> None:
        """Do `work` elsewhere; its problem is told, its value goes to `on_done`."""
        self._is_busy = True
        self.turned.emit()

        def finished(outcome: Outcome[T]) -> None:
            self._is_busy = False
            if outcome.problem is not None:
                self.said.emit(Mark.STOPS, problem_words(outcome.problem))
            else:
                on_done(outcome.value)  # type: ignore[arg-type] # without a problem there is a value
            self.turned.emit()

        self._run(attempt(work), while_alive(self, finished))
