"""The middle of the preview: facets, table and choices side by side, or closer together in a narrow window."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from score_gui.ui.icons import Icons
from score_gui.ui.preview_facets import FacetList, FacetModel
from score_gui.ui.preview_loading import Loaded
from score_gui.ui.preview_model import PreviewModel
from score_gui.ui.preview_options import PreviewOptions
from score_gui.ui.preview_rows import PreviewRows
from score_gui.ui.preview_table import PreviewTable
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import Kind, Line, button, fill, label, paragraph

_WIDE, _NARROW = 1100, 760
_FACETS = {True: 236, False: 200}
_OPTIONS = {True: 316, False: 280}


class PreviewContent(QWidget):
    """Lays out the three parts and connects facets and table to the one model.

    Signals:
        clear_asked: the search finds nothing and the person wants to see all again.
    """

    clear_asked = Signal()

    def __init__(self, theme: Theme, icons: Icons, loaded: Loaded, options: PreviewOptions) -> None:
        super().__init__()
        self._theme = theme
        self.model = PreviewModel(loaded.preview, loaded.ticks)
        self.facets = FacetModel(loaded.preview.facet_titles, loaded.facets, loaded.ticks)
        self.table = PreviewTable(theme, icons, self.model)
        self._facet_list = FacetList(theme, self.facets)
        self._nothing = paragraph(theme, "", Role.BODY, "text-2")
        self._middle = QStackedWidget()
        self._left = QWidget()
        self._left_line = Line(theme, Qt.Orientation.Vertical)
        self._right = QScrollArea()
        self._above_options = QVBoxLayout()
        self._build(icons, loaded.preview, options)
        self.facets.value_switched.connect(lambda facet, value, on: self.model.set_value(facet, value, on=on))
        self.model.modelReset.connect(self._on_reset)

    def set_here(self, numbers: Collection[int]) -> None:
        """These rows are on the disk already."""
        self.model.set_here(numbers)
        self.facets.refresh_disk()
        self.arrange(self.width())

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

    def _build(self, icons: Icons, preview: PreviewRows, options: PreviewOptions) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._build_left(row)
        row.addLayout(self._build_middle(icons, preview), 1)
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

    def _build_middle(self, icons: Icons, preview: PreviewRows) -> QVBoxLayout:
        self._middle.addWidget(self.table)
        self._middle.addWidget(self._build_nothing())
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if preview.notes:
            column.addWidget(self._build_notes(icons, preview.notes))
            column.addWidget(Line(self._theme))
        column.addWidget(self._middle, 1)
        return column

    def _build_notes(self, icons: Icons, notes: tuple[str, ...]) -> QWidget:
        """What was said of the file as a whole."""
        strip = QWidget()
        fill(strip, self._theme, "tint-info")
        px = self._theme.px
        row = QHBoxLayout(strip)
        row.setContentsMargins(px(12), px(8), px(12), px(8))
        row.setSpacing(px(8))
        sign = label(self._theme)
        sign.setPixmap(icons.pixmap("info", "accent"))
        self._theme.changed.connect(lambda: sign.setPixmap(icons.pixmap("info", "accent")))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        shown = (
            notes[:3] if len(notes) <= 3 else (*notes[:2], f"{len(notes) - 2:,} more remarks of this kind.")
        )
        row.addWidget(paragraph(self._theme, "\n".join(shown)), 1)
        return strip

    def _build_nothing(self) -> QWidget:
        page = QWidget()
        fill(page, self._theme, "surface")
        clear = button(self._theme, "Clear search", Kind.LINK)
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
        self._nothing.setText(f"No file matches “{self.model.order.search}”.")
        self._middle.setCurrentIndex(1 if found_nothing else 0)
