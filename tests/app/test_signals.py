"""The program as a process: what ends it politely ends it well."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.fault("F90", "SIGTERM and SIGINT to the window")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals between processes")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_log_out_ends_the_window_with_everything_kept(number: signal.Signals, tmp_path: Path) -> None:
    environ = os.environ | {
        "SCORE_GUI_HOME": str(tmp_path),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "score_gui"]
    with subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True) as program:
        try:
            wait_for(tmp_path / "state" / "ledger.db-wal", program)
            program.send_signal(number)
            _, said = program.communicate(timeout=30)
        finally:
            program.kill()
    assert (program.returncode, said) == (0, "")


def wait_for(path: Path, program: subprocess.Popen[str]) -> None:
    """Return when the program has made `path`; its early end fails the test."""
    for _ in range(300):
        if path.exists():
            return
        with pytest.raises(subprocess.TimeoutExpired):
            program.wait(0.1)
    pytest.fail(f"{path.name} did not come")
