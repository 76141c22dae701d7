"""The header of the preview's table: a tick box for all rows shown, sorting by click, and the choice of columns."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QMenu

from score_gui.model.language import mark, tr
from score_gui.ui.icons import Icons
from score_gui.ui.preview_choice import ColumnChoice
from score_gui.ui.preview_keys import FIXED, NUMBERS, Column
from score_gui.ui.preview_model import PreviewModel
from score_gui.ui.preview_order import SortKey
from score_gui.ui.preview_paint import paint_text, paint_tick, tick_rect
from score_gui.ui.preview_rowtable import FlatHeader
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import menu_text, tip

_SORT_TIP = mark("Click to sort, with Shift for a further column. Right-click to choose columns.")


class PreviewHeader(FlatHeader):
    """Sections can be sorted, moved, made wider and chosen; `choice` is what it shows.

    Signals:
        chosen: a person wants other columns (a `ColumnChoice`).
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, model: PreviewModel) -> None:
        super().__init__(theme)
        self._icons = icons
        self._preview = model
        self._choice = ColumnChoice()
        self._is_fitting = False
        self.setAccessibleName(tr("Columns"))
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.sectionClicked.connect(self._on_clicked)
        self.sectionMoved.connect(self._on_moved)
        self.sectionResized.connect(self._on_resized)

    @property
    def choice(self) -> ColumnChoice:
        return self._choice

    def set_choice(self, choice: ColumnChoice) -> None:
        """Put the sections into this order."""
        self._choice = choice
        self._is_fitting = True
        for place, column in enumerate(choice.order):
            self.moveSection(self.visualIndex(column), place)
        self._is_fitting = False

    def fit(self, widths: dict[Column, int]) -> None:
        """Give sections their widths, in pixels, as the program's own doing."""
        self._is_fitting = True
        for column, width in widths.items():
            self.resizeSection(column, width)
        self._is_fitting = False

    def menu(self) -> QMenu:
        """Sorting, ticks for the columns, and the way back to the usual ones."""
        menu = QMenu(self)
        sorting = menu.addMenu(tr("Sort by"))
        for column in self._choice.order:
            if column in self._choice.shown and column is not Column.TICK:
                action = sorting.addAction(menu_text(self._preview.title(column)))
                action.triggered.connect(lambda _=False, each=column: self._preview.sort_by(each))
        menu.addSeparator()
        for column in Column:
            if column not in FIXED:
                action = menu.addAction(menu_text(self._preview.title(column)))
                action.setCheckable(True)
                action.setChecked(column in self._choice.shown)
                action.toggled.connect(
                    lambda on, each=column: self.chosen.emit(self._choice.show(each, shown=on))
                )
        menu.addSeparator()
        menu.addAction(tr("Usual columns")).triggered.connect(lambda: self.chosen.emit(ColumnChoice()))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu().popup(event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip:
            column = self.logicalIndexAt(self.viewport().mapFromGlobal(self.cursor().pos()))
            words = tr("Tick or untick all that is shown") if column == Column.TICK else tr(_SORT_TIP)
            self.setToolTip(tip(words))
        return super().viewportEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click is two clicks: no section fits itself to contents that are not all made."""
        self.mousePressEvent(event)

    # --- painting -------------------------------------------------------------------------------------------

    def paint_title(self, painter: QPainter, rect: QRect, section: int) -> None:
        if section == Column.TICK:
            paint_tick(painter, self.theme, tick_rect(self.theme, rect), self._preview.shown_state())
        else:
            self._paint_words(painter, rect, Column(section))

    def _paint_words(self, painter: QPainter, rect: QRect, column: Column) -> None:
        px = self.theme.px
        box = rect.adjusted(px(8), 0, -px(8), -1)
        keys = self._preview.order.keys
        place = next((place for place, key in enumerate(keys) if key.column is column), None)
        title = self._preview.title(column)
        painter.setFont(self.theme.font(Role.SMALL))
        painter.setPen(self.theme.color("text-2" if place is None else "text"))
        align = Qt.AlignmentFlag.AlignRight if column in NUMBERS else Qt.AlignmentFlag.AlignLeft
        if place is not None:
            number = str(place + 1) if len(keys) > 1 else ""
            self._paint_sign(painter, box, title, keys[place], number)
        paint_text(painter, box, title, align, Qt.TextElideMode.ElideRight)

    def _paint_sign(self, painter: QPainter, box: QRect, title: str, key: SortKey, number: str) -> None:
        """The direction, and among several columns their order."""
        px, metrics = self.theme.px, painter.fontMetrics()
        chevron = self._icons.pixmap("chevron-down" if key.descending else "chevron-up", "text-2", 12)
        width, room = metrics.horizontalAdvance(title), px(13) + metrics.horizontalAdvance(number)
        left = box.right() - width - room if key.column in NUMBERS else box.left() + width + px(3)
        painter.drawPixmap(QPoint(left, box.center().y() - px(6)), chevron)
        if number:
            spot = QRect(left + px(12), box.top(), metrics.horizontalAdvance(number) + 1, box.height())
            paint_text(painter, spot, number, Qt.AlignmentFlag.AlignLeft, Qt.TextElideMode.ElideNone)

    # --- what a person does ---------------------------------------------------------------------------------

    def _on_clicked(self, section: int) -> None:
        if section == Column.TICK:
            self._preview.tick_shown()
        else:
            shift = QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
            self._preview.sort_by(Column(section), further=bool(shift))

    def _on_moved(self) -> None:
        if not self._is_fitting:
            order = [Column(self.logicalIndex(place)) for place in range(self.count())]
            self.chosen.emit(self._choice.reorder(order))

    def _on_resized(self, section: int, _old: int, width: int) -> None:
        if not self._is_fitting and width > 0:
            self.chosen.emit(self._choice.widen(Column(section), round(width / self.theme.em)))
