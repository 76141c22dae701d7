"""The page of the settings that says how the window speaks and looks; all of it holds at once."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from score_gui.model.language import mark, tr
from score_gui.model.settings import TEXT_SIZES, Look, Settings
from score_gui.ui.icons import Icons
from score_gui.ui.settings_fields import said
from score_gui.ui.settings_pages import SettingsPage
from score_gui.ui.theme import Theme
from score_gui.ui.tongues import SYSTEM

_LOOKS = MappingProxyType(
    {
        Look.SYSTEM: mark("As the system"),
        Look.LIGHT: mark("Light"),
        Look.DARK: mark("Dark"),
        Look.CONTRAST: mark("High contrast"),
    }
)
_SIZES = MappingProxyType({size: f"{size} %" for size in TEXT_SIZES})


class AppearancePage(SettingsPage):
    """Language, colours and the size of text."""

    names = ("language", "look", "text_size", "badge")

    def __init__(
        self, theme: Theme, icons: Icons, settings: Settings, languages: Sequence[tuple[str, str]]
    ) -> None:
        self._languages = languages
        super().__init__(theme, icons, settings)

    def _build(self) -> None:
        self.section(tr("Window"))
        words = {SYSTEM: tr("As the system"), **dict(self._languages)}
        self._language = self._choice(words, "language")
        self.row(tr("Language"), self._language)
        self._look = self._choice(said(_LOOKS), "look")
        self.row(tr("Colours"), self._look)
        self._size = self._choice(_SIZES, "text_size")
        self.row(tr("Text size"), self._size, tr("of the system's"))

        self.section(tr("Icon"))
        self._badge = self.tick(
            tr("Show how many files are left on the icon in the Dock or task bar"),
            lambda on: self._choose(badge=on),
        )
        self.note(tr("Where the system shows such a number: macOS, Windows, and some desktops of Linux."))

    def _show(self) -> None:
        self._language.show_choice(self._settings.language)
        self._look.show_choice(self._settings.look)
        self._size.show_choice(self._settings.text_size)
        self.show_tick(self._badge, self._settings.badge)
