"""The window on a Wayland desktop, where Weston is: without a screen, but with everything else a desktop does."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.app.test_signals import ROOT, wait_for

NAME = "wayland-of-a-test"
needs_weston = pytest.mark.skipif(shutil.which("weston") is None, reason="Weston is not installed")


@contextmanager
def desktop(folder: Path, scale: int) -> Iterator[dict[str, str]]:
    """What a program needs in its environment to find it."""
    folder.mkdir(mode=0o700)
    around = os.environ | {"XDG_RUNTIME_DIR": str(folder)}
    words = ["weston", "--backend=headless-backend.so", f"--socket={NAME}", "--idle-time=0", "--no-config"]
    words.append(f"--scale={scale}")
    with subprocess.Popen(
        words, env=around, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True
    ) as weston:
        try:
            wait_for(folder / NAME, weston)
            yield {"XDG_RUNTIME_DIR": str(folder), "WAYLAND_DISPLAY": NAME, "QT_QPA_PLATFORM": "wayland"}
        finally:
            weston.terminate()


@needs_weston
@pytest.mark.fault("F94", "a Wayland desktop (Weston without a screen), plain and at 200 % scale")
@pytest.mark.parametrize("scale", [1, 2])
def test_the_window_comes_and_goes_on_wayland(tmp_path: Path, scale: int) -> None:
    home = tmp_path / "home"
    with desktop(tmp_path / "run", scale) as found:
        around = found | {"SCORE_GUI_HOME": str(home), "PYTHONPATH": str(ROOT)}
        with subprocess.Popen(
            [sys.executable, "-m", "score_gui"],
            env=os.environ | around | {"WAYLAND_DEBUG": "client"},
            stderr=subprocess.PIPE,
            text=True,
        ) as program:
            try:
                assert program.stderr is not None
                said = until_shown(program.stderr)
                wait_for(home / "state" / "ledger.db-wal", program)
                program.send_signal(signal.SIGTERM)
                program.communicate(timeout=30)
            finally:
                program.kill()
    assert program.returncode == 0
    assert f"set_buffer_scale({scale})" in said, "it is drawn in the size of the desktop"


def until_shown(spoken: Iterator[str]) -> str:
    """What the program says to the desktop until its window has a picture."""
    heard = []
    for line in spoken:
        heard.append(line)
        if "xdg_toplevel" in "".join(heard[-400:]) and "wl_surface" in line and ".attach(wl_buffer" in line:
            return "".join(heard)
    raise AssertionError("the window did not come: " + "".join(heard[-20:]))
