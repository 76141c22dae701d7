"""The pages of the settings. Each shows the settings it is given, and tells a person's change as new settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import time
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from score_gui.model.language import mark, tr
from score_gui.model.settings import (
    MOST_CONNECTIONS,
    MOST_FILES_AT_ONCE,
    Settings,
    StayAwake,
    WhenDone,
)
from score_gui.model.speed_mode import Days, SpeedMode
from score_gui.model.transfer import Layout
from score_gui.ui.icons import Icons
from score_gui.ui.settings_fields import ChoiceField, ClockField, CountField, PathField, RateField, said
from score_gui.ui.settings_form import SettingsForm
from score_gui.ui.theme import Theme

_Choice = TypeVar("_Choice", bound=str | int)
ChooseFolder = Callable[[QWidget, Path], Path | None]

LAYOUT_WORDS: Mapping[Layout, str] = MappingProxyType(
    {
        Layout.FILENAME: mark("All in the folder"),
        Layout.DONOR: mark("A folder for each donor"),
        Layout.PORTAL: mark("As in the portal: project, then donor"),
        Layout.BUNDLE: mark("A folder for each analysis"),
        Layout.ID: mark("By object ID"),
    }
)
_DAYS = MappingProxyType(
    {
        Days.WEEKDAYS: mark("on weekdays"),
        Days.EVERY_DAY: mark("every day"),
        Days.WEEKENDS: mark("on weekends"),
    }
)
_DONE = MappingProxyType(
    {
        WhenDone.NOTHING: mark("Do nothing"),
        WhenDone.QUIT: mark("Quit score_gui"),
        WhenDone.SLEEP: mark("Let the computer sleep"),
    }
)
_AWAKE = MappingProxyType(
    {
        StayAwake.ON_MAINS: mark("While plugged in"),
        StayAwake.ALWAYS: mark("Also on battery"),
        StayAwake.NEVER: mark("Never"),
    }
)


class SettingsPage(SettingsForm):
    """A page. `names` are the settings on it.

    Signals:
        chosen: the settings with what a person changed (`Settings`).
    """

    chosen = Signal(object)
    names: tuple[str, ...] = ()

    def __init__(self, theme: Theme, icons: Icons, settings: Settings) -> None:
        super().__init__(theme, icons)
        self._settings = settings
        self._build()
        self.end()
        self._show()

    def show_settings(self, settings: Settings) -> None:
        self._settings = settings
        self._show()

    def _choose(self, **changes: Any) -> None:
        self._settings = replace(self._settings, **changes)
        self._show()
        self.chosen.emit(self._settings)

    def _choice(self, words: Mapping[_Choice, str], name: str) -> ChoiceField[_Choice]:
        """A field for one of a few, which changes the setting `name`."""
        return ChoiceField(self._theme, self._icons, words, lambda choice: self._choose(**{name: choice}))

    def _build(self) -> None:
        raise NotImplementedError

    def _show(self) -> None:
        raise NotImplementedError


class DownloadsPage(SettingsPage):
    """How much at once, how fast, and what comes after."""

    names = (
        "files_at_once", "connections", "rate_limit", "slow_rate", "speed_mode", "slow_hours", "when_done", "notify",
    )  # fmt: skip

    def _build(self) -> None:
        theme, icons = self._theme, self._icons
        self._files = CountField(theme, icons, 1, MOST_FILES_AT_ONCE)
        self._files.chosen.connect(lambda count: self._choose(files_at_once=count))
        self._connections = CountField(theme, icons, 1, MOST_CONNECTIONS)
        self._connections.chosen.connect(lambda count: self._choose(connections=count))
        self.section(tr("How much at once"))
        self.row(tr("Files at once"), self._files, tr("1 to {most}", most=MOST_FILES_AT_ONCE))
        self.row(
            tr("Connections"),
            self._connections,
            tr("shared by all files"),
            note=tr(
                "A connection is one stream of bytes. More than 16 seldom helps, and some sites refuse it."
            ),
        )
        self._build_speed()
        self.section(tr("When the queue is done"))
        self._done = self._choice(said(_DONE), "when_done")
        self.row(tr("Then"), self._done)
        self._notify = self.tick(
            tr("One notification for the queue, if the window is not in front"),
            lambda on: self._choose(notify=on),
        )

    def _build_speed(self) -> None:
        theme, icons = self._theme, self._icons
        self.section(tr("Speed"))
        self._full = RateField(theme, icons, or_none=True)
        self._full.rate_chosen.connect(lambda rate: self._choose(rate_limit=rate))
        self.row(tr("Full speed"), self._full)
        self._slow = RateField(theme, icons, or_none=False)
        self._slow.rate_chosen.connect(lambda rate: self._choose(slow_rate=rate))
        self.row(tr("Slow speed"), self._slow, tr("while “Slow” is chosen in the status bar"))
        self._by_hours = self.tick(tr("Slow from"), self._on_hours, tr("Hours"))
        self._from, self._to = ClockField(theme, icons), ClockField(theme, icons)
        self._from.setAccessibleName(tr("Slow from time"))
        self._to.setAccessibleName(tr("Slow until"))
        self._from.time_chosen.connect(lambda at: self._choose_hours(start=at))
        self._to.time_chosen.connect(lambda at: self._choose_hours(stop=at))
        self._days = ChoiceField(theme, icons, said(_DAYS), lambda days: self._choose_hours(days=days))
        self._days.setAccessibleName(tr("Days of the slow hours"))
        self.append(self._from, tr("to"), self._to, self._days)

    def _show(self) -> None:
        settings = self._settings
        self._files.show_value(settings.files_at_once)
        self._connections.show_value(settings.connections)
        self._full.show_rate(settings.rate_limit)
        self._slow.show_rate(settings.slow_rate)
        hours = settings.slow_hours
        is_on = settings.speed_mode is SpeedMode.HOURS
        self.show_tick(self._by_hours, is_on)
        self._from.show_time(hours.start)
        self._to.show_time(hours.stop)
        self._days.show_choice(hours.days)
        for field in (self._from, self._to, self._days):
            field.setEnabled(is_on)
        self._done.show_choice(settings.when_done)
        self.show_tick(self._notify, settings.notify)

    def _on_hours(self, on: bool) -> None:  # noqa: FBT001 - a slot
        self._choose(speed_mode=SpeedMode.HOURS if on else SpeedMode.FULL)

    def _choose_hours(self, **changes: time | Days) -> None:
        self._choose(slow_hours=replace(self._settings.slow_hours, **changes))  # type: ignore[arg-type]


class FoldersPage(SettingsPage):
    """Where files go and what they are called."""

    names = ("output_folder", "layout", "with_index")

    def __init__(self, theme: Theme, icons: Icons, settings: Settings, choose_folder: ChooseFolder) -> None:
        self._choose_folder = choose_folder
        super().__init__(theme, icons, settings)

    def _build(self) -> None:
        self.section(tr("Folder"))
        self._folder = PathField(self._theme)
        self._folder.choose_asked.connect(self._on_choose)
        self.row(
            tr("New downloads go to"),
            self._folder,
            note=tr("The preview of each manifest offers this folder and lets you choose another one."),
        )
        self._layout_choice = ChoiceField(
            self._theme, self._icons, said(LAYOUT_WORDS), lambda layout: self._choose(layout=layout)
        )
        self.row(tr("Layout"), self._layout_choice)
        self.section(tr("Names"))
        self.text(
            tr(
                "Files keep the names that the site gives them. Of two files with the same name, and "
                "where a file of that name is on the disk already, the newer one gets a piece of its "
                "object ID. Nothing is overwritten."
            )
        )
        self._index = self.tick(
            tr("Fetch index files (bai, crai, tbi) with their files"), lambda on: self._choose(with_index=on)
        )

    def _show(self) -> None:
        self._folder.show_path(self._settings.output_folder)
        self._layout_choice.show_choice(self._settings.layout)
        self.show_tick(self._index, self._settings.with_index)

    def _on_choose(self) -> None:
        chosen = self._choose_folder(self, self._settings.output_folder)
        if chosen is not None:
            self._choose(output_folder=chosen)


class CheckingPage(SettingsPage):
    """What is checked is told; only the receipt is a choice."""

    names = ("receipts",)

    def _build(self) -> None:
        self.section(tr("What is checked"))
        self.text(
            tr(
                "Every file is read back from the disk, and its MD5 is compared with the one that the"
                " site tells. Where the site knows MD5s of parts only, those are compared. Where it "
                "knows none, the file is called “Complete, not verified”, and stays so. There is no "
                "way to switch this off here."
            )
        )
        self.section(tr("Receipts"))
        self._receipts = self.tick(
            tr("Write a receipt beside the files when all files of a manifest are here"),
            lambda on: self._choose(receipts=on),
        )
        self.note(
            tr(
                "A page for people, the same as JSON, and a list that “md5sum -c” reads. They hold no"
                " token and no link."
            )
        )

    def _show(self) -> None:
        self.show_tick(self._receipts, self._settings.receipts)


class PowerPage(SettingsPage):
    """Sleep and wakefulness."""

    names = ("stay_awake",)

    def _build(self) -> None:
        self.section(tr("Sleep"))
        self._awake = ChoiceField(
            self._theme, self._icons, said(_AWAKE), lambda choice: self._choose(stay_awake=choice)
        )
        self.row(
            tr("Keep awake"),
            self._awake,
            tr("while files arrive"),
            note=tr(
                "The screen may go dark. A closed lid stops the download; it goes on when the lid is opened."
            ),
        )

    def _show(self) -> None:
        self._awake.show_choice(self._settings.stay_awake)


def choose_folder(parent: QWidget, start: Path) -> Path | None:
    """The folder that a person chooses in the system's dialog; None when it is closed."""
    name = QFileDialog.getExistingDirectory(parent, tr("Folder for new downloads"), str(start))
    return Path(name) if name else None
