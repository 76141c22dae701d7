"""What lives as long as the program, as far as the stage needs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSettings

from score_gui.model.messages import Command
from score_gui.practice import Practice
from score_gui.ui.badge import Show
from score_gui.ui.pool import Pool
from score_gui.ui.settings_desk import SettingsDesk
from score_gui.ui.theme import Theme
from score_gui.ui.tongues import Tongues
from score_gui.wiring import Wiring


@dataclass(frozen=True, slots=True)
class Backstage:
    """What the stage stands on. `post` sends a command to the engine; `keep_awake` may block, `quit` ends the run."""

    theme: Theme
    wiring: Wiring
    practice: Practice
    choices: SettingsDesk
    pool: Pool
    memory: QSettings
    post: Callable[[Command], None]
    keep_awake: Callable[[bool], object]
    quit: Callable[[], None]
    tongues: Tongues
    show_badge: Show
    follows_look: bool = True
    """The colours are those of the settings; otherwise the theme keeps its own."""
