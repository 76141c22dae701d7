"""Gets the programs of real object stores: made once, kept outside the checkout, found there by every later run.

MinIO is built where Go is, Azurite installed where npm is; both pinned. Where that cannot be, the tests that need
them are skipped with the reason. `SCORE_GUI_STORES` names the folder they are kept in, or is `off`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import platformdirs

MINIO = "github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c"
AZURITE = "azurite@3.35.0"
LONGEST_SECONDS = 900
"""For building or installing one of them; what was done until then is not lost, Go and npm keep it."""


class MissingError(Exception):
    """A program cannot be had here; the text says why."""


def minio() -> list[str]:
    """The command of MinIO's server. Raises MissingError."""
    place = _kept(MINIO)
    program = place / ("minio.exe" if sys.platform == "win32" else "minio")
    if not program.exists():
        go = _tool("go", "MinIO is built with Go")
        command = [go, "install", "-trimpath", "-ldflags", "-s -w", MINIO]
        _make(place, lambda folder: _run(command, folder, os.environ | {"GOBIN": str(folder)}))
    return [str(program)]


def azurite() -> list[str]:
    """The command of Azurite's blob service. Raises MissingError."""
    place = _kept(AZURITE)
    script = place / "node_modules" / "azurite" / "dist" / "src" / "blob" / "main.js"
    node = _tool("node", "Azurite runs on Node")
    if not script.exists():
        command = [_tool("npm", "Azurite is installed with npm"), "install", "--ignore-scripts", "--no-audit"]
        command += ["--no-fund", AZURITE, "--prefix"]
        _make(place, lambda folder: _run([*command, str(folder)], folder, os.environ))
    return [node, str(script)]


def _kept(pinned: str) -> Path:
    wish = os.environ.get("SCORE_GUI_STORES", "")
    if wish.lower() == "off":
        raise MissingError("SCORE_GUI_STORES is off")
    root = Path(wish).absolute() if wish else platformdirs.user_cache_path("score-gui-tests")
    return root / pinned.rpartition("/")[2].replace("@", "-")


def _tool(name: str, why: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise MissingError(f"{why}, and there is no `{name}` on the PATH")
    return found


def _make(place: Path, make: Callable[[Path], None]) -> None:
    """Let `make` fill an empty folder; a whole result becomes `place` in one step."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent, ignore_cleanup_errors=True) as folder:
        made = Path(folder) / "made"
        made.mkdir()
        make(made)
        try:
            made.rename(place)
        except OSError:
            if not place.exists():  # else another run was quicker
                raise


def _run(command: list[str], folder: Path, environment: Mapping[str, str]) -> None:
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise MissingError(f"`{command[0]}` took longer than {LONGEST_SECONDS} seconds") from None
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip() or "no word").splitlines()[-1]
        raise MissingError(f"`{Path(command[0]).name} {command[1]}` ended with: {last}")
