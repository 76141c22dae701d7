"""The problems with what a person set up for this program: its settings and the way to the servers.

Part of the catalogue of `problems`, in the same style.
"""

from __future__ import annotations

from pathlib import Path

from score_gui.model.problem import Problem, Recovery


def _person(code: str, title: str, cause: str, next_step: str) -> Problem:
    return Problem(code, title, cause, next_step, Recovery.PERSON)


def settings_unreadable(path: Path, reason: str) -> Problem:
    """The file with the settings is there and cannot be used; `reason` without a full stop."""
    next_step = "Mend the file or move it away. Until then the program works as on its first day."
    return _person("settings-unreadable", "Settings not readable", f"{path}: {reason}.", next_step)


def settings_set_aside(path: Path, aside: Path) -> Problem:
    """The file with the settings was none any more; it is now `aside`."""
    cause = f"{path} was damaged. It is kept as {aside.name}; the program works as on its first day."
    return _person("settings-set-aside", "Settings were damaged", cause, "Choose your settings again.")


def setting_unusable(path: Path, name: str) -> Problem:
    """One setting has a value that this version cannot use; it stays in the file."""
    cause = f"'{name}' in {path} has a value that this version cannot use."
    next_step = "Choose it again. Until then it is as on the first day."
    return _person("setting-unusable", "A setting is not used", cause, next_step)
