"""The short style sheet: flat buttons, tabs, headers and fields. Item views are painted by delegates instead.

Colours are written as `@token`, lengths as `12u` (units of a 13 px font), so that the sheet stays readable
and scales with the system's font.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_TOKEN = re.compile(r"@([a-z][a-z0-9-]*)")
_UNITS = re.compile(r"\b(\d+(?:\.\d+)?)u\b")

_SHEET = """
QToolBar { background: @chrome; border: 0; border-bottom: 1px solid @line; padding: 7u 8u; spacing: 2u; }
QToolBar::separator { background: @line-strong; width: 1px; margin: 5u 8u; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 5px; padding: 5u 8u; }
QToolButton:hover { background: @hover; }
QToolBar QToolButton:hover { background: @select-off; }
QToolButton:pressed, QToolButton:checked { background: @select-off; }
QToolButton:focus { border: 2px solid @accent; padding: 4u 7u; }
QToolButton:disabled { color: @text-off; }
QToolButton::menu-indicator { image: none; }
QToolButton[kind="outlined"] { background: @surface; border: 1px solid @line-strong; padding: 5u 10u; }
QToolButton[kind="outlined"]:hover { background: @hover; }
QToolButton[kind="outlined"]:focus { border: 2px solid @accent; padding: 4u 9u; }
QToolButton[kind="small"] { padding: 3u; border-radius: 3px; }
QToolButton[kind="small"]:focus { padding: 2u; }
QToolButton[kind="segment"] { background: @surface; border: 1px solid @line-strong; border-radius: 0;
  padding: 5u 12u; }
QToolButton[kind="segment"]:hover { background: @hover; }
QToolButton[kind="segment"]:checked { background: @select; }
QToolButton[kind="segment"]:focus { border: 2px solid @accent; padding: 4u 11u; }

QPushButton { background: @surface; color: @text; border: 1px solid @line-strong; border-radius: 5px;
  padding: 5u 12u; min-height: 18u; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @select-off; }
QPushButton:focus { border: 2px solid @accent; padding: 4u 11u; }
QPushButton:disabled { color: @text-off; border-color: @line; }
QPushButton[kind="small"] { padding: 2u 9u; min-height: 18u; }
QPushButton[kind="small"]:focus { padding: 1u 8u; }
QPushButton[kind="primary"] { background: @accent; color: @on-accent; border-color: @accent; }
QPushButton[kind="primary"]:hover { border-color: @text; }
QPushButton[kind="primary"]:focus { border: 2px solid @text; }
QPushButton[kind="primary"]:disabled { background: @chrome; color: @text-off; border-color: @line; }
QPushButton[kind="danger"] { color: @state-need; border-color: @state-need; }
QPushButton[kind="link"] { background: transparent; border: 1px solid transparent; color: @accent;
  padding: 2u 4u; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border: 2px solid @accent; padding: 1u 3u; }
QPushButton[kind="link"]:disabled { color: @text-off; }

QLineEdit, QComboBox, QSpinBox, QTimeEdit, QPlainTextEdit { background: @surface; color: @text;
  border: 1px solid @outline; border-radius: 5px; padding: 4u 8u; min-height: 20u;
  selection-background-color: @accent; selection-color: @on-accent; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QTimeEdit:focus, QPlainTextEdit:focus {
  border: 2px solid @accent; padding: 3u 7u; }
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled, QTimeEdit:disabled, QPlainTextEdit:disabled {
  color: @text-off; border-color: @line; background: @chrome; }
QComboBox::drop-down { border: 0; width: 22u; }
QSpinBox, QTimeEdit { padding: 4u 22u 4u 8u; }
QSpinBox:focus, QTimeEdit:focus { padding: 3u 21u 3u 7u; }
QSpinBox QLineEdit, QTimeEdit QLineEdit { border: 0; padding: 0; min-height: 0; background: transparent; }
QSpinBox QLineEdit:focus, QTimeEdit QLineEdit:focus { border: 0; padding: 0; }
QSpinBox::up-button, QSpinBox::down-button, QTimeEdit::up-button, QTimeEdit::down-button { border: 0;
  background: transparent; width: 22u; }
QSpinBox::up-arrow, QSpinBox::down-arrow, QTimeEdit::up-arrow, QTimeEdit::down-arrow { image: none; }
QCheckBox { spacing: 8u; }
QCheckBox::indicator { width: 14u; height: 14u; border: 1px solid @outline; border-radius: 3px;
  background: @surface; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; }
QCheckBox::indicator:focus { border: 2px solid @accent; width: 12u; height: 12u; }
QCheckBox::indicator:disabled { background: @chrome; border-color: @line; }
QCheckBox:disabled { color: @text-off; }

QTabBar { background: @chrome; }
QTabBar::tab { background: transparent; color: @text-2; border: 0; border-bottom: 2px solid transparent;
  padding: 7u 1u 6u 1u; margin: 0 10u; }
QTabBar::tab:selected { color: @text; border-bottom: 2px solid @accent; }
QTabBar::tab:hover:!selected { color: @text; }
QTabBar::tab:focus { color: @accent; }

QHeaderView { background: @surface; border: 0; }
QHeaderView::section { background: @surface; color: @text-2; border: 0; border-bottom: 1px solid @line;
  border-right: 1px solid @line; padding: 0 8u; }

QMenuBar { background: @chrome; border: 0; padding: 2u 4u; }
QMenuBar::item { background: transparent; padding: 4u 10u; border-radius: 5px; }
QMenuBar::item:selected { background: @select-off; }
QMenu { background: @surface; border: 1px solid @line-strong; padding: 4u 0; }
QMenu::item { padding: 5u 28u 5u 12u; }
QMenu::icon { padding-left: 8u; }
QMenu::item:selected { background: @select; color: @text; }
QMenu::item:disabled { color: @text-off; }
QMenu::separator { background: @line; height: 1px; margin: 4u 0; }

QMessageBox QLabel { padding: 0 8u 4u 0; }
QMessageBox QLabel#qt_msgbox_label { font-weight: 600; padding: 6u 8u 0 0; min-width: 340u; }
QMessageBox QLabel#qt_msgbox_informativelabel { min-width: 340u; }
QStatusBar { background: @chrome; border-top: 1px solid @line; }
QStatusBar::item { border: 0; }
QStatusBar QToolButton { padding: 2u 6u; }
QStatusBar QToolButton:focus { padding: 1u 5u; }
QToolTip { background: @surface; color: @text; border: 1px solid @line-strong; padding: 3u 6u; }

QScrollBar:vertical { background: transparent; width: 10u; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10u; margin: 0; }
QScrollBar::handle { background: @line-strong; border-radius: 3px; margin: 2u;
  min-height: 24u; min-width: 24u; }
QScrollBar::handle:hover { background: @outline; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: @line; }
"""


def style_sheet(colors: Mapping[str, str], em: float) -> str:
    """The sheet for one scheme and one font size. `colors` maps tokens to hex values."""
    colored = _TOKEN.sub(lambda match: colors[match[1]], _SHEET)
    return _UNITS.sub(lambda match: f"{max(0, round(float(match[1]) * em))}px", colored)
