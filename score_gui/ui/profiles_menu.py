"""The menu of what a new profile can begin with."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from score_gui.access.profiles import PRESETS
from score_gui.model.language import tr
from score_gui.model.profile import Profile
from score_gui.ui.widgets import menu_text


def presets_menu(parent: QWidget, on_chosen: Callable[[Profile | None], None]) -> QMenu:
    """The sites that are known from the start, and one that is not (None)."""
    menu = QMenu(parent)
    for preset in PRESETS:
        menu.addAction(menu_text(preset.name)).triggered.connect(
            lambda _checked=False, chosen=preset: on_chosen(chosen)
        )
    menu.addSeparator()
    menu.addAction(tr("Another Overture site")).triggered.connect(lambda: on_chosen(None))
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu
