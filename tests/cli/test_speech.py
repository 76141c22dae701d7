"""Foreign text reaches a terminal visibly, whatever it holds."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.cli.speech import give_json, say, visible

STEERING = [
    "\x00",
    "\x07",
    "\x1b",
    "\x7f",
    "\x9b",
    "\u200e",
    "\u202e",
    "\u2028",
    "\u2066",
    "\ufeff",
    "\udc80",
]


@pytest.mark.parametrize("character", STEERING, ids=ascii)
def test_what_steers_a_terminal_becomes_an_escape(character: str) -> None:
    assert visible(f"a{character}b") == f"a\\u{ord(character):04x}b"


@pytest.mark.parametrize("text", ["alpha.bam", "Müller 腫瘍 опухоль", "two words", "a\\u202eb"])
def test_what_people_write_stays(text: str) -> None:
    assert visible(text) == text


@given(st.text())
def test_visible_text_is_one_line_and_stays_as_it_is(text: str) -> None:
    seen = visible(text)
    assert len(seen.splitlines()) <= 1
    assert "\x1b" not in seen
    assert visible(seen) == seen


def test_whatever_is_said_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    say("first\nsecond\r\x1b[2Jthird")
    assert capsys.readouterr().err == "first\\u000asecond\\u000d\\u001b[2Jthird\n"


def test_json_is_one_line_of_ascii_that_keeps_every_character(capsys: pytest.CaptureFixture[str]) -> None:
    value = {"name": "".join(STEERING) + "腫瘍\n"}
    give_json(value)
    out = capsys.readouterr().out
    assert out.isascii()
    assert out.count("\n") == 1
    assert json.loads(out) == value
