"""The command line at hand: runs `slice` and keeps what it printed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from score_gui.cli import main


@dataclass
class Shell:
    """Runs the command; keeps what it printed."""

    capsys: pytest.CaptureFixture[str]
    folder: Path
    out: str = ""
    err: str = ""

    def slice(self, *words: object) -> int:
        status = main(["slice", *map(str, words)])
        self.out, self.err = self.capsys.readouterr()
        return status

    @property
    def lines(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.out.splitlines()]
