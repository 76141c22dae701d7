"""Text for others than the eyes: the clipboard, and whoever listens to a screen reader."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, text: str) -> None:
    """Have a screen reader say something that happened."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


def to_clipboard(text: str) -> None:
    """Put text there; none leaves it as it is."""
    if text:
        QGuiApplication.clipboard().setText(text)
