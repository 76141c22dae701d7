"""A crew runs tasks on a few daemon threads and ends when it is told to."""

from __future__ import annotations

import threading

import pytest

from score_gui.transfer.crew import Crew

PATIENCE = 20.0


class Blocked:
    """A task that stands still until it is let go."""

    def __init__(self) -> None:
        self.begun, self.go, self.thread = threading.Event(), threading.Event(), ""

    def __call__(self) -> None:
        self.thread = threading.current_thread().name
        self.begun.set()
        assert self.go.wait(PATIENCE)


def names(prefix: str) -> list[str]:
    return sorted(thread.name for thread in threading.enumerate() if thread.name.startswith(prefix))


def test_a_thread_is_made_when_it_is_needed_and_never_more_than_the_size() -> None:
    crew = Crew("three", 3)
    assert names("three") == []
    tasks = [Blocked() for _ in range(5)]
    for task in tasks:
        crew.submit(task)
    assert all(task.begun.wait(PATIENCE) for task in tasks[:3])
    assert names("three") == ["three-1", "three-2", "three-3"]
    assert not tasks[3].begun.is_set()
    for task in tasks:
        task.go.set()
    assert all(task.begun.wait(PATIENCE) for task in tasks)
    assert crew.close(PATIENCE)
    assert names("three") == []


def test_a_grown_crew_takes_more_at_once() -> None:
    crew = Crew("grown", 1)
    tasks = [Blocked() for _ in range(2)]
    crew.submit(tasks[0])
    crew.size = 2
    crew.submit(tasks[1])
    assert all(task.begun.wait(PATIENCE) for task in tasks)
    for task in tasks:
        task.go.set()
    assert crew.close(PATIENCE)


def test_what_was_submitted_before_the_end_is_done() -> None:
    crew, done = Crew("end", 1), []
    for number in range(10):
        crew.submit(lambda number=number: done.append(number))  # type: ignore[misc]
    assert crew.close(PATIENCE)
    assert done == list(range(10))


def test_a_thread_that_hangs_is_told_and_left_behind() -> None:
    crew, task = Crew("hung", 1), Blocked()
    crew.submit(task)
    assert task.begun.wait(PATIENCE)
    assert not crew.close(0.0)
    task.go.set()
    assert crew.close(PATIENCE)


@pytest.mark.parametrize("size", [1, 4])
def test_threads_do_not_keep_the_interpreter_alive(size: int) -> None:
    crew, daemons = Crew("daemon", size), []
    for _ in range(size):
        crew.submit(lambda: daemons.append(threading.current_thread().daemon))
    assert crew.close(PATIENCE)
    assert daemons == [True] * size


def test_closing_a_crew_that_never_worked() -> None:
    assert Crew("idle", 3).close(0.0)
