"""A vault over a real Secret Service: GNOME Keyring on a D-Bus session of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("dbus-run-session", "gnome-keyring-daemon")
MISSING = [name for name in NEEDED if shutil.which(name) is None]

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"needs {' and '.join(MISSING)} (Linux only)")

# A bus that starts no service by itself: neither a keyring nor a window that asks for a password.
BUS = """<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"""


def seen(home: Path, state: str, *, on_a_bus: bool = True) -> dict[str, Any]:
    """What the vault saw in a home of its own, where no keyring is and no screen to ask on."""
    runtime = home / "run"
    runtime.mkdir(mode=0o700)
    environ = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
    }
    command = [sys.executable, "-m", "tests.access.secret_service", state]
    settings = home / "bus.conf"
    settings.write_text(BUS, "utf-8")
    bus = ["dbus-run-session", f"--config-file={settings}", "--"] if on_a_bus else []
    done = subprocess.run(
        [*bus, *command], cwd=ROOT, env=environ, capture_output=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return dict(json.loads(done.stdout))


def test_an_open_keyring_keeps_short_and_long_tokens_for_the_next_run(tmp_path: Path) -> None:
    assert seen(tmp_path, "unlocked") == {
        "name": "the system keyring",
        "before": "nowhere",
        "key": "keyring",
        "key back": True,
        "long": "keyring",
        "long back": True,
        "here": True,
        "until quit": "memory",
        "after": "nowhere",
    }


@pytest.mark.parametrize(
    ("state", "on_a_bus", "name"),
    [("locked", True, "the system keyring"), ("absent", True, None), ("absent", False, None)],
)
def test_with_a_locked_keyring_or_none_a_token_lives_until_the_program_ends(
    tmp_path: Path, state: str, on_a_bus: bool, name: str | None
) -> None:
    assert seen(tmp_path, state, on_a_bus=on_a_bus) == {
        "name": name,
        "before": "nowhere",
        "key": "memory",
        "key back": False,
        "long": "memory",
        "long back": False,
        "here": True,
        "until quit": "memory",
        "after": "nowhere",
    }
