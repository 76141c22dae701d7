"""Where the ticked files would go: the example path, files that share a name, and the longest path.

Pure arithmetic on names; whether such a file exists already is for the engine to see.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import compress
from pathlib import Path, PurePath

from score_gui.files.layout import components
from score_gui.files.names import clash_key, safe_name, with_id
from score_gui.manifests.collector import repeated
from score_gui.model.entries import EntryList
from score_gui.model.language import tr
from score_gui.model.manifest import Entry
from score_gui.model.right_of_way import RIGHT_OF_WAY
from score_gui.model.transfer import Layout
from score_gui.ui import preview_flags as flags
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
        self._preview = preview
        self._lengths = array("i", bytes(4 * preview.left_out))
        self._unnamed = bytearray(len(preview))
        self._twins = self._look(preview)

    def _look(self, preview: PreviewRows) -> dict[int, str]:
        """The rows whose path another row has too, with what makes them equal.

        A million paths would fill the memory, so first their hashes are compared, and then the few that are left.
        """
        hashes = array("q", bytes(8 * preview.left_out))
        paths = RIGHT_OF_WAY.giving(_paths(preview.entries, self.layout))
        for row, (path, is_named) in enumerate(paths, preview.left_out):
            self._lengths.append(len(path))
            self._unnamed[row] = not is_named
            hashes.append(hash(clash_key(path)))
        twice = repeated(hashes[preview.left_out :])
        numbers = (
            (row for row in range(preview.left_out, len(preview)) if hashes[row] in twice) if twice else ()
        )
        return {row: self._key(row) for row in numbers}

    def _key(self, row: int) -> str:
        entry = self._preview.entries[row - self._preview.left_out]
        return clash_key("/".join(parts_of(entry, self.layout)))

    def places(self, ticked: bytes) -> Places:
        """What the layout makes of the rows that have a flag in `ticked`."""
        twins = [row for row in self._twins if ticked[row]]
        count = Counter(self._twins[row] for row in twins)
        sharers = [row for row in twins if count[self._twins[row]] > 1]
        first: dict[str, int] = {}
        for row in sharers:
            first.setdefault(self._twins[row], row)
        longest = max(self._longest(ticked), default=0)
        unnamed = flags.count(flags.both(bytes(self._unnamed), ticked))
        return Places(len(sharers), longest, frozenset(first.values()), frozenset(sharers), unnamed)

    def _longest(self, ticked: bytes) -> Iterator[int]:
        for start, stop in flags.steps(len(ticked)):
            yield max(compress(self._lengths[start:stop], ticked[start:stop]), default=0)


def _paths(entries: EntryList, layout: Layout) -> Iterator[tuple[str, bool]]:
    """The places of all entries below the folder, and whether their names are known as far as the layout needs them."""
    if layout is not Layout.FILENAME:
        for entry in entries:
            yield "/".join(parts_of(entry, layout)), layout is Layout.ID or entry.file_name is not None
        return
    for place in range(len(entries)):  # no entry is made for its name alone
        name = entries.file_name(place)
        yield (safe_name(name, name) if name else entries.object_id(place)), name is not None


def place_of(entry: Entry, layout: Layout) -> PurePath:
    """The place of an entry below the folder, before equal names are told apart."""
    return PurePath(*parts_of(entry, layout))


def parts_of(entry: Entry, layout: Layout) -> tuple[str, ...]:
    """The folders on the way there, and the name."""
    return components(
        layout, entry.object_id, entry.file_name, entry.analysis_id, entry.donor, entry.collection
    )


def example_path(folder: Path, entry: Entry, layout: Layout, *, shares_name: bool) -> ExamplePath:
    """The whole target path of one entry; with `shares_name` its object id is put into the name.

    What only the site can tell stands in angle brackets, which no safe name holds.
    """
    below = place_of(entry, layout)
    separator = _separator(folder)
    head = str(folder).rstrip(separator) + separator
    middle = "".join(part + separator for part in below.parts[:-1])
    if layout is Layout.BUNDLE and entry.analysis_id is None:
        middle = f"{tr('<analysis ID>')}{separator}"
    if layout is Layout.PORTAL and entry.collection is None:
        middle = f"{tr('<study>')}{separator}{middle}"
    if layout is not Layout.ID and entry.file_name is None:
        return ExamplePath(head, middle, tr("<name told by the site>"), "", "")
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
    return str(type(folder)("a") / "b")[1]
