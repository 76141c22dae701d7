"""Runs `score-gui` in this process or as one of its own, and keeps what a script would see of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest

from score_gui.cli import main

from .canary import Canary

PATIENCE = 60
"""Seconds after which a test gives up on a process; reached only when something is broken."""


@dataclass(frozen=True)
class Outcome:
    """What one run left on its streams."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Standard output as one JSON object per line."""
        return [json.loads(line) for line in self.out.splitlines()]

    def events(self, event: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["event"] == event]

    @property
    def summary(self) -> dict[str, Any]:
        """The summary, which stands once and at the end."""
        assert [line["event"] for line in self.lines].count("summary") == 1
        last = self.lines[-1]
        assert last["event"] == "summary"
        return last


class Site(Protocol):
    """What a person is told of a site."""

    @property
    def storage_url(self) -> str: ...

    @property
    def metadata_url(self) -> str: ...

    @property
    def token(self) -> str: ...


class Terminal:
    """A home of its own, a site to talk to, and a folder to download to."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], canary: Canary, folder: Path
    ) -> None:
        self.folder = folder
        self.home = Path(os.environ["SCORE_GUI_HOME"])
        self._monkeypatch = monkeypatch
        self._capfd = capfd
        self._canary = canary

    def use(self, site: Site, token: str | None = "") -> None:
        """Name the site in the environment as score-client's users do; `token` None for none, empty for the site's."""
        self._monkeypatch.setenv("STORAGE_URL", site.storage_url)
        self._monkeypatch.setenv("METADATA_URL", site.metadata_url)
        if token is None:
            self._monkeypatch.delenv("ACCESSTOKEN", raising=False)
        else:
            self._monkeypatch.setenv("ACCESSTOKEN", token or site.token)

    def run(self, *words: object, shows_secrets: bool = False) -> Outcome:
        """Run in this process. Only a run that `shows_secrets` may print one, and only on standard output."""
        self._capfd.readouterr()
        status = main([str(word) for word in words])
        out, err = self._capfd.readouterr()
        self._demand_silence(err if shows_secrets else out + err)
        return Outcome(status, out, err)

    def download(self, *words: object, to: Path | None = None) -> Outcome:
        """`score-gui download --json` into the folder."""
        return self.run("download", "--json", "--output-dir", to or self.folder, *words)

    @contextmanager
    def start(self, *words: object) -> Iterator[subprocess.Popen[str]]:
        """Run as a process of its own, killed at the end of the block if it still lives."""
        command = [sys.executable, "-m", "score_gui", *(str(word) for word in words)]
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()
            for stream in (process.stdout, process.stderr):
                if stream is not None:
                    stream.close()

    def finish(self, process: subprocess.Popen[str]) -> Outcome:
        out, err = process.communicate(timeout=PATIENCE)
        self._demand_silence(out + err)
        return Outcome(process.returncode, out, err)

    def _demand_silence(self, text: str) -> None:
        assert not self._canary.in_text(text), "a secret was printed"

    def files(self, folder: Path | None = None) -> set[str]:
        """All files below the folder, as paths from there."""
        root = folder or self.folder
        return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
