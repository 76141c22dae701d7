"""The program as a process: interrupted, killed, or left alone by its reader, it keeps what it has."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from score_gui.demo import PracticeData, PracticeObject, PracticeSite

from .terminal import PATIENCE, Terminal

Demand = Callable[..., None]
HELD_AFTER = 1_000_000
"""Bytes of each body that the site sends before it holds the rest back."""
TWICE_AT_MOST = 8 * 1024 * 1024
"""Bytes per connection that a crash may cost."""

posix_only = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no such signals between processes"
)


def wait_until_seen(process: subprocess.Popen[str]) -> None:
    """Read lines of JSON until all of both bodies has arrived that the site sends: what is on its way may be lost."""
    assert process.stdout is not None
    for line in process.stdout:
        if json.loads(line).get("done", 0) == 2 * HELD_AFTER:
            return
    pytest.fail("the program ended before its bytes had come")


def download(terminal: Terminal, held: PracticeObject) -> tuple[str, ...]:
    words = ("download", "--json", "--output-dir", str(terminal.folder), "--connections", "2")
    return (*words, "--object-id", held.object_id)


@pytest.mark.fault("F90", "SIGTERM and Ctrl+C to the command line in the middle")
@posix_only
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_after_an_interruption_no_byte_is_fetched_twice(
    here: Terminal, site: PracticeSite, large: PracticeObject, demand_original: Demand, number: signal.Signals
) -> None:
    site.hold(after=HELD_AFTER)
    with here.start(*download(here, large)) as process:
        wait_until_seen(process)
        process.send_signal(number)
        done = here.finish(process)
    assert done.status == 130
    assert done.err == "Interrupted. Everything that is here is kept; run the same again to go on.\n"
    assert large.name not in here.files()
    site.release()
    assert site.wait_quiet()
    again = here.run(*download(here, large))
    assert again.status == 0
    assert again.summary["bytes_received"] == large.size - 2 * HELD_AFTER
    assert site.bytes_served(large.object_id) == large.size
    demand_original(large)


def test_after_a_kill_the_next_run_ends_well(
    here: Terminal, site: PracticeSite, large: PracticeObject, demand_original: Demand
) -> None:
    site.hold(after=HELD_AFTER)
    with here.start(*download(here, large)) as process:
        wait_until_seen(process)
        process.kill()
        process.wait(PATIENCE)
    site.release()
    assert site.wait_quiet()
    again = here.run(*download(here, large))
    assert again.status == 0
    assert again.summary["bytes_received"] <= large.size
    assert site.bytes_served(large.object_id) <= large.size + 2 * TWICE_AT_MOST
    demand_original(large)


@posix_only
def test_a_second_program_leaves_the_first_at_its_work(
    here: Terminal, site: PracticeSite, large: PracticeObject, demand_original: Demand
) -> None:
    site.hold(after=HELD_AFTER)
    with here.start(*download(here, large)) as first:
        wait_until_seen(first)
        second = here.run(*download(here, large))
        site.release()
        done = here.finish(first)
    assert (second.status, second.out) == (1, "")
    assert "Another score_gui works with this queue." in second.err
    assert done.status == 0
    demand_original(large)


def test_an_interruption_while_the_program_is_loaded_is_a_sentence(
    terminal: Terminal, tmp_path: Path
) -> None:
    """A library that is interrupted while it is imported stands for a person who is quick."""
    (tmp_path / "httpx.py").write_text("raise KeyboardInterrupt\n", "utf-8")
    path = os.pathsep.join([str(tmp_path), os.environ["PYTHONPATH"]])
    done = subprocess.run(
        [sys.executable, "-m", "score_gui", "info"],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Interrupted.\n")


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("download", "--help"),
        ("info",),
        ("profile", "list"),
        ("inspect", "MANIFEST"),
        ("download", "--json", "--output-dir", "FOLDER", "--manifest", "MANIFEST"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("streams", [("stdout",), ("stdout", "stderr")], ids="-and-".join)
def test_a_closed_pipe_ends_the_program_in_silence(
    here: Terminal,
    data: PracticeData,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    streams: tuple[str, ...],
) -> None:
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)  # with buffers the trouble comes at the very end
    meant = {"MANIFEST": str(data.manifest), "FOLDER": str(here.folder)}
    reader, writer = os.pipe()
    os.close(reader)
    ends = {"stderr": subprocess.PIPE} | dict.fromkeys(streams, writer)
    command = [sys.executable, "-m", "score_gui", *(meant.get(word, word) for word in words)]
    try:
        done = subprocess.run(command, **ends, text=True, check=False, timeout=PATIENCE)  # type: ignore[call-overload]  # the streams vary
    finally:
        os.close(writer)
    assert done.returncode in {0, 1}
    assert "Error" not in (done.stderr or "")
    assert "Exception" not in (done.stderr or "")
