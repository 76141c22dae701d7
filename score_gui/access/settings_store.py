"""The settings of one person, kept in one small file that the window and the command line share."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Any

from score_gui.files.whole import set_aside, write_whole
from score_gui.model import disk_problems, setup_problems
from score_gui.model.network import ProxyChoice, ProxyUse
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
                told = setup_problems.settings_unreadable(self._path, failure.strerror or "it cannot be read")
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
                    setup_problems.settings_unreadable(self._path, "it is not in order")
                ) from None
            except OSError as failure:
                reason = failure.strerror or "it cannot be written"
                raise ProblemError(disk_problems.disk_error(self._path, reason)) from None

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
            return setup_problems.settings_unreadable(self._path, failure.strerror or "it is not in order")


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a setting stands in the file. `read` raises ValueError, TypeError or KeyError for what it cannot be."""

    read: Callable[[Any], Any]
    write: Callable[[Any], Any] = lambda value: value


def _number(least: int, most: int | None = None) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise TypeError("not a whole number")
        if value < least or (most is not None and value > most):
            raise ValueError("out of its bounds")
        return value

    return read


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("neither true nor false")
    return value


def _path(value: Any) -> Path:
    path = Path(value)
    if not path.is_absolute():
        raise ValueError("a path that depends on where the program was started")
    return path


def _one_of(kind: type[StrEnum]) -> _Kind:
    return _Kind(kind, lambda choice: choice.value)


def _or_none(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else read(value)


def read_proxy(value: Any) -> ProxyChoice:
    """A proxy as it stands in a file. Raises ValueError, TypeError or KeyError if it is none."""
    if not isinstance(value, dict):
        raise TypeError("a proxy is an object")
    address, exceptions = value.get("address", ""), value.get("except", [])
    if not isinstance(exceptions, list) or not all(isinstance(one, str) for one in [address, *exceptions]):
        raise TypeError("a proxy is made of texts")
    return ProxyChoice(ProxyUse(value["use"]), address, tuple(exceptions))


def write_proxy(choice: ProxyChoice) -> dict[str, Any]:
    """What `read_proxy` takes."""
    said = {"address": choice.address, "except": list(choice.exceptions)}
    return {"use": choice.use.value} | {name: value for name, value in said.items() if value}


def _read_hours(value: Any) -> SlowHours:
    if not isinstance(value, dict):
        raise TypeError("hours are an object")
    start, stop = (time.fromisoformat(value[name]) for name in ("start", "stop"))
    return SlowHours(start, stop, Days(value["days"]))


def _write_hours(hours: SlowHours) -> dict[str, str]:
    start, stop = (edge.isoformat("minutes") for edge in (hours.start, hours.stop))
    return {"start": start, "stop": stop, "days": hours.days.value}


_KINDS = {
    "output_folder": _Kind(_path, str),
    "layout": _one_of(Layout),
    "files_at_once": _Kind(_number(1, MOST_FILES_AT_ONCE)),
    "connections": _Kind(_number(1, MOST_CONNECTIONS)),
    "with_index": _Kind(_flag),
    "rate_limit": _Kind(_or_none(_number(LOWEST_RATE))),
    "proxy": _Kind(read_proxy, write_proxy),
    "ca_file": _Kind(_or_none(_path), lambda path: None if path is None else str(path)),
    "slow_rate": _Kind(_number(LOWEST_RATE)),
    "speed_mode": _one_of(SpeedMode),
    "slow_hours": _Kind(_read_hours, _write_hours),
    "when_done": _one_of(WhenDone),
    "notify": _Kind(_flag),
    "receipts": _Kind(_flag),
    "stay_awake": _one_of(StayAwake),
    "look": _one_of(Look),
    "text_size": _Kind(_number(TEXT_SIZES[0], TEXT_SIZES[-1])),
}
