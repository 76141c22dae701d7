"""What stands in the middle of the window: the queue, or a page in front of it."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget


class FrontPages(QStackedWidget):
    """The queue's page stays for ever; another one is thrown away when the next comes, unless it is kept."""

    def __init__(self, home: QWidget) -> None:
        super().__init__()
        self._kept = [home]
        self.addWidget(home)

    def keep(self, page: QWidget) -> None:
        """A page that is brought to the front again and again."""
        self._kept.append(page)
        self.addWidget(page)

    def bring(self, page: QWidget) -> None:
        """Put a page in front."""
        self.addWidget(page)
        self.setCurrentWidget(page)
        self._drop_others(page)

    def go_home(self) -> None:
        """Put the queue in front."""
        self.bring(self._kept[0])

    def _drop_others(self, front: QWidget) -> None:
        for page in [self.widget(place) for place in range(self.count())]:
            if page is not None and page is not front and page not in self._kept:
                self.removeWidget(page)
                page.deleteLater()
