"""The middle of the preview: facets, table and choices side by side, or closer together in a narrow window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from score_gui.model.language import tr
from score_gui.ui.background import Runner
from score_gui.ui.icons import Icons
from score_gui.ui.preview_choice import ColumnChoice
from score_gui.ui.preview_facets import FacetList, FacetModel
from score_gui.ui.preview_fillstrip import FillingStrip
from score_gui.ui.preview_loading import Loaded
from score_gui.ui.preview_model import PreviewModel
from score_gui.ui.preview_notes import NoteStrip
from score_gui.ui.preview_options import PreviewOptions
from score_gui.ui.preview_order import Order
from score_gui.ui.preview_table import PreviewTable
from score_gui.ui.preview_values import LearnedFacet
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import Kind, Line, button, fill, paragraph

_WIDE, _NARROW = 1100, 760
_FACETS = {True: 236, False: 200}
_OPTIONS = {True: 316, False: 280}


class PreviewContent(QWidget):
    """Lays out the three parts and connects facets and table to the one model.

    Signals:
        clear_asked: the search finds nothing and the person wants to see all again.
    """

    clear_asked = Signal()

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        loaded: Loaded,
        options: PreviewOptions,
        *,
        run: Runner,
        columns: ColumnChoice,
    ) -> None:
        super().__init__()
        self._theme = theme
        self.loaded = loaded
        self.said = ""
        self.model = PreviewModel(loaded, run, self)
        self.facets = FacetModel(loaded.preview.facet_titles, loaded.facets, loaded.ticks, self)
        self.table = PreviewTable(theme, icons, self.model, columns)
        self._facet_list = FacetList(theme, self.facets)
        self._nothing = paragraph(theme, "", Role.BODY, "text-2")
        self._middle = QStackedWidget()
        self._left = QWidget()
        self._left_line = Line(theme, Qt.Orientation.Vertical)
        self._right = QScrollArea()
        self._above_options = QVBoxLayout()
        self._notes = NoteStrip(theme, icons, loaded.preview.notes)
        self.filling = FillingStrip(theme)
        self._build(options)
        self.facets.value_switched.connect(lambda facet, value, on: self.model.set_value(facet, value, on=on))
        self.model.modelReset.connect(self._on_reset)

    def take(self, loaded: Loaded, order: Order) -> None:
        """More is known of the same rows; `loaded` has its lines in this order."""
        self.loaded = loaded
        self.model.take(loaded, order)
        self.facets.take(loaded.preview.facet_titles, loaded.facets, loaded.ticks)
        self.arrange(self.width())

    def learn(self, found: LearnedFacet) -> None:
        """Take in a facet that somebody looked for."""
        self.model.learn(found)
        self.facets.refresh()
        self.arrange(self.width())

    def show_rows(self, rows: Sequence[int]) -> None:
        """Lead to the first of these rows, with a search in the way taken off."""
        if rows and self.model.place_of(rows[0]) is None:
            self.clear_asked.emit()
        for row in rows[:1]:
            self.table.choose(row)

    def say(self, sentence: str) -> None:
        """Tell something above the table, in place of what was told before."""
        self.said = sentence
        self._notes.say(sentence)

    def arrange(self, width: int) -> None:
        """Fit to a width: narrower side columns first, then the facets move above the choices."""
        is_wide, is_narrow = width >= self._theme.px(_WIDE), width < self._theme.px(_NARROW)
        self._right.setFixedWidth(self._theme.px(_OPTIONS[is_wide]))
        has_facets = self.facets.rowCount() > 0
        for widget in (self._left, self._left_line):
            widget.setVisible(has_facets and not is_narrow)
        self._left.setFixedWidth(self._theme.px(_FACETS[is_wide]))
        if is_narrow and has_facets:
            self._above_options.addWidget(self._facet_list)
            self._facet_list.setFixedHeight(self._facet_list.content_height())
        else:
            self._facet_list.setMinimumHeight(0)
            self._facet_list.setMaximumHeight(16_777_215)
            self._left_layout.addWidget(self._facet_list)

    def _build(self, options: PreviewOptions) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._build_left(row)
        row.addLayout(self._build_middle(), 1)
        row.addWidget(Line(self._theme, Qt.Orientation.Vertical))
        self._build_right(options)
        row.addWidget(self._right)

    def _build_left(self, row: QHBoxLayout) -> None:
        fill(self._left, self._theme, "chrome")
        self._left_layout = QHBoxLayout(self._left)
        self._left_layout.setContentsMargins(0, 0, 0, 0)
        self._left_layout.addWidget(self._facet_list)
        row.addWidget(self._left)
        row.addWidget(self._left_line)

    def _build_middle(self) -> QVBoxLayout:
        self._middle.addWidget(self.table)
        self._middle.addWidget(self._build_nothing())
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._notes)
        column.addWidget(self.filling)
        column.addWidget(self._middle, 1)
        return column

    def _build_nothing(self) -> QWidget:
        page = QWidget()
        fill(page, self._theme, "surface")
        clear = button(self._theme, tr("Clear search"), Kind.LINK)
        clear.clicked.connect(self.clear_asked)
        column = QVBoxLayout(page)
        column.addStretch(2)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._nothing)
        column.addWidget(clear, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        return page

    def _build_right(self, options: PreviewOptions) -> None:
        page = QWidget()
        fill(page, self._theme, "surface-2")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._above_options)
        column.addWidget(options, 1)
        self._right.setWidget(page)
        self._right.setWidgetResizable(True)
        self._right.setFrameShape(QFrame.Shape.NoFrame)
        self._right.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._right.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _on_reset(self) -> None:
        found_nothing = self.model.rowCount() == 0
        self._nothing.setText(tr("No file matches “{text}”.", text=self.model.order.search))
        self._middle.setCurrentIndex(1 if found_nothing else 0)
