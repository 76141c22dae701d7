"""What columns of entries are made of: values that many entries share, and blocks in which they arrive."""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Sequence
from typing import Generic, NamedTuple, TypeVar

Shared = tuple[tuple[str, ...], str | None, str | None, int | None, str | None, str | None]
"""What many entries have in common: repositories, file type, project, its count, study and program."""
Donor = tuple[str | None, int | None]
"""A name, or the number of donors that stands in for names."""
_Value = TypeVar("_Value", bound=Hashable)


class Codes(Generic[_Value]):
    """A column of few different values: each once in `values`, and its number there per entry in `codes`."""

    def __init__(self) -> None:
        self._code_of: dict[_Value, int] = {}
        self.values: list[_Value] = []
        self.codes = array("i")

    def append(self, value: _Value) -> None:
        code = self._code_of.get(value)
        if code is None:
            code = self._code_of[value] = len(self.values)
            self.values.append(value)
        self.codes.append(code)

    def extend(self, values: Sequence[_Value]) -> None:
        for value in dict.fromkeys(values):
            if value not in self._code_of:
                self._code_of[value] = len(self.values)
                self.values.append(value)
        self.codes.extend(map(self._code_of.__getitem__, values))

    def __getitem__(self, place: int) -> _Value:
        return self.values[self.codes[place]]


class Block(NamedTuple):
    """Columns of entries that follow each other in a list, all of which they hold exactly.

    Ids and MD5s are 16 bytes each, zeros where there is none; sizes are -1 and texts empty where nobody told.
    All texts are plain ASCII.
    """

    ids: bytes
    md5s: bytes
    index_ids: bytes
    sizes: Sequence[int]
    lines: Sequence[int]
    shared: Sequence[Shared]
    donors: Sequence[Donor]
    names: Sequence[str]
    analysis_ids: Sequence[str]
    file_ids: Sequence[str]
    samples: Sequence[tuple[str, ...]]
