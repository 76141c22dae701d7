"""Joins the places that filter the queue - side bar, search, their clearing - into one filter of the table."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal

from score_gui.ui.queue_filter import Filter, Group
from score_gui.ui.queue_model import QueueModel
from score_gui.ui.queue_page import QueuePage
from score_gui.ui.tool_bar import ToolBar


class FilterDesk(QObject):
    """Sets the model's filter.

    Signals:
        filtered: the table shows other rows.
    """

    filtered = Signal()

    def __init__(self, model: QueueModel, page: QueuePage, tools: ToolBar) -> None:
        super().__init__(page)
        self._model = model
        self._page = page
        self._tools = tools
        model.filtered.connect(self.filtered)
        page.side.filtered.connect(self._on_chosen)
        page.filter_cleared.connect(self._on_cleared)
        tools.searched.connect(self._on_searched)
        tools.group_chosen.connect(self.show_group)

    def show_group(self, group: Group) -> None:
        """One state, of all manifests."""
        self._page.side.choose(group, None)

    def clear(self) -> None:
        """Esc: first the search, then the filter of the side bar."""
        if not self._model.filter.is_open:
            self._on_cleared()

    def find(self) -> None:
        """Go to the search."""
        self._tools.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._tools.search.selectAll()

    def _on_chosen(self, group: Group, manifest: str | None) -> None:
        self._set(replace(self._model.filter, group=group, manifest=manifest))

    def _on_searched(self, text: str) -> None:
        self._set(replace(self._model.filter, text=text))

    def _on_cleared(self) -> None:
        if self._tools.search.text():
            self._tools.clear_search()
        else:
            self.show_group(Group.ALL)

    def _set(self, wanted: Filter) -> None:
        self._model.set_filter(wanted)
