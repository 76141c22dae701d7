"""The set-up script, run as a person runs it: in a small checkout of its own, with nothing to fetch."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

PROGRAM = """
import os, sys
print(sys.prefix)
print(os.getcwd())
print(*sys.argv[1:], sep="|")
sys.exit(3)
"""


class Checkout:
    """A checkout with the script, empty locks, and a program that tells how it was started."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.venv = folder / ".venv"
        (folder / "packaging").mkdir(parents=True)
        shutil.copy(ROOT / "packaging" / "run.py", folder / "packaging")
        for lock in ("requirements.lock", "requirements-dev.lock"):
            (folder / "packaging" / lock).write_text("# nothing\n", "utf-8")
        (folder / "score_gui").mkdir()
        (folder / "score_gui" / "__init__.py").touch()
        (folder / "score_gui" / "__main__.py").write_text(PROGRAM, "utf-8")

    def run(
        self, *arguments: str, cwd: Path | None = None, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Start the script with these arguments."""
        command = [sys.executable, str(self.folder / "packaging" / "run.py"), *arguments]
        environment = {**os.environ, "PIP_NO_INDEX": "1", **variables}
        return subprocess.run(
            command,
            cwd=cwd or self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
        )


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout where the first start has done its work."""
    checkout = Checkout(tmp_path_factory.mktemp("my checkout"))
    checkout.run("info")
    return checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A checkout where nothing was started yet."""
    return Checkout(tmp_path / "checkout")


def test_the_program_gets_its_words_in_the_folder_of_the_person(finished: Checkout, tmp_path: Path) -> None:
    done = finished.run("download", "--output-dir", "a b", cwd=tmp_path)

    assert done.stdout.splitlines() == [str(finished.venv), str(tmp_path), "download|--output-dir|a b"]


def test_the_status_of_the_program_is_passed_on(finished: Checkout) -> None:
    assert finished.run("download").returncode == 3


def test_a_later_start_has_nothing_to_say(finished: Checkout) -> None:
    assert finished.run("download").stderr == ""


def test_a_changed_lock_is_installed_once(finished: Checkout) -> None:
    (finished.folder / "packaging" / "requirements.lock").write_text("# nothing new\n", "utf-8")

    assert "installing" in finished.run("download").stderr
    assert finished.run("download").stderr == ""


def test_an_environment_for_the_tests_serves_the_program_too(checkout: Checkout) -> None:
    checkout.run("test")

    assert checkout.run("download").stderr == ""


def test_a_lock_that_cannot_be_had_is_tried_again(finished: Checkout) -> None:
    lock = finished.folder / "packaging" / "requirements.lock"
    before = lock.read_text("utf-8")
    lock.write_text(f"no-such-thing==1 --hash=sha256:{'0' * 64}\n", "utf-8")

    for _ in range(2):
        done = finished.run("download")
        assert done.returncode == 69
        assert "pip could not install the libraries" in done.stderr

    lock.write_text(before, "utf-8")
    assert finished.run("download").returncode == 3


def test_an_interrupted_first_start_is_made_good(checkout: Checkout) -> None:
    checkout.venv.mkdir()
    (checkout.venv / "score-gui-setup.json").write_text("{}", "utf-8")

    assert checkout.run("download").returncode == 3


def test_an_environment_that_somebody_else_made_is_left_alone(checkout: Checkout) -> None:
    theirs = checkout.venv / "theirs"
    theirs.mkdir(parents=True)

    done = checkout.run("download")

    assert done.returncode == 69
    assert "was not made by this script" in done.stderr
    assert theirs.exists()


def test_an_environment_of_another_python_is_made_anew(finished: Checkout) -> None:
    stamp = finished.venv / "score-gui-setup.json"
    noted = json.loads(stamp.read_text("utf-8"))
    stamp.write_text(json.dumps({**noted, "python": "cpython-310 in elsewhere"}), "utf-8")

    assert "making a virtual environment" in finished.run("download").stderr
    assert finished.run("download").stderr == ""


@pytest.mark.skipif(os.name == "nt", reason="the launcher is a shell script elsewhere, a .cmd file here")
def test_the_command_works_from_anywhere_after_the_first_start(finished: Checkout, tmp_path: Path) -> None:
    command = [str(finished.venv / "bin" / "score-gui"), "inspect", "two words"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)

    assert done.returncode == 3
    assert done.stdout.splitlines()[1:] == [str(tmp_path), "inspect|two words"]


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="elsewhere the keyring is part of the system"
)
def test_tools_that_only_tests_want_are_told_and_not_waited_for(finished: Checkout) -> None:
    done = finished.run("test", "--version", PATH="/nowhere")
    assert "without gnome-keyring-daemon and dbus-run-session some tests are skipped" in done.stderr
    assert "sudo apt-get install gnome-keyring dbus" in done.stderr
    assert "pytest is missing" in done.stderr  # it went on, up to where this checkout has nothing


def test_commands_that_open_no_window_want_nothing_that_qt_wants() -> None:
    from score_gui.cli.program import NAMES

    loaded = importlib.util.spec_from_file_location("run", ROOT / "packaging" / "run.py")
    assert loaded is not None
    assert loaded.loader is not None
    script = importlib.util.module_from_spec(loaded)
    loaded.loader.exec_module(script)
    assert {"--help", "--version"} | NAMES - {"demo"} == script.WITHOUT_WINDOW
