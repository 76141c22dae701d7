"""Each guard can fail: offenders are run under the project's own settings, and every one is caught."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

OFFENDERS = """
import logging, os, socket, threading, warnings
import httpx, keyring, pytest
from pathlib import Path
from PySide6.QtCore import qWarning

STOP = threading.Event()


def test_warning_in_the_log():
    logging.getLogger("somewhere").warning("one bar of signal")


def test_announced_log_record_that_never_comes(expect_log):
    expect_log("somewhere: two bars")


def test_python_warning():
    warnings.warn("old ways", stacklevel=1)


def test_open_file_left_to_the_collector(tmp_path):
    (tmp_path / "a").open("w").write("x")


def test_thread_left_behind():
    threading.Thread(target=STOP.wait, name="straggler", daemon=True).start()


def test_exception_in_a_thread():
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()


def test_connection_to_another_computer():
    with socket.socket() as connection, pytest.raises(AssertionError):
        connection.connect(("192.0.2.1", 80))


def test_look_up_of_another_computer():
    with pytest.raises(AssertionError):
        httpx.get("http://data.example/")


def test_qt_warning(qtbot):
    qWarning("a layout is stuck")
"""

COMPLAINTS = (
    "unexpected log record: somewhere: one bar of signal",
    "no log record matched: somewhere: two bars",
    "UserWarning: old ways",
    "ResourceWarning: unclosed file",
    "leaked thread: straggler (daemon: True)",
    "ZeroDivisionError",
    "call to another computer: 192.0.2.1",
    "call to another computer: data.example",
    "a layout is stuck",
)

LAW_ABIDING = """
import logging, os, socket, threading
import keyring, pytest
from hypothesis import given, strategies
from pathlib import Path


def test_announced_log_record(expect_log):
    expect_log("somewhere: one bar")
    logging.getLogger("somewhere").warning("one bar of signal")


def test_thread_that_ends():
    threading.Thread(target=lambda: None).start()


def test_call_to_this_computer():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(("127.0.0.1", server.getsockname()[1])).close()


def test_surroundings_are_empty():
    assert not {"ACCESSTOKEN", "STORAGE_URL", "METADATA_URL", "https_proxy"} & os.environ.keys()
    assert Path(os.environ["SCORE_GUI_HOME"]).is_relative_to(Path.home())
    assert [path.name for path in Path.home().iterdir()] == ["run"]
    with pytest.raises(keyring.errors.NoKeyringError):
        keyring.get_password("score-gui", "argo")


@given(strategies.integers())
def test_many_examples(number):
    assert number == number
"""


@pytest.fixture
def copied_rules(tmp_path: Path) -> Path:
    """A folder with the project's test settings and guards and no tests."""
    tests = tmp_path / "tests"
    shutil.copytree(
        ROOT / "tests" / "guards", tests / "guards", ignore=shutil.ignore_patterns("test_*", "__pycache__")
    )
    shutil.copy(ROOT / "tests" / "conftest.py", tests)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def run_suite(folder: Path, source: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run one made-up test module in its own process and return what pytest printed."""
    (folder / "tests" / "test_suite.py").write_text(source, "utf-8")
    monkeypatch.setenv("ACCESSTOKEN", "made-up")
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--no-header", "-q", "--color=no"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=100)
    return done.stdout + done.stderr


def test_every_offender_is_caught(copied_rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = run_suite(copied_rules, OFFENDERS, monkeypatch)

    tests = [line[4:].partition("(")[0] for line in OFFENDERS.splitlines() if line.startswith("def test_")]
    caught = [line for line in printed.splitlines() if line.startswith(("FAILED", "ERROR"))]
    missed = [name for name in tests if not any(f"::{name} " in f"{line} " for line in caught)]
    assert missed == [], printed
    assert [complaint for complaint in COMPLAINTS if complaint not in printed] == [], printed


def test_the_law_abiding_pass(copied_rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = run_suite(copied_rules, LAW_ABIDING, monkeypatch)

    assert printed.splitlines()[-1].startswith("5 passed"), printed
