"""A line to type in: its sign and buttons are as large as its text, and the cross comes with the text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from score_gui.ui.field import Field
from score_gui.ui.icons import Icons
from score_gui.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # the platform without a screen


def shown(qtbot: QtBot, field: Field) -> Field:
    qtbot.addWidget(field)
    field.resize(400, 60)
    with qtbot.waitExposed(field):
        field.show()
    return field


def test_the_cross_is_there_while_there_is_text_and_takes_it_away(
    qtbot: QtBot, theme: Theme, icons: Icons
) -> None:
    field = shown(qtbot, Field(theme, icons, "search", clearable=True))
    (cross,) = field.findChildren(QToolButton)
    assert cross.isHidden()
    room_without = field.textMargins().right()
    qtbot.keyClicks(field, "DO328")
    assert cross.isVisible()
    assert cross.accessibleName() == "Clear"
    assert field.rect().contains(cross.geometry())
    assert field.textMargins().right() >= room_without + cross.width()
    qtbot.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert not field.text()
    assert cross.isHidden()


def test_sign_and_buttons_grow_with_the_text_and_stand_clear_of_it(qtbot: QtBot, theme: Theme) -> None:
    theme.set_text_size(200)
    icons = Icons(theme)
    field = shown(qtbot, Field(theme, icons, "folder"))
    eye = field.add_button("eye", "Show token")
    (sign,) = field.findChildren(QLabel)
    assert sign.pixmap().height() == theme.px(16) * theme.device_ratio
    assert eye.iconSize().height() == theme.px(16)
    assert field.textMargins().left() >= sign.width()
    assert field.textMargins().right() >= eye.width()
    assert sign.geometry().right() < eye.geometry().left()
