"""Whatever a server says of an object: either it is read into something sound, or refused in words."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from score_gui.model.byterange import ByteRange
from score_gui.sources.score_answer import WrongAnswerError, read_external, read_range, read_specification

ID = "an-id"
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_FIELDS = ("objectId", "objectSize", "objectMd5", "parts")
_PART_FIELDS = ("offset", "partSize", "sourceMd5", "url", "partNumber")


def _sound(cuts: list[int], start: int = 0) -> dict[str, Any]:
    parts, position = [], start
    for number, size in enumerate(cuts, 1):
        parts.append({"partNumber": number, "partSize": size, "offset": position, "url": None})
        position += size
    return {"objectId": ID, "objectSize": position - start, "objectMd5": None, "parts": parts}


_CUTS = st.lists(st.integers(1, 2**30), max_size=6)


@given(_CUTS, st.randoms(use_true_random=False))
def test_any_sound_description_is_read_in_any_order(cuts: list[int], chance: Any) -> None:
    value = _sound(cuts)
    chance.shuffle(value["parts"])
    specification, _ = read_specification(value, ID)
    assert specification.size == sum(cuts)
    assert [part.range.length for part in specification.parts] == cuts
    assert [part.number for part in specification.parts] == list(range(1, len(cuts) + 1))


@given(_CUTS.filter(len), st.integers(0, 2**40))
def test_any_sound_range_is_read(cuts: list[int], start: int) -> None:
    asked = ByteRange(start, start + sum(cuts))
    parts = read_range(_sound(cuts, start), ID, asked)
    assert parts[0].part.range.start == start
    assert sum(one.part.range.length for one in parts) == asked.length


@given(_CUTS, st.data())
def test_one_change_is_refused_or_leaves_something_sound(cuts: list[int], data: st.DataObject) -> None:
    value = _sound(cuts)
    field = data.draw(st.sampled_from(_FIELDS))
    value[field] = data.draw(_JSON)
    _refused_or_sound(value)


@given(_CUTS.filter(len), st.data())
def test_one_change_of_a_part_is_refused_or_leaves_something_sound(
    cuts: list[int], data: st.DataObject
) -> None:
    value = _sound(cuts)
    part = data.draw(st.sampled_from(value["parts"]))
    part[data.draw(st.sampled_from(_PART_FIELDS))] = data.draw(_JSON | st.integers(-5, 2**31))
    _refused_or_sound(value)


@given(_JSON)
def test_any_json_is_refused_or_sound(value: Any) -> None:
    _refused_or_sound(value)


@given(_JSON, _JSON)
def test_any_answer_about_the_whole_is_refused_or_gives_something_to_check(part: Any, value: Any) -> None:
    for answer in (value, {"objectId": ID, "parts": [part]}, {"objectId": ID, "parts": value}):
        with suppress(WrongAnswerError):
            read_external(answer, ID)


def _refused_or_sound(value: Any) -> None:
    with suppress(WrongAnswerError):
        specification, parts = read_specification(value, ID)
        assert specification.size == sum(one.part.range.length for one in parts)
