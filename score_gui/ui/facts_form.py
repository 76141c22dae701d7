"""Pairs of label and value, as the details show them; values are foreign text, so they are plain and elided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from score_gui.model.language import tr
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import ElidedLabel, label

_GAP = 8


class FactsForm(QWidget):
    """Two columns: what, and its value. Rows without a value are hidden, `mono` ones hold codes."""

    def __init__(
        self, theme: Theme, names: Sequence[str], *, label_width: int = 84, mono: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self._theme = theme
        self._mono = frozenset(mono)
        self._values: dict[str, ElidedLabel] = {}
        self._labels: dict[str, QWidget] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(_GAP))
        grid.setVerticalSpacing(theme.px(6))
        self._grid = grid
        self.set_label_width(label_width)
        grid.setColumnStretch(1, 1)
        for number, name in enumerate(names):
            head = label(theme, tr(name), color="text-2")
            value = ElidedLabel(theme)
            grid.addWidget(head, number, 0)
            grid.addWidget(value, number, 1)
            self._labels[name], self._values[name] = head, value
        grid.setRowStretch(len(names), 1)

    def set_label_width(self, units: int) -> None:
        """What the labels take at least, so that forms below one another line up."""
        self._grid.setColumnMinimumWidth(0, self._theme.px(units - _GAP))

    def set_values(self, values: Mapping[str, str]) -> None:
        """Show these values; a name that is not given or empty disappears."""
        for name, value in self._values.items():
            text = values.get(name, "")
            if value.text() != text:
                mono = name in self._mono and " " not in text
                value.setFont(self._theme.font(Role.MONO if mono else Role.BODY))
                value.setText(text)
                value.setAccessibleName(f"{tr(name)}: {text}")
            self._labels[name].setVisible(bool(text))
            value.setVisible(bool(text))
