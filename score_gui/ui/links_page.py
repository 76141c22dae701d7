"""The last tab of the details: the names by which others know a file. The pre-signed link is never among them."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from score_gui.access.profiles import IMAGING
from score_gui.model.language import mark, tr
from score_gui.ui.queue_rows import Row
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import ElidedLabel, Kind, Label, button, label
from score_gui.ui.words import shown, target_text


def _command(row: Row) -> str:
    item = row.transfer
    # The commons is public and has no profile that could be named.
    site = () if item.profile_id == IMAGING.id else ("--profile", item.profile_id)
    words = ("score-gui", "download", *site, "--object-id", item.object_id)
    return shlex.join((*words, "--output-dir", str(item.folder)))


_FACTS: Mapping[str, Callable[[Row], str]] = {
    mark("Object ID"): lambda row: row.transfer.object_id,
    mark("MD5"): lambda row: row.transfer.md5 or "",
    mark("Donor"): lambda row: row.transfer.donor or "",
    mark("Project"): lambda row: row.transfer.project or "",
    mark("Path"): lambda row: target_text(row.transfer),
    mark("As a command"): _command,
}


class LinksPage(QWidget):
    """Label, value, Copy.

    Signals:
        copied: text for the clipboard.
    """

    copied = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._row: Row | None = None
        self._lines: dict[str, tuple[Label, ElidedLabel, QPushButton]] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(*(theme.px(side) for side in (16, 12, 16, 8)))
        grid.setVerticalSpacing(0)
        grid.setColumnMinimumWidth(0, theme.px(120))
        grid.setColumnStretch(1, 1)
        for number, name in enumerate(_FACTS):
            line = (
                label(theme, tr(name), color="text-2"),
                ElidedLabel(theme, "", Role.MONO),
                button(theme, tr("Copy"), Kind.LINK),
            )
            line[2].setAccessibleName(tr("Copy {name}", name=tr(name)))
            line[2].clicked.connect(lambda _=False, key=name: self._copy(key))
            for column, widget in enumerate(line):
                grid.addWidget(widget, number, column)
            self._lines[name] = line
        grid.setRowStretch(len(_FACTS), 1)

    def show_row(self, row: Row | None) -> None:
        self._row = row
        for name, fact in _FACTS.items():
            head, value, copy = self._lines[name]
            text = fact(row) if row is not None else ""
            value.setText(shown(text))
            value.setAccessibleName(f"{tr(name)}: {shown(text)}")
            for widget in (head, value, copy):
                widget.setVisible(bool(text))

    def _copy(self, name: str) -> None:
        if self._row is not None:
            self.copied.emit(_FACTS[name](self._row))
