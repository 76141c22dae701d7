"""What the tests of the windows share: one theme per test, in the light scheme."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from score_gui.ui.icons import Icons
from score_gui.ui.theme import Theme
from score_gui.ui.tokens import Scheme


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    # Windows of earlier tests wait for their end; alive, each would be dressed again here.
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    font = QFont(qapp.font())
    made = Theme(qapp, Scheme.LIGHT)
    made.apply()
    yield made
    made.deleteLater()
    qapp.setFont(font)  # a theme may have been given another size


@pytest.fixture
def owner(qapp: QApplication) -> Iterator[QObject]:
    """A parent for what has no widget to live with."""
    made = QObject()
    yield made
    made.deleteLater()


@pytest.fixture
def icons(theme: Theme) -> Icons:
    return Icons(theme)
