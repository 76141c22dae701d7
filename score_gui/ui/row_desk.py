"""What is done with the selected rows: actions, the row's menu, double clicks; it turns them into commands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from score_gui.model.language import tr, trn
from score_gui.model.messages import Command, Resume
from score_gui.model.transfer import Priority, Status, TransferId
from score_gui.ui.actions import Actions
from score_gui.ui.commands import download_lines
from score_gui.ui.deeds import (
    Deed,
    Selection,
    deeds_for,
    delete_question,
    ids_text,
    names_text,
    needing,
    retry,
)
from score_gui.ui.details import Tab
from score_gui.ui.menus import row_menu
from score_gui.ui.name_answers import RULES, answer, replace_question
from score_gui.ui.outside import Outside
from score_gui.ui.queue_order import Direction, move, move_before
from score_gui.ui.queue_page import QueuePage
from score_gui.ui.queue_rows import Delta, QueueRows, Row
from score_gui.ui.slice_draft import is_sliceable
from score_gui.ui.telling import announce, to_clipboard

_FEW = 500
"""Selected rows up to which the details follow every tick."""


class RowDesk(QObject):
    """Knows the selection; asks before data is deleted, and never otherwise.

    Signals:
        commanded: a `Command` for the engine.
        profiles_asked: a token is needed.
        network_asked: the way to the servers has to be chosen.
        details_asked: show the details.
        slice_asked: the selected rows that can be sliced (a tuple of `Row`), none where another page is in front.
    """

    commanded = Signal(object)
    profiles_asked = Signal()
    network_asked = Signal()
    details_asked = Signal()
    slice_asked = Signal(object)

    def __init__(
        self, window: QWidget, page: QueuePage, actions: Actions, outside: Outside, rows: QueueRows
    ) -> None:
        super().__init__(window)
        self._window = window
        self._page = page
        self._actions = actions
        self._outside = outside
        self._rows = rows
        self._selection = Selection()
        self._selected: frozenset[TransferId] = frozenset()
        self._need_you = rows.totals.files(Status.NEEDS_YOU)
        self._is_shown = True
        self._looking = QTimer(self, singleShot=True, interval=0)
        self._looking.timeout.connect(self.look)
        self._connect()
        actions.update_for(self._selection, need_you=self._need_you)

    @property
    def selection(self) -> Selection:
        """What is selected now; a key may come before the window had time to show the last choice."""
        if self._looking.isActive():
            self._looking.stop()
            self.look()
        return self._selection

    def refresh(self, delta: Delta) -> None:
        """Rows have changed; the selected ones among them are shown anew."""
        touched = [key for key in (*delta.touched, *delta.gone) if key in self._selected]
        if touched and len(self._selected) <= _FEW:
            self.look()

    def set_queue_shown(self, *, shown: bool) -> None:
        """Whether the queue is in front, and so may be acted on."""
        self._is_shown = shown
        self._actions.set_queue_shown(shown=shown)
        self._actions.update_for(self._selection, need_you=self._need_you)

    def set_need_you(self, count: int) -> None:
        """How many files of the whole queue need a person; a screen reader is told when it grows."""
        if count > self._need_you:
            announce(self._page, trn("{count} file needs you", "{count} files need you", count))
        if count != self._need_you:
            self._need_you = count
            self._actions.update_for(self._selection, need_you=count)

    def look(self) -> None:
        """Read the selection and fit actions and details to it."""
        self._looking.stop()
        rows = tuple(self._page.view.selected_rows())
        self._selection = Selection(rows)
        self._selected = frozenset(row.id for row in rows)
        self._actions.update_for(self._selection, need_you=self._need_you)
        self._page.details.show_rows(rows)

    # --- what the actions do -------------------------------------------------------------------------------

    def pause(self) -> None:
        self._send(self.selection.pause())

    def resume(self) -> None:
        self._send(self.selection.resume())

    def toggle(self) -> None:
        """Space: what runs stops, and if nothing runs, what stands goes on."""
        runs = any(row.status is not Status.PAUSED for row in self.selection.rows)
        self._send(self.selection.pause() if runs and self.selection.can_pause() else self.selection.resume())

    def retry(self) -> None:
        chosen = needing(self.selection.rows)
        self._send(retry(chosen or needing(self._rows)))

    def remove(self) -> None:
        self._send(self.selection.remove())

    def delete(self) -> None:
        chosen = self.selection
        if chosen.deletable().count:
            self._outside.ask(self._window, delete_question(chosen), lambda: self._send(chosen.delete()))

    def start_now(self) -> None:
        self._send(self.selection.start_now())

    def relocate(self) -> None:
        """Let the unfinished files of the selection go to a folder that the person chooses."""
        chosen = self.selection
        if chosen.unsettled():
            folder = self._outside.choose_folder(self._window, chosen.rows[0].transfer.folder)
            if folder is not None:
                self._send(chosen.relocate(folder))

    def recheck(self) -> None:
        self._send(self.selection.recheck())

    def prioritise(self, priority: Priority) -> None:
        """Let the unfinished files of the selection have their turn earlier or later."""
        self._send(self.selection.prioritise(priority))
        # A check mark says what is, and not what was asked for.
        self._actions.update_for(self._selection, need_you=self._need_you)

    def move(self, direction: Direction) -> None:
        """Move the selected rows within the queue."""
        self._send(move(self._rows.in_order(), {row.id for row in self.selection.rows}, direction))

    def _on_dragged(self, ids: Sequence[TransferId], before: TransferId | None) -> None:
        self._send(move_before(self._rows.in_order(), ids, before))

    def reveal(self) -> None:
        for row in self.selection.rows[:1]:
            self._outside.reveal(row.transfer.target or row.transfer.folder)

    def slice(self) -> None:
        """Ask for regions of the selected files, or for a file where none of them has any."""
        rows = self.selection.rows if self._is_shown else ()
        self.slice_asked.emit(tuple(row for row in rows if is_sliceable(row.transfer.name)))

    def copy_names(self) -> None:
        to_clipboard(names_text(self.selection.rows))

    def copy_ids(self) -> None:
        to_clipboard(ids_text(self.selection.rows))

    def copy_command(self) -> None:
        """What fetches the selected files in a terminal."""
        to_clipboard("\n".join(download_lines(self.selection.rows, self._page.view.rows.sites)))

    def show_overview(self) -> None:
        self._page.details.show_tab(Tab.OVERVIEW)
        self.details_asked.emit()

    def do(self, deed: Deed, whole_manifest: bool = False) -> None:  # noqa: FBT001, FBT002 - a slot
        """An action of a state."""
        if deed in RULES:
            self._answer_name(deed, whole_manifest=whole_manifest)
            return
        {
            Deed.START_NOW: self.start_now,
            Deed.PAUSE: self.pause,
            Deed.RESUME: self.resume,
            Deed.TRY_NOW: self.resume,
            Deed.TRY_AGAIN: self.retry,
            Deed.ADD_TOKEN: self.profiles_asked.emit,
            Deed.CHOOSE_CA: self.network_asked.emit,
            Deed.NETWORK: self.network_asked.emit,
            Deed.COPY_ID: self.copy_ids,
            Deed.CHOOSE_FOLDER: self.relocate,
            Deed.LOCATE: self.relocate,
            Deed.COMPUTE: self.recheck,
            Deed.SHOW: self.reveal,
        }[deed]()

    def _answer_name(self, deed: Deed, *, whole_manifest: bool) -> None:
        """Only a file that is not ours is asked about again before it is lost."""
        rows = self.selection.rows
        command = answer(rows, deed, whole_manifest=whole_manifest)
        if deed is Deed.REPLACE:
            question = replace_question(rows, whole_manifest=whole_manifest)
            self._outside.ask(self._window, question, lambda: self._send(command))
        else:
            self._send(command)

    # --- connections ---------------------------------------------------------------------------------------

    def _connect(self) -> None:
        actions, view = self._actions, self._page.view
        actions.connect_all(
            {
                actions.start_now: self.start_now,
                actions.relocate: self.relocate,
                actions.recheck: self.recheck,
                actions.pause: self.pause,
                actions.resume: self.resume,
                actions.retry: self.retry,
                actions.remove: self.remove,
                actions.delete: self.delete,
                actions.show: self.reveal,
                actions.slice: self.slice,
                actions.copy_names: self.copy_names,
                actions.copy_ids: self.copy_ids,
                actions.copy_command: self.copy_command,
                actions.select_all: view.selectAll,
                actions.overview: self.show_overview,
            }
        )
        for direction, action in actions.moves.items():
            action.triggered.connect(lambda _=False, to=direction: self.move(to))
        for priority, action in actions.priorities.items():
            action.triggered.connect(lambda _=False, wanted=priority: self.prioritise(wanted))
        view.chosen.connect(self._looking.start)
        view.moved.connect(self._on_dragged)
        view.toggled.connect(self.toggle)
        view.activated_row.connect(self._on_activated)
        view.customContextMenuRequested.connect(self._on_menu)
        self._page.details.deed_asked.connect(self.do)
        self._page.details.copied.connect(to_clipboard)
        self._page.banner.pressed.connect(self._on_banner)

    def _on_activated(self, key: TransferId) -> None:
        row = self._rows[key]
        if row.status.is_done:
            self._outside.reveal(row.transfer.target or row.transfer.folder)
        else:
            self.details_asked.emit()

    def _on_menu(self, place: QPoint) -> None:
        self.look()
        if self._selection.rows:
            menu = self.make_menu()
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(self._page.view.viewport().mapToGlobal(place))

    def make_menu(self) -> QMenu:
        """The menu of the selected rows."""
        rows = self._selection.rows
        can_slice = any(is_sliceable(row.transfer.name) for row in rows)
        return row_menu(self._window, self._actions, self._shared_deeds(rows), can_slice=can_slice)

    def _shared_deeds(self, rows: Sequence[Row]) -> list[QAction]:
        offered = {deeds_for(row) for row in rows}
        return [self._deed_action(deed) for deed in offered.pop()] if len(offered) == 1 else []

    def _deed_action(self, deed: Deed) -> QAction:
        action = QAction(tr(deed.value), self._window)
        action.triggered.connect(lambda: self.do(deed))
        return action

    def _on_banner(self, status: Status) -> None:
        if status is Status.WAITING_TOKEN:
            self.profiles_asked.emit()
            return
        self._send(Resume(tuple(key for row in self._rows if row.status is status for key in row.ids)))

    def _send(self, command: Command | None) -> None:
        if command is not None:
            self.commanded.emit(command)
