"""The main job without a pointer, by somebody who hears the window: everything reached has a name that can be said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from score_gui.demo import PracticeSite
from score_gui.model.transfer import Status
from tests.app.conftest import Person

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
LARGE = "practice_large.tar"
MOST = 80
"""Presses of one key after which nobody would go on."""


def focus() -> QWidget:
    widget: QWidget | None = QApplication.focusWidget()
    assert widget is not None
    return widget


def said(widget: QWidget) -> str:
    """What a screen reader says of a control: its label, if another one names it, and its own name."""
    interface = QAccessible.queryAccessibleInterface(widget)
    found = interface.relations(QAccessible.RelationFlag.Label)
    labels = [other.text(QAccessible.Text.Name) for other, _ in found]
    return " ".join([*labels, interface.text(QAccessible.Text.Name)]).strip()


def press_until(person: Person, key: Qt.Key, is_there: Callable[[QWidget], bool]) -> list[str]:
    """Press a key until the focus is where it should be; what was said on the way."""
    heard: list[str] = []
    for _ in range(MOST):
        if is_there(focus()):
            return heard
        person.qtbot.keyClick(focus(), key)
        heard.append(said(focus()))
        assert heard[-1], f"a {type(focus()).__name__} without a name"
    pytest.fail(f"it cannot be reached: {heard}")


def test_from_a_manifest_to_a_paused_file_by_keys_alone(person: Person, site: PracticeSite) -> None:
    site.hold(after=3_000_000)
    person.restart(site.data.manifest)
    person.until_button("Download 7 files")
    window = person.app.window
    person.until(window.isActiveWindow)

    def is_download(widget: QWidget) -> bool:
        return isinstance(widget, QAbstractButton) and widget.text().strip().startswith("Download")

    heard = press_until(person, Qt.Key.Key_Tab, is_download)
    assert {"Folder", "Layout Flat"} <= set(heard)
    person.qtbot.keyClick(focus(), Qt.Key.Key_Space)
    person.until(lambda: len(person.rows) == 7)
    person.until(lambda: person.row(LARGE).status is Status.DOWNLOADING)

    view = window.page.view
    person.until(view.hasFocus)
    person.qtbot.keyClick(view, Qt.Key.Key_Home)
    while view.rows.row_at(view.currentIndex().row()).transfer.name != LARGE:
        person.qtbot.keyClick(view, Qt.Key.Key_Down)
    row = str(view.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole))
    assert row.startswith("Row 5 of 7, practice_large.tar, downloading")
    person.qtbot.keyClick(view, Qt.Key.Key_Space)
    person.until(lambda: person.row(LARGE).status is Status.PAUSED)
    assert "paused" in str(view.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)).lower()
    site.release()


def test_f6_leads_through_the_regions_and_back(person: Person, site: PracticeSite) -> None:
    person.drop(site.data.manifest)
    person.press_download()
    person.until(lambda: person.rows and all(row.status is Status.VERIFIED for row in person.rows))
    window, page = person.app.window, person.app.window.page
    regions: tuple[QWidget, ...] = (window.tools, page.side, page.view, page.details)
    page.side.setFocus()
    visited, heard = [], []
    for _ in range(len(regions) + 1):
        visited.append(
            next(n for n, one in enumerate(regions) if one is focus() or one.isAncestorOf(focus()))
        )
        heard.append(said(focus()))
        person.qtbot.keyClick(focus(), Qt.Key.Key_F6)
    assert visited == [1, 2, 3, 0, 1]
    assert all(heard)
    person.qtbot.keyClick(focus(), Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert page.side.hasFocus()
