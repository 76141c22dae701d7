"""Short jobs end with the program: what comes late is dropped, and nothing begins again."""

from __future__ import annotations

import threading

from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from score_gui.ui.pool import Pool


def test_a_job_gives_its_result_to_the_thread_of_the_window(qtbot: QtBot) -> None:
    pool, seen = Pool(), list[tuple[int, int]]()
    pool(threading.get_ident, lambda ident: seen.append((ident, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(seen))
    worker, window = seen[0]
    assert worker != window == threading.get_ident()
    assert pool.close()


def test_after_the_end_no_job_begins(qtbot: QtBot) -> None:
    pool, ran = Pool(), list[str]()
    assert pool.close()
    pool(lambda: ran.append("late"), lambda _none: None)
    assert ran == []  # and no thread is left, which every test is asked for


def test_what_a_job_comes_to_is_told_to_nobody_after_the_end(qtbot: QtBot) -> None:
    pool, told, ended = Pool(), list[str](), threading.Event()

    def job() -> str:
        ended.set()
        return "late"

    pool(job, told.append)
    ended.wait()
    assert pool.close()
    QCoreApplication.processEvents()
    assert told == []
