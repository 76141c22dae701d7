"""The right column of the preview: where the files go, for which profile, and whether they fit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from score_gui.model.language import mark, tr
from score_gui.model.settings import Settings
from score_gui.model.transfer import Layout, NameRule
from score_gui.ui.field import Field
from score_gui.ui.fit_check import FitCheck
from score_gui.ui.icons import Icons
from score_gui.ui.preview_paint import Choice, TickBox
from score_gui.ui.preview_pathbox import PathBox
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import button, label

_LAYOUTS = (
    (Layout.FILENAME, mark("Flat")),
    (Layout.DONOR, mark("By donor")),
    (Layout.PORTAL, mark("As in portal")),
    (Layout.BUNDLE, mark("By analysis")),
    (Layout.ID, mark("By object ID")),
)
_RULES = (
    (NameRule.KEEP_BOTH, mark("Keep all, add object ID")),
    (NameRule.LEAVE_OUT, mark("Fetch the first only")),
    (NameRule.ASK, mark("Ask me")),
)
_INDEX_WORDS = mark("Index files with their BAM, CRAM, VCF")


class PreviewOptions(QWidget):
    """Folder, layout, profile and index files, an example path and the fit check.

    Signals:
        changed: one of the choices is another one now.
        choose_asked: the person wants to look for a folder.
    """

    changed = Signal()
    choose_asked = Signal()

    def __init__(
        self, theme: Theme, icons: Icons, settings: Settings, profiles: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__()
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.px(16), theme.px(14), theme.px(16), theme.px(16))
        self._column.setSpacing(theme.px(5))
        self._folder = Field(theme, icons, "folder")
        self._folder.setText(str(settings.output_folder))
        self._layouts = Choice(theme, icons, tr("Layout"))
        self._profiles = Choice(theme, icons, tr("Profile"))
        self._rules = Choice(theme, icons, tr("Files with the same name"))
        self._index = TickBox(theme, tr(_INDEX_WORDS))
        self.path_box = PathBox(theme)
        self.fit_check = FitCheck(theme, icons)
        self._add_folder()
        self._add_layout(settings.layout)
        self._add_profiles(profiles)
        self._add_rules()
        self._add_index(with_index=settings.with_index)
        self._add_titled(tr("Example"), self.path_box)
        self._add_fit_check()

    @property
    def last(self) -> QWidget:
        """The control that the keyboard comes to last, but for the buttons of the fit check."""
        return self._index

    @property
    def folder(self) -> Path:
        return Path(self._folder.text()).expanduser()

    def set_folder(self, folder: Path) -> None:
        """Take another folder, as a person's choice."""
        self._folder.setText(str(folder))
        self.changed.emit()

    @property
    def layout_choice(self) -> Layout:
        return Layout(self._layouts.currentData())

    def choose_layout(self, layout: Layout) -> None:
        self._layouts.setCurrentIndex(self._layouts.findData(layout.value))

    def suit_images(self) -> None:
        """In lists of images a series is what an analysis is elsewhere, and there are no index files."""
        self._index.hide()
        self._layouts.setItemText(self._layouts.findData(Layout.BUNDLE.value), tr("By series"))

    def choose_profile(self, profile_id: str) -> None:
        """Take another profile; one that is not offered changes nothing."""
        place = self._profiles.findData(profile_id)
        if place >= 0:
            self._profiles.setCurrentIndex(place)

    @property
    def profile_id(self) -> str:
        return str(self._profiles.currentData() or "")

    @property
    def profiles(self) -> list[tuple[str, str]]:
        """(id, name) of those that are offered."""
        places = range(self._profiles.count())
        return [(str(self._profiles.itemData(place)), self._profiles.itemText(place)) for place in places]

    @property
    def profile_name(self) -> str:
        return self._profiles.currentText()

    @property
    def rule(self) -> NameRule:
        """What becomes of files that share a name."""
        return NameRule(self._rules.currentData())

    def choose_rule(self, rule: NameRule) -> None:
        self._rules.setCurrentIndex(self._rules.findData(rule.value))

    @property
    def with_index(self) -> bool:
        return self._index.isChecked()

    def _add_titled(self, title: str, widget: QWidget) -> None:
        head = label(self._theme, title, color="text-2")
        head.setBuddy(widget)  # on Linux a screen reader knows a choice by its label alone
        self._column.addWidget(head)
        self._column.addWidget(widget)
        self._column.addSpacing(self._theme.px(9))

    def _add_folder(self) -> None:
        self._folder.setAccessibleName(tr("Folder"))
        self._folder.editingFinished.connect(self.changed)
        choose = button(self._theme, "…")
        choose.setAccessibleName(tr("Choose folder…"))
        choose.setToolTip(tr("Choose folder…"))
        choose.setMaximumWidth(self._theme.px(42))
        choose.clicked.connect(self.choose_asked)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px(6))
        row.addWidget(self._folder, 1)
        row.addWidget(choose)
        self._add_titled(tr("Folder"), line)

    def _add_layout(self, chosen: Layout) -> None:
        self._fill_combo(self._layouts, [(layout.value, tr(words)) for layout, words in _LAYOUTS], chosen)
        self._add_titled(tr("Layout"), self._layouts)

    def _add_profiles(self, profiles: Sequence[tuple[str, str]]) -> None:
        """One profile needs no choice; its name stands in the header of the page."""
        self._fill_combo(self._profiles, profiles, profiles[0][0] if profiles else "")
        if len(profiles) > 1:
            self._add_titled(tr("Profile"), self._profiles)
        else:
            self._profiles.setParent(self)
            self._profiles.hide()

    def _add_rules(self) -> None:
        rules = [(rule.value, tr(words)) for rule, words in _RULES]
        self._fill_combo(self._rules, rules, NameRule.KEEP_BOTH)
        self._add_titled(tr("Files with the same name"), self._rules)

    def _fill_combo(self, combo: QComboBox, choices: Sequence[tuple[str, str]], chosen: str) -> None:
        for value, words in choices:
            combo.addItem(words, value)
        combo.setCurrentIndex(max(0, combo.findData(str(chosen))))
        combo.currentIndexChanged.connect(lambda _index: self.changed.emit())

    def _add_index(self, *, with_index: bool) -> None:
        self._index.setChecked(with_index)
        self._index.toggled.connect(lambda _on: self.changed.emit())
        self._column.addWidget(self._index)
        self._column.addSpacing(self._theme.px(9))

    def _add_fit_check(self) -> None:
        self._column.addWidget(label(self._theme, tr("Fit check"), Role.STRONG))
        self._column.addSpacing(self._theme.px(4))
        self._column.addWidget(self.fit_check)
        self.fit_check.follow(self._index)
        self._column.addStretch(1)
