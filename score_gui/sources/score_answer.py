"""Reading a Score server's description of an object. Everything in it may be wrong, so everything is checked.

The form is Score's `ObjectSpecification`. Unknown fields are ignored: they occur.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from score_gui.model.byterange import ByteRange
from score_gui.model.language import phrase
from score_gui.model.md5 import read_md5
from score_gui.model.specification import Part, Specification

_LARGEST = 2**50
_MOST_PARTS = 100_000


class WrongAnswerError(ValueError):
    """The answer contradicts itself or the question. `detail` says how, in words for people."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


@dataclass(frozen=True, slots=True)
class ScorePart:
    """A part with the link that came with it, still unchecked."""

    part: Part
    link: object


def read_specification(value: object, object_id: str) -> tuple[Specification, tuple[ScorePart, ...]]:
    """The whole object, from the answer to `offset=0&length=-1`. Raises WrongAnswerError."""
    answer = _answer_about(value, object_id)
    size = _number(answer, "objectSize")
    parts = _parts(answer, ByteRange(0, size))
    md5 = read_md5(answer.get("objectMd5"))
    return Specification(object_id, size, md5, tuple(one.part for one in parts)), parts


def read_range(value: object, object_id: str, asked: ByteRange) -> tuple[ScorePart, ...]:
    """The parts of `asked`, from the answer to its offset and length. Raises WrongAnswerError.

    Score tells the length of the range as `objectSize` here, and the MD5 of the whole file: both are ignored.
    """
    return _parts(_answer_about(value, object_id), asked)


def read_external(value: object, object_id: str) -> object:
    """The link for the whole object, unchecked, from the answer to `external=true`. Raises WrongAnswerError.

    On S3 both sizes are -1 here, which means "not told".
    """
    parts = _answer_about(value, object_id).get("parts")
    if not isinstance(parts, list) or len(parts) != 1 or not isinstance(parts[0], dict):
        raise WrongAnswerError(phrase("a link for the whole file comes as one part"))
    if _number(parts[0], "offset") != 0:
        raise WrongAnswerError(phrase("a link for the whole file begins at byte 0"))
    return parts[0].get("url")


def _answer_about(value: object, object_id: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise WrongAnswerError(phrase("it is no JSON object"))
    told = value.get("objectId")
    if not isinstance(told, str) or told.lower() != object_id.lower():
        raise WrongAnswerError(phrase("it speaks of another object ID"))
    return value


def _number(answer: Mapping[str, Any], name: str) -> int:
    value = answer.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise WrongAnswerError(phrase("{name} is missing or not a whole number", name=name))
    if not 0 <= value <= _LARGEST:
        raise WrongAnswerError(phrase("{name} is beyond all bounds", name=name))
    return value


def _parts(answer: Mapping[str, Any], within: ByteRange) -> tuple[ScorePart, ...]:
    rows = answer.get("parts")
    if not isinstance(rows, list):
        raise WrongAnswerError(phrase("parts is missing or not a list"))
    if len(rows) > _MOST_PARTS:
        raise WrongAnswerError(phrase("it has more than {most:,} parts", most=_MOST_PARTS))
    # The server's own numbers are labels only: they may repeat, and begin anew in every range.
    in_order = sorted(((_range(row), row) for row in rows), key=itemgetter(0))
    _demand_tiling([told for told, _ in in_order], within)
    return tuple(
        ScorePart(Part(number, told, read_md5(row.get("sourceMd5"))), row.get("url"))
        for number, (told, row) in enumerate(in_order, start=1)
    )


def _range(row: object) -> ByteRange:
    if not isinstance(row, dict):
        raise WrongAnswerError(phrase("a part is no JSON object"))
    start, size = _number(row, "offset"), _number(row, "partSize")
    if not size:
        raise WrongAnswerError(phrase("a part is empty"))
    return ByteRange(start, start + size)


def _demand_tiling(parts: list[ByteRange], within: ByteRange) -> None:
    position = within.start
    for one in parts:
        if one.start != position:
            raise WrongAnswerError(
                phrase("its parts overlap or leave a gap at byte {position:,}", position=position)
            )
        position = one.stop
    if position != within.stop:
        raise WrongAnswerError(
            phrase("its parts end at byte {position:,}, not {stop:,}", position=position, stop=within.stop)
        )
