"""The token of the environment goes to this program, and no further: what it starts gets an environment without."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from score_gui.cli import main
from score_gui.cli.surroundings import open_wiring

TOKEN = "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d"


@pytest.fixture(autouse=True)
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCESSTOKEN", TOKEN)


def test_a_command_takes_the_token_out_of_the_environment() -> None:
    with open_wiring() as wiring:
        assert "ACCESSTOKEN" not in os.environ
        token = wiring.environment_token()
        assert token is not None
        assert token.reveal() == TOKEN


def test_the_window_takes_the_token_out_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen = []

    def run_window(environ: Mapping[str, str], _paths: list[Path]) -> int:
        seen.append((environ["ACCESSTOKEN"], "ACCESSTOKEN" in os.environ))
        return 0

    monkeypatch.setattr("score_gui.app.run_window", run_window)
    assert main([]) == 0
    assert seen == [(TOKEN, False)]


@pytest.mark.parametrize("words", [["info"], ["no such command"]])
def test_whoever_runs_the_program_in_their_own_finds_the_environment_as_it_was(words: list[str]) -> None:
    main(words)
    assert os.environ["ACCESSTOKEN"] == TOKEN


def test_an_environment_that_is_handed_over_is_left_alone(tmp_path: Path) -> None:
    given = {"SCORE_GUI_HOME": str(tmp_path), "ACCESSTOKEN": TOKEN}
    with open_wiring(given):
        assert given["ACCESSTOKEN"] == os.environ["ACCESSTOKEN"] == TOKEN
