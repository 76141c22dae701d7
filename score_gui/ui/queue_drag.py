"""Rows that are dragged to another place in the queue."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QDrag, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QTableView, QWidget

from score_gui.model.transfer import TransferId
from score_gui.ui.theme import Theme
from score_gui.ui.widgets import fill

_FORMAT = "application/x-score-gui-rows"
_THICK = 2


class RowDrag(QObject):
    """Drags the selected rows of a table, and shows by a line where they would go.

    `dragged` gives the ids of the rows to drag, none where their order means nothing now; `id_at` the id at a
    position of the table.

    Signals:
        dropped: ids of the rows, and the id of the row before which they go (None: below the last).
    """

    dropped = Signal(object, object)

    def __init__(
        self,
        table: QTableView,
        theme: Theme,
        dragged: Callable[[], tuple[TransferId, ...]],
        id_at: Callable[[int], TransferId],
    ) -> None:
        super().__init__(table)
        self._table = table
        self._dragged = dragged
        self._id_at = id_at
        self._moving: tuple[TransferId, ...] = ()
        self._line = QWidget(table.viewport())
        fill(self._line, theme, "accent")
        self._line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._line.hide()
        table.setDragEnabled(True)
        table.setAcceptDrops(True)
        table.viewport().installEventFilter(self)

    def start(self) -> None:
        """The pointer has begun to drag. Returns when it is let go."""
        self._moving = self._dragged()
        if not self._moving:
            return
        drag = QDrag(self._table)
        data = QMimeData()
        data.setData(_FORMAT, b"")
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.MoveAction)
        self._end()

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if event.type() is QEvent.Type.DragLeave:
            self._line.hide()
            return False
        if not isinstance(event, QDropEvent) or not event.mimeData().hasFormat(_FORMAT):
            return super().eventFilter(watched, event)  # files and text are the window's
        gap = self._gap(event.position().toPoint())
        if isinstance(event, QDragMoveEvent):
            self._show_line(gap)
        else:
            moving = self._moving
            self._end()
            self.dropped.emit(moving, self._before(gap))
        event.acceptProposedAction()
        return True

    def _gap(self, place: QPoint) -> int:
        """The number of rows above the gap that is nearest to the pointer."""
        rows = self._table.model().rowCount()
        row = self._table.rowAt(place.y())
        if row < 0:
            return rows
        middle = self._table.rowViewportPosition(row) + self._table.rowHeight(row) // 2
        return row + (place.y() > middle)

    def _before(self, gap: int) -> TransferId | None:
        return self._id_at(gap) if gap < self._table.model().rowCount() else None

    def _show_line(self, gap: int) -> None:
        rows = self._table.model().rowCount()
        above = gap >= rows
        row = rows - 1 if above else gap
        y = self._table.rowViewportPosition(row) + (self._table.rowHeight(row) if above else 0)
        self._line.setGeometry(0, max(0, y - 1), self._table.viewport().width(), _THICK)
        self._line.show()
        self._line.raise_()

    def _end(self) -> None:
        self._moving = ()
        self._line.hide()
