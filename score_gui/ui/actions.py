"""The actions of the window, made once: menus, tool bar, context menu and keys share them, words and all."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from score_gui.model.language import mark, tr, trn
from score_gui.model.transfer import Priority
from score_gui.ui.deeds import Selection, count_tip, needing
from score_gui.ui.icons import Icons
from score_gui.ui.priorities import NAMES
from score_gui.ui.queue_order import Direction
from score_gui.ui.widgets import tip

SHOW_WORDS = {"win32": mark("Show in Explorer"), "darwin": mark("Show in Finder")}.get(
    sys.platform, mark("Show in folder")
)


class Actions(QObject):
    """All actions. `update_for` sets what can be pressed now, and says why where something cannot."""

    def __init__(self, owner: QWidget, icons: Icons) -> None:
        super().__init__(owner)
        self._owner = owner
        self._icons = icons
        self._queue_shown = True
        self._states: Sequence[QAction] = ()
        self._make_for_sites()
        self._make_for_queue()
        self._make_for_window()
        self._of_queue = (self.select_all, self.find, self.clear, self.details, self.compact)
        self.update_for(Selection(), need_you=0)

    @property
    def all(self) -> list[QAction]:
        """Every action of the window, in the order of its making."""
        return self._owner.actions()

    def update_for(self, selection: Selection, *, need_you: int) -> None:
        """Fit everything to the selected rows; `need_you` counts the files of the whole queue that need a person."""
        count = selection.count
        pausable, resumable = selection.can_pause(), selection.can_resume()
        self._allow(
            self.resume,
            resumable,
            count_tip(tr("Resume"), resumable, count),
            tr("Nothing paused is selected"),
        )
        self._allow(
            self.pause, pausable, count_tip(tr("Pause"), pausable, count), tr("Nothing that runs is selected")
        )
        self._update_retry(selection, need_you)
        none = tr("Select a file first")
        for action in (self.remove, self.copy_names, self.copy_ids, self.copy_command, self.overview):
            self._allow(action, count, action.text(), none)
        self._allow(self.show, count, self.show.text(), none)
        for action in self.moves.values():
            self._allow(action, count, action.text(), none)
        able = selection.can_start_now()
        self._allow(
            self.start_now,
            able,
            count_tip(tr("Start"), able, count),
            tr("Nothing that waits its turn is selected"),
        )
        unsettled = selection.unsettled()
        self._allow(self.relocate, unsettled, self.relocate.text(), tr("No unfinished file is selected"))
        shared = selection.priority()
        for priority, action in self.priorities.items():
            self._allow(action, unsettled, action.text(), tr("No unfinished file is selected"))
            action.setChecked(priority is shared)
        done = selection.finished()
        self._allow(self.recheck, done, self.recheck.text(), tr("No finished file is selected"))
        made = selection.deletable().count
        self._allow(
            self.delete, made, self.delete.text(), tr("Nothing that score_gui downloaded is selected")
        )

    def set_queue_shown(self, *, shown: bool) -> None:
        """Behind another page the queue takes no key: Del there must not reach rows that nobody sees."""
        self._queue_shown = shown
        for action in (*self._of_queue, *self._states):
            action.setEnabled(shown)

    def add_states(self, actions: Sequence[QAction]) -> None:
        """The actions that show one state only."""
        self._states = tuple(actions)

    def _make_for_sites(self) -> None:
        self.add = self._make(tr("Add manifest…"), "Ctrl+O", "file-plus-2", color="accent")
        self.add.setIconText(tr("Add manifest"))
        self.paste = self._make(tr("Paste manifest or object IDs"), "", "clipboard-paste")
        self.browse = self._make(tr("Browse a site…"), "Ctrl+B", "globe")
        self.slice = self._make(tr("Slice…"), "Ctrl+L", "scissors")
        self.slice.setToolTip(tip(tr("Slice a remote file ({key})", key="Ctrl+L")))
        self.profiles = self._make(tr("Profiles and tokens…"), "", "key-round")
        self.practice = self._make(tr("Open the practice set"), "", "flask-conical")

    def _make_for_queue(self) -> None:
        self.resume = self._make(tr("Resume"), "", "play")
        self.pause = self._make(tr("Pause"), "", "pause")
        self.retry = self._make(tr("Retry"), "Ctrl+R", "rotate-ccw")
        self.save_failed = self._make(tr("Save the files that need you as a manifest…"))
        self.start_now = self._make(tr("Start now"))
        self.moves = {
            Direction.TOP: self._make(tr("Move to top"), "Ctrl+Home"),
            Direction.UP: self._make(tr("Move up"), "Ctrl+Up"),
            Direction.DOWN: self._make(tr("Move down"), "Ctrl+Down"),
            Direction.BOTTOM: self._make(tr("Move to bottom"), "Ctrl+End"),
        }
        self.priorities = {
            priority: self._make(tr(NAMES[priority]), f"Ctrl+Shift+{key}", checkable=True)
            for priority, key in zip(Priority, "HNL", strict=True)
        }
        self.relocate = self._make(tr("Change folder…"), "", "folder")
        self.recheck = self._make(tr("Verify again"), "", "shield-check")
        self.show = self._make(tr(SHOW_WORDS), "Ctrl+Return", "folder-open")
        self.remove = self._make(tr("Remove from list"), "Del", "x")
        self.delete = self._make(tr("Delete from disk…"), "Shift+Del", "trash-2")
        self.copy_names = self._make(tr("Copy names"), "Ctrl+C", "copy")
        self.copy_ids = self._make(tr("Copy object IDs"), "Ctrl+Shift+C")
        self.copy_command = self._make(tr("Copy as command"))
        self.select_all = self._make(tr("Select all"), "Ctrl+A")
        self.find = self._make(tr("Search"), "Ctrl+F", "search")
        self.clear = self._make(tr("Show all files"), "Esc")
        self.details = self._make(tr("Details"), "F4", checkable=True)
        self.overview = self._make(tr("Overview of the file"), "Alt+Return")
        self.compact = self._make(tr("Compact rows"), checkable=True)

    def _make_for_window(self) -> None:
        self.settings = self._make(tr("Settings…"), "Ctrl+,", "settings")
        self.settings.setMenuRole(QAction.MenuRole.PreferencesRole)
        self.keys = self._make(tr("Keyboard shortcuts"), "Ctrl+/", "keyboard")
        self.about = self._make(tr("About score_gui"))
        self.about.setMenuRole(QAction.MenuRole.AboutRole)
        self.quit = self._make(tr("Quit"), "Ctrl+Q")
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)
        self.next_region = self._make(tr("Next region"), "F6")
        self.former_region = self._make(tr("Former region"), "Shift+F6")

    def connect_all(self, slots: dict[QAction, Callable[[], None]]) -> None:
        """Connect actions to what they do."""
        for action, slot in slots.items():
            action.triggered.connect(lambda _=False, call=slot: call())

    def _update_retry(self, selection: Selection, need_you: int) -> None:
        chosen = len(needing(selection.rows))
        able = trn("Retry the {count} file that needs you", "Retry the {count} files that need you", need_you)
        if chosen:
            able = count_tip(tr("Retry"), chosen, selection.count)
        self._allow(self.retry, need_you + chosen, able, tr("No file needs you"))
        self._allow(self.save_failed, need_you, self.save_failed.text(), tr("No file needs you"))
        self.retry.setIconText(tr("Retry ({files:,})", files=need_you) if need_you else tr("Retry"))

    def _allow(self, action: QAction, able: int, says: str, else_says: str) -> None:
        action.setEnabled(able > 0 and self._queue_shown)
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(tip((f"{says} ({key})" if key else says) if able else else_says))

    def _make(
        self, text: str, key: str = "", icon: str = "", *, color: str = "text", checkable: bool = False
    ) -> QAction:
        action = QAction(text, self._owner)
        if key:
            action.setShortcut(QKeySequence(key))
            native = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(tip(f"{text.removesuffix('…')} ({native})"))
        if icon:
            self._icons.bind(action, icon, color)
        action.setCheckable(checkable)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self._owner.addAction(action)
        return action
