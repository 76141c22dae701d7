"""The rows of the preview, made from a manifest: what each line wants, in which group it stands, and why.

A row is made when somebody looks at it; of all rows only columns are kept, so that a million lines are shown in
little time and room. Free of Qt, so that tests need no window.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import overload

from score_gui.model.entries import EntryList
from score_gui.model.language import mark, tr
from score_gui.model.manifest import Entry, Manifest, Remark
from score_gui.ui.preview_columns import Facet, donor_of, told_columns, type_of
from score_gui.ui.preview_search import Search

_MOST_KEPT = 512


class Group(IntEnum):
    """Where a row stands; problems first."""

    LEFT_OUT = 0
    WORTH_A_LOOK = 1
    GOOD = 2


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `number` is its place in `PreviewRows`; without `entry` it has no tick box.

    `twin` is the number of the row that the remark speaks of, where it speaks of one.
    """

    number: int
    group: Group
    line: int | None
    entry: Entry | None
    name: str
    file_type: str
    donor: str
    size: int | None
    remark: str
    twin: int | None = None


class PreviewRows(Sequence[Row]):
    """All rows in manifest order, left-out lines first, and what was said of the file as a whole."""

    def __init__(self, manifest: Manifest) -> None:
        remarks = _RemarksByLine(manifest.remarks)
        self.entries = EntryList.of(manifest.entries)
        self._left_out = tuple(remarks.blocking)
        self._remarks = {self.left_out + place: told for place, told in remarks.told(self.entries)}
        self.notes = remarks.notes()
        self.columns = told_columns(self.entries, self.left_out)
        self.facet_titles = _titles(self.entries)
        self.sizes = self._all_sizes()
        self.groups = self._all_groups()
        texts = [f"{tr(remark.message)}\n{_words_of(remark.about)}" for remark in self._left_out]
        self._search = Search(self.entries, texts, {row: told.text for row, told in self._remarks.items()})
        self._kept: dict[int, Row] = {}

    @property
    def left_out(self) -> int:
        """How many rows at the beginning have no entry."""
        return len(self._left_out)

    @property
    def wanted(self) -> bytes:
        """Flags of the rows that can be fetched."""
        return bytes(self.left_out) + b"\1" * len(self.entries)

    def forget_words(self) -> None:
        """Say everything anew from now on: the language is another."""
        self._kept.clear()

    def remark(self, number: int) -> str:
        """What is to be said of a row; empty if nothing is."""
        if number < self.left_out:
            return tr(self._left_out[number].message).rstrip(".")
        return self._remarks.get(number, _SILENCE).text

    def in_group(self, group: Group) -> bytes:
        """Flags of the rows of a group."""
        return self.groups.translate(bytes(code == group for code in range(256)))

    def find(self, text: str) -> bytes:
        """Flags of the rows in which every word of `text` stands."""
        return self._search.find(text)

    def row_of_line(self, line: int) -> int | None:
        """The row whose entry stands in a line of the manifest."""
        if line in self.entries.lines:
            return self.left_out + self.entries.lines.index(line)
        whole = self.entries.whole.items()
        return next((self.left_out + place for place, entry in whole if entry.line == line), None)

    def __len__(self) -> int:
        return self.left_out + len(self.entries)

    @overload
    def __getitem__(self, number: int) -> Row: ...

    @overload
    def __getitem__(self, number: slice) -> tuple[Row, ...]: ...

    def __getitem__(self, number: int | slice) -> Row | tuple[Row, ...]:
        if isinstance(number, slice):
            return tuple(self._row(each) for each in range(*number.indices(len(self))))
        return self._row(range(len(self))[number])

    def _row(self, number: int) -> Row:
        kept = self._kept.get(number)
        if kept is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            kept = self._left_out_row(number) if number < self.left_out else self._entry_row(number)
            self._kept[number] = kept
        return kept

    def _entry_row(self, number: int) -> Row:
        entry = self.entries[number - self.left_out]
        told = self._remarks.get(number, _SILENCE)
        return Row(
            number=number,
            group=Group(self.groups[number]),
            line=entry.line,
            entry=entry,
            name=entry.file_name or entry.object_id,
            file_type=type_of(entry),
            donor=donor_of(entry),
            size=entry.size,
            remark=told.text,
            twin=self._row_of(told.other_line),
        )

    def _left_out_row(self, number: int) -> Row:
        """A line shows what could be read of it; one that names an object again, what the first one tells."""
        remark = self._left_out[number]
        twin = self._row_of(remark.other_line)
        about = remark.about if twin is None else self._row(twin).entry
        return Row(
            number=number,
            group=Group.LEFT_OUT,
            line=remark.line,
            entry=None,
            name=(about.file_name or about.object_id) if about else "",
            file_type=type_of(about) if about else "",
            donor=donor_of(about) if about else "",
            size=about.size if about else None,
            remark=self.remark(number),
            twin=twin,
        )

    def _row_of(self, line: int | None) -> int | None:
        return None if line is None else self.row_of_line(line)

    def _all_sizes(self) -> array[int]:
        sizes = array("q", [-1]) * self.left_out
        sizes.extend(self.entries.sizes)
        for place, entry in self.entries.whole.items():
            sizes[self.left_out + place] = -1 if entry.size is None else entry.size
        return sizes

    def _all_groups(self) -> bytes:
        groups = bytearray(
            bytes((Group.LEFT_OUT,)) * self.left_out + bytes((Group.GOOD,)) * len(self.entries)
        )
        for row in self._remarks:
            groups[row] = Group.WORTH_A_LOOK
        return bytes(groups)


@dataclass(frozen=True, slots=True)
class _Told:
    """All that was said of one entry, and another line that it has to do with."""

    messages: tuple[str, ...] = ()
    other_line: int | None = None

    @property
    def text(self) -> str:
        return "; ".join(tr(message).rstrip(".") for message in self.messages)


_SILENCE = _Told()


class _RemarksByLine:
    """Sorts the remarks: those that leave a line out, those about an entry, those about the file."""

    def __init__(self, remarks: Sequence[Remark]) -> None:
        blocking = (r for r in remarks if r.blocks and r.line is not None)
        self.blocking = sorted(blocking, key=lambda remark: remark.line or 0)
        self._others = [r for r in remarks if not r.blocks or r.line is None]
        self._by_line: dict[int, list[Remark]] = defaultdict(list)
        for remark in self._others:
            if remark.line is not None:
                self._by_line[remark.line].append(remark)
        self._taken: set[int] = set()

    def told(self, entries: EntryList) -> Iterator[tuple[int, _Told]]:
        """The places of the entries of which something is said, and what."""
        if not self._by_line:
            return
        for place, line in _lines(entries):
            if line in self._by_line:
                self._taken.add(line)
                remarks = self._by_line[line]
                other = next((each.other_line for each in remarks if each.other_line is not None), None)
                yield place, _Told(tuple(each.message for each in remarks), other)

    def notes(self) -> tuple[str, ...]:
        """What is said of the file as a whole, or of a line that became no entry; to be asked after `told`."""
        return tuple(
            _note(each) for each in self._others if each.line is None or each.line not in self._taken
        )


def _lines(entries: EntryList) -> Iterator[tuple[int, int]]:
    for place, line in enumerate(entries.lines):
        whole = entries.whole.get(place)
        yield place, line if whole is None else (whole.line or 0)


def _words_of(about: Entry | None) -> str:
    return f"{about.file_name or ''}\n{donor_of(about)}" if about is not None else ""


def _note(remark: Remark) -> str:
    if remark.line is None:
        return tr(remark.message)
    return tr("Line {line}: {message}", line=remark.line, message=remark.message)


def _titles(entries: EntryList) -> dict[Facet, str]:
    has_programs = any(shared[5] is not None for shared in entries.shared.values) or any(
        entry.program_id is not None for entry in entries.whole.values()
    )
    return {**_TITLES, Facet.PROJECT: mark("Program") if has_programs else mark("Project")}


_TITLES = {
    Facet.CHANGE: mark("Since the earlier list"),
    Facet.TYPE: mark("Type"),
    Facet.PROJECT: mark("Project"),
    Facet.STUDY: mark("Study"),
    Facet.REPOSITORY: mark("Repository"),
    Facet.ACCESS: mark("Access"),
    Facet.DISK: mark("On this disk"),
    Facet.DONOR: mark("Donor"),
}
