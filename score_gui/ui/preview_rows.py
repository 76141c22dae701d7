"""The rows of the preview, made from a manifest: what each line wants, in which group it stands, and why.

Free of Qt, so that a long manifest is turned into rows outside the GUI thread and tests need no window.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass
from enum import IntEnum

from score_gui.model.manifest import Entry, Manifest, Remark

NOT_GIVEN = "Not given"
_PACKINGS = frozenset({"gz", "bgz", "bz2", "xz", "zip"})


class Group(IntEnum):
    """Where a row stands; problems first."""

    LEFT_OUT = 0
    WORTH_A_LOOK = 1
    GOOD = 2


class Facet(IntEnum):
    """The properties by which whole sets of files are ticked and unticked."""

    TYPE = 0
    PROJECT = 1
    REPOSITORY = 2
    DISK = 3
    """Not told by the manifest: `Ticks` learns it when somebody has looked."""


TOLD = (Facet.TYPE, Facet.PROJECT, Facet.REPOSITORY)
"""The facets that a manifest tells."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `number` is its place in `PreviewRows.rows`; without `entry` it has no tick box.

    `values` holds the row's values of the facets that a manifest tells; several only for repositories, where one
    copy is enough.
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
    values: tuple[tuple[str, ...], ...]
    haystack: str


@dataclass(frozen=True, slots=True)
class PreviewRows:
    """All rows in manifest order, left-out lines first, and what was said of the file as a whole."""

    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    facet_titles: tuple[str, ...]

    @classmethod
    def of(cls, manifest: Manifest) -> PreviewRows:
        remarks = _RemarksByLine(manifest.remarks)
        rows = [_left_out(number, remark) for number, remark in enumerate(remarks.blocking)]
        programs = False
        for entry in manifest.entries:  # once: a long list makes each entry anew whenever it is looked at
            rows.append(_row_of(len(rows), entry, "; ".join(remarks.about(entry))))
            programs = programs or entry.program_id is not None
        titles = ("Type", "Program" if programs else "Project", "Repository", "On this disk")
        notes = remarks.notes({row.line for row in rows if row.entry is not None})
        return cls(tuple(rows), notes, titles)


class _RemarksByLine:
    """Sorts the remarks: those that leave a line out, those about an entry, those about the file."""

    def __init__(self, remarks: Sequence[Remark]) -> None:
        blocking = (r for r in remarks if r.blocks and r.line is not None)
        self.blocking = sorted(blocking, key=lambda remark: remark.line or 0)
        self._others = [r for r in remarks if not r.blocks or r.line is None]
        self._by_line: dict[int, list[str]] = defaultdict(list)
        for remark in self._others:
            if remark.line is not None:
                self._by_line[remark.line].append(remark.message.rstrip("."))

    def notes(self, lines: Container[int | None]) -> tuple[str, ...]:
        """What is said of the file as a whole, or of a line that became no entry. `lines` are those that did."""
        return tuple(_note(each) for each in self._others if each.line is None or each.line not in lines)

    def about(self, entry: Entry) -> list[str]:
        return self._by_line.get(entry.line, []) if entry.line is not None else []


def _note(remark: Remark) -> str:
    return remark.message if remark.line is None else f"Line {remark.line}: {remark.message}"


def _left_out(number: int, remark: Remark) -> Row:
    message = remark.message.rstrip(".")
    nothing: tuple[tuple[str, ...], ...] = tuple(() for _ in TOLD)
    return Row(
        number, Group.LEFT_OUT, remark.line, None, "", "", "", None, message, nothing, message.casefold()
    )


def _row_of(number: int, entry: Entry, remark: str) -> Row:
    name = entry.file_name or entry.object_id
    file_type, donor = type_of(entry), _donor_of(entry)
    values = (
        (file_type or NOT_GIVEN,),
        (_project_of(entry) or NOT_GIVEN,),
        entry.repos or (NOT_GIVEN,),
    )
    group = Group.WORTH_A_LOOK if remark else Group.GOOD
    parts = (name, entry.object_id, donor, remark, entry.analysis_id, entry.file_id, *entry.samples)
    haystack = "\n".join(part for part in parts if part).casefold()
    return Row(number, group, entry.line, entry, name, file_type, donor, entry.size, remark, values, haystack)


def type_of(entry: Entry) -> str:
    """The file type as the manifest tells it, else by the ending of the name; empty when neither says."""
    if entry.file_type:
        return entry.file_type.upper()
    endings = (entry.file_name or "").rsplit("/", 1)[-1].lower().split(".")[1:]
    while endings and endings[-1] in _PACKINGS:
        endings.pop()
    return endings[-1].upper() if endings and len(endings[-1]) <= 5 else ""


def _donor_of(entry: Entry) -> str:
    if entry.donor:
        return entry.donor
    return f"{entry.donor_count} donors" if entry.donor_count else ""


def _project_of(entry: Entry) -> str:
    told = entry.program_id or entry.project or entry.study
    if told or not entry.project_count:
        return told or ""
    return f"{entry.project_count} projects"
