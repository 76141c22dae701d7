"""Shows the target path of one file, with what the layout and the rule for equal names added made visible."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from score_gui.model.language import tr
from score_gui.ui.preview_places import ExamplePath
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import tip

_PADDING = 9


class PathBox(QWidget):
    """A framed path in the fixed font, broken over lines as it needs."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._path: ExamplePath | None = None
        self.setAccessibleName(tr("Example"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def path(self) -> ExamplePath | None:
        return self._path

    def set_path(self, path: ExamplePath | None) -> None:
        """Show this path; None empties the box."""
        self._path = path
        self.setAccessibleDescription("" if path is None else path.text)
        self.setToolTip("" if path is None else tip(path.text))
        self._fit_height()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("line")))
        painter.setBrush(self._theme.color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.setPen(self._theme.color("text"))
        inset = self._theme.px(_PADDING)
        self._layout().draw(painter, QPointF(inset, inset))
        painter.end()

    def _fit_height(self) -> None:
        layout = self._layout()
        lines = layout.boundingRect().height() if layout.lineCount() else 0
        least = 2 * self.fontMetrics().lineSpacing()
        self.setFixedHeight(round(max(lines, least)) + 2 * self._theme.px(_PADDING))

    def _layout(self) -> QTextLayout:
        text = self._path.text if self._path is not None else ""
        layout = QTextLayout(text, self._theme.font(Role.MONO))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAnywhere)
        layout.setTextOption(option)
        layout.setFormats(self._formats())
        width = max(1, self.width() - 2 * self._theme.px(_PADDING))
        height = 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, height))
            height += line.height()
        layout.endLayout()
        return layout

    def _formats(self) -> list[QTextLayout.FormatRange]:
        path = self._path
        if path is None:
            return []
        after_layout = len(path.folder) + len(path.layout)
        pieces = (
            (len(path.folder), len(path.layout), "state-work"),
            (after_layout + len(path.stem), len(path.added), "state-wait"),
        )
        return [self._mark(path.text, *piece) for piece in pieces if piece[1]]

    def _mark(self, text: str, start: int, length: int, color: str) -> QTextLayout.FormatRange:
        """A coloured and underlined stretch; Qt counts in UTF-16 units."""
        look = QTextCharFormat()
        look.setForeground(self._theme.color(color))
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        made = QTextLayout.FormatRange()
        made.start = _units(text[:start])
        made.length = _units(text[start : start + length])
        made.format = look
        return made


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
