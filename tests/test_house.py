"""Rules of the house that no other tool holds: lock files, size of modules, a sound release of PySide6."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from PySide6.QtCore import QObject, Signal

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCKS = ("requirements.lock", "requirements-dev.lock")
MODULES = sorted(ROOT.glob("score_gui/**/*.py"))
LONGEST_MODULE = 400

# The computers the locks are for.
PLATFORMS = [
    {"sys_platform": system, "platform_system": name, "os_name": os_name, "python_version": version}
    for system, name, os_name in [
        ("linux", "Linux", "posix"),
        ("darwin", "Darwin", "posix"),
        ("win32", "Windows", "nt"),
    ]
    for version in ("3.11", "3.12", "3.13")
]


def pins(lock: str) -> list[Requirement]:
    """Return the requirements of a lock file, without their hashes."""
    text = (ROOT / "packaging" / lock).read_text("utf-8")
    lines = [line.rstrip("\\ ") for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    return [Requirement(line) for line in lines]


def applies(marker: Marker | None, platform: dict[str, str]) -> bool:
    """Say whether a requirement holds on a platform."""
    full = {
        "python_full_version": f"{platform['python_version']}.0",
        "platform_python_implementation": "CPython",
    }
    return marker is None or marker.evaluate(
        {**platform, **full, "implementation_name": "cpython", "extra": ""}
    )


def computer(platform: dict[str, str]) -> str:
    """Return a short name for a platform."""
    return f"{platform['sys_platform']}-{platform['python_version']}"


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock: str) -> None:
    text = (ROOT / "packaging" / lock).read_text("utf-8")
    assert not re.search(r"://|--(extra-)?index|--find-links|file:", text)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_of_a_lock_is_exact_and_has_hashes(lock: str) -> None:
    text = (ROOT / "packaging" / lock).read_text("utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", text.partition("\n")[2])
    exact = re.compile(r"\S+==\S+[^\n]*?( \\\n    --hash=sha256:[0-9a-f]{64})+\s*")
    loose = [entry for entry in entries if not exact.fullmatch(entry)]
    assert loose == []


@pytest.mark.parametrize("platform", PLATFORMS, ids=computer)
@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_fulfils_the_project_on_every_platform(lock: str, platform: dict[str, str]) -> None:
    extra = PROJECT["optional-dependencies"]["dev"] if lock == "requirements-dev.lock" else []
    wanted = [r for r in map(Requirement, PROJECT["dependencies"] + extra) if applies(r.marker, platform)]
    locked = {canonicalize_name(pin.name): pin for pin in pins(lock) if applies(pin.marker, platform)}

    for requirement in wanted:
        pin = locked[canonicalize_name(requirement.name)]
        (version,) = pin.specifier
        assert requirement.specifier.contains(version.version), requirement


@pytest.mark.parametrize("platform", PLATFORMS, ids=computer)
def test_tests_run_on_the_versions_that_people_get(platform: dict[str, str]) -> None:
    program, tests = [
        {(pin.name, str(pin.specifier)) for pin in pins(lock) if applies(pin.marker, platform)}
        for lock in LOCKS
    ]
    assert program <= tests


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_brings_the_broken_release_of_pyside_to_python_3_11(lock: str) -> None:
    for platform in PLATFORMS[::3]:
        (pin,) = [p for p in pins(lock) if p.name == "pyside6-essentials" and applies(p.marker, platform)]
        assert "6.12.0" not in str(pin.specifier)


class Bell(QObject):
    """Anything with a signal."""

    rung = Signal(int)


def test_a_signal_does_not_lose_references_to_true() -> None:
    # PYSIDE-3474: PySide6 6.12.0 drops one at every emit on CPython 3.11 and crashes after some hundred. From
    # 3.12 on the count of True never moves, and this holds by itself.
    heard: list[int] = []
    bell = Bell()
    bell.rung.connect(heard.append)
    before = sys.getrefcount(True)

    for number in range(100):
        bell.rung.emit(number)

    assert len(heard) == 100
    assert abs(sys.getrefcount(True) - before) < 50


def test_modules_stay_small() -> None:
    lengths = {
        str(module.relative_to(ROOT)): len(module.read_text("utf-8").splitlines()) for module in MODULES
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_every_module_says_why_it_exists() -> None:
    silent = [
        str(module) for module in MODULES if not ast.get_docstring(ast.parse(module.read_text("utf-8")))
    ]
    assert silent == []


def test_the_model_imports_the_standard_library_only() -> None:
    foreign = set()
    for module in ROOT.glob("score_gui/model/*.py"):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            foreign |= {name for name in names if not is_allowed_in_model(name)}
    assert foreign == set()


def is_allowed_in_model(name: str) -> bool:
    return name.partition(".")[0] in sys.stdlib_module_names or name.startswith("score_gui.model")


def test_the_window_starts_without_what_it_may_never_need() -> None:
    """Reading alignments, the practice site and the signing of keys would take a tenth of its memory."""
    code = """
import sys
import score_gui.app
print(sorted({name.partition(".")[0] for name in sys.modules} & {"pysam", "cryptography"}))
print([name for name in sys.modules if name.startswith("score_gui.demo")])
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout.split(), done.stderr) == (["[]", "[]"], "")


def test_nothing_but_a_window_loads_qt() -> None:
    # Commands without a window start fast, and run where Qt's system libraries are missing.
    names = [".".join(module.relative_to(ROOT).with_suffix("").parts) for module in MODULES]
    windowless = [
        name for name in names if not name.startswith(("score_gui.ui", "score_gui.app", "score_gui.__main__"))
    ]
    code = f"""
import importlib, sys
for name in {windowless!r}:
    importlib.import_module(name.removesuffix(".__init__"))
print(sorted(name for name in sys.modules if name.startswith(("PySide6", "shiboken6"))))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
