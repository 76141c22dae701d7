"""The facets as columns: which values each row has of each facet, held as one small number per row."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from score_gui.model.entries import EntryList
from score_gui.model.entry_columns import Shared
from score_gui.model.language import mark, tr
from score_gui.model.manifest import Entry
from score_gui.ui import preview_flags as flags

NOT_GIVEN = mark("Not given")
_OTHER = ""
"""Stands for all values that nobody can switch."""
_BYTE = 256
_FEW = 12
_PACKINGS = frozenset({"gz", "bgz", "bz2", "xz", "zip"})


class Facet(IntEnum):
    """The properties by which whole sets of files are ticked and unticked, in the order in which they are shown."""

    CHANGE = 0
    TYPE = 1
    PROJECT = 2
    STUDY = 3
    REPOSITORY = 4
    ACCESS = 5
    DISK = 6
    DONOR = 7


TOLD = (Facet.TYPE, Facet.PROJECT, Facet.STUDY, Facet.REPOSITORY, Facet.DONOR)
"""The facets that a manifest tells; the others are learned by looking around."""


@dataclass(frozen=True, slots=True)
class FacetColumn:
    """Row by row `sets[codes[row]]`: the values of one facet. Set 0 is empty: of rows that cannot be fetched.

    Several values only for repositories, where one copy is enough.
    """

    sets: tuple[tuple[str, ...], ...]
    codes: Sequence[int]

    def values(self, row: int) -> tuple[str, ...]:
        return self.sets[self.codes[row]]

    def passing(self, off: Collection[str]) -> bytes:
        """The rows of which not all values are switched off."""
        switched_off = frozenset(off)
        return self._where([bool(values) and not switched_off.issuperset(values) for values in self.sets])

    def having(self, value: str) -> bytes:
        """The rows that have this value."""
        return self._where([value in values for values in self.sets])

    def tally(self, sizes: Sequence[int]) -> dict[str, tuple[int, int]]:
        """Files and known bytes by value."""
        files, known = self._counted(sizes) if len(self.sets) > _FEW else self._weighed(sizes)
        found: dict[str, tuple[int, int]] = {}
        for code, values in enumerate(self.sets):
            for value in values if files[code] else ():
                before = found.get(value, (0, 0))
                found[value] = (before[0] + files[code], before[1] + known[code])
        return found

    def _counted(self, sizes: Sequence[int]) -> tuple[list[int], list[int]]:
        """Row by row."""
        files, known = [0] * len(self.sets), [0] * len(self.sets)
        for code, size in zip(self.codes, sizes, strict=True):
            files[code] += 1
            if size > 0:
                known[code] += size
        return files, known

    def _weighed(self, sizes: Sequence[int]) -> tuple[list[int], list[int]]:
        """Set by set: much quicker for few of them."""
        places = range(len(self.sets))
        rows = [self._where([place == code for place in places]) for code in places]
        return [flags.count(each) for each in rows], [flags.weigh(each, sizes)[0] for each in rows]

    def narrowed(self, values: Collection[str]) -> FacetColumn:
        """The same as far as these values go, in a byte per row if that is enough: then a switch is not felt."""
        if isinstance(self.codes, bytes):
            return self
        wanted = frozenset(values)
        kept = [code for code, each in enumerate(self.sets) if not wanted.isdisjoint(each)]
        if len(kept) > _BYTE - 2:
            return self
        table = bytearray(b"\1") * len(self.sets)
        table[0] = 0
        for number, code in enumerate(kept, 2):
            table[code] = number
        pieces = (self.codes[start:stop] for start, stop in flags.steps(len(self.codes)))
        codes = b"".join(bytes(map(table.__getitem__, piece)) for piece in pieces)
        return FacetColumn(((), (_OTHER,), *(self.sets[code] for code in kept)), codes)

    def _where(self, wanted: list[bool]) -> bytes:
        if isinstance(self.codes, bytes):
            return self.codes.translate(bytes(wanted).ljust(_BYTE, b"\0"))
        table = bytes(wanted)
        pieces = (self.codes[start:stop] for start, stop in flags.steps(len(self.codes)))
        return b"".join(bytes(map(table.__getitem__, piece)) for piece in pieces)


class ColumnMaker:
    """Gives each different set of values a number, and takes the rows one after the other."""

    def __init__(self, left_out: int) -> None:
        self._number_of: dict[tuple[str, ...], int] = {(): 0}
        self._codes = array("i", bytes(4 * left_out))
        self._left_out = left_out

    def number(self, values: tuple[str, ...]) -> int:
        return self._number_of.setdefault(values, len(self._number_of))

    def take(self, codes: array[int], numbers: Sequence[int]) -> None:
        """Add rows whose codes stand for these numbers."""
        for start, stop in flags.steps(len(codes)):
            self._codes.extend(map(numbers.__getitem__, codes[start:stop]))

    def put(self, place: int, values: tuple[str, ...]) -> None:
        """Say it of one entry."""
        self._codes[self._left_out + place] = self.number(values)

    def finish(self) -> FacetColumn:
        sets, codes = tuple(self._number_of), self._codes
        if len(sets) > _BYTE:
            return FacetColumn(sets, codes)
        pieces = (bytes(codes[start:stop].tolist()) for start, stop in flags.steps(len(codes)))
        return FacetColumn(sets, b"".join(pieces))


def told_columns(entries: EntryList, left_out: int) -> dict[Facet, FacetColumn]:
    """What the manifest tells of its entries, which follow `left_out` rows that have none."""
    models = [_model_of(shared) for shared in entries.shared.values]
    donors = (Entry("", donor=donor, donor_count=count) for donor, count in entries.donors.values)
    columns = {Facet.TYPE: _types(entries, models, left_out)}
    for facet in (Facet.PROJECT, Facet.STUDY, Facet.REPOSITORY):
        columns[facet] = _column(entries, left_out, facet, entries.shared.codes, models)
    columns[Facet.DONOR] = _column(entries, left_out, Facet.DONOR, entries.donors.codes, donors)
    return columns


def _column(
    entries: EntryList, left_out: int, facet: Facet, codes: array[int], models: Iterable[Entry]
) -> FacetColumn:
    """One facet of entries, each of which is like the model of its code."""
    maker = ColumnMaker(left_out)
    maker.take(codes, [maker.number(values_of(model, facet)) for model in models])
    for place, entry in entries.whole.items():
        maker.put(place, values_of(entry, facet))
    return maker.finish()


def values_of(entry: Entry, facet: Facet) -> tuple[str, ...]:
    """What an entry says of a facet that manifests tell."""
    match facet:
        case Facet.REPOSITORY:
            return entry.repos or (NOT_GIVEN,)
        case Facet.TYPE:
            return (type_of(entry) or NOT_GIVEN,)
        case Facet.PROJECT:
            return (project_of(entry) or NOT_GIVEN,)
        case Facet.STUDY:
            return (entry.study or NOT_GIVEN,)
        case _:
            return (donor_of(entry) or NOT_GIVEN,)


def type_of(entry: Entry) -> str:
    """The file type as the manifest tells it, else by the ending of the name; empty when neither says."""
    return entry.file_type.upper() if entry.file_type else _type_by_name(entry.file_name or "")


def donor_of(entry: Entry) -> str:
    """A name, or how many donors stand behind it; empty when the manifest is silent."""
    if entry.donor:
        return entry.donor
    return tr("{donors} donors", donors=entry.donor_count) if entry.donor_count else ""


def project_of(entry: Entry) -> str:
    """The program, else the project, else the study; or how many projects."""
    told = entry.program_id or entry.project or entry.study
    if told or not entry.project_count:
        return told or ""
    return tr("{projects} projects", projects=entry.project_count)


def _model_of(shared: Shared) -> Entry:
    repos, file_type, project, project_count, study, program_id = shared
    return Entry(
        "",
        repos=repos,
        file_type=file_type,
        project=project,
        project_count=project_count,
        study=study,
        program_id=program_id,
    )


def _types(entries: EntryList, models: Sequence[Entry], left_out: int) -> FacetColumn:
    """Where the manifest is silent the names tell."""
    maker = ColumnMaker(left_out)
    maker.take(entries.shared.codes, [maker.number(values_of(model, Facet.TYPE)) for model in models])
    if any(model.file_type is None for model in models):
        for place, code in enumerate(entries.shared.codes):
            if models[code].file_type is None and place not in entries.whole:
                maker.put(place, (_type_by_name(entries.file_name(place) or "") or NOT_GIVEN,))
    for place, entry in entries.whole.items():
        maker.put(place, values_of(entry, Facet.TYPE))
    return maker.finish()


def _type_by_name(name: str) -> str:
    endings = name.rsplit("/", 1)[-1].lower().split(".")[1:]
    while endings and endings[-1] in _PACKINGS:
        endings.pop()
    return endings[-1].upper() if endings and len(endings[-1]) <= 5 else ""


def learned(values: Mapping[str, bytes], wanted: bytes) -> FacetColumn:
    """A column made of the rows of each value. Of two values the later one counts; rows not `wanted` have none."""
    codes = 0
    for number, rows in enumerate(values.values(), 1):
        codes = codes & _written(rows, 255, 0) | _written(rows, 0, number)
    codes &= _written(wanted, 0, 255)
    return FacetColumn(((), *((value,) for value in values)), flags.from_number(codes, len(wanted)))


def _written(rows: bytes, elsewhere: int, here: int) -> int:
    """One number in which each row has a byte: `here` where its flag is set, and `elsewhere` where it is not."""
    return flags.as_number(rows.translate(bytes((elsewhere, here)).ljust(_BYTE, b"\0")))
