"""What a person may choose once for all transfers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from score_gui.model.network import ProxyChoice
from score_gui.model.speed_mode import SlowHours, SpeedMode
from score_gui.model.transfer import Layout

MOST_FILES_AT_ONCE = 32
MOST_CONNECTIONS = 64
LOWEST_RATE = 10_000
"""Bytes per second; with less, servers lose their patience with a connection."""


TEXT_SIZES = (100, 125, 150, 200)
"""Percent of the system's font."""


class WhenDone(StrEnum):
    """What the program does when the queue has ended."""

    NOTHING = "nothing"
    QUIT = "quit"
    SLEEP = "sleep"


class StayAwake(StrEnum):
    """When the computer is kept from falling asleep while files arrive."""

    ON_MAINS = "on-mains"
    ALWAYS = "always"
    NEVER = "never"


class Look(StrEnum):
    """The colours of the window."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@dataclass(frozen=True, slots=True)
class Settings:
    """`files_at_once` transfers run together and share `connections` sockets, in all at most `rate_limit` bytes/s.

    Where the `speed_mode` says so, `slow_rate` holds instead. `text_size` is in percent of the system's font.
    `language` is the code of the window's language, empty for the system's. `badge` is the number of files left on
    the program's icon.
    `ca_file` holds authorities (PEM) that are trusted beside the system's own. A profile may have its own way.
    """

    output_folder: Path
    layout: Layout = Layout.FILENAME
    files_at_once: int = 3
    connections: int = 8
    with_index: bool = True
    rate_limit: int | None = None
    proxy: ProxyChoice = field(default_factory=ProxyChoice)
    ca_file: Path | None = None
    slow_rate: int = 10_000_000
    speed_mode: SpeedMode = SpeedMode.FULL
    slow_hours: SlowHours = field(default_factory=SlowHours)
    when_done: WhenDone = WhenDone.NOTHING
    notify: bool = True
    receipts: bool = True
    stay_awake: StayAwake = StayAwake.ON_MAINS
    look: Look = Look.SYSTEM
    text_size: int = 100
    language: str = ""
    badge: bool = True

    def limit_at(self, moment: datetime) -> int | None:
        """Bytes per second that all transfers together may take at a local time; None is no limit."""
        is_slow = self.speed_mode is SpeedMode.SLOW or (
            self.speed_mode is SpeedMode.HOURS and self.slow_hours.holds(moment)
        )
        if not is_slow:
            return self.rate_limit
        return self.slow_rate if self.rate_limit is None else min(self.slow_rate, self.rate_limit)
