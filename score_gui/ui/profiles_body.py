"""The body of a dialog that scrolls, so that its foot stays in sight with large text and on low screens."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QSizePolicy, QWidget


class ScrollingForm(QScrollArea):
    """Gives the form the height it wants, and scrolls it where the screen is too low for that."""

    def __init__(self, form: QWidget) -> None:
        super().__init__()
        self._form = form
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setWidget(form)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    def sizeHint(self) -> QSize:
        width = max(self.width(), self._form.minimumSizeHint().width())
        wanted = self._form.sizeHint()
        # Negative while no text of the form wraps.
        height = self._form.heightForWidth(width)
        return QSize(wanted.width(), height if height >= 0 else wanted.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._form.minimumSizeHint().width(), 4 * self.fontMetrics().height())

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._on_focus(None, self._form.focusWidget())

    def _on_focus(self, _former: QWidget | None, now: QWidget | None) -> None:
        """Whoever types sees where, and what is said of it below."""
        if now is not None and self._form.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, 4 * self.fontMetrics().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
