"""The left of the page that browses a site: its studies with their counts, and the way by ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from score_gui.model.language import mark, tr
from score_gui.model.text import number_text
from score_gui.ui.browse_model import Index
from score_gui.ui.browse_words import analyses_text
from score_gui.ui.field import Field
from score_gui.ui.icons import Icons
from score_gui.ui.preview_paint import RowLook, by_keyboard, paint_row, paint_text
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import fill, tip
from score_gui.ui.words import shown

_NOWHERE = QModelIndex()
_MANY = 12
"""Studies from which on a field to find one is worth its place."""
BY_ID = mark("By ID")
_HEADING = mark("Studies")
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight


class StudyModel(QAbstractListModel):
    """`By ID`, a heading, then the studies that hold the words of the filter."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._studies: tuple[str, ...] = ()
        self._shown: list[str] = []
        self._counts: Mapping[str, int] = {}
        self._filter = ""

    def show_studies(self, studies: Sequence[str], counts: Mapping[str, int]) -> None:
        """`counts` may grow later; then call `refresh_counts`."""
        self._studies, self._counts = tuple(studies), counts
        self.filter(self._filter)

    def filter(self, text: str) -> None:
        self.beginResetModel()
        self._filter = text.lower().strip()
        self._shown = [one for one in self._studies if self._filter in one.lower()]
        self.endResetModel()

    def refresh_counts(self) -> None:
        self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))

    @property
    def studies(self) -> tuple[str, ...]:
        return self._studies

    def study(self, row: int) -> str | None:
        """The study of a row; None for the way by ids and for the heading."""
        return self._shown[row - 2] if row >= 2 else None

    def is_heading(self, row: int) -> bool:
        return row == 1

    def row_of(self, study: str | None) -> int | None:
        if study is None:
            return 0
        return self._shown.index(study) + 2 if study in self._shown else None

    def count(self, study: str) -> int | None:
        return self._counts.get(study)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 1 + bool(self._studies) + len(self._shown)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.is_heading(index.row()):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = index.row()
        study = self.study(row)
        if study is None:
            words = _HEADING if self.is_heading(row) else BY_ID
            return tr(words) if role == Qt.ItemDataRole.DisplayRole else None
        count = self.count(study)
        told = f"{shown(study)}, {analyses_text(count)}" if count is not None else shown(study)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return shown(study)
            case Qt.ItemDataRole.ToolTipRole:
                return tip(told)
            case Qt.ItemDataRole.AccessibleTextRole:
                return told
        return None


class _StudyDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, icons: Icons, view: StudyList, model: StudyModel) -> None:
        super().__init__(view)
        self._theme, self._icons, self._view, self._model = theme, icons, view, model

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        units = 34 if self._model.is_heading(index.row()) else 28
        return QSize(self._theme.px(120), max(self._theme.px(units), self._view.fontMetrics().height() + 4))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        px, box = self._theme.px, QRect(option.rect)
        painter.save()
        if self._model.is_heading(index.row()):
            painter.setFont(self._theme.font(Role.SECTION))
            painter.setPen(self._theme.color("text-2"))
            place = box.adjusted(px(14), px(8), -px(8), 0)
            paint_text(painter, place, tr(_HEADING), _LEFT, Qt.TextElideMode.ElideRight)
        else:
            self._paint_row(painter, box, index)
        painter.restore()

    def _paint_row(self, painter: QPainter, box: QRect, index: Index) -> None:
        px = self._theme.px
        is_chosen = self._view.currentIndex().row() == index.row()
        look = RowLook(
            box, is_selected=is_chosen, has_ring=is_chosen and self._view.shows_ring, ground="chrome"
        )
        if is_chosen:
            paint_row(painter, self._theme, look, box, window_active=self._view.isActiveWindow())
        study = self._model.study(index.row())
        icon = "layers" if study is not None else "keyboard"
        color = "accent" if is_chosen else "text-2"
        painter.drawPixmap(box.left() + px(14), box.center().y() - px(8), self._icons.pixmap(icon, color))
        words = box.adjusted(px(38), 0, -px(14), 0)
        count = self._model.count(study) if study is not None else None
        if count is not None:
            painter.setFont(self._theme.font(Role.SMALL))
            painter.setPen(self._theme.color("text-3"))
            figure = number_text(count)
            paint_text(painter, words, figure, _RIGHT, Qt.TextElideMode.ElideNone)
            words.setRight(words.right() - painter.fontMetrics().horizontalAdvance(figure) - px(8))
        painter.setFont(self._theme.font(Role.STRONG if is_chosen else Role.BODY))
        painter.setPen(self._theme.color("text"))
        paint_text(painter, words, str(index.data()), _LEFT, Qt.TextElideMode.ElideMiddle)


class StudyList(QListView):
    """The list itself.

    Signals:
        chosen: a study, or None for the way by ids.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, model: StudyModel) -> None:
        super().__init__()
        self._studies = model
        self.shows_ring = False
        self._is_quiet = False
        self.setAccessibleName(tr("Studies of the site"))
        self.setModel(model)
        self.setItemDelegate(_StudyDelegate(theme, icons, self, model))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        theme.changed.connect(self.viewport().update)

    def choose(self, study: str | None) -> None:
        """Make a study current, None the way by ids; nothing happens if it is not shown."""
        row = self._studies.row_of(study)
        if row is not None:
            self.setCurrentIndex(self._studies.index(row))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        if current.isValid() and not self._is_quiet and not self._studies.is_heading(current.row()):
            self.chosen.emit(self._studies.study(current.row()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt makes the first row current where none is; nobody has chosen it."""
        self.shows_ring = by_keyboard(event)
        self._is_quiet = not self.currentIndex().isValid()
        super().focusInEvent(event)
        if self._is_quiet:
            self.setCurrentIndex(QModelIndex())
        self._is_quiet = False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.shows_ring = False
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.shows_ring = True
        super().keyPressEvent(event)
        self.viewport().update()


class SidePanel(QWidget):
    """The list, below a field to find a study among many."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        fill(self, theme, "chrome")
        self.model = StudyModel(self)
        self.list = StudyList(theme, icons, self.model)
        self.field = Field(theme, icons, clearable=True)
        self.field.setPlaceholderText(tr("Find a study"))
        self.field.setAccessibleName(tr("Find a study"))
        self.field.textChanged.connect(self._on_find)
        self._chosen: str | None = None
        self.list.chosen.connect(self._on_chosen)
        self._room = QWidget()
        row = QVBoxLayout(self._room)
        row.setContentsMargins(*(theme.px(side) for side in (12, 2, 12, 4)))
        row.addWidget(self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(8), 0, theme.px(8))
        column.setSpacing(theme.px(4))
        column.addWidget(self._room)
        column.addWidget(self.list, 1)
        self.setMinimumWidth(theme.px(160))
        self.show_studies((), {})

    def show_studies(self, studies: Sequence[str], counts: Mapping[str, int]) -> None:
        self._room.setVisible(len(studies) > _MANY)
        self.model.show_studies(studies, counts)

    def _on_find(self, text: str) -> None:
        """What is chosen stays chosen, also while it is not among those that are found."""
        self.list.blockSignals(True)
        self.model.filter(text)
        self.list.choose(self._chosen)
        self.list.blockSignals(False)

    def _on_chosen(self, study: str | None) -> None:
        self._chosen = study
