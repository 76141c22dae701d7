#!/usr/bin/env python3
"""Set up what score_gui needs on this computer, then run the program or its tests.

    python3 packaging/run.py demo       the practice site with its window
    python3 packaging/run.py test       every check and test there is; words after it go to pytest alone
    python3 packaging/run.py WORDS      the same as `score-gui WORDS`

The first start makes a virtual environment in `.venv` and installs the locked, hash-checked libraries there;
on Linux it also sees to the system libraries that Qt needs. Later starts find that done and begin at once.
All it takes is Python and its standard library.

The exit status is that of the program or of the tests; 69 where a person has to install something first; 130
when interrupted.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "score-gui-setup.json"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
RUN_LOCK = ROOT / "packaging" / "requirements.lock"
TEST_LOCK = ROOT / "packaging" / "requirements-dev.lock"

OLDEST_PYTHON = (3, 11)
EX_UNAVAILABLE = 69
EX_INTERRUPTED = 130

# What the wheels of PySide6 leave to the system, and the Debian package that brings it.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
FONT_PACKAGE = "fonts-dejavu-core"
# What some tests ask beside the program itself, and the Debian package that brings it. They are skipped without it.
TEST_TOOLS = {"gnome-keyring-daemon": "gnome-keyring", "dbus-run-session": "dbus"}
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")

# Commands of the program that never open a window; without a display `demo` does not either.
WITHOUT_WINDOW = {
    "demo-site",
    "download",
    "inspect",
    "slice",
    "url",
    "profile",
    "token",
    "settings",
    "info",
    "--help",
    "--version",
}

# In this order, so that the count of the tests is the last thing to be read.
CHECKS = {
    "Style": ("ruff", "check", "."),
    "Layout": ("ruff", "format", "--check", "."),
    "Types": ("mypy",),
    "Types on Windows": ("mypy", "--platform", "win32", "score_gui", "packaging"),
    "Borders": ("lint-imports",),
}


class SetUpError(Exception):
    """Something that only a person can put right; its text says what and how."""


def say(text: str) -> None:
    """Tell the person at the terminal; standard output belongs to the program itself."""
    print(f"score_gui: {text}", file=sys.stderr, flush=True)


# ------------------------------------------------------------------------------ what the system must bring


def ensure_system(*, for_qt: bool) -> None:
    """Install the Debian packages that are missing where that is ours to do, else raise SetUpError."""
    packages = [] if PYTHON.exists() or has_ensurepip() else [f"python3.{sys.version_info.minor}-venv"]
    if for_qt and sys.platform.startswith("linux"):
        packages += [package for library, package in QT_LIBRARIES.items() if not can_load(library)]
        packages += [] if has_font() else [FONT_PACKAGE]
    if not packages:
        return
    apt = shutil.which("apt-get")
    if apt is None or not is_root():
        raise SetUpError(advise(packages, has_apt=apt is not None))
    install_packages(apt, packages)


def ensure_test_tools() -> None:
    """Install what tests want beside the program where that is ours to do; what stays away is told, not waited for."""
    missing = {tool: package for tool, package in TEST_TOOLS.items() if shutil.which(tool) is None}
    if not missing:
        return
    apt = shutil.which("apt-get")
    if apt is not None and is_root():
        try:
            install_packages(apt, list(missing.values()))
            return
        except SetUpError as reason:
            say(str(reason))
    say(
        f"without {' and '.join(missing)} some tests are skipped: sudo apt-get install {' '.join(missing.values())}"
    )


def is_root() -> bool:
    """Say whether this process may change the system."""
    return sys.platform != "win32" and os.geteuid() == 0


def ensure_python() -> None:
    """Raise SetUpError under a Python that is too old; this file must come as far as here under it."""
    if sys.version_info < OLDEST_PYTHON:
        have = ".".join(map(str, sys.version_info[:2]))
        raise SetUpError(
            f"This is Python {have} ({sys.executable}), and score_gui needs 3.11 or newer. "
            "Start this script with a newer one, for example `python3.11`, or `py -3.11` on Windows."
        )


def has_ensurepip() -> bool:
    """Say whether this Python can put pip into a virtual environment; Debian packs that part separately."""
    return importlib.util.find_spec("ensurepip") is not None


def can_load(library: str) -> bool:
    """Say whether the system's loader finds a shared library of this name."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_font() -> bool:
    """Say whether there is any font to draw text with."""
    folders = [Path(folder).expanduser() for folder in FONT_FOLDERS]
    return any(
        path.suffix in {".ttf", ".otf", ".ttc", ".pfb"} for folder in folders for path in folder.rglob("*")
    )


def install_packages(apt: str, packages: list[str]) -> None:
    """Install Debian packages; the lists are fetched first, as a fresh system may have none."""
    say(f"installing system packages: {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [apt, "install", "--yes", "--quiet", "--no-install-recommends", *packages]
    for command in ([apt, "update", "--quiet"], install):
        if subprocess.run(command, env=environment, check=False, stdout=sys.stderr).returncode:
            raise SetUpError(f"This command ended with an error, shown above: {shlex.join(command)}")


def advise(packages: list[str], *, has_apt: bool) -> str:
    """Return what a person can do to get the missing packages."""
    if has_apt:
        return (
            "This computer lacks some system packages. Install them, then start again:\n"
            f"    sudo apt-get install --no-install-recommends {' '.join(packages)}"
        )
    return (
        "This computer lacks some system libraries. Install what your system calls these Debian packages, "
        f"then start again:\n    {' '.join(packages)}"
    )


# ------------------------------------------------------------------------------ the virtual environment


def ensure_libraries(lock: Path) -> None:
    """Bring `.venv` to the state that a lock file describes; no work if it is there already."""
    stamp = read_stamp()
    # A patch release of Python keeps the environment good; another minor version or place does not.
    python = f"{sys.implementation.cache_tag} in {sys.base_prefix}"
    if stamp.get("python") != python or stamp.get("venv") != str(VENV) or not PYTHON.exists():
        create_venv()
        stamp = {"python": python, "venv": str(VENV)}
        write_stamp(stamp)
    # Whoever has the tools for tests has the program's libraries too: the one lock contains the other.
    if not any(stamp.get(enough.name) == fingerprint(enough) for enough in (lock, TEST_LOCK)):
        install_lock(lock)
        write_launcher()
        write_stamp({**stamp, lock.name: fingerprint(lock)})


def fingerprint(lock: Path) -> str:
    """Return what tells one state of a lock file from another."""
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def read_stamp() -> dict[str, str]:
    """Return what the last finished set-up noted; empty if there was none."""
    try:
        return dict(json.loads(STAMP.read_text("utf-8")))
    except (OSError, ValueError):
        return {}


def write_stamp(stamp: dict[str, str]) -> None:
    """Note a finished set-up, in one step: an interrupted one leaves the older note or none."""
    draft = STAMP.with_suffix(".new")
    draft.write_text(json.dumps(stamp, indent=1), "utf-8")
    draft.replace(STAMP)


def create_venv() -> None:
    """Make an empty virtual environment, in place of an older or unfinished one of ours."""
    if VENV.exists() and not STAMP.exists():
        raise SetUpError(f"{VENV} was not made by this script. Move it away, then start again.")
    say(f"making a virtual environment in {VENV}")
    try:
        if VENV.exists():
            shutil.rmtree(VENV)
        VENV.mkdir()
    except OSError as reason:
        raise SetUpError(f"{VENV} could not be made anew: {reason}") from reason
    write_stamp({})  # so that an interrupted start is known as ours
    if subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False).returncode:
        raise SetUpError(f"Python could not make a virtual environment in {VENV}; its reason stands above.")


def install_lock(lock: Path) -> None:
    """Install exactly what the lock names; pip refuses a file whose hash the lock does not know."""
    say(f"installing the libraries of {lock.relative_to(ROOT)}; this happens once and can take some minutes")
    command = [str(PYTHON), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    command += ["--require-hashes", "--only-binary", ":all:", "--requirement", str(lock)]
    if subprocess.run(command, check=False, stdout=sys.stderr).returncode:
        raise SetUpError(
            "pip could not install the libraries; its reason stands above. "
            "If it did not reach its index, check the network connection, then start again."
        )


def write_launcher() -> None:
    """Put the command `score-gui` beside the environment's Python; it runs this checkout, wherever it is called."""
    if os.name == "nt":
        lines = ["@setlocal", f'@set "PYTHONPATH={ROOT};%PYTHONPATH%"', f'@"{PYTHON}" -m score_gui %*', ""]
        (PYTHON.parent / "score-gui.cmd").write_text("\r\n".join(lines), "utf-8", newline="")
        return
    path = f'{shlex.quote(str(ROOT))}"${{PYTHONPATH:+:$PYTHONPATH}}"'
    script = f'#!/bin/sh\nPYTHONPATH={path} exec {shlex.quote(str(PYTHON))} -m score_gui "$@"\n'
    launcher = PYTHON.parent / "score-gui"
    launcher.write_text(script, "utf-8")
    launcher.chmod(0o755)


# ------------------------------------------------------------------------------ the program and its tests


def child_environment() -> dict[str, str]:
    """Return the environment in which `score_gui` is found, from whatever folder the person starts."""
    inherited = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), inherited]))}


def run_program(arguments: list[str]) -> int:
    """Run `score-gui` in the caller's folder and return its exit status."""
    command = [str(PYTHON), "-m", "score_gui", *arguments]
    if os.name != "nt":
        # The program takes this process's place, so that signals reach it and nothing else.
        os.execve(command[0], command, child_environment())  # noqa: S606 (no shell is meant)
    program = subprocess.Popen(command, env=child_environment())
    while True:
        try:
            return program.wait()
        except KeyboardInterrupt:
            continue  # the console told the program too, and it has things to put away


def run_tests(arguments: list[str]) -> int:
    """Run every check and then the tests; with arguments pytest alone, with them. Return 0 if all is well."""
    checks = {} if arguments else CHECKS
    broken = [name for name, command in checks.items() if run_tool(name, command)]
    if run_tool("Tests", ("pytest", *arguments)):
        broken.append("Tests")
    if broken:
        say(f"not in order: {', '.join(broken)}")
    return 1 if broken else 0


def run_tool(name: str, command: tuple[str, ...]) -> int:
    """Run one tool of the virtual environment in the checkout and return its exit status."""
    say(f"{name}: {shlex.join(command)}")
    tool = shutil.which(command[0], path=str(PYTHON.parent))
    if tool is None:
        raise SetUpError(f"{command[0]} is missing from {VENV}; remove that folder and start again.")
    return subprocess.run([tool, *command[1:]], cwd=ROOT, env=child_environment(), check=False).returncode


def opens_window(arguments: list[str]) -> bool:
    """Say whether the program, started with these arguments, will need Qt."""
    displays = {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys()
    has_display = bool(displays) or not sys.platform.startswith("linux")
    return has_display and not WITHOUT_WINDOW.intersection(arguments[:1])


def main(arguments: list[str]) -> int:
    """Set up what is missing, then run what the arguments name."""
    testing = arguments[:1] == ["test"]
    try:
        ensure_python()
        ensure_system(for_qt=testing or opens_window(arguments))
        if testing and sys.platform.startswith("linux"):
            ensure_test_tools()
        ensure_libraries(TEST_LOCK if testing else RUN_LOCK)
        return run_tests(arguments[1:]) if testing else run_program(arguments)
    except SetUpError as reason:
        say(str(reason))
        return EX_UNAVAILABLE
    except KeyboardInterrupt:
        say("interrupted; the same command goes on from here")
        return EX_INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
