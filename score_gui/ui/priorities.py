"""What a person is shown of a priority: its word, its sign beside the name, and the sentence for those who listen."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from score_gui.model.language import mark, tr
from score_gui.model.transfer import Priority
from score_gui.ui.queue_rows import Row

WORDS: Mapping[Priority, str] = MappingProxyType(
    {Priority.HIGH: mark("High"), Priority.NORMAL: mark("Normal"), Priority.LOW: mark("Low")}
)
NAMES: Mapping[Priority, str] = MappingProxyType(
    {
        Priority.HIGH: mark("High priority"),
        Priority.NORMAL: mark("Normal priority"),
        Priority.LOW: mark("Low priority"),
    }
)
_SAID: Mapping[Priority, str] = MappingProxyType(
    {Priority.HIGH: mark("high priority"), Priority.NORMAL: "", Priority.LOW: mark("low priority")}
)
_SIGNS: Mapping[Priority, tuple[str, str]] = MappingProxyType(
    {Priority.HIGH: ("chevron-up", "accent"), Priority.LOW: ("chevron-down", "text-3")}
)


def word(row: Row) -> str:
    """The word of the column; nothing for what is done, where it has no sense any more."""
    return "" if row.status.is_done else tr(WORDS[row.transfer.priority])


def said(row: Row) -> str:
    """`high priority`, for sentences; empty for the usual one and for what is done."""
    words = "" if row.status.is_done else _SAID[row.transfer.priority]
    return tr(words) if words else ""


def tip(row: Row) -> str:
    """`High priority`, under the name in its tool tip; empty where there is no sign either."""
    return tr(NAMES[row.transfer.priority]) if sign(row) is not None else ""


def sign(row: Row) -> tuple[str, str] | None:
    """Icon and colour of the sign beside the name."""
    return None if row.status.is_done else _SIGNS.get(row.transfer.priority)
