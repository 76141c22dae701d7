"""What is done with a pasted token before it goes anywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.ui.profiles_token import clean_token

GOOD = "0a1b2c3d-made-up"


@pytest.mark.parametrize(
    ("pasted", "note"),
    [
        (GOOD, ""),
        (f" {GOOD}", "1 space was taken off."),
        (f"{GOOD}\r\n", "2 spaces were taken off."),
        (f"Bearer {GOOD}", "“Bearer” was taken off."),
        (f"  bearer {GOOD}", "“Bearer” and 2 spaces were taken off."),
        (f"{GOOD[:5]}\n{GOOD[5:]}", "1 space was taken off."),
    ],
)
def test_blanks_and_the_word_bearer_are_taken_off(pasted: str, note: str) -> None:
    clean = clean_token(pasted)
    assert clean.token.reveal() == GOOD
    assert (clean.note, clean.fault, clean.is_usable) == (note, "", True)


def test_nothing_is_no_token() -> None:
    assert not clean_token(" \n ").is_usable
    assert not clean_token("Bearer ").is_usable


def test_a_long_dash_is_named_with_its_place() -> None:
    clean = clean_token("0a1b2c3d4e5\u2013f")
    assert not clean.is_usable
    assert clean.fault == (
        "Character 12 is “\N{EN DASH}”, a long dash, often put in by a text editor. "
        "Copy the token again from its page."
    )


def test_a_sign_that_cannot_be_seen_is_described() -> None:
    assert "Character 1 is a sign that cannot be seen" in clean_token("\u200babc").fault


@given(st.text())
def test_whatever_is_pasted_a_usable_token_fits_a_header_and_no_message_repeats_it(text: str) -> None:
    clean = clean_token(text)
    if clean.is_usable:
        body = clean.token.reveal()
        assert body.isascii()
        assert body.isprintable()
        assert not any(character.isspace() for character in body)
        assert len(body) < 24 or body not in clean.note
