"""Asks several questions at once, in threads that never keep the program from ending."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Sequence
from queue import SimpleQueue
from typing import TypeVar

_Asked = TypeVar("_Asked")
_Answer = TypeVar("_Answer")


def ask_together(
    ask: Callable[[_Asked, threading.Event], _Answer], asked: Sequence[_Asked], threads: int
) -> Generator[tuple[int, _Answer], None, None]:
    """The answers as they come, each with the place of its question.

    `ask` gets an event that is set when nobody waits any more: closing this iterator asks no new question and waits for
    none. What `ask` raises is raised here, and ends the rest.
    """
    answers: SimpleQueue[tuple[int, _Answer | BaseException]] = SimpleQueue()
    places = iter(range(len(asked)))
    lock = threading.Lock()
    over = threading.Event()

    def work() -> None:
        while not over.is_set():
            with lock:
                place = next(places, None)
            if place is None:
                return
            try:
                answers.put((place, ask(asked[place], over)))
            except BaseException as failure:  # noqa: BLE001 - carried to the one who waits
                answers.put((place, failure))
                return

    for number in range(min(threads, len(asked))):
        threading.Thread(target=work, name=f"question-{number + 1}", daemon=True).start()
    try:
        for _ in asked:
            place, answer = answers.get()
            if isinstance(answer, BaseException):
                raise answer
            yield place, answer
    finally:
        over.set()
