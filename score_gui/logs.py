"""The log file: a few lines that help somebody who helps, with every secret taken out before it is written."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Iterable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from score_gui.model.secret import Secret
from score_gui.net import redact

NAME = "score_gui.log"
SIZE = 5_000_000
"""Bytes; five files of it are kept at most."""


class _QuietHandler(RotatingFileHandler):
    """A log that cannot be written is no reason to write Python's own report of that over the work on a terminal."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is logging's
        """Let the record go: a full disk or a lost folder shows itself where it matters."""


def start(folder: Path, secrets: Callable[[], Iterable[Secret]]) -> logging.Handler:
    """Write the program's records to a file in `folder`; `secrets` are blanked out whatever form they come in."""
    handler = _QuietHandler(folder / NAME, maxBytes=SIZE, backupCount=4, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.setLevel(logging.INFO)
    root = logging.getLogger()
    root.addHandler(handler)
    logging.getLogger("score_gui").setLevel(logging.INFO)
    redact.install(secrets)
    return handler


def watch_exceptions() -> None:
    """From here on an exception that nobody handles is a record of the log, without secrets; the program lives on."""
    log = logging.getLogger(__name__)

    def unhandled(
        kind: type[BaseException],
        error: BaseException | None,
        trace: TracebackType | None,
        where: str = "here",
    ) -> None:
        if issubclass(kind, KeyboardInterrupt) or error is None:
            return
        log.error("an exception that nobody handled, in %s", where, exc_info=(kind, error, trace))

    def in_thread(told: threading.ExceptHookArgs) -> None:
        name = told.thread.name if told.thread is not None else "a thread"
        unhandled(told.exc_type, told.exc_value, told.exc_traceback, name)

    sys.excepthook = unhandled
    threading.excepthook = in_thread


def stop(handler: logging.Handler) -> None:
    """Close the file; records go nowhere any more."""
    logging.getLogger().removeHandler(handler)
    handler.close()
