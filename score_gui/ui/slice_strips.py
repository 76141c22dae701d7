"""Strips below the regions: what is wrong with a chip and its repair, what the slice costs, and how far it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from score_gui.model.language import tr
from score_gui.ui.icons import Icons
from score_gui.ui.slice_regions import Chip, Chips, Repair
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import Kind, Tint, button, label, paragraph, tint_fill, tint_line

SHOWN = 3
"""Troubles that are told at once; the chips show the rest."""


class Strip(QWidget):
    """A rounded surface in a tint."""

    def __init__(self, theme: Theme, tint: Tint) -> None:
        super().__init__()
        self._theme = theme
        self.tint = tint
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.color(tint_line(self.tint)))
        painter.setBrush(self._theme.color(tint_fill(self.tint)))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.end()


class TroubleStrips(QWidget):
    """One strip for each of the first broken chips.

    Signals:
        repair_asked: the place of a chip, and the `Repair`.
        all_asked: every broken chip is to take its only repair.
    """

    repair_asked = Signal(int, object)
    all_asked = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self._chips = Chips()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(6))
        theme.changed.connect(self._rebuild)

    @property
    def buttons(self) -> list[QPushButton]:
        """The repairs, in the order of the strips."""
        return [made for made in self.findChildren(QPushButton) if made.isVisibleTo(self)]

    def set_chips(self, chips: Chips) -> None:
        """Tell of the broken ones among these."""
        if chips != self._chips:
            self._chips = chips
            self._rebuild()

    def _rebuild(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        broken = [(place, self._chips.all[place]) for place in self._chips.broken]
        for place, chip in broken[:SHOWN]:
            self._column.addWidget(self._strip(place, chip))
        if len(broken) > 1:
            self._column.addWidget(self._rest([chip for _, chip in broken]))
        self.setVisible(bool(broken))

    def _strip(self, place: int, chip: Chip) -> QWidget:
        made = Strip(self._theme, Tint.NEED)
        sign = label(self._theme)
        sign.setPixmap(self._icons.pixmap("triangle-alert", "state-need"))
        row = QHBoxLayout(made)
        row.setContentsMargins(*[self._theme.px(n) for n in (11, 6, 10, 6)])
        row.setSpacing(self._theme.px(8))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
        trouble = chip.trouble
        if trouble is None:
            raise ValueError("only a broken chip has a strip")
        words = paragraph(self._theme, trouble.sentence)
        row.addWidget(words, 1)
        for repair in trouble.repairs:
            row.addWidget(self._button(place, repair, chip))
        return made

    def _button(self, place: int, repair: Repair, chip: Chip) -> QWidget:
        made = button(self._theme, repair.words, Kind.SMALL)
        made.setAccessibleName(tr("{words}, for {text}", words=repair.words, text=chip.text))
        made.clicked.connect(lambda: self.repair_asked.emit(place, repair))
        return made

    def _rest(self, broken: Sequence[Chip]) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        hidden = len(broken) - SHOWN
        words = tr("and {more:,} more", more=hidden) if hidden > 0 else ""
        row.addWidget(label(self._theme, words, Role.SMALL, "text-2"))
        row.addStretch(1)
        if all(chip.trouble is not None and len(chip.trouble.repairs) == 1 for chip in broken):
            every = button(self._theme, tr("Repair all {broken:,}", broken=len(broken)), Kind.LINK)
            every.clicked.connect(self.all_asked)
            row.addWidget(every)
        return made


class ShareBar(QWidget):
    """A plain bar of what is done; grey and empty until something is known."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._share = 0.0
        self.setFixedHeight(theme.px(8))
        self.setAccessibleName(tr("Progress"))

    def set_share(self, share: float) -> None:
        """Between 0 and 1."""
        self._share = min(1.0, max(0.0, share))
        self.setAccessibleDescription(tr("{percent} percent", percent=int(self._share * 100)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(8))

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(self.rect())
        painter.setBrush(self._theme.color("bar-track"))
        painter.drawRoundedRect(whole, 2, 2)
        painter.setBrush(self._theme.color("bar-disk"))
        painter.drawRoundedRect(QRectF(0, 0, whole.width() * self._share, whole.height()), 2, 2)
        painter.end()


class CostStrip(Strip):
    """The estimate, or the progress in its place.

    Signals:
        whole_asked: the whole file is wanted instead.
    """

    whole_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, Tint.INFO)
        self._head = label(theme, "", Role.HEADING)
        self._after = label(theme, "", Role.BODY, "text-2")
        self._rest = paragraph(theme, "", Role.SMALL, "text-2")
        self._bar = ShareBar(theme)
        self._whole = button(theme, tr("Whole file instead"), Kind.SMALL)
        self._whole.clicked.connect(self.whole_asked)
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        line.addWidget(self._head, 0, Qt.AlignmentFlag.AlignBaseline)
        line.addWidget(self._after, 1, Qt.AlignmentFlag.AlignBaseline)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(n) for n in (15, 9, 15, 10)])
        column.setSpacing(theme.px(4))
        column.addLayout(line)
        column.addWidget(self._bar)
        column.addWidget(self._rest)
        column.addWidget(self._whole, 0, Qt.AlignmentFlag.AlignLeft)
        self._bar.hide()
        self._whole.hide()

    def say(
        self,
        head: str,
        after: str = "",
        rest: str = "",
        *,
        tint: Tint = Tint.INFO,
        offers_whole: bool = False,
    ) -> None:
        """Words without a bar."""
        self._put(head, after, rest, tint)
        self._bar.hide()
        self._whole.setVisible(offers_whole)

    def show_share(self, head: str, after: str, share: float) -> None:
        """Words and how far it is."""
        self._put(head, after, "", Tint.INFO)
        self._bar.set_share(share)
        self._bar.show()
        self._whole.hide()

    @property
    def text(self) -> str:
        """All that is said."""
        return " ".join(part for part in (self._head.text(), self._after.text(), self._rest.text()) if part)

    def _put(self, head: str, after: str, rest: str, tint: Tint) -> None:
        self.tint = tint
        self._head.setText(head)
        self._after.setText(after)
        self._rest.setText(rest)
        self._rest.setVisible(bool(rest))
        self.setAccessibleName(self.text)
        self.update()
