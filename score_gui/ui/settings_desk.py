"""The one owner of the settings while the window is open: keeps them, tells of them, and watches the slow hours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from score_gui.model.settings import Look, Settings
from score_gui.ui.background import Runner
from score_gui.ui.icons import Icons
from score_gui.ui.settings_dialog import Doors, SettingsDialog
from score_gui.ui.theme import Theme
from score_gui.ui.tokens import Scheme

_LOOK_AT_CLOCK = 20_000
"""Milliseconds between two looks at the clock; slow hours begin that much late at most."""

SCHEMES = {Look.LIGHT: Scheme.LIGHT, Look.DARK: Scheme.DARK, Look.CONTRAST: Scheme.CONTRAST}
"""The colours that a person chose; for `Look.SYSTEM` the theme follows the system."""


class SettingsDesk(QObject):
    """`save` writes the settings to their file and may block; `now` is the local time.

    Signals:
        changed: the settings are others now (`Settings`).
        engine_changed: what the engine has to go by is another now (`Settings`, with the limit of this hour).
    """

    changed = Signal(object)
    engine_changed = Signal(object)

    def __init__(
        self,
        settings: Settings,
        default: Settings,
        save: Callable[[Settings], None],
        doors: Doors,
        run: Runner,
        now: Callable[[], datetime] = datetime.now,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._default = default
        self._save = save
        self._doors = doors
        self._run = run
        self._now = now
        self._dialog: SettingsDialog | None = None
        self._make: Callable[[], SettingsDialog] | None = None
        self._of_engine = self.for_engine()
        self._clock = QTimer(self, interval=_LOOK_AT_CLOCK)
        self._clock.timeout.connect(self.look_at_clock)
        self._clock.start()

    @property
    def settings(self) -> Settings:
        return self._settings

    def for_engine(self) -> Settings:
        """The settings with the speed limit that holds at this hour."""
        return replace(self._settings, rate_limit=self._settings.limit_at(self._now()))

    def put(self, settings: Settings) -> None:
        """Go on with `settings`, in the next run too."""
        if settings == self._settings:
            return
        self._settings = settings
        if self._dialog is not None:
            self._dialog.show_settings(settings)
        self.changed.emit(settings)
        self.look_at_clock()
        # Whichever job comes last keeps what counts by then, in whatever order they run.
        self._run(lambda: self._save(self._settings), lambda _none: None)

    def look_at_clock(self) -> None:
        """Tell the engine if a limit begins or ends now."""
        wanted = self.for_engine()
        if wanted != self._of_engine:
            self._of_engine = wanted
            self.engine_changed.emit(wanted)

    def open(self, theme: Theme, icons: Icons, parent: QWidget) -> SettingsDialog:
        """Show the dialog, or bring the one that is open to the front."""
        if self._dialog is None:
            self._make = lambda: SettingsDialog(
                theme, icons, self._settings, self._default, self._doors, parent
            )
            self._dialog = self._make_dialog(self._make)
        self._dialog.open()
        self._dialog.raise_()
        return self._dialog

    def renew(self) -> None:
        """Make the dialog anew, if it is open, where it was; the language or the size of text is another now."""
        former = self._dialog
        if former is None or self._make is None:
            return
        self._dialog = self._make_dialog(self._make)
        self._dialog.take_over(former)
        self._dialog.open()
        former.finished.disconnect(self._on_closed)
        former.close()
        former.deleteLater()

    def _make_dialog(self, make: Callable[[], SettingsDialog]) -> SettingsDialog:
        dialog = make()
        dialog.chosen.connect(self.put)
        dialog.finished.connect(self._on_closed)
        return dialog

    def _on_closed(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.deleteLater()
