"""What a person sees before the first download: three steps, and a practice set for those without a token."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from score_gui.model.language import tr
from score_gui.ui.empty_text import MarkedText
from score_gui.ui.icons import Icons
from score_gui.ui.preview_recent import Recent
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import Kind, Sign, button, fill, label, paragraph, tip

ARGO_REPOSITORY = "https://platform.icgc-argo.org/repository"

_COLUMN_UNDER = 980
_MARGIN = 12
_MOST_RECENT = 3
_LONGEST_NAME = 32
_WIDEST_SENTENCE = 520


class EmptyPage(QWidget):
    """The first-run page. `keyring` names the place where tokens are kept, `practice_size` is `36 MB` or empty.

    Signals:
        token_asked: open the dialog for a token.
        token_page_asked: open the site's page that shows the token.
        url_asked: open a portal; carries its address.
        choose_asked: choose a manifest.
        practice_asked: open the practice set.
        recent_chosen: the path or address of a list that was opened before.
    """

    token_asked = Signal()
    token_page_asked = Signal()
    url_asked = Signal(str)
    choose_asked = Signal()
    practice_asked = Signal()
    recent_chosen = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, *, keyring: str, practice_size: str = "") -> None:
        super().__init__()
        fill(self, theme, "surface")
        self._theme = theme
        self._icons = icons
        self._is_dragging = False
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._cards.setSpacing(theme.px(16))
        for card in (self._token_card(keyring), self._manifest_card(), self._drop_card()):
            self._cards.addWidget(card)
        self._lately = QWidget()
        self._lately_row = QHBoxLayout(self._lately)
        self._lately_row.setContentsMargins(0, 0, 0, theme.px(8))
        self._lately.hide()
        self._build(practice_size)
        theme.changed.connect(self.update)

    @property
    def is_dragging(self) -> bool:
        return self._is_dragging

    def set_dragging(self, dragging: bool) -> None:  # noqa: FBT001 - told as Qt's own setters are
        """Answer a file that is dragged over the window."""
        self._is_dragging = dragging
        self.update()

    def set_recent(self, items: Sequence[Recent]) -> None:
        """Offer the lists that were opened lately, the latest first; nothing is said while there are none."""
        while (item := self._lately_row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._lately_row.addWidget(label(self._theme, tr("Opened lately:"), color="text-2"))
        for each in items[:_MOST_RECENT]:
            shown = button(self._theme, _shortened(each.name), Kind.LINK)
            shown.setAccessibleName(tr("Open {name} again", name=each.name))
            shown.setToolTip(tip(each.place))
            shown.clicked.connect(lambda _=False, place=each.place: self.recent_chosen.emit(place))
            self._lately_row.addWidget(shown)
        self._lately.setVisible(bool(items))

    @property
    def is_stacked(self) -> bool:
        """The cards stand below each other, for the window is narrow."""
        return self._cards.direction() is QBoxLayout.Direction.TopToBottom

    def _build(self, practice_size: str) -> None:
        px = self._theme.px
        column = QVBoxLayout()
        column.setSpacing(px(8))
        column.addStretch(2)
        for words in (
            paragraph(self._theme, tr("Drop a manifest here"), Role.TITLE),
            paragraph(
                self._theme, tr("Three steps to verified files. The order does not matter."), color="text-2"
            ),
        ):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            # Else Qt breaks a sentence that would fit the line.
            whole = words.fontMetrics().horizontalAdvance(words.text())
            words.setMinimumWidth(min(whole + px(2), px(_WIDEST_SENTENCE)))
            column.addWidget(words)
        column.addSpacing(px(20))
        # In a row of their own, for a layout asks how high its cards are at its own width.
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addLayout(self._cards)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addSpacing(px(20))
        column.addWidget(self._lately, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(self._practice(practice_size))
        column.addStretch(3)
        self._scroll_over(column)

    def _scroll_over(self, column: QVBoxLayout) -> None:
        """The page scrolls where the window is low; the dashed frame stays in sight."""
        content = QWidget()
        row = QHBoxLayout(content)
        px = self._theme.px
        row.setContentsMargins(px(24), px(24), px(24), px(24))
        row.addStretch(1)
        row.addLayout(column)
        row.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(content)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for see_through in (scroll.viewport(), content):
            see_through.setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        margin = px(_MARGIN) + 3
        outer.setContentsMargins(margin, margin, margin, margin)
        outer.addWidget(scroll)

    def _practice(self, size: str) -> QVBoxLayout:
        words = tr("Try the open practice set")
        if size:
            words = tr("Try the open practice set ({size})", size=size)
        go = button(self._theme, words, Kind.LINK)
        go.clicked.connect(self.practice_asked)
        line = QHBoxLayout()
        line.addStretch()
        line.addWidget(label(self._theme, tr("No token yet?"), color="text-2"))
        line.addWidget(go)
        line.addStretch()
        under = paragraph(
            self._theme, tr("Runs on this computer, needs no token and no network."), Role.SMALL, "text-2"
        )
        under.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout()
        column.addLayout(line)
        column.addWidget(under)
        return column

    def _token_card(self, keyring: str) -> QWidget:
        words = MarkedText(
            self._theme,
            tr(
                "Sign in at ICGC ARGO, open *Profile and Token*, copy your API token. "
                "It is kept in {keyring} and sent to ICGC ARGO only.",
                keyring=keyring,
            ),
        )
        add = button(self._theme, tr("Add token…"), Kind.PRIMARY)
        add.clicked.connect(self.token_asked)
        page = self._outside(tr("Open token page"), Kind.LINK)
        page.clicked.connect(self.token_page_asked)
        return _Card(self._theme, self._icons, ("key-round", "1", tr("Add your token")), words, [add, page])

    def _manifest_card(self) -> QWidget:
        words = MarkedText(
            self._theme,
            tr(
                "ARGO File Repository: *Download*, then *File Manifest*. "
                "A manifest of any other Overture site works too."
            ),
        )
        go = self._outside(tr("Open ARGO"), Kind.PLAIN)
        go.clicked.connect(lambda: self.url_asked.emit(ARGO_REPOSITORY))
        return _Card(self._theme, self._icons, ("file-text", "2", tr("Get a manifest")), words, [go])

    def _drop_card(self) -> QWidget:
        words = MarkedText(
            self._theme,
            tr(
                "You first see what is in it and whether it fits on your disk. Nothing is downloaded "
                "before you press Download."
            ),
        )
        choose = button(self._theme, tr("Choose file…"))
        choose.clicked.connect(self.choose_asked)
        return _Card(self._theme, self._icons, ("download", "3", tr("Drop it here")), words, [choose])

    def _outside(self, words: str, kind: Kind) -> QPushButton:
        """A button that leaves for the browser, with the sign for it behind its words."""
        made = button(self._theme, f"{words} ", kind)
        made.setAccessibleName(words)
        made.setAccessibleDescription(tr("Opens in the browser"))
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        made.setIconSize(QSize(self._theme.px(14), self._theme.px(14)))
        self._icons.bind(made, "external-link", "accent" if kind is Kind.LINK else "text-2")
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < self._theme.px(_COLUMN_UNDER)
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._cards.setDirection(down if is_narrow else right)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._theme.color("accent" if self._is_dragging else "line-strong"), 1.5)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        if self._is_dragging:
            painter.setBrush(self._theme.color("select"))
        inset = self._theme.px(_MARGIN)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 8, 8)
        painter.end()


def _shortened(name: str) -> str:
    return (
        name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME // 2]}…{name[-_LONGEST_NAME // 2 :]}"
    )


class _Card(QWidget):
    """One step: icon, number, title, words and what can be done."""

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        heading: tuple[str, str, str],
        words: MarkedText,
        buttons: list[QPushButton],
    ) -> None:
        super().__init__()
        self._theme = theme
        px = theme.px
        self.setFixedWidth(px(304))
        self.setMinimumHeight(px(200))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(20), px(20), px(20))
        column.setSpacing(px(10))
        column.addLayout(self._heading(icons, *heading))
        column.addWidget(words)
        column.addStretch()
        column.addLayout(self._buttons(buttons))
        theme.changed.connect(self.update)

    def _buttons(self, buttons: list[QPushButton]) -> QBoxLayout:
        """Side by side, or one below the other where their words are too long for that."""
        px = self._theme.px
        for each in buttons:
            each.ensurePolished()
        needed = sum(each.sizeHint().width() + px(8) for each in buttons) - px(8)
        fits = needed <= self.minimumWidth() - 2 * px(20)
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom)
        row.setSpacing(px(8))
        for each in buttons:
            # Of a link the icon is at the right, which turns its own left and right around.
            row.addWidget(each, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        if fits:
            row.addStretch()
        return row

    def _heading(self, icons: Icons, icon: str, number: str, title: str) -> QHBoxLayout:
        sign = Sign(self._theme, icons, icon, "accent", 22)
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(11))
        row.addWidget(sign)
        row.addWidget(label(self._theme, f"{number}  {title}", Role.HEADING), 1)
        return row

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.color("line"))
        painter.setBrush(self._theme.color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.end()
