"""The menu of the lists that were opened lately."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from score_gui.model.language import tr, trn
from score_gui.ui.preview_recent import Recent
from score_gui.ui.widgets import menu_text


class RecentMenu(QMenu):
    """Off while there is nothing to open again.

    Signals:
        chosen: the path or address of a list.
        cleared: forget them all.
    """

    chosen = Signal(str)
    cleared = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Open recent manifest"), parent)
        self.set_items(())

    def set_items(self, items: Sequence[Recent]) -> None:
        """Offer these lists."""
        self.clear()
        self.menuAction().setEnabled(bool(items))
        for item in items:
            files = trn("{count} file", "{count} files", item.files)
            action = self.addAction(menu_text(f"{item.name}  -  {files}"))
            action.setStatusTip(item.place)
            action.triggered.connect(lambda _=False, place=item.place: self.chosen.emit(place))
        if items:
            self.addSeparator()
            self.addAction(tr("Forget these")).triggered.connect(self.cleared)
