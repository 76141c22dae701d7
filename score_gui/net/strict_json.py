"""JSON as it should be: what Python's reader lets pass in silence is an error here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NoReturn


def read_json(body: bytes) -> Any:
    """The value that `body` (UTF-8, no byte order mark) holds.

    Raises ValueError also for NaN and Infinity, a key that stands twice in one object, a number of thousands of
    digits, and a nesting too deep to follow.
    """
    try:
        return json.loads(body.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _unique(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
