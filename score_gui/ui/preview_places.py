"""Where the ticked files would go: the example path, files that share a name, and the longest path.

Pure arithmetic on names; whether such a file exists already is for the engine to see.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath

from score_gui.files.layout import relative_path
from score_gui.files.names import clash_key, with_id
from score_gui.model.manifest import Entry
from score_gui.model.transfer import Layout
from score_gui.ui.preview_rows import PreviewRows


@dataclass(frozen=True, slots=True)
class Places:
    """How many ticked files share a name with another, and the longest path below the folder (characters)."""

    sharing: int = 0
    longest_path: int = 0
    keepers: frozenset[int] = frozenset()
    """Of the rows that share one name, those that keep it: the first of each, in manifest order."""
    sharers: frozenset[int] = frozenset()
    unnamed: int = 0
    """Files whose name only the site can tell."""


@dataclass(frozen=True, slots=True)
class ExamplePath:
    """A target path in pieces, so that what the layout and the rule for equal names added can be marked."""

    folder: str
    layout: str
    stem: str
    added: str
    rest: str

    @property
    def text(self) -> str:
        return f"{self.folder}{self.layout}{self.stem}{self.added}{self.rest}"


class PlaceTable:
    """The places of all rows under one layout. Slow for long manifests: make it outside the GUI thread."""

    def __init__(self, preview: PreviewRows, layout: Layout) -> None:
        self.layout = layout
        self._keys: list[str] = []
        self._lengths: list[int] = []
        for row in preview.rows:
            path = str(place_of(row.entry, layout)) if row.entry is not None else ""
            self._keys.append(clash_key(path))
            self._lengths.append(len(path))
        count = Counter(self._keys)
        self._unnamed = frozenset(
            row.number
            for row in preview.rows
            if layout is not Layout.ID and row.entry is not None and row.entry.file_name is None
        )
        self._twins = frozenset(n for n, key in enumerate(self._keys) if key and count[key] > 1)

    def places(self, numbers: Iterable[int]) -> Places:
        """What the layout makes of these rows."""
        chosen = list(numbers)
        twins = [number for number in chosen if number in self._twins]
        count = Counter(self._keys[number] for number in twins)
        sharers = [number for number in twins if count[self._keys[number]] > 1]
        first: dict[str, int] = {}
        for number in sharers:
            first.setdefault(self._keys[number], number)
        longest = max((self._lengths[number] for number in chosen), default=0)
        unnamed = sum(number in self._unnamed for number in chosen) if self._unnamed else 0
        return Places(len(sharers), longest, frozenset(first.values()), frozenset(sharers), unnamed)


def place_of(entry: Entry, layout: Layout) -> PurePath:
    """The place of an entry below the folder, before equal names are told apart."""
    return relative_path(layout, entry.object_id, entry.file_name, entry.analysis_id)


def example_path(folder: Path, entry: Entry, layout: Layout, *, shares_name: bool) -> ExamplePath:
    """The whole target path of one entry; with `shares_name` its object id is put into the name.

    What only the site can tell stands in angle brackets, which no safe name holds.
    """
    below = place_of(entry, layout)
    separator = _separator(folder)
    head = str(folder).rstrip(separator) + separator
    middle = "".join(part + separator for part in below.parts[:-1])
    if layout is Layout.BUNDLE and entry.analysis_id is None:
        middle = f"<analysis ID>{separator}"
    if layout is not Layout.ID and entry.file_name is None:
        return ExamplePath(head, middle, "<name told by the site>", "", "")
    if not shares_name:
        return ExamplePath(head, middle, below.name, "", "")
    return _with_id_marked(head, middle, below.name, with_id(below.name, entry.object_id))


def _with_id_marked(head: str, middle: str, name: str, unique: str) -> ExamplePath:
    stem = name.partition(".")[0]
    if not unique.startswith(f"{stem}."):
        return ExamplePath(head, middle, "", unique, "")
    added, dot, rest = unique[len(stem) + 1 :].partition(".")
    return ExamplePath(head, middle, f"{stem}.", added, f"{dot}{rest}")


def _separator(folder: PurePath) -> str:
    return str(folder / "x")[-2]
