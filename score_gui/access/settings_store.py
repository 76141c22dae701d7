"""The settings of one person, kept in one small file that the window and the command line share."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import time
from pathlib import Path
from typing import Any

from score_gui.access.kinds import PATH_OR_NONE, PROXY, Kind, flag, number, one_of, or_none, path, word
from score_gui.access.own_files import not_kept
from score_gui.files.whole import set_aside, write_whole
from score_gui.model import setup_problems
from score_gui.model.language import phrase
from score_gui.model.problem import Problem, ProblemError
from score_gui.model.settings import (
    LOWEST_RATE,
    MOST_CONNECTIONS,
    MOST_FILES_AT_ONCE,
    TEXT_SIZES,
    Look,
    Settings,
    StayAwake,
    WhenDone,
)
from score_gui.model.speed_mode import Days, SlowHours, SpeedMode
from score_gui.model.transfer import Layout
from score_gui.net.strict_json import read_json

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings, and what a person has to hear about how they were found."""

    settings: Settings
    problems: tuple[Problem, ...] = ()


class SettingsStore:
    """The settings in `folder`. Blocks on the disk; may be used from any thread.

    Only what a person changed is written, so that all else follows `default`. What this version does not know, or
    cannot use, is left in the file as it is.
    """

    def __init__(self, folder: Path, default: Settings) -> None:
        self._path = folder / "settings.json"
        self._default = default
        self._lock = threading.Lock()

    def load(self) -> Loaded:
        """The settings as they are kept. A file that is none is set aside, and said; nothing is raised."""
        with self._lock:
            try:
                return self._understood(self._read())
            except OSError as failure:
                told = setup_problems.settings_unreadable(
                    self._path, failure.strerror or phrase("it cannot be read")
                )
            except (ValueError, TypeError):
                told = self._set_aside()
            return Loaded(self._default, (told,))

    def save(self, settings: Settings) -> None:
        """Keep `settings`. Raises ProblemError where the file cannot be written; it is then as it was."""
        with self._lock:
            try:
                kept = self._read()
                before = self._understood(kept).settings
                changed = {
                    name: kind.write(getattr(settings, name))
                    for name, kind in _KINDS.items()
                    if getattr(settings, name) != getattr(before, name)
                }
                if changed:
                    text = json.dumps({"version": _VERSION} | kept | changed, indent=2, ensure_ascii=False)
                    write_whole(self._path, text.encode() + b"\n")
            except (ValueError, TypeError):
                raise ProblemError(
                    setup_problems.settings_unreadable(self._path, phrase("it is not in order"))
                ) from None
            except OSError as failure:
                raise ProblemError(not_kept(self._path, failure)) from None

    def _read(self) -> dict[str, Any]:
        """Raises ValueError or TypeError if what is there are no settings."""
        try:
            kept = read_json(self._path.read_bytes())
        except FileNotFoundError:
            return {}
        if not isinstance(kept, dict):
            raise TypeError("not an object")
        return kept

    def _understood(self, kept: Mapping[str, Any]) -> Loaded:
        values: dict[str, Any] = {}
        told: list[Problem] = []
        for name in [name for name in _KINDS if name in kept]:
            try:
                values[name] = _KINDS[name].read(kept[name])
            except (ValueError, TypeError, KeyError):
                told.append(setup_problems.setting_unusable(self._path, name))
        return Loaded(replace(self._default, **values), tuple(told))

    def _set_aside(self) -> Problem:
        try:
            return setup_problems.settings_set_aside(self._path, set_aside(self._path))
        except OSError as failure:
            return setup_problems.settings_unreadable(
                self._path, failure.strerror or phrase("it is not in order")
            )


def _read_hours(value: Any) -> SlowHours:
    if not isinstance(value, dict):
        raise TypeError("hours are an object")
    start, stop = (time.fromisoformat(value[name]) for name in ("start", "stop"))
    return SlowHours(start, stop, Days(value["days"]))


def _write_hours(hours: SlowHours) -> dict[str, str]:
    start, stop = (edge.isoformat("minutes") for edge in (hours.start, hours.stop))
    return {"start": start, "stop": stop, "days": hours.days.value}


_KINDS = {
    "output_folder": Kind(path, str),
    "layout": one_of(Layout),
    "files_at_once": Kind(number(1, MOST_FILES_AT_ONCE)),
    "connections": Kind(number(1, MOST_CONNECTIONS)),
    "with_index": Kind(flag),
    "rate_limit": Kind(or_none(number(LOWEST_RATE))),
    "proxy": PROXY,
    "ca_file": PATH_OR_NONE,
    "slow_rate": Kind(number(LOWEST_RATE)),
    "speed_mode": one_of(SpeedMode),
    "slow_hours": Kind(_read_hours, _write_hours),
    "when_done": one_of(WhenDone),
    "notify": Kind(flag),
    "receipts": Kind(flag),
    "stay_awake": one_of(StayAwake),
    "look": one_of(Look),
    "text_size": Kind(number(TEXT_SIZES[0], TEXT_SIZES[-1])),
    "language": Kind(word),
    "badge": Kind(flag),
}
