"""A paragraph of plain text in which some words stand out; nothing in it is ever read as markup."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from score_gui.ui.theme import Role, Theme


class MarkedText(QWidget):
    """Words in `text-2`; what stands between asterisks is strong and in `text`."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__()
        self._theme = theme
        self._pieces = text.split("*")
        self.setAccessibleName(self.text)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.update)

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def sizeHint(self) -> QSize:
        width = self._theme.px(264)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(160), self.fontMetrics().height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self._layout(width)
        return round(layout.boundingRect().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self._theme.color("text-2"))
        self._layout(self.width()).draw(painter, QPointF(0, 0))
        painter.end()

    def _layout(self, width: int) -> QTextLayout:
        layout = QTextLayout(self.text, self._theme.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        layout.setFormats(self._formats())
        height = 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width))
            line.setPosition(QPointF(0, height))
            height += line.height() + self._theme.px(3)
        layout.endLayout()
        return layout

    def _formats(self) -> list[QTextLayout.FormatRange]:
        look = QTextCharFormat()
        look.setFont(self._theme.font(Role.STRONG))
        look.setFontWeight(600)
        look.setForeground(self._theme.color("text"))
        ranges: list[QTextLayout.FormatRange] = []
        start = 0
        for number, piece in enumerate(self._pieces):
            if number % 2:
                made = QTextLayout.FormatRange()
                made.start, made.length, made.format = start, len(piece), look
                ranges.append(made)
            start += len(piece)
        return ranges
