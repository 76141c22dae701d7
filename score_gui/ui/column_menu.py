"""The menu of a table's header: which columns are shown."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtWidgets import QMenu, QWidget

from score_gui.model.language import tr
from score_gui.ui.queue_columns import COLUMNS, STEADY, USUAL, Column


def column_menu(
    parent: QWidget, chosen: Collection[Column], choose: Callable[[frozenset[Column]], None]
) -> QMenu:
    """A tick for each column; `choose` gets the columns that are wanted then."""
    menu = QMenu(parent)
    shown = frozenset(chosen)
    for column, facts in COLUMNS.items():
        action = menu.addAction(tr("Number") if column is Column.NUMBER else facts.word)
        action.setCheckable(True)
        action.setChecked(column in shown)
        action.setEnabled(column not in STEADY)
        action.toggled.connect(lambda _on, one=column: choose(shown ^ {one}))
    menu.addSeparator()
    usual = menu.addAction(tr("The usual columns"))
    usual.setEnabled(shown != USUAL)
    usual.triggered.connect(lambda: choose(USUAL))
    return menu
