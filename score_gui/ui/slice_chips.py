"""The field of regions: one chip for each, and a place to type the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QCompleter, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QSizePolicy, QWidget

from score_gui.model.language import mark, tr
from score_gui.ui.flow import FlowLayout
from score_gui.ui.icons import Icons
from score_gui.ui.slice_regions import Chip, Chips
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import ElidedLabel, Tint, icon_button, label, tint_fill, tint_line

PLACE_HOLDER = mark("chr17:…, a gene, or paste lines")
ROWS_IN_SIGHT = 5


class ChipBox(QWidget):
    """One chip: mark, text, note, and what takes it away.

    Signals:
        removed: take the chip away.
    """

    removed = Signal()

    def __init__(self, theme: Theme, icons: Icons, chip: Chip) -> None:
        super().__init__()
        self._theme = theme
        self._tint = Tint.INFO if chip.trouble is None else Tint.NEED
        mark = label(theme)
        icon, color = (
            ("circle-check", "state-good") if chip.trouble is None else ("triangle-alert", "state-need")
        )
        mark.setPixmap(icons.pixmap(icon, color))
        text = ElidedLabel(theme, chip.text, Role.MONO)
        text.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.close_button = icon_button(theme, icons, "x", tr("Remove {text}", text=chip.text))
        self.close_button.setIconSize(QSize(theme.px(12), theme.px(12)))
        self.close_button.clicked.connect(self.removed)
        self.close_button.installEventFilter(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(*[theme.px(n) for n in (8, 2, 4, 2)])
        row.setSpacing(theme.px(6))
        row.addWidget(mark)
        row.addWidget(text, 1)
        if chip.note:
            row.addWidget(label(theme, chip.note, Role.SMALL, "text-2"))
        row.addWidget(self.close_button)
        said = chip.trouble.sentence if chip.trouble is not None else chip.note
        self.setAccessibleName(f"{chip.text}: {said}")
        self.close_button.setAccessibleDescription(said)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Del and Backspace on the cross do what it says."""
        keys = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() in keys:
            self.removed.emit()
            return True
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.color(tint_line(self._tint)))
        painter.setBrush(self._theme.color(tint_fill(self._tint)))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()


def _no_offers(_typed: str) -> Sequence[str]:
    """Before a file is open nothing is known."""
    return ()


class RegionEdit(QLineEdit):
    """Where the next region is typed.

    Signals:
        entered: text to make chips of.
        taken_back: Backspace in the empty field.
        focused: the field has the focus now, or lost it.
    """

    entered = Signal(str)
    taken_back = Signal()
    focused = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFrame(False)
        self.setStyleSheet(
            "QLineEdit, QLineEdit:focus { border: 0; background: transparent; padding: 0 2px; }"
        )
        self.setFont(theme.font(Role.MONO))
        self.setPlaceholderText(tr(PLACE_HOLDER))
        self.setAccessibleName(tr("Region"))
        self.setAccessibleDescription(tr("Type a region or a gene and press Enter, or paste several lines"))
        self.setMinimumWidth(theme.px(190))
        self.setMaximumHeight(theme.px(28))
        self.returnPressed.connect(self.enter)
        self._offers: Callable[[str], Sequence[str]] = _no_offers
        self._words = QStringListModel(self)
        self._completer = QCompleter(self._words, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.activated.connect(self._on_picked)
        self.setCompleter(self._completer)
        self.textEdited.connect(self._on_edited)

    def set_offers(self, offers: Callable[[str], Sequence[str]]) -> None:
        """What gives the words to be picked from for what is typed so far."""
        self._offers = offers

    def enter(self) -> None:
        """Make chips of what stands here."""
        text = self.text().strip()
        if text:
            self.clear()
            self._hide_offers()
            self.entered.emit(text)

    def paste_all(self) -> None:
        """The clipboard: several words become chips at once, one word is put into the field."""
        text = QGuiApplication.clipboard().text()
        if len(text.split()) > 1 or len(text) > self.maxLength():
            whole = f"{self.text()} {text}"
            self.clear()
            self.entered.emit(whole)
        else:
            self.insert(text.strip())

    def _hide_offers(self) -> None:
        popup = self._completer.popup()
        if popup is not None:
            popup.hide()

    def _on_edited(self, text: str) -> None:
        self._words.setStringList(list(self._offers(text)))

    def _on_picked(self, word: str) -> None:
        self.setText(word)
        self.enter()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_all()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.text().strip():
            self.enter()  # and not the default button of the dialog
        elif event.key() == Qt.Key.Key_Backspace and not self.text():
            self.taken_back.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent, /) -> None:
        menu = self.createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() == "edit-paste":
                paste = QAction(action.text(), menu)
                paste.setEnabled(action.isEnabled())
                paste.triggered.connect(self.paste_all)
                menu.insertAction(action, paste)
                menu.removeAction(action)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent, /) -> None:
        super().focusOutEvent(event)
        self.focused.emit(False)


class ChipField(QFrame):
    """The chips and the edit, in a frame that looks like a field and scrolls when there are many.

    Signals:
        entered: text to make chips of.
        removed: the place of a chip to take away.
        taken_back: the place of a chip whose text goes back into the edit.
    """

    entered = Signal(str)
    removed = Signal(int)
    taken_back = Signal(int)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self._chips = Chips()
        self._boxes: list[ChipBox] = []
        self.edit = RegionEdit(theme)
        self.edit.entered.connect(self.entered)
        self.edit.taken_back.connect(self._on_taken_back)
        self.edit.focused.connect(self._on_focused)
        self._inner = QWidget()
        self._flow = FlowLayout(self._inner, theme.px(6))
        self._flow.setContentsMargins(0, 0, 0, 0)
        self._flow.addWidget(self.edit)
        self._scroll = self._make_scroll()
        row = QHBoxLayout(self)
        row.setContentsMargins(*[theme.px(n) for n in (8, 7, 8, 7)])
        row.addWidget(self._scroll)
        self.setFocusProxy(self.edit)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        theme.changed.connect(self._rebuild)

    @property
    def boxes(self) -> list[ChipBox]:
        """The chips as they are shown."""
        return self._boxes

    @property
    def last_stop(self) -> QWidget:
        """Where the Tab key is last in this field."""
        return self._boxes[-1].close_button if self._boxes else self.edit

    def set_chips(self, chips: Chips) -> None:
        """Show these chips; nothing is touched while they are the same."""
        if chips != self._chips:
            self._chips = chips
            self._rebuild()

    def _make_scroll(self) -> QScrollArea:
        made = QScrollArea()
        made.setFrameShape(QFrame.Shape.NoFrame)
        made.setWidgetResizable(True)
        made.setWidget(self._inner)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        bar = made.verticalScrollBar()
        bar.rangeChanged.connect(lambda _, most: bar.setValue(most))
        for widget in (made, made.viewport(), self._inner):
            widget.setAutoFillBackground(False)
        return made

    def _rebuild(self) -> None:
        had_focus = any(box.close_button.hasFocus() for box in self._boxes)
        for box in self._boxes:
            self._flow.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._boxes = []
        for place, chip in enumerate(self._chips.all):
            box = ChipBox(self._theme, self._icons, chip)
            box.removed.connect(lambda place=place: self.removed.emit(place))
            self._flow.insert_before_last(box)
            self._boxes.append(box)
        self.edit.setPlaceholderText("" if len(self._chips.all) > 1 else tr(PLACE_HOLDER))
        self._order_tabs()
        if had_focus:
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._fit()

    def _order_tabs(self) -> None:
        last: QWidget = self.edit
        for box in self._boxes:
            QWidget.setTabOrder(last, box.close_button)
            last = box.close_button

    def _fit(self) -> None:
        """As high as its lines, up to some; the rest scrolls, the newest in sight."""
        line = max(self.edit.sizeHint().height(), *(box.sizeHint().height() for box in self._boxes), 0)
        margins = self.contentsMargins().top() + self._theme.px(14) + 2
        wanted = self._flow.heightForWidth(max(1, self.width() - self._theme.px(18)))
        most = ROWS_IN_SIGHT * (line + self._theme.px(6))
        self.setFixedHeight(max(2 * line + self._theme.px(6), min(wanted, most)) + margins)

    def _on_focused(self, _has_focus: bool) -> None:  # noqa: FBT001 - a slot
        self.update()

    def _on_taken_back(self) -> None:
        if self._chips.all:
            place = len(self._chips.all) - 1
            chip = self._chips.all[place]
            self.taken_back.emit(place)
            self.edit.setText(chip.text if chip.bed is None and len(chip.regions) < 2 else "")

    def mousePressEvent(self, event: QMouseEvent, /) -> None:
        self.edit.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 2 if self.edit.hasFocus() else 1
        painter.setPen(QPen(self._theme.color("accent" if width == 2 else "outline"), width))
        painter.setBrush(self._theme.color("surface" if self.isEnabled() else "chrome"))
        half = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 5, 5)
        painter.end()
