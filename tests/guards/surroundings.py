"""Every test gets a home of its own: no file, setting, token or proxy of the person who runs the tests."""

from __future__ import annotations

import os
from pathlib import Path

import keyring
import pytest
from keyring.core import load_keyring

ROOT = Path(__file__).resolve().parents[2]

KEYRING = "keyring.backends.fail.Keyring"

# What score-client and HTTP libraries would take from the person's environment.
FOREIGN_VARIABLES = (
    "ACCESSTOKEN",
    "STORAGE_URL",
    "METADATA_URL",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
    "XDG_CACHE_HOME",
    "XDG_DOWNLOAD_DIR",
)


def settle(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Point this process and its children at an empty home and at a keyring that refuses everything."""
    for name in FOREIGN_VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    runtime = home / "run"
    runtime.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("SCORE_GUI_HOME", str(home / "score-gui"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", KEYRING)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])))
    keyring.set_keyring(load_keyring(KEYRING))
