"""Profiles and tokens: which sites there are, and a token for each, without the token ever being seen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QMenu, QVBoxLayout, QWidget

from score_gui.access.imports import Import
from score_gui.access.keys import can_manage
from score_gui.access.life import full_day_text
from score_gui.access.probe import Probe, Verdict
from score_gui.access.profiles import ProfileError
from score_gui.model.language import tr
from score_gui.model.profile import Profile
from score_gui.ui.background import Runner
from score_gui.ui.icons import Icons
from score_gui.ui.network_fields import NetworkDesk
from score_gui.ui.preview_facts import Mark
from score_gui.ui.profiles_bars import MARKS, ListBar, SaveBar
from score_gui.ui.profiles_body import ScrollingForm
from score_gui.ui.profiles_desk import ProfileDesk, ProfileLine
from score_gui.ui.profiles_draft import Draft
from score_gui.ui.profiles_editor import ProfileEditor
from score_gui.ui.profiles_import import ChooseFile, ask_for_file, import_question
from score_gui.ui.profiles_keys import SIGN_IN_FIRST, KeysDialog
from score_gui.ui.profiles_list import ProfilesModel, ProfileTable
from score_gui.ui.profiles_menu import presets_menu
from score_gui.ui.profiles_words import (
    remove_profile_question,
    remove_token_question,
    save_words,
    sent_words,
    waiting_words,
)
from score_gui.ui.profiles_work import ProfileWork
from score_gui.ui.question import ask
from score_gui.ui.queue_use import QueueUse
from score_gui.ui.theme import Theme
from score_gui.ui.widgets import Line, fill


class ProfilesDialog(QDialog):
    """The list of profiles above the form of the chosen one. All work is done by `run` and `desk`.

    Signals:
        profile_saved: id of a profile that is new, changed, or has a new token: what waits for it may go on.
        token_removed: id of a profile whose token is gone.
        profile_removed: id of a profile that is gone.
        tested: sites said what their tokens are worth.
        url_asked: open this page in the browser.
    """

    tested = Signal()
    profile_saved = Signal(str)
    token_removed = Signal(str)
    profile_removed = Signal(str)
    url_asked = Signal(str)

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        desk: ProfileDesk,
        run: Runner,
        parent: QWidget | None = None,
        *,
        choose_file: ChooseFile = ask_for_file,
    ) -> None:
        super().__init__(parent)
        fill(self, theme, "chrome")
        self.setWindowTitle(tr("Profiles and tokens"))
        self._theme, self._icons, self._desk, self._run = theme, icons, desk, run
        self._choose_file = choose_file
        self._wanted: str | None = None
        self._wants_new = False
        self._use: Mapping[str, QueueUse] = {}
        self._showing = 0
        self._shown_id: str | None = None
        self.model = ProfilesModel()
        self._work = ProfileWork(self, desk, run, self.model)
        self.table = ProfileTable(theme, icons, self.model)
        self.editor = ProfileEditor(theme, icons, NetworkDesk(run, desk.keep_password))
        self._bar = ListBar(theme, icons)
        self._foot = SaveBar(theme)
        self._save = self._foot.save
        self._build()
        self._connect()
        self.refresh()

    # --- for the window -------------------------------------------------------------------------------------

    def choose(self, profile_id: str) -> None:
        """Show a profile, as soon as the list is here, with the cursor in its token field."""
        self._wanted = profile_id
        if self.model.row_of(profile_id) is not None:
            self.table.choose(profile_id)
            self.editor.token.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_new(self) -> None:
        """Begin a profile from nothing, as soon as the list is here."""
        self._wants_new = self._work.is_busy
        if not self._work.is_busy:
            self.new_profile(None)

    def set_use(self, use: Mapping[str, QueueUse]) -> None:
        """What in the queue hangs on the token of each profile."""
        self._use = dict(use)
        self._refresh_buttons()

    def refresh(self) -> None:
        """Ask for the list again."""
        self._work.refresh()

    def new_profile(self, preset: Profile | None) -> None:
        """Begin a profile from a preset, or from nothing."""
        self.table.choose(None)
        self._show(Draft.new(preset))
        self.editor.point_at("name" if preset is None else "token")

    def done(self, result: int) -> None:
        self.editor.token.empty()
        super().done(result)

    # --- building -------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setMinimumSize(self._theme.px(620), min(self._theme.px(480), 720))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.table.setMinimumHeight(self._theme.px(28 + 2 * 44))
        for above in (self.table, Line(self._theme), self._bar, Line(self._theme)):
            column.addWidget(above, 1 if above is self.table else 0)
        for below in (ScrollingForm(self.editor), Line(self._theme), self._foot):
            column.addWidget(below)
        self.resize(self._theme.px(736), self._theme.px(700))

    def _connect(self) -> None:
        self.table.profile_chosen.connect(lambda line: self._show(Draft.of(line.profile), line))
        self.editor.edited.connect(self._refresh_buttons)
        self.editor.test_asked.connect(self._on_test)
        self.editor.page_asked.connect(self._on_page)
        self.editor.keys_asked.connect(self._on_keys)
        self._bar.new.clicked.connect(self._on_new)
        self._bar.take.clicked.connect(lambda: self._choose_file(self, self._on_file))
        self._bar.test_all.clicked.connect(self._work.test_all)
        self._foot.close_asked.connect(self.reject)
        self._save.clicked.connect(self._on_save)
        self._bar.remove_token.clicked.connect(self._on_remove_token)
        self._bar.remove_profile.clicked.connect(self._on_remove_profile)
        self._connect_work()

    def _connect_work(self) -> None:
        work = self._work
        work.turned.connect(self._refresh_buttons)
        work.said.connect(self.editor.say)
        work.listed.connect(self._on_listed)
        work.profile_saved.connect(self._on_saved)
        work.tested.connect(self.tested)
        work.token_removed.connect(self.token_removed)
        work.profile_removed.connect(self.profile_removed)

    def _show(self, draft: Draft, line: ProfileLine | None = None) -> None:
        self._showing += 1
        self._shown_id = line.profile.id if line is not None else None
        self.editor.show_draft(draft, line)
        self._refresh_buttons()

    def _line(self) -> ProfileLine | None:
        """The chosen profile; None while a new one is being written."""
        row = self.table.currentIndex().row()
        return self.model.line(row) if row >= 0 else None

    def _refresh_buttons(self) -> None:
        line = self._line()
        free = not self._work.is_busy
        self._bar.allow(line, self.model.lines, is_free=free)
        self._save.setEnabled(free and self.editor.is_edited and not self.editor.token.pasted.fault)
        self._save.setToolTip("" if self.editor.is_edited else tr("Nothing has changed"))
        self.editor.set_busy(busy=not free)
        self._refresh_words(line)

    def _refresh_words(self, line: ProfileLine | None) -> None:
        files = self._use_of(line).for_token
        has_token = self.editor.token.pasted.token is not None
        self._save.setText(save_words(files, self._work.where, has_token=has_token))
        self._foot.note.setText(sent_words(self.editor.draft()))
        self.editor.show_waiting(waiting_words(files) if has_token else "")

    def _use_of(self, line: ProfileLine | None) -> QueueUse:
        return self._use.get(line.profile.id, QueueUse()) if line is not None else QueueUse()

    def _on_listed(self) -> None:
        self.editor.show_where(self._work.where)
        lines = self.model.lines
        if self._wants_new or not lines:
            self._wants_new = False
            self.new_profile(None)
            return
        wanted, self._wanted = self._wanted, None
        known = [one for one in (wanted, self._shown_id) if one and self.model.row_of(one) is not None]
        self.table.choose(known[0] if known else lines[0].profile.id)
        if known and known[0] == wanted:
            self.editor.token.setFocus(Qt.FocusReason.OtherFocusReason)

    def _profile(self) -> Profile | None:
        """The profile in the fields; None, and said why, if it cannot be one."""
        try:
            return self.editor.draft().profile([line.profile for line in self.model.lines])
        except ProfileError as error:
            self.editor.say(Mark.STOPS, str(error))
            self.editor.point_at(error.field)
            return None

    def _on_test(self) -> None:
        profile, line, pasted = self._profile(), self._line(), self.editor.token.pasted
        if profile is None or pasted.fault:
            return
        if pasted.token is None and (line is None or not line.has_token):
            self.editor.say(Mark.LOOK, tr("Paste a token first."))
            return
        showing, use = self._showing, self._use_of(line)

        def tested(probe: Probe) -> None:
            if showing == self._showing:  # it is told of the profile it was asked for
                self.editor.say(MARKS[probe.verdict], probe.sentence)
                if probe.verdict is Verdict.UNKNOWN:
                    self.editor.offer_file_test(use.sample)

        self._work.test(profile, pasted.token, self.editor.file_test.object_id, tested)

    def _on_keys(self) -> None:
        line, profile = self._line(), self._profile()
        if line is None or profile is None:
            return
        login = self.editor.token.pasted.token
        if not (can_manage(login) if login is not None else line.can_manage):
            self.editor.say(Mark.LOOK, tr(SIGN_IN_FIRST))
            return
        keys = KeysDialog(self._theme, self._icons, self._desk, self._run, line.profile, login, self)
        keys.key_kept.connect(lambda told: self._work.tell_saved(line.profile, told))
        keys.open()

    def _on_save(self) -> None:
        profile = self._profile()
        if profile is None:
            return
        try:
            ends = self.editor.typed_end
        except ValueError:
            words = tr("Write the day as {day}, or leave it empty.", day=full_day_text(date(2026, 12, 21)))
            self.editor.say(Mark.STOPS, words)
            self.editor.point_at("ends")
            return
        until_quit = self.editor.keep.until_quit.isChecked()
        self._work.save(profile, self.editor.token.pasted.token, ends, until_quit=until_quit)

    def _on_saved(self, profile_id: str) -> None:
        self.editor.token.empty()
        self._wanted = profile_id
        self.profile_saved.emit(profile_id)

    # --- buttons --------------------------------------------------------------------------------------------

    def new_menu(self) -> QMenu:
        """What a new profile can begin with."""
        return presets_menu(self, self.new_profile)

    def _on_new(self) -> None:
        self.new_menu().popup(self._bar.new.mapToGlobal(self._bar.new.rect().bottomLeft()))

    def _on_file(self, path: Path) -> None:
        self._work.read_file(path, self._on_read)

    def _on_read(self, found: Import) -> None:
        if found.is_known and found.token is None:
            self.table.choose(found.profile.id)
            self.editor.say(Mark.LOOK, tr("{name} is in the list already.", name=found.profile.name))
        else:
            ask(self, import_question(found), lambda: self._work.take_over(found))

    def _on_page(self) -> None:
        base = self.editor.draft().base
        if base is not None and base.token_page:
            self.url_asked.emit(base.token_page)

    def _on_remove_token(self) -> None:
        if (line := self._line()) is not None:
            question = remove_token_question(line.profile.name, self._use_of(line))
            ask(self, question, lambda: self._work.forget_token(line.profile))

    def _on_remove_profile(self) -> None:
        if (line := self._line()) is not None:
            question = remove_profile_question(line.profile.name, self._use_of(line))
            ask(self, question, lambda: self._work.remove(line.profile))
