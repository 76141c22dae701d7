"""The menu of a manifest in the side bar: what is done with all of its files at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from score_gui.model.language import tr
from score_gui.model.messages import Command
from score_gui.ui.commands import download_lines
from score_gui.ui.deeds import Selection, remove_question
from score_gui.ui.question import ask
from score_gui.ui.queue_rows import QueueRows
from score_gui.ui.side_bar import SideBar
from score_gui.ui.slice_draft import is_sliceable
from score_gui.ui.telling import to_clipboard


class ManifestDesk(QObject):
    """Knows the side bar, the rows, and the names of the sites by the ids of their profiles.

    Signals:
        commanded: a `Command` for the engine.
        receipt_asked: save a receipt of this manifest (its name).
        slice_asked: the rows of which slices are wanted (a tuple of `Row`).
    """

    commanded = Signal(object)
    receipt_asked = Signal(str)
    slice_asked = Signal(object)

    def __init__(self, side: SideBar, rows: QueueRows, sites: Callable[[], Mapping[str, str]] = dict) -> None:
        super().__init__(side)
        self._side = side
        self._rows, self._sites = rows, sites
        side.manifest_menu_asked.connect(self._on_menu)

    def make_menu(self, manifest: str) -> QMenu:
        """What can be done with the files of `manifest` now."""
        menu = QMenu(self._side)
        chosen = Selection(tuple(row for row in self._rows if row.transfer.manifest == manifest))
        only = self._side.rows.manifest != manifest
        _add(menu, tr("Start all"), lambda: self._send(chosen.resume()), able=bool(chosen.can_resume()))
        _add(menu, tr("Pause all"), lambda: self._send(chosen.pause()), able=bool(chosen.can_pause()))
        menu.addSeparator()
        words = tr("Show only this") if only else tr("Show all manifests")
        _add(menu, words, lambda: self._side.choose(self._side.rows.group, manifest if only else None))
        files = tuple(row for row in chosen.rows if is_sliceable(row.transfer.name))
        _add(menu, tr("Slice…"), lambda: self.slice_asked.emit(files), able=bool(files))
        _add(menu, tr("Save receipt"), lambda: self.receipt_asked.emit(manifest))
        _add(menu, tr("Copy as command"), lambda: self._on_copy(manifest, chosen))
        menu.addSeparator()
        _add(menu, tr("Remove from list…"), lambda: self._on_remove(manifest, chosen))
        return menu

    def _on_menu(self, manifest: str, place: QPoint) -> None:
        menu = self.make_menu(manifest)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _on_copy(self, manifest: str, chosen: Selection) -> None:
        to_clipboard("\n".join(download_lines(chosen.rows, self._sites(), manifest)))

    def _on_remove(self, manifest: str, chosen: Selection) -> None:
        ask(self._side.window(), remove_question(manifest, chosen), lambda: self._send(chosen.remove()))

    def _send(self, command: Command | None) -> None:
        if command is not None:
            self.commanded.emit(command)


def _add(menu: QMenu, words: str, act: Callable[[], None], *, able: bool = True) -> QAction:
    action = menu.addAction(words)
    action.setEnabled(able)
    action.triggered.connect(lambda _=False: act())
    return action
