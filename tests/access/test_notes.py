"""When a token was used and worked: kept over a restart, forgotten with it, and never worth a crash."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from score_gui.access.notes import Note, TokenNotes

NOW = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)


def test_notes_are_here_at_the_next_start(tmp_path: Path) -> None:
    TokenNotes(tmp_path).used("lab", NOW)
    TokenNotes(tmp_path).worked("argo", NOW)
    notes = TokenNotes(tmp_path)
    assert (notes.get("lab"), notes.get("argo"), notes.get("none")) == (
        Note(last_used=NOW),
        Note(NOW, NOW),
        Note(),
    )


def test_what_was_known_of_a_token_is_not_said_of_the_next_one(tmp_path: Path) -> None:
    notes = TokenNotes(tmp_path)
    notes.worked("lab", NOW)
    notes.forget("lab")
    assert TokenNotes(tmp_path).get("lab") == Note()


def test_many_files_are_one_use(tmp_path: Path) -> None:
    notes = TokenNotes(tmp_path)
    notes.used("lab", NOW)
    notes.used("lab", NOW + timedelta(seconds=30))
    assert notes.get("lab").last_used == NOW
    notes.used("lab", NOW + timedelta(minutes=2))
    assert notes.get("lab").last_used == NOW + timedelta(minutes=2)


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"lab": 5}', '{"lab": {"last_used": "2026-01-01"}}', '{"lab": {"last_used": 5}}']
)
def test_a_spoilt_file_is_no_trouble(tmp_path: Path, text: str) -> None:
    (tmp_path / "token-notes.json").write_text(text, "utf-8")
    notes = TokenNotes(tmp_path)
    assert notes.get("lab") == Note()
    notes.worked("lab", NOW)
    assert TokenNotes(tmp_path).get("lab").worked == NOW
