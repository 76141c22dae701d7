"""What the reading process is told and what it answers: one JSON object each, over its standard streams.

Nothing in an order is secret: it names local files and regions, never a link or a token.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from score_gui.slicing.depth import Depth
from score_gui.slicing.questions import Question
from score_gui.slicing.regions import Region

INDEX_ENDINGS = (".bai", ".csi", ".crai")


class OutputFormat(StrEnum):
    """How a slice is written."""

    BAM = "bam"
    SAM = "sam"
    CRAM = "cram"


@dataclass(frozen=True, slots=True)
class Order:
    """Paths are absolute. `questions` are sorted and do not overlap; an empty order writes the header alone.

    With `prune`, read groups that no read of the slice names are left out of its header. With `depth`, how deep the
    reads lie over their regions is told at the end. `memory` is the most address space in bytes, `seconds` the most
    computing time, where the system can limit it.
    """

    source: str
    index: str
    reference: str | None
    questions: tuple[Question, ...]
    unplaced: bool
    contained: bool
    output: str
    format: OutputFormat
    write_index: bool
    prune: bool
    depth: bool
    version: str
    memory: int
    seconds: int

    def to_json(self) -> str:
        parts = [[(part.contig, part.begin, part.end) for part in one.parts] for one in self.questions]
        return json.dumps({**asdict(replace(self, questions=())), "questions": parts})

    @classmethod
    def from_json(cls, text: str) -> Order:
        fields = json.loads(text)
        asked = [Question(tuple(Region(*part) for part in parts)) for parts in fields["questions"]]
        fields["questions"] = tuple(asked)
        fields["format"] = OutputFormat(fields["format"])
        return cls(**fields)


@dataclass(frozen=True, slots=True)
class Answer:
    """A line of the process: `reads` so far, or the depth of one region after the other, in their order; at the end
    `done`, with the ending of the index beside the output if one was written.

    `damaged` names the contig (or `*`) at which reading met bytes that make no sense, `full` tells that the drive of
    the output has no more room; `detail` says what happened.
    """

    reads: int = 0
    done: bool = False
    index: str | None = None
    damaged: str | None = None
    full: bool = False
    detail: str | None = None
    depths: tuple[Depth, ...] = ()

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Answer:
        fields = json.loads(text)
        fields["depths"] = tuple(Depth.from_fields(depth) for depth in fields["depths"])
        return cls(**fields)
