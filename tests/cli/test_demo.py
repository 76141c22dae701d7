"""`score-gui demo` without a display, and `score-gui demo-site` as a process that others download from."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from score_gui import demo
from score_gui.demo import make_practice_data, serve

from .conftest import LARGE_SIZE
from .terminal import PATIENCE, Terminal

SITE = f"""
import sys
from functools import partial
from score_gui.cli import main
from score_gui.demo import serve
serve.make_practice_data = partial(serve.make_practice_data, large_size={LARGE_SIZE})
sys.exit(main(["demo-site", *sys.argv[1:]]))
"""

Small = Callable[..., Any]


@pytest.fixture
def no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Practice data that is made quickly."""
    make = partial(make_practice_data, large_size=1_000_000)
    monkeypatch.setattr(demo, "make_practice_data", make)
    monkeypatch.setattr(serve, "make_practice_data", make)


@pytest.mark.usefixtures("no_display", "small")
def test_without_a_display_the_demo_downloads_to_the_end_and_says_so(terminal: Terminal) -> None:
    done = terminal.run("demo")
    folder = terminal.home / "downloads" / "practice"
    assert (done.status, done.out) == (0, "")
    first, *_, summary, last = done.err.splitlines()
    assert first == "There is no display, so the practice files are fetched without a window."
    assert summary.startswith("10 of 10 files verified; ")
    assert last == f"The files are in {folder}."
    assert len(terminal.files(folder)) == 10


@pytest.mark.usefixtures("no_display", "small")
def test_the_demo_can_be_seen_again(terminal: Terminal) -> None:
    terminal.run("demo")
    again = terminal.run("demo")
    assert again.status == 0
    assert "0 of 10 files verified, 10 already here; 0 bytes received" in again.err


@pytest.mark.usefixtures("no_display")
def test_an_interruption_while_the_practice_files_are_made_is_a_sentence(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_folder: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "make_practice_data", interrupt)
    done = terminal.run("demo")
    assert done.status == 130
    assert done.err.splitlines()[1:] == [
        "Interrupted. Everything that is here is kept; run the same again to go on."
    ]


def test_with_a_display_the_demo_opens_the_window(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    def run_window(_environ: object, _manifests: object, *, practice: bool) -> int:
        asked.append(practice)
        return 0

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr("score_gui.app.run_window", run_window)
    assert (terminal.run("demo").status, asked) == (0, [True])


@contextmanager
def running_site(*words: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    command = [sys.executable, "-c", SITE, *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process, json.loads(process.stdout.readline())
        finally:
            process.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals between processes")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_others_download_from_the_demo_site(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, number: signal.Signals, status: int
) -> None:
    with running_site("--expiry", "3") as (process, told):
        monkeypatch.setenv("STORAGE_URL", told["storage_url"])
        monkeypatch.setenv("METADATA_URL", told["metadata_url"])
        monkeypatch.setenv("ACCESSTOKEN", told["token"])
        first = terminal.download("--manifest", told["manifest"])
        served = httpx.get(f"{told['storage_url']}/stats", trust_env=False, timeout=PATIENCE).json()[
            "bytes_served"
        ]
        second = terminal.download("--manifest", told["manifest"])
        later = httpx.get(f"{told['storage_url']}/stats", trust_env=False, timeout=PATIENCE).json()[
            "bytes_served"
        ]
        process.send_signal(number)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err) == (status, "", "")
    assert (first.status, first.summary["verified"]) == (0, 10)
    assert (second.status, second.summary["skipped"], second.summary["bytes_received"]) == (0, 10, 0)
    assert sum(served.values()) == first.summary["bytes_received"]
    assert later == served
    assert {"storage_url", "metadata_url", "token", "manifest", "reference"} <= told.keys()
    assert told["token"] not in first.out + first.err + second.out + second.err


@pytest.mark.parametrize(
    ("option", "value"),
    [("--port", "70000"), ("--port", "-1"), ("--port", "x"), ("--expiry", "0"), ("--expiry", "nan")],
)
def test_a_site_that_cannot_be_is_bad_usage(terminal: Terminal, option: str, value: str) -> None:
    done = terminal.run("demo-site", option, value)
    assert (done.status, done.out) == (2, "")
    assert option in done.err


@pytest.mark.usefixtures("small")
def test_a_port_that_is_taken_is_named(terminal: Terminal) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = terminal.run("demo-site", "--port", port)
    assert (done.status, done.out) == (2, "")
    assert f"Port {port} cannot be used" in done.err
