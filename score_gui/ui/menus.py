"""The menu bar and the menu of a row, made of the shared actions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from score_gui.model.language import tr
from score_gui.ui.actions import Actions
from score_gui.ui.deeds import Deed

_Items = Sequence[QAction | None]


def build_menu_bar(bar: QMenuBar, actions: Actions, states: Sequence[QAction], recent: QMenu) -> None:
    """File, Edit, View, Transfer, Tools, Help; None stands for a separator."""
    menus: dict[str, _Items] = {
        tr("&File"): (
            actions.add,
            actions.paste,
            recent.menuAction(),
            None,
            actions.browse,
            actions.slice,
            None,
            actions.quit,
        ),
        tr("&Edit"): (
            actions.copy_names,
            actions.copy_ids,
            actions.copy_command,
            None,
            actions.select_all,
            actions.find,
            None,
            actions.remove,
            actions.delete,
        ),
        tr("&View"): (*states, None, actions.details, actions.overview, None, actions.compact),
        tr("&Transfer"): (
            actions.start_now,
            actions.resume,
            actions.pause,
            actions.retry,
            None,
            *actions.moves.values(),
            None,
            *actions.priorities.values(),
            None,
            actions.relocate,
            actions.recheck,
            actions.show,
            None,
            actions.save_failed,
        ),
        tr("T&ools"): (actions.profiles, actions.practice, None, actions.settings),
        tr("&Help"): (actions.keys, actions.about),
    }
    for title, items in menus.items():
        _fill_menu(bar.addMenu(title), items)


def row_menu(
    parent: QWidget, actions: Actions, deeds: Sequence[QAction], *, can_slice: bool = False
) -> QMenu:
    """The menu of the selected rows; `deeds` is what their state offers, if they share it."""
    menu = QMenu(parent)
    items: list[QAction | None] = [*deeds, None] if deeds else []
    shared = [actions.start_now, actions.resume, actions.pause, actions.retry, None]
    shared += [actions.slice, None] if can_slice else []
    shared += [
        *actions.moves.values(),
        _priorities(menu, actions),
        None,
        actions.relocate,
        actions.recheck,
        actions.show,
        actions.overview,
        None,
    ]
    shared += [
        actions.copy_names,
        actions.copy_ids,
        actions.copy_command,
        None,
        actions.remove,
        actions.delete,
    ]
    same = {
        tr(Deed.START_NOW): actions.start_now,
        tr(Deed.PAUSE): actions.pause,
        tr(Deed.RESUME): actions.resume,
        tr(Deed.SHOW): actions.show,
    }
    if deeds and deeds[0].text() in same:
        shared.remove(same[deeds[0].text()])
    _fill_menu(menu, [*items, *shared])
    return menu


def _priorities(parent: QMenu, actions: Actions) -> QAction:
    """A menu of its own, which says no more than it must."""
    made = QMenu(tr("Priority"), parent)
    _fill_menu(made, list(actions.priorities.values()))
    return made.menuAction()


def _fill_menu(menu: QMenu, items: _Items) -> None:
    menu.setToolTipsVisible(False)
    for item in items:
        if item is None:
            menu.addSeparator()
        else:
            menu.addAction(item)
