"""The lists that were opened lately: files, and addresses that hold no secret. Remembered as text by the window."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from score_gui.model.manifest import Manifest
from score_gui.ui.outside import Memory

MEMORY = "recent-manifests"
MOST = 10
_LONGEST = 4096


@dataclass(frozen=True, slots=True)
class Recent:
    """A list that can be opened again: its path or address, its name, and how many files it named."""

    place: str
    name: str
    files: int

    @property
    def is_address(self) -> bool:
        return self.place.startswith("https://")


class RecentLists:
    """The latest first, each once. Only for the GUI thread; no file is touched."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._items = list(_read(str(memory.value(MEMORY, ""))))

    @property
    def items(self) -> tuple[Recent, ...]:
        return tuple(self._items)

    def note(self, place: str, manifest: Manifest) -> None:
        """Remember a list that was opened. An address with anything in it that may be a secret is not kept."""
        if _may_be_kept(place):
            rest = [each for each in self._items if each.place != place]
            self._keep([Recent(place, manifest.name, len(manifest.entries)), *rest][:MOST])

    def forget(self, place: str) -> None:
        self._keep([each for each in self._items if each.place != place])

    def clear(self) -> None:
        self._keep([])

    def _keep(self, items: list[Recent]) -> None:
        self._items = items
        self._memory.setValue(MEMORY, json.dumps([asdict(each) for each in items]))


def _may_be_kept(place: str) -> bool:
    """A path; or a plain https address. What stands behind `?` or before `@` is often a key."""
    if len(place) > _LONGEST:
        return False
    if "://" not in place:
        return True
    try:
        parts = urlsplit(place)
    except ValueError:
        return False
    return parts.scheme == "https" and not (parts.query or parts.fragment or "@" in parts.netloc)


def _read(text: str) -> Iterator[Recent]:
    """What `_keep` wrote; anything else is as good as nothing."""
    try:
        found = json.loads(text) if text else []
    except ValueError:
        return
    for each in found if isinstance(found, list) else ():
        if isinstance(each, dict) and _is_sound(each):
            yield Recent(each["place"], each["name"], each["files"])


def _is_sound(each: dict[str, object]) -> bool:
    place, files = each.get("place"), each.get("files")
    has_texts = isinstance(place, str) and isinstance(each.get("name"), str)
    return has_texts and isinstance(files, int) and _may_be_kept(str(place))
