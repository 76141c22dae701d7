"""However the bytes come, in whichever pieces, the lines are the same."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.manifests.decode import DAMAGE, Text
from score_gui.manifests.limits import MAX_LINE

TEXTS = st.text(st.sampled_from("ab\t\n\r\ufeffé\u2028\U0001f9ec\x1c"), max_size=60)


def cut(data: bytes, places: list[int]) -> list[bytes]:
    edges = sorted({0, len(data), *(place % (len(data) + 1) for place in places)})
    return [data[start:stop] for start, stop in pairwise(edges)]


def lines_of(text: Text) -> list[str]:
    found: list[str] = []
    for number, block in text.blocks():
        assert number == len(found) + 1
        found += block
    return found


def text_of(pieces: list[bytes]) -> Text:
    found = Text.of(lambda: pieces)
    assert found is not None
    return found


@given(TEXTS, st.lists(st.integers(0, 300), max_size=12))
def test_lines_do_not_depend_on_the_pieces(raw: str, places: list[int]) -> None:
    text = text_of(cut(raw.encode(), places))
    plain = re.sub("\r\n?", "\n", raw.removeprefix("\ufeff"))
    expected = plain.removesuffix("\n").split("\n") if plain else []
    assert lines_of(text) == list(text.first) == expected
    assert (text.whole(), text.head, text.length) == (plain, plain, len(plain))
    assert text.is_blank is (not plain.strip())
    assert not text.damaged


@given(TEXTS, st.lists(st.integers(0, 300), max_size=12))
def test_what_is_no_utf_8_is_marked_in_its_line_alone(raw: str, places: list[int]) -> None:
    whole = text_of([raw.encode("utf-8") + b"x\xff\ny"])
    text = text_of(cut(raw.encode("utf-8") + b"x\xff\ny", places))
    assert text.damaged
    assert lines_of(text) == lines_of(whole)
    number, rest = text.find(DAMAGE) or (0, "")
    assert (number, rest) == (len(lines_of(text)) - 1, DAMAGE)


@given(st.text("ab\n", max_size=40), st.lists(st.integers(0, 60), max_size=12))
def test_a_mark_is_found_across_pieces(raw: str, places: list[int]) -> None:
    text = text_of(cut(f"{raw}abba\tx\nend".encode(), places))
    lines = f"{raw}abba\tx\nend".split("\n")
    expected = next(
        (number, line[line.find("abba") :]) for number, line in enumerate(lines, 1) if "abba" in line
    )
    assert text.find("abba") == expected
    assert text.find("abbaa") is None or "abbaa" in f"{raw}abba"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_may_be_cut_within_a_character(encoding: str) -> None:
    data = "\ufeffobject_id\r\n\U0001f9ecb".encode(encoding)
    text = text_of([data[:20], *(data[place : place + 1] for place in range(20, len(data)))])
    assert (text.is_utf_16, lines_of(text)) == (True, ["object_id", "\U0001f9ecb"])


def test_of_a_line_of_many_megabytes_only_its_beginning_is_kept() -> None:
    pieces = [b"first\n", *[b"x" * 10_000] * 300, b"\nlast"]
    lines = lines_of(text_of(pieces))
    assert (lines[0], lines[2]) == ("first", "last")
    assert MAX_LINE < len(lines[1]) < 2 * MAX_LINE


def test_each_who_asks_reads_from_the_beginning() -> None:
    text = text_of([b"a\n", b"b\n"] * 100)
    assert (text.lines, text.length, len(text.first)) == (200, 400, 100)
    assert lines_of(text) == lines_of(text) == ["a", "b"] * 100
