"""Write the two lock files anew from pyproject.toml, for every platform and Python version at once.

Run it with `uv` at hand after a change of the dependencies, or with `--upgrade` to take up newer versions.
The files hold names, versions and hashes and no address, so that they install from whatever index a machine
is set up for.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = "3.11"
HEADER = "# Written by packaging/lock.py from pyproject.toml: change that one and run it again.\n"

LOCKS = {
    "requirements.lock": [],
    "requirements-dev.lock": ["--extra", "dev"],
}


def compile_lock(name: str, options: list[str], *, upgrade: bool) -> str:
    """Return the text of one lock file; what is pinned already stays as it is unless `upgrade`."""
    current = ROOT / "packaging" / name
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder, name)
        if current.exists() and not upgrade:
            draft.write_text(current.read_text("utf-8"), "utf-8")
        command = ["uv", "pip", "compile", str(ROOT / "pyproject.toml"), *options]
        command += ["--universal", "--python-version", OLDEST_PYTHON, "--generate-hashes"]
        command += ["--no-annotate", "--no-header", "--quiet", "--output-file", str(draft)]
        subprocess.run(command, check=True)
        return HEADER + draft.read_text("utf-8")


def main() -> int:
    """Write both files and say how many packages each one pins."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--upgrade", action="store_true", help="take up the newest allowed versions")
    upgrade = parser.parse_args().upgrade
    for name, options in LOCKS.items():
        text = compile_lock(name, options, upgrade=upgrade)
        (ROOT / "packaging" / name).write_text(text, "utf-8", newline="\n")
        pins = sum(not line.startswith((" ", "#")) for line in text.splitlines())
        print(f"{name}: {pins} pins")
    return 0


if __name__ == "__main__":
    sys.exit(main())
