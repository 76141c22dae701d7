"""What the process that looks at a reference is told, and what it answers: one JSON object each."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Contig:
    """As the header of an alignment tells it; `md5` is None where it does not."""

    name: str
    length: int
    md5: str | None


@dataclass(frozen=True, slots=True)
class ReferenceOrder:
    """`contigs` are compared, of `others` the names alone. `memory` in bytes, `seconds` of computing time."""

    path: str
    contigs: tuple[Contig, ...]
    others: tuple[str, ...]
    memory: int
    seconds: int

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> ReferenceOrder:
        fields = json.loads(text)
        fields["contigs"] = tuple(Contig(**contig) for contig in fields["contigs"])
        fields["others"] = tuple(fields["others"])
        return cls(**fields)


@dataclass(frozen=True, slots=True)
class Difference:
    """A contig that is another one in the reference (`there`) than in the file (`here`): lengths, or MD5s as texts."""

    contig: str
    there: int | str
    here: int | str


@dataclass(frozen=True, slots=True)
class Finding:
    """Nothing told is good news.

    `missing` is a contig that is not there, `names` are some that may be meant. `detail` says why the file cannot
    be read.
    """

    missing: str | None = None
    names: tuple[str, ...] = ()
    difference: Difference | None = None
    detail: str | None = None

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Finding:
        fields = json.loads(text)
        fields["names"] = tuple(fields["names"])
        fields["difference"] = Difference(**fields["difference"]) if fields["difference"] else None
        return cls(**fields)
