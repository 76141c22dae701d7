"""Phrases as they lie on the disk: the English text, and behind a separator how to say it in another language.

So a program that has another language at its next start shows the problems and the story of a file in that one, and
whoever knows nothing of this still finds the English text in front.
"""

from __future__ import annotations

import json
from typing import Any

from score_gui.model.language import Phrase
from score_gui.model.text import Size

_BEFORE = "\x1e"


def packed(text: str) -> str:
    """`text` for the disk; a text that is no Phrase is kept as it is."""
    return f"{text}{_BEFORE}{json.dumps(_packed(text))}" if isinstance(text, Phrase) else text


def unpacked(kept: str) -> str:
    """What `packed` was given; a text that cannot be understood as more comes back as it is."""
    _, separator, rest = kept.rpartition(_BEFORE)
    if not separator:
        return kept
    try:
        return _unpacked(json.loads(rest))
    except (ValueError, LookupError, TypeError, AttributeError):
        return kept


def _packed(text: Phrase) -> dict[str, Any]:
    values = {name: _value(value) for name, value in text.values.items()}
    return {"text": text.template, "many": text.many, "number": text.number, "values": values}


def _value(value: object) -> object:
    if isinstance(value, Phrase):
        return _packed(value)
    if isinstance(value, Size):
        return {"bytes": value.count}
    return value if isinstance(value, int | float) else str(value)


def _unpacked(kept: dict[str, Any]) -> Phrase:
    values = {name: _kept_value(value) for name, value in kept["values"].items()}
    return Phrase.of(kept["text"], kept["many"], kept["number"], values)


def _kept_value(value: object) -> object:
    if not isinstance(value, dict):
        return value
    return Size(value["bytes"]) if "bytes" in value else _unpacked(value)
