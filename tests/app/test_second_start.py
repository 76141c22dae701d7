"""Started twice, the program is one window: the second start hands over its manifests and ends well."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.test_signals import ROOT, wait_for


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals between processes")
def test_a_second_start_hands_over_and_ends(tmp_path: Path) -> None:
    environ = os.environ | {
        "SCORE_GUI_HOME": str(tmp_path),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "score_gui"]
    with subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True) as first:
        try:
            wait_for(tmp_path / "state" / "window.sock", first)
            manifest = tmp_path / "ids.txt"
            manifest.write_text("33dd93ef-aab8-561c-8cc0-2fe14bd00001\n")
            second = subprocess.run(
                [*command, str(manifest)],
                env=environ,
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
            first.send_signal(signal.SIGTERM)
            _, said = first.communicate(timeout=30)
        finally:
            first.kill()
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    spoken = [line for line in said.splitlines() if "plugin does not support" not in line]
    assert (first.returncode, spoken) == (0, [])
