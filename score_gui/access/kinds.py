"""How values stand in the files of settings and profiles, each read strictly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from score_gui.model.network import ProxyChoice, ProxyUse


@dataclass(frozen=True, slots=True)
class Kind:
    """How a setting stands in the file. `read` raises ValueError, TypeError or KeyError for what it cannot be."""

    read: Callable[[Any], Any]
    write: Callable[[Any], Any] = lambda value: value


def number(least: int, most: int | None = None) -> Callable[[Any], int]:
    """A whole number within bounds."""

    def read(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise TypeError("not a whole number")
        if value < least or (most is not None and value > most):
            raise ValueError("out of its bounds")
        return value

    return read


def flag(value: Any) -> bool:
    """True or false, and no number or text that could be meant so."""
    if not isinstance(value, bool):
        raise TypeError("neither true nor false")
    return value


def word(value: Any) -> str:
    """A text, which may be empty."""
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def path(value: Any) -> Path:
    """An absolute path."""
    found = Path(value)
    if not found.is_absolute():
        raise ValueError("a path that depends on where the program was started")
    return found


def one_of(kind: type[StrEnum]) -> Kind:
    """One of a few words."""
    return Kind(kind, lambda choice: choice.value)


def or_none(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """What `read` takes, or null."""
    return lambda value: None if value is None else read(value)


def _read_proxy(value: Any) -> ProxyChoice:
    """A proxy as it stands in a file. Raises ValueError, TypeError or KeyError if it is none."""
    if not isinstance(value, dict):
        raise TypeError("a proxy is an object")
    address, exceptions = value.get("address", ""), value.get("except", [])
    if not isinstance(exceptions, list) or not all(isinstance(one, str) for one in [address, *exceptions]):
        raise TypeError("a proxy is made of texts")
    return ProxyChoice(ProxyUse(value["use"]), address, tuple(exceptions))


def _write_proxy(choice: ProxyChoice) -> dict[str, Any]:
    """What `_read_proxy` takes."""
    said = {"address": choice.address, "except": list(choice.exceptions)}
    return {"use": choice.use.value} | {name: value for name, value in said.items() if value}


PROXY = Kind(_read_proxy, _write_proxy)
PATH_OR_NONE = Kind(or_none(path), lambda value: None if value is None else str(value))
