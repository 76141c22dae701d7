"""The log holds what helps somebody who helps; no secret, and no trouble of its own."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

import pytest

from score_gui import logs
from score_gui.model.secret import Secret

log = logging.getLogger("score_gui.test")
TOKEN = Secret("canary-5f2e8a41-hush")
LINK = "https://store.example.org/o?X-Amz-Expires=60&X-Amz-Signature=canaryabc123def"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    handler = logs.start(tmp_path, lambda: [TOKEN])
    yield tmp_path
    logs.stop(handler)


def written(folder: Path) -> str:
    return (folder / logs.NAME).read_text("utf-8")


def test_a_record_is_a_dated_line_with_its_place(folder: Path) -> None:
    log.info("one link renewed")
    assert written(folder).rstrip().endswith("INFO score_gui.test: one link renewed")


def test_tokens_and_links_are_blanked_out_in_texts_arguments_and_tracebacks(folder: Path) -> None:
    log.info("sent %s to %s", TOKEN.reveal(), LINK)
    log.info("stumbled", exc_info=ValueError(f"{TOKEN.reveal()} at {LINK}"))
    text = written(folder)
    assert "canary" not in text
    assert "ValueError: *** at https://store.example.org/o?" in text


def test_other_libraries_speak_of_trouble_only(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)  # as Python has it, where no test asks for more
    logging.getLogger("httpx").info("GET %s", LINK)
    logging.getLogger("somewhere").info("chatter")
    log.debug("detail")
    assert not (folder / logs.NAME).exists()


def test_nothing_is_written_before_there_is_something_to_say(folder: Path) -> None:
    assert list(folder.iterdir()) == []


def test_a_log_that_cannot_be_written_disturbs_nobody(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "a file"
    place.touch()
    handler = logs.start(place, tuple)
    try:
        log.info("lost")
    finally:
        logs.stop(handler)
    assert capfd.readouterr() == ("", "")


def test_after_its_end_the_log_takes_nothing(tmp_path: Path) -> None:
    handler = logs.start(tmp_path, tuple)
    log.info("first")
    logs.stop(handler)
    log.info("second")
    assert "second" not in written(tmp_path)
    assert handler not in logging.getLogger().handlers


@pytest.mark.fault("F95", "a log that is written to without end")
def test_the_log_does_not_grow_without_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    handler = next(one for one in logging.getLogger().handlers if isinstance(one, RotatingFileHandler))
    monkeypatch.setattr(handler, "maxBytes", 1000)
    for number in range(200):
        log.info("record number %d", number)
    files = sorted(folder.iterdir())
    assert len(files) == 5
    assert all(path.stat().st_size <= 1000 for path in files)
    assert "record number 199" in written(folder)


@pytest.mark.fault("F89", "an exception that nobody handles, in the program and in a thread")
def test_what_nobody_handles_is_in_the_log_without_secrets(
    folder: Path, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    for _ in range(2):
        expect_log("score_gui.logs: an exception that nobody handled")
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # to be put back
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    logs.watch_exceptions()
    error = ValueError(f"with {LINK}")
    sys.excepthook(ValueError, error, None)
    threading.excepthook(threading.ExceptHookArgs([ValueError, error, None, threading.current_thread()]))
    assert written(folder).count("ValueError: with ") == 2
    assert LINK not in written(folder)
