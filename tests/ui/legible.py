"""Looks over a window as a person does who reads large text: what is too small, and what is cut."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QTabBar, QWidget

from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import ElidedLabel

_WITH_WORDS = (QLabel, QAbstractButton, QLineEdit, QComboBox, QTabBar)


def with_words(window: QWidget) -> Iterator[QWidget]:
    """The widgets in sight that show words."""
    for kind in _WITH_WORDS:
        for widget in window.findChildren(kind):
            if widget.isVisible() and not (
                isinstance(widget, QLabel | QAbstractButton) and not widget.text()
            ):
                yield widget


def too_small(window: QWidget, theme: Theme) -> list[str]:
    """Widgets whose type is smaller than the smallest role of the theme."""
    least = min(theme.font(role).pointSizeF() for role in Role)
    return [_name(widget) for widget in with_words(window) if widget.font().pointSizeF() < least - 0.01]


def cut(window: QWidget) -> list[str]:
    """Labels and buttons that have less room than their words take; what elides on purpose is left out."""
    return [_name(widget) for widget in with_words(window) if _is_cut(widget)]


def _is_cut(widget: QWidget) -> bool:
    if isinstance(widget, ElidedLabel):
        return False
    if isinstance(widget, QLabel):
        if widget.wordWrap():
            return widget.heightForWidth(widget.width()) > widget.height()
        return widget.sizeHint().width() > widget.width() or widget.sizeHint().height() > widget.height()
    if isinstance(widget, QAbstractButton):
        return widget.minimumSizeHint().width() > widget.width() or (
            widget.fontMetrics().height() > widget.height()
        )
    return widget.fontMetrics().height() > widget.height()


def _name(widget: QWidget) -> str:
    words = widget.accessibleName() or getattr(widget, "text", str)()
    return f"{type(widget).__name__} {words!r} {widget.width()}x{widget.height()}"
