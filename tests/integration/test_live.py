"""The program against any Score site: the practice site in every run, and a real one if the environment names it.

STORAGE_URL, METADATA_URL and ACCESSTOKEN name it as for score-client, SCORE_GUI_LIVE_MANIFEST is a manifest of
files that the token may read. Nothing is changed there. All of it runs in processes of its own: the tests' own
process may call no other computer.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from score_gui.demo import PracticeData, PracticeSite

SITE = ("STORAGE_URL", "METADATA_URL", "ACCESSTOKEN")
MANIFEST = "SCORE_GUI_LIVE_MANIFEST"
# Taken before a test begins: each test starts with an environment without them.
GIVEN = {name: os.environ[name] for name in (*SITE, MANIFEST) if os.environ.get(name)}
LONGEST_SECONDS = 600
ENOUGH_TO_PAUSE = 4_000_000
MOST_TO_FETCH = int(os.environ.get("SCORE_GUI_LIVE_MOST", "2000000000"))
"""Bytes; larger files of the manifest are left alone."""


@dataclass(frozen=True)
class Live:
    """A site that was named, and what its manifest lists. What it prints is never shown: there are secrets in it."""

    environment: Mapping[str, str]
    entries: list[dict[str, Any]]
    folder: Path

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", *words],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str) -> tuple[int, str]:
        process = self.start(*words)
        out, _ = process.communicate(timeout=LONGEST_SECONDS)
        return process.returncode, out

    def download(self, entry: Mapping[str, Any]) -> tuple[str, ...]:
        words = ("score_gui", "download", "--json", "--no-index", "--output-dir", str(self.folder))
        return (*words, "--object-id", entry["object_id"])

    def by_size(self) -> list[dict[str, Any]]:
        """The files that are not too large, smallest first; of an empty one there is nothing to learn."""
        known = [entry for entry in self.entries if 0 < (entry["size"] or 0) <= MOST_TO_FETCH]
        if not known:
            pytest.skip(f"the manifest lists no file of at most {MOST_TO_FETCH} bytes with its size")
        return sorted(known, key=lambda entry: entry["size"])


@pytest.fixture(params=["practice", "named"])
def live(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Live]:
    if request.param == "named":
        if GIVEN.keys() != {*SITE, MANIFEST}:
            pytest.skip(f"no site is named: set {', '.join((*SITE, MANIFEST))}")
        yield _live(GIVEN, tmp_path)
        return
    data: PracticeData = request.getfixturevalue("data")
    with PracticeSite(data) as site:
        site.rate_limit = 10e6
        values = (site.storage_url, site.metadata_url, site.token, str(data.manifest))
        yield _live(dict(zip((*SITE, MANIFEST), values, strict=True)), tmp_path)


def _live(given: Mapping[str, str], folder: Path) -> Live:
    made = Live(os.environ | given, [], folder / "out")
    status, out = made.run("score_gui", "inspect", "--json", given[MANIFEST])
    assert status == 0, "the manifest cannot be read: see `score-gui inspect`"
    made.entries.extend(json.loads(out)["entries"])
    return made


def demand_verified(live: Live, status: int, out: str) -> dict[str, Any]:
    """The one file is under its name, and what the program says of it is true. Returns the summary."""
    lines = [json.loads(line) for line in out.splitlines()]
    assert status == 0, [line["title"] for line in lines if line["event"] == "failed"]
    (told,) = [line for line in lines if line["event"] == "verified"]
    with Path(told["path"]).open("rb") as file:
        assert hashlib.file_digest(file, "md5").hexdigest() == told["md5"] or told["check"] == "size-only"
    summary: dict[str, Any] = lines[-1]
    return summary


def test_a_link_is_given_and_renewed(live: Live) -> None:
    smallest = live.by_size()[0]
    status, out = live.run("tests.integration.live_renewal", smallest["object_id"])
    assert (status, out) == (0, "renewed\n")


def test_the_url_of_a_file_is_one_line(live: Live) -> None:
    status, out = live.run("score_gui", "url", "--object-id", live.by_size()[0]["object_id"])
    assert status == 0
    assert out.startswith("http")
    assert out.count("\n") == 1


def test_the_smallest_file_comes_and_is_verified(live: Live) -> None:
    smallest = live.by_size()[0]
    summary = demand_verified(live, *live.run(*live.download(smallest)))
    assert summary["bytes_received"] == smallest["size"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals between processes")
def test_a_pause_costs_nothing_that_was_told(live: Live) -> None:
    large = [entry for entry in live.by_size() if entry["size"] >= 4 * ENOUGH_TO_PAUSE]
    if not large:
        pytest.skip(f"the manifest lists no file between {4 * ENOUGH_TO_PAUSE} and {MOST_TO_FETCH} bytes")
    process = live.start(*live.download(large[0]))
    assert process.stdout is not None
    seen = 0
    for line in process.stdout:
        seen = json.loads(line).get("done", 0)
        if seen >= ENOUGH_TO_PAUSE:
            process.send_signal(signal.SIGINT)
            break
    process.communicate(timeout=LONGEST_SECONDS)
    assert process.returncode == 130, "the file was here before it could be paused"
    summary = demand_verified(live, *live.run(*live.download(large[0])))
    assert summary["bytes_received"] <= large[0]["size"] - seen
