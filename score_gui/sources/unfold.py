"""From the series that a list names to the files that they hold, as the buckets tell them now."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from itertools import chain, islice

from score_gui.model import problems, setup_problems
from score_gui.model.cloud_path import CloudPath
from score_gui.model.language import phrase
from score_gui.model.manifest import Entry, Manifest, Remark
from score_gui.model.problem import ProblemError, Recovery
from score_gui.sources.buckets import Buckets
from score_gui.sources.imaging import entry_of
from score_gui.sources.together import ask_together

QUESTIONS_AT_ONCE = 8
MOST_FILES = 1_000_000
"""In one list: what a queue and its table still show without a wait."""
_TRIES = 4
_PAUSE = 1.0
_LONGEST_PAUSE = 30.0
_PASSING = frozenset({Recovery.RETRY, Recovery.WAIT_SERVER})


def unfold(manifest: Manifest, buckets: Buckets, look: Callable[[float], None]) -> Manifest:
    """The manifest with files in place of series, each once and in the order of the list.

    `look` is told how much is done (0 to 1), in this thread; what it raises ends the questions. A series that is
    nowhere gets a remark. Raises ProblemError where the buckets cannot be asked, or hold more than `MOST_FILES`.
    """
    named = list(manifest.entries)
    found: list[tuple[Entry, ...]] = [()] * len(named)
    files = 0

    def ask(entry: Entry, over: threading.Event) -> tuple[Entry, ...]:
        return _files_of(entry, buckets, over)

    with closing(ask_together(ask, named, QUESTIONS_AT_ONCE)) as answers:
        for done, (place, entries) in enumerate(answers, 1):
            found[place] = entries
            files += len(entries)
            if files > MOST_FILES:
                raise ProblemError(setup_problems.too_many_files(manifest.name, MOST_FILES))
            look(done / len(named))
    each_once: dict[str, Entry] = {}
    for entry in chain.from_iterable(found):
        each_once.setdefault(entry.object_id, entry)
    lost = tuple(_lost(entry) for entry, entries in zip(named, found, strict=True) if not entries)
    return replace(manifest, entries=tuple(each_once.values()), remarks=manifest.remarks + lost)


def _files_of(entry: Entry, buckets: Buckets, over: threading.Event) -> tuple[Entry, ...]:
    path = CloudPath.read(entry.object_id)
    for tried in range(1, _TRIES + 1):
        try:
            return tuple(entry_of(file, entry) for file in islice(buckets.find(path), MOST_FILES + 1))
        except ProblemError as error:
            problem = error.problem
            if problem.recovery not in _PASSING or over.is_set():
                raise
            if tried == _TRIES:
                raise ProblemError(problems.gave_up(problem, tried)) from None
            pause = problem.retry_after or _PAUSE * 2 ** (tried - 1)
            over.wait(min(pause, _LONGEST_PAUSE))
    raise AssertionError("the last try either answers or raises")


def _lost(entry: Entry) -> Remark:
    path = CloudPath.read(entry.object_id)
    if path.is_series:
        message = phrase("The series is in none of the buckets any more: {series}", series=path.series)
    else:
        message = phrase("The file is in none of the buckets any more: {series}", series=path.series)
    code = "not-found" if entry.line is None else f"line-{entry.line}-not-found"
    return Remark(code, message, entry.line, blocks=True)
