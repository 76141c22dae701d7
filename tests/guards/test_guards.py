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
from PySide6.QtCore import QTimer, qWarning

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


def test_timer_in_a_ring(qtbot):
    timer = QTimer()
    timer.ring = [timer]
"""

SPILLS = """
import logging, sqlite3
import pytest
from pathlib import Path

TOKEN = "can" + "ary-0b5e"
LINK = "https://store.example.org/o?X-Amz-Expires=60&X-Amz-Sig" + "nature=0123456789abcdef"


def test_token_in_a_file(tmp_path):
    (tmp_path / "settings.json").write_text(TOKEN)


def test_token_in_wide_letters(tmp_path):
    (tmp_path / "wide").write_text(TOKEN, "utf-16")


def test_token_in_the_name_of_a_file(tmp_path):
    (tmp_path / TOKEN).touch()


def test_link_at_the_end_of_much_data(tmp_path):
    with (tmp_path / "a.bam").open("wb") as file:
        file.seek(30 << 20)
        file.write(LINK.encode())


def test_link_in_a_log_of_changes():
    ledger = sqlite3.connect(Path.home() / "ledger.db")
    ledger.execute("PRAGMA journal_mode=WAL")
    ledger.execute("PRAGMA wal_autocheckpoint=0")
    ledger.execute("CREATE TABLE a (b)")
    ledger.execute("INSERT INTO a VALUES (?)", (LINK,))
    ledger.commit()
    wal = (Path.home() / "ledger.db-wal").read_bytes()
    ledger.close()
    (Path.home() / "ledger.db").unlink()
    (Path.home() / "ledger.db-wal").write_bytes(wal)


def test_token_that_is_printed():
    print(TOKEN)


def test_token_that_is_logged():
    logging.getLogger("somewhere").info("asked with %s", TOKEN)


def test_token_in_what_an_exception_says():
    raise ValueError(TOKEN)


def test_token_in_a_folder_of_the_session(tmp_path_factory):
    (tmp_path_factory.mktemp("shared") / "receipt.json").write_text(TOKEN)


def test_file_without_a_secret(tmp_path):
    (tmp_path / "notes").write_text("a canary sings; nature=0123456789abcdef")
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
    "1 x QTimer was left to the garbage collector",
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
    rule = tests / "guards" / "threads.py"
    rule.write_text(rule.read_text("utf-8").replace("GRACE_SECONDS = 20.0", "GRACE_SECONDS = 0.5"), "utf-8")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def run_suite(folder: Path, source: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run one made-up test module in its own process and return what pytest printed."""
    (folder / "tests" / "test_suite.py").write_text(source, "utf-8")
    monkeypatch.setenv("ACCESSTOKEN", "made-up")
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--no-header", "-q", "--color=no"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    return f"{done.stdout}{done.stderr}status {done.returncode}\n"


def test_every_offender_is_caught(copied_rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = run_suite(copied_rules, OFFENDERS, monkeypatch)

    tests = [line[4:].partition("(")[0] for line in OFFENDERS.splitlines() if line.startswith("def test_")]
    caught = [line for line in printed.splitlines() if line.startswith(("FAILED", "ERROR"))]
    missed = [name for name in tests if not any(f"::{name} " in f"{line} " for line in caught)]
    assert missed == [], printed
    assert [complaint for complaint in COMPLAINTS if complaint not in printed] == [], printed


def test_every_secret_that_is_left_is_found_and_not_shown(
    copied_rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = run_suite(copied_rules, SPILLS, monkeypatch)

    tests = [line[4:].partition("(")[0] for line in SPILLS.splitlines() if line.startswith("def test_token")]
    tests += [line[4:].partition("(")[0] for line in SPILLS.splitlines() if line.startswith("def test_link")]
    caught = [line for line in printed.splitlines() if line.startswith(("FAILED", "ERROR"))]
    missed = [name for name in tests if not any(f"::{name} " in f"{line} " for line in caught)]
    assert missed == ["test_token_in_a_folder_of_the_session"], printed
    assert "ERROR a secret was left in" in printed
    assert "shared0/receipt.json" in printed
    assert not any("without_a_secret" in line for line in caught)
    assert "canary-0b5e" not in printed
    assert "0123456789abcdef" not in printed


def test_a_secret_of_the_whole_session_fails_it(copied_rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = SPILLS.partition("def ")[0] + SPILLS[SPILLS.index("def test_token_in_a_folder") :]
    printed = run_suite(copied_rules, shared, monkeypatch)
    assert "2 passed" in printed
    assert "status 1" in printed


def test_the_law_abiding_pass(copied_rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = run_suite(copied_rules, LAW_ABIDING, monkeypatch)

    assert printed.splitlines()[-2].startswith("5 passed"), printed
    assert printed.endswith("status 0\n")
