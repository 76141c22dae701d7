"""What is done with a pasted token before it goes anywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.ui.profiles_token import Pasted, look_at

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
    seen = look_at(pasted)
    assert seen.token is not None
    assert seen.token.reveal() == GOOD
    assert (seen.note, seen.fault) == (note, "")


def test_nothing_is_neither_a_token_nor_a_fault() -> None:
    assert look_at(" \n ") == Pasted()


def test_a_long_dash_is_named_with_its_place() -> None:
    seen = look_at("0a1b2c3d4e5\N{EN DASH}f")
    assert seen.token is None
    assert seen.fault.startswith("Character 12 is “\N{EN DASH}”, a dash")
    assert seen.fault.endswith("Copy the token again from its page.")


@given(st.text())
def test_whatever_is_pasted_there_is_a_token_or_a_fault_and_no_message_repeats_it(text: str) -> None:
    seen = look_at(text)
    assert bool(text.strip()) == (seen.token is not None or bool(seen.fault))
    if seen.token is not None:
        assert seen.token.reveal() not in seen.note or len(seen.token.reveal()) < 9
