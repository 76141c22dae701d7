"""Several manifests side by side: a tab for each, and below it the page of the current one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QMouseEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from score_gui.model.language import tr
from score_gui.ui.icons import Icons
from score_gui.ui.theme import Theme
from score_gui.ui.widgets import Line, fill, icon_button, menu_text, tip

_CLOSE = QTabBar.ButtonPosition.RightSide


class _Bar(QTabBar):
    """Tabs that a click of the middle button closes."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self.tabAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.MiddleButton and place >= 0:
            self.tabCloseRequested.emit(place)
        else:
            super().mouseReleaseEvent(event)


class PreviewTabs(QWidget):
    """Pages with a title each. One page alone needs no tab.

    Signals:
        close_asked: this page is to be closed (a `QWidget`); nothing is closed before somebody calls `remove`.
        turned: another page is in front.
    """

    close_asked = Signal(QWidget)
    turned = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        fill(self, theme, "chrome")
        self._titles: dict[QWidget, str] = {}
        self._bar = self._make_bar()
        self._line = Line(theme)
        self._pages = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self._line)
        column.addWidget(self._pages, 1)
        self._make_keys()
        self._show_bar()

    @property
    def bar(self) -> QTabBar:
        return self._bar

    @property
    def current(self) -> QWidget | None:
        """The page in front."""
        return self._pages.currentWidget()

    @property
    def pages(self) -> list[QWidget]:
        found = (self._pages.widget(place) for place in range(self._pages.count()))
        return [page for page in found if page is not None]

    def title(self, page: QWidget) -> str:
        """What a page was added with."""
        return self._titles[page]

    def add(self, page: QWidget, title: str, *, in_front: bool = True) -> None:
        """Put a page behind the others, and in front of the eyes if wanted."""
        self._titles[page] = title
        self._pages.addWidget(page)
        self._bar.addTab(menu_text(title))
        self._dress(self._bar.count() - 1, page, title)
        self._show_bar()
        if in_front:
            self.choose(page)

    def replace(self, former: QWidget, page: QWidget, title: str) -> None:
        """Put a page in the place of another one, which is thrown away."""
        place = self._pages.indexOf(former)
        was_in_front = former is self.current
        self._titles[page] = title
        self._pages.insertWidget(place, page)
        self._pages.removeWidget(former)
        del self._titles[former]
        former.deleteLater()
        self._bar.setTabText(place, menu_text(title))
        self._dress(place, page, title)
        if was_in_front:
            self.choose(page)

    def remove(self, page: QWidget) -> None:
        """Throw a page away."""
        place = self._pages.indexOf(page)
        self._bar.removeTab(place)
        self._pages.removeWidget(page)
        del self._titles[page]
        page.deleteLater()
        self._show_bar()
        self._on_turned(self._bar.currentIndex())

    def choose(self, page: QWidget) -> None:
        """Bring a page to the front."""
        self._bar.setCurrentIndex(self._pages.indexOf(page))
        self._on_turned(self._bar.currentIndex())

    # --- construction ---------------------------------------------------------------------------------------

    def _make_bar(self) -> QTabBar:
        bar = _Bar()
        bar.setAccessibleName(tr("Open manifests"))
        bar.setDrawBase(False)
        bar.setExpanding(False)
        bar.setElideMode(Qt.TextElideMode.ElideMiddle)
        bar.setUsesScrollButtons(True)
        bar.setMovable(False)
        bar.currentChanged.connect(self._on_turned)
        bar.tabCloseRequested.connect(lambda place: self.close_asked.emit(self._pages.widget(place)))
        return bar

    def _dress(self, place: int, page: QWidget, title: str) -> None:
        """A tool tip with the whole title, and a small button that closes the tab."""
        self._bar.setTabToolTip(place, tip(title))
        close = icon_button(self._theme, self._icons, "x", tr("Close {title}", title=title), color="text-3")
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(lambda: self.close_asked.emit(page))
        former = self._bar.tabButton(place, _CLOSE)
        self._bar.setTabButton(place, _CLOSE, close)
        if former is not None:
            former.deleteLater()

    def _make_keys(self) -> None:
        """Ctrl+Tab and its kin turn, Ctrl+F4 closes; Ctrl+W would close the window."""
        for keys, step in ((("Ctrl+Tab", "Ctrl+PgDown"), 1), (("Ctrl+Shift+Tab", "Ctrl+PgUp"), -1)):
            for key in keys:
                shortcut = QShortcut(QKeySequence(key), self)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(lambda step=step: self._turn(step))
        close = QShortcut(QKeySequence("Ctrl+F4"), self)
        close.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        close.activated.connect(self._on_close)

    # --- turning --------------------------------------------------------------------------------------------

    def _turn(self, step: int) -> None:
        if self._bar.count():
            self._bar.setCurrentIndex((self._bar.currentIndex() + step) % self._bar.count())

    def _on_close(self) -> None:
        if self.current is not None:
            self.close_asked.emit(self.current)

    def _on_turned(self, place: int) -> None:
        if 0 <= place < self._pages.count() and self._pages.currentIndex() != place:
            self._pages.setCurrentIndex(place)
        page = self.current
        if page is not None and self.isVisible():
            page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.turned.emit()

    def _show_bar(self) -> None:
        has_several = self._bar.count() > 1
        self._bar.setVisible(has_several)
        self._line.setVisible(has_several)
