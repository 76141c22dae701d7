"""Takes an entry of a menu button, as a person does."""

from __future__ import annotations

from PySide6.QtWidgets import QToolButton, QWidget


def press_menu(widget: QWidget, name: str, words: str) -> None:
    """Trigger the entry `words` of the button with the accessible name `name` below `widget`."""
    (button,) = [one for one in widget.findChildren(QToolButton) if one.accessibleName() == name]
    (action,) = [one for one in button.menu().actions() if one.text() == words]
    action.trigger()
