"""Phrases on the disk: they come back as they were, and whatever else lies there comes back as text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.model.kept_phrase import packed, unpacked
from score_gui.model.language import Phrase, phrase, phrases
from score_gui.model.text import Size

NESTED = phrase(
    "{cause} It stayed so for {tries:,} tries.", cause=phrase("{host} is away.", host="a"), tries=4321
)


@pytest.mark.parametrize(
    "text",
    [
        NESTED,
        phrases(
            "{count} part of {of} differed, {size} again.",
            "{count} parts of {of}, {size}.",
            2,
            of=3,
            size=Size(9),
        ),
        phrase("Nothing came for {seconds:.0f} seconds.", seconds=2.5),
        phrase("Plain."),
    ],
)
def test_a_phrase_comes_back_with_all_that_it_remembers(text: Phrase) -> None:
    back = unpacked(packed(text))
    assert isinstance(back, Phrase)
    assert (back, back.template, back.many, back.number, back.values) == (
        text,
        text.template,
        text.many,
        text.number,
        text.values,
    )


def test_a_path_comes_back_as_text() -> None:
    back = unpacked(packed(phrase("{path} is gone.", path=Path("a", "b"))))
    assert back == f"{Path('a', 'b')} is gone."


@given(st.text() | st.just("a\x1e{}"))
def test_a_mere_text_is_kept_as_it_is(text: str) -> None:
    assert packed(text) == text
    assert unpacked(text) == text


def test_a_value_may_hold_what_separates() -> None:
    odd = phrase("{name} is gone.", name="a\x1eb")
    assert (unpacked(packed(odd)), unpacked(packed(odd)).values) == (odd, odd.values)  # type: ignore[attr-defined]


def test_the_english_text_stands_in_front() -> None:
    assert packed(NESTED).startswith("a is away. It stayed so for 4,321 tries.\x1e")


@given(
    st.text()
    | st.recursive(
        st.none() | st.integers() | st.text(), lambda of: st.lists(of) | st.dictionaries(st.text(), of)
    ).map(json.dumps)
)
def test_what_is_not_understood_is_left_as_it_is(rest: str) -> None:
    assert unpacked(f"It ended.\x1e{rest}") == f"It ended.\x1e{rest}"


@pytest.mark.parametrize("template", ["{other}", "{0}", "{cause.x}", "{", "{cause:q}", "{cause[9]}"])
def test_a_place_that_cannot_be_filled_leaves_all_as_it_is(template: str) -> None:
    rest = {"text": template, "many": "", "number": 0, "values": {"cause": "x"}}
    kept = f"It ended.\x1e{json.dumps(rest)}"
    assert unpacked(kept) == kept
