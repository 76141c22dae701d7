"""Keeps the entries of long manifests small: columns in arrays, and an `Entry` only while somebody looks at it."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from itertools import accumulate, islice
from types import MappingProxyType
from typing import NamedTuple, overload

from score_gui.model.entry_columns import Block, Codes, Donor, Shared
from score_gui.model.manifest import Entry

END = "\x1e"
"""Stands behind the text of each entry."""
_ID_BYTES = 16
_ABSENT = bytes(_ID_BYTES)
_UNKNOWN = -1
_STEP, _FEW = 1 << 19, 1 << 14
"""Bytes and entries that are looked through in one go."""
_BETWEEN = "\x1f"
_BETWEEN_SAMPLES = "|"
_NAMELESS = f"{END}{_BETWEEN}".encode()
_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_IDS = re.compile(f"{_UUID} (?:[0-9a-f]{{32}})? (?:{_UUID})?")
_LOST = frozenset({"", "0" * 32, "00000000-0000-0000-0000-000000000000"})
"""What would be read back as absent."""
_MOST_BYTES = (1 << 63) - 1
_MOST_LINES = (1 << 31) - 1


class Part(IntEnum):
    """What the text of an entry is made of, in this order."""

    FILE_NAME = 0
    ANALYSIS_ID = 1
    FILE_ID = 2
    SAMPLES = 3


class Fields(NamedTuple):
    """The fields of an `Entry`, in its order: made in a quarter of the time while a million lines are read."""

    object_id: str
    file_name: str | None = None
    size: int | None = None
    md5: str | None = None
    index_object_id: str | None = None
    repos: tuple[str, ...] = ()
    file_type: str | None = None
    donor: str | None = None
    donor_count: int | None = None
    project: str | None = None
    project_count: int | None = None
    study: str | None = None
    program_id: str | None = None
    samples: tuple[str, ...] = ()
    analysis_id: str | None = None
    file_id: str | None = None
    line: int | None = None

    @classmethod
    def of(cls, entry: Entry) -> Fields:
        return cls(*(getattr(entry, name) for name in cls._fields))


class EntryList(Sequence[Entry]):
    """Entries in their order, some 150 bytes each instead of a kilobyte; equal to any sequence of the same.

    Entries are made anew on access, so compare them with `==`, never with `is`. An entry that the columns cannot
    hold exactly, such as one with an object id that is no plain UUID, is kept as it is.
    """

    def __init__(self) -> None:
        self._ids, self._md5s, self._index_ids = bytearray(), bytearray(), bytearray()
        self._sizes, self._lines = array("q"), array("i")
        self._shared: Codes[Shared] = Codes()
        self._donors: Codes[Donor] = Codes()
        self._texts, self._ends = bytearray(), array("q", (0,))
        self._whole: dict[int, Entry] = {}

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> EntryList:
        """The same entries in columns; a list that has columns is handed back as it is."""
        if isinstance(entries, EntryList):
            return entries
        made = cls()
        for entry in entries:
            made.append(Fields.of(entry))
        return made

    def append(self, fields: Fields) -> None:
        """Take an entry in at the end."""
        text = _text_of(fields)
        if not _fits(fields, text):
            self._whole[len(self)] = Entry(*fields)
            fields, text = _STAND_IN, _NO_TEXT
        object_id, _, size, md5, index_id, repos, file_type, donor, donors, project, projects, study = fields[
            :12
        ]
        self._ids += _packed(object_id)
        self._md5s += bytes.fromhex(md5) if md5 else _ABSENT
        self._index_ids += _packed(index_id) if index_id else _ABSENT
        self._sizes.append(_UNKNOWN if size is None else size)
        self._lines.append(_UNKNOWN if fields.line is None else fields.line)
        self._shared.append((repos, file_type, project, projects, study, fields.program_id))
        self._donors.append((donor, donors))
        self._texts += f"{text}{END}".encode("utf-8", "surrogatepass")
        self._ends.append(len(self._texts))

    def extend(self, block: Block) -> None:
        """Take the entries of a block in at the end."""
        self._ids += block.ids
        self._md5s += block.md5s
        self._index_ids += block.index_ids
        self._sizes.extend(block.sizes)
        self._lines.extend(block.lines)
        self._shared.extend(block.shared)
        self._donors.extend(block.donors)
        samples = map(_BETWEEN_SAMPLES.join, block.samples)
        parts = zip(block.names, block.analysis_ids, block.file_ids, samples, strict=True)
        texts = [_BETWEEN.join(each) + END for each in parts]
        self._texts += "".join(texts).encode()
        self._ends.extend(islice(accumulate(map(len, texts), initial=self._ends[-1]), 1, None))

    def replace(self, place: int, entry: Entry) -> None:
        """Put another entry in the place of one."""
        self._whole[place] = entry

    def with_replaced(self, entries: Mapping[int, Entry]) -> EntryList:
        """Another list with these in the place of others. What is long is shared, so nothing may be appended then."""
        made = EntryList()
        vars(made).update(vars(self), _whole=dict(self._whole))
        for place, entry in entries.items():
            made.replace(place, entry)
        return made

    def incomplete(self, most: int) -> list[int]:
        """The places of the first entries that lack a name, a size or an MD5. Felt only where there are any."""
        nameless = (bisect_left(self._ends, at + 1) for at in _all(self._texts, _NAMELESS))
        without_md5 = (at // _ID_BYTES for at in _all(self._md5s, _ABSENT) if at % _ID_BYTES == 0)
        kinds = [nameless, without_md5, _unsized(self._sizes)]
        if self._texts.startswith(_BETWEEN.encode()):
            kinds.append(iter((0,)))
        columns = (
            place for kind in kinds for place in islice((p for p in kind if p not in self._whole), most)
        )
        whole = (
            place for place, each in self._whole.items() if None in (each.file_name, each.size, each.md5)
        )
        return sorted({*columns, *whole})[:most]

    def object_id(self, place: int) -> str:
        """The object id alone, without making the entry."""
        if place in self._whole:
            return self._whole[place].object_id
        return _unpacked(self._ids, place)

    # --- columns, for those who look at all entries at once; not true for the places of `whole` ----------------

    @property
    def whole(self) -> Mapping[int, Entry]:
        """The entries that the columns do not hold, by their place."""
        return MappingProxyType(self._whole)

    @property
    def sizes(self) -> array[int]:
        """Bytes; -1 where nobody told."""
        return self._sizes

    @property
    def lines(self) -> array[int]:
        """Lines of the manifest from 1; -1 where there is none."""
        return self._lines

    @property
    def shared(self) -> Codes[Shared]:
        return self._shared

    @property
    def donors(self) -> Codes[Donor]:
        return self._donors

    def text(self, start: int, stop: int) -> str:
        """File name, analysis id, file id and samples of the entries from `start` to before `stop`, each with `END`."""
        return self._decoded(self._ends[start], self._ends[stop])

    def parts(self, part: Part, start: int, stop: int) -> list[str]:
        """One of these of the same entries; empty where nobody told."""
        return [text.split(_BETWEEN)[part] for text in self.text(start, stop).split(END)[:-1]]

    def names(self, start: int, stop: int) -> list[str]:
        """Their file names, or object ids where there is none."""
        names = enumerate(self.parts(Part.FILE_NAME, start, stop), start)
        return [name or _unpacked(self._ids, place) for place, name in names]

    def hex_ids(self, start: int, stop: int) -> str:
        """Their object ids, 32 digits each."""
        return self._ids[start * _ID_BYTES : stop * _ID_BYTES].hex()

    def id_digits(self, place: int) -> str:
        """The object id without its dashes."""
        return self.object_id(place).replace("-", "")

    def md5_digits(self, place: int) -> str:
        """The MD5; empty where nobody told."""
        if place in self._whole:
            return self._whole[place].md5 or ""
        return _piece(self._md5s, place).hex() if self._has(self._md5s, place) else ""

    def file_name(self, place: int) -> str | None:
        """The file name alone, without making the entry."""
        if place in self._whole:
            return self._whole[place].file_name
        return self._text(place).partition(_BETWEEN)[0] or None

    # --- a sequence --------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._sizes)

    @overload
    def __getitem__(self, place: int) -> Entry: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Entry, ...]: ...

    def __getitem__(self, place: int | slice) -> Entry | tuple[Entry, ...]:
        if isinstance(place, slice):
            return tuple(self._made(each) for each in range(*place.indices(len(self))))
        return self._made(range(len(self))[place])

    def __iter__(self) -> Iterator[Entry]:
        return map(self._made, range(len(self)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, EntryList | tuple):
            return NotImplemented
        return len(self) == len(other) and all(mine == its for mine, its in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"<{len(self):,} entries>"

    def _made(self, place: int) -> Entry:
        if place in self._whole:
            return self._whole[place]
        size, line = self._sizes[place], self._lines[place]
        repos, file_type, project, project_count, study, program_id = self._shared[place]
        donor, donor_count = self._donors[place]
        file_name, analysis_id, file_id, samples = self._text(place).split(_BETWEEN)
        return Entry(
            object_id=_unpacked(self._ids, place),
            file_name=file_name or None,
            size=None if size == _UNKNOWN else size,
            md5=_piece(self._md5s, place).hex() if self._has(self._md5s, place) else None,
            index_object_id=_unpacked(self._index_ids, place) if self._has(self._index_ids, place) else None,
            repos=repos,
            file_type=file_type,
            donor=donor,
            donor_count=donor_count,
            project=project,
            project_count=project_count,
            study=study,
            program_id=program_id,
            samples=split_samples(samples),
            analysis_id=analysis_id or None,
            file_id=file_id or None,
            line=None if line == _UNKNOWN else line,
        )

    def _text(self, place: int) -> str:
        return self._decoded(self._ends[place], self._ends[place + 1] - len(END))

    def _decoded(self, start: int, stop: int) -> str:
        return self._texts[start:stop].decode("utf-8", "surrogatepass")

    @staticmethod
    def _has(column: bytearray, place: int) -> bool:
        return _piece(column, place) != _ABSENT


def split_samples(text: str) -> tuple[str, ...]:
    """The samples that a part of an entry's text holds."""
    return tuple(text.split(_BETWEEN_SAMPLES)) if text else ()


_STAND_IN = Fields("00000000-0000-0000-0000-000000000000")
_NO_TEXT = _BETWEEN * 3


def _fits(fields: Fields, text: str) -> bool:
    """The columns give back exactly this entry."""
    md5, index_id = fields.md5, fields.index_object_id
    return (
        _IDS.fullmatch(f"{fields.object_id} {md5 or ''} {index_id or ''}") is not None
        and md5 not in _LOST
        and index_id not in _LOST
        and 0 <= (fields.size or 0) <= _MOST_BYTES
        and 0 <= (fields.line or 0) <= _MOST_LINES
        and text.count(_BETWEEN) == 3
        and END not in text
        and "" not in (fields.file_name, fields.analysis_id, fields.file_id)
        and not (fields.samples and _loses_samples(fields.samples))
    )


def _loses_samples(samples: tuple[str, ...]) -> bool:
    return any(not sample or _BETWEEN_SAMPLES in sample for sample in samples)


def _text_of(fields: Fields) -> str:
    samples = _BETWEEN_SAMPLES.join(fields.samples) if fields.samples else ""
    return f"{fields.file_name or ''}\x1f{fields.analysis_id or ''}\x1f{fields.file_id or ''}\x1f{samples}"


def _all(text: bytearray, wanted: bytes) -> Iterator[int]:
    """Where `wanted` stands in `text`, also where it overlaps itself; a step at a time, for others wait for theirs."""
    for start in range(0, len(text), _STEP):
        stop = start + _STEP + len(wanted) - 1
        at = text.find(wanted, start, stop)
        while at >= 0:
            yield at
            at = text.find(wanted, at + 1, stop)


def _unsized(sizes: array[int]) -> Iterator[int]:
    for start in range(0, len(sizes), _FEW):
        piece = sizes[start : start + _FEW]
        if _UNKNOWN in piece:
            yield from (start + at for at, size in enumerate(piece) if size == _UNKNOWN)


def _packed(object_id: str) -> bytes:
    return bytes.fromhex(object_id.replace("-", ""))


def _piece(column: bytearray, place: int) -> bytearray:
    return column[place * _ID_BYTES : (place + 1) * _ID_BYTES]


def _unpacked(column: bytearray, place: int) -> str:
    digits = _piece(column, place).hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
