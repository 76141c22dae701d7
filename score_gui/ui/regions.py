"""F6 and Shift+F6: from one region of the window to the next, for people without a pointer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


class Regions:
    """The regions in their order; those that are hidden are left out."""

    def __init__(self, widgets: Sequence[QWidget]) -> None:
        self._widgets = widgets

    def go_on(self) -> None:
        self._move(1)

    def go_back(self) -> None:
        self._move(-1)

    def _move(self, step: int) -> None:
        shown = [widget for widget in self._widgets if widget.isVisible()]
        if not shown:
            return
        focus = QApplication.focusWidget()
        now = next((n for n, widget in enumerate(shown) if _holds(widget, focus)), -1 if step > 0 else 0)
        target = shown[(now + step) % len(shown)]
        takes = target if target.focusPolicy() is not Qt.FocusPolicy.NoFocus else _first_inside(target)
        if takes is not None:
            takes.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _holds(widget: QWidget, focus: QWidget | None) -> bool:
    return focus is not None and (widget is focus or widget.isAncestorOf(focus))


def _first_inside(widget: QWidget) -> QWidget | None:
    inside = widget.findChildren(QWidget)
    return next((w for w in inside if w.isVisible() and w.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
