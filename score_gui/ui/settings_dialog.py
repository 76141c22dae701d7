"""The settings: a list of pages, and what a person changes there holds at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from score_gui.model.language import mark, tr
from score_gui.model.settings import Settings
from score_gui.ui.icons import Icons
from score_gui.ui.network_fields import NetworkDesk
from score_gui.ui.profiles_body import ScrollingForm
from score_gui.ui.settings_appearance import AppearancePage
from score_gui.ui.settings_list import SettingsList
from score_gui.ui.settings_network import NetworkPage
from score_gui.ui.settings_pages import (
    CheckingPage,
    ChooseFolder,
    DownloadsPage,
    FoldersPage,
    PowerPage,
    SettingsPage,
    choose_folder,
)
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import Kind, Line, button, fill, label

_PAGES = (
    (mark("Downloads"), "arrow-down-to-line"),
    (mark("Folders and names"), "folder"),
    (mark("Checking"), "shield-check"),
    (mark("Network"), "wifi"),
    (mark("Power and sleep"), "battery-charging"),
    (mark("Appearance"), "palette"),
)


@dataclass(frozen=True, slots=True)
class Doors:
    """What the dialog needs from outside: work on the network's settings, and the system's own dialogs."""

    network: NetworkDesk
    choose_folder: ChooseFolder = choose_folder
    languages: Sequence[tuple[str, str]] = ()
    """(code, name) of the languages that the window can speak."""


class SettingsDialog(QDialog):
    """Shows `settings`; `default` is what *Restore this page* goes back to.

    Signals:
        chosen: all settings, each time a person changed one (`Settings`).
    """

    chosen = Signal(object)

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        settings: Settings,
        default: Settings,
        doors: Doors,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        fill(self, theme, "chrome")
        self.setWindowTitle(tr("Settings"))
        self._theme = theme
        self._settings = settings
        self._default = default
        self._pages: tuple[SettingsPage, ...] = (
            DownloadsPage(theme, icons, settings),
            FoldersPage(theme, icons, settings, doors.choose_folder),
            CheckingPage(theme, icons, settings),
            NetworkPage(theme, icons, settings, doors.network),
            PowerPage(theme, icons, settings),
            AppearancePage(theme, icons, settings, doors.languages),
        )
        self._stack = QStackedWidget()
        self._restore = button(theme, tr("Restore this page"))
        self._list = SettingsList(theme, icons, _PAGES)
        self._build()
        self._list.setCurrentRow(0)

    @property
    def list(self) -> SettingsList:
        return self._list

    @property
    def settings(self) -> Settings:
        return self._settings

    @property
    def page(self) -> SettingsPage:
        return self._pages[self._list.currentRow()]

    def show_page(self, name: str) -> None:
        """Show the page of this name."""
        self._list.setCurrentRow([words for words, _ in _PAGES].index(name))

    def show_settings(self, settings: Settings) -> None:
        """What was changed elsewhere, such as in the status bar, shows here too."""
        self._settings = settings
        for page in self._pages:
            page.show_settings(settings)
        self._refresh()

    def take_over(self, former: SettingsDialog) -> None:
        """Stand where `former` stands, on its page, with the keyboard in the same field."""
        self._list.setCurrentRow(former.list.currentRow())
        self.move(former.pos())
        focus = former.focusWidget()
        if focus is not None:
            place = former.findChildren(QWidget).index(focus)
            self.findChildren(QWidget)[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        for page in self._pages:
            page.chosen.connect(self._on_chosen)
            self._stack.addWidget(ScrollingForm(page))
        fill(self._stack, self._theme, "surface")
        self._list.page_chosen.connect(self._on_page)
        self._restore.clicked.connect(self._on_restore)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._list)
        body.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body, 1)
        column.addWidget(Line(self._theme))
        column.addWidget(self._foot())
        self.setMinimumSize(self._theme.px(560), min(self._theme.px(360), 600))
        self.resize(self._theme.px(880), self._theme.px(632))

    def _foot(self) -> QWidget:
        close = button(self._theme, tr("Close"), Kind.PRIMARY)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(*(self._theme.px(side) for side in (16, 12, 16, 12)))
        row.setSpacing(self._theme.px(8))
        row.addWidget(label(self._theme, tr("Changes are kept at once."), Role.SMALL, "text-2"), 1)
        row.addWidget(self._restore)
        row.addWidget(close)
        return foot

    def _on_page(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        self._refresh()

    def _on_chosen(self, settings: Settings) -> None:
        # Each page knows the settings as it was shown them, so only its own count.
        own = {name: getattr(settings, name) for name in self.page.names}
        self._tell(replace(self._settings, **own))

    def _on_restore(self) -> None:
        own = {name: getattr(self._default, name) for name in self.page.names}
        self._tell(replace(self._settings, **own))

    def _tell(self, settings: Settings) -> None:
        self.show_settings(settings)
        self.chosen.emit(settings)

    def _refresh(self) -> None:
        changed = any(getattr(self._settings, n) != getattr(self._default, n) for n in self.page.names)
        self._restore.setEnabled(changed)
        self._restore.setToolTip("" if changed else tr("This page is as it was on the first day"))
