"""What a run without a window tells while it goes on: lines for people, or lines of JSON for scripts."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from score_gui.cli.speech import give_json, once_step, once_text, problem_text, say
from score_gui.model.messages import Sample
from score_gui.model.text import bytes_text, count_text, percent, speed_text, time_left_text
from score_gui.model.transfer import Check, Status, Transfer, TransferId

_NOT_DONE = "It did not come to its end."
_AGAIN = "Run the same again to go on."

Rows = Mapping[TransferId, Transfer]


class Report(Protocol):
    """Told about the rows of one run only."""

    def added(self, row: Transfer) -> None: ...

    def changed(self, row: Transfer) -> None:
        """The status of a row is another one."""
        ...

    def progress(self, rows: Rows, samples: Iterable[Sample], speed: float) -> None: ...

    def interrupted(self) -> None:
        """A person wants out; nothing more is told of the rows."""
        ...

    def summary(self, rows: Collection[Transfer], received: int) -> None: ...


class JsonReport:
    """One JSON object per line on standard output; the words of the lines are a contract."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._told: dict[TransferId, int] = {}
        self._failed: set[TransferId] = set()

    def added(self, row: Transfer) -> None:
        self._line("added", row, size=row.size)

    def changed(self, row: Transfer) -> None:
        match row.status:
            case Status.DOWNLOADING:
                self._line("started", row, size=row.size)
            case Status.VERIFIED | Status.COMPLETE:
                self._line("verified", row, **_outcome(row))
            case Status.SKIPPED:
                self._line("skipped", row, **_outcome(row))
            case Status.NEEDS_YOU:
                self._tell_failed(row)
            case status if status.is_held_up:
                self._line("waiting", row, **_problem(row))

    def progress(self, rows: Rows, samples: Iterable[Sample], speed: float) -> None:  # noqa: ARG002
        """A line for each row that got on; scripts compute speeds themselves."""
        for sample in samples:
            row = rows.get(sample.id)
            if row is not None and self._told.get(sample.id) != sample.done:
                self._told[sample.id] = sample.done
                self._line("progress", row, done=sample.done, size=row.size)

    def interrupted(self) -> None:
        """What was told stays true."""

    def summary(self, rows: Collection[Transfer], received: int) -> None:
        """What still waits has failed as far as this run goes: nobody comes back to it."""
        for row in rows:
            if not row.status.is_done and row.id not in self._failed:
                self._tell_failed(row)
        counts = _counts(rows)
        seconds = round(time.monotonic() - self._began, 3)
        give_json(
            {"event": "summary", **counts, "bytes_received": received, "bytes_written": received}
            | {"seconds": seconds}
        )
        _name_what_is_left(rows)

    def _tell_failed(self, row: Transfer) -> None:
        self._failed.add(row.id)
        step = {} if row.problem is None else {"next_step": once_step(row.problem)}
        self._line("failed", row, **_problem(row) | step)

    def _line(self, event: str, row: Transfer, **more: object) -> None:
        give_json({"event": event, "object_id": row.object_id, "name": row.name, **more})


def _outcome(row: Transfer) -> dict[str, object]:
    return {
        "path": str(row.target),
        "size": row.size,
        "md5": row.md5_seen,
        "check": row.check.value,
    }


def _problem(row: Transfer) -> dict[str, object]:
    problem = row.problem
    if problem is None:
        return {"code": row.status.value, "title": "Not done", "cause": _NOT_DONE, "next_step": _AGAIN}
    return {
        "code": problem.code,
        "title": problem.title,
        "cause": problem.cause,
        "next_step": problem.next_step,
    }


def _counts(rows: Collection[Transfer]) -> dict[str, int]:
    """In the summary line `verified` counts what the `verified` lines named; their `check` tells how far."""
    verified = sum(row.status in {Status.VERIFIED, Status.COMPLETE} for row in rows)
    skipped = sum(row.status is Status.SKIPPED for row in rows)
    return {
        "files": len(rows),
        "verified": verified,
        "skipped": skipped,
        "failed": len(rows) - verified - skipped,
    }


def _name_what_is_left(rows: Iterable[Transfer]) -> None:
    for row in rows:
        if not row.status.is_done:
            why = once_text(row.problem) if row.problem is not None else f"{_NOT_DONE} {_AGAIN}"
            who = row.name if row.name == row.object_id else f"{row.name} ({row.object_id})"
            say(f"{who}: {why}")


class TextReport:
    """Lines for people on standard error, with one moving line where that is a terminal."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._moving = sys.stderr.isatty()
        self._width = 0
        self._waits_told: set[str] = set()

    def added(self, row: Transfer) -> None:
        """The rows are told when something becomes of them."""

    def changed(self, row: Transfer) -> None:
        name = row.target.name if row.target is not None else row.name
        match row.status:
            case Status.VERIFIED | Status.COMPLETE | Status.SKIPPED:
                self._say(f"{_word(row)}  {name}  {bytes_text(row.size or 0)}")
                self._waits_told.clear()
            case Status.WAITING_NETWORK | Status.WAITING_SERVER | Status.WAITING_DRIVE:
                self._tell_wait(row)

    def progress(self, rows: Rows, samples: Iterable[Sample], speed: float) -> None:
        if not self._moving:
            return
        running = {sample.id: sample.done for sample in samples}
        size = sum(row.size or 0 for row in rows.values())
        done = sum(running.get(row.id, row.kept) for row in rows.values())
        finished = sum(row.status.is_done for row in rows.values())
        left = time_left_text((size - done) / speed) if speed > 1 else ""
        figures = [
            f"{percent(done, size)} %",
            f"{bytes_text(done)} of {bytes_text(size)}",
            speed_text(speed),
            left,
            f"{finished} of {count_text(len(rows), 'file')}",
        ]
        self._draw(" · ".join(figure for figure in figures if figure))

    def interrupted(self) -> None:
        self._draw("")

    def summary(self, rows: Collection[Transfer], received: int) -> None:
        counts = _counts(rows)
        verified = sum(row.status is Status.VERIFIED for row in rows)
        words = [f"{verified} of {count_text(len(rows), 'file')} verified"]
        if counts["verified"] > verified:
            words.append(f"{counts['verified'] - verified} complete without an MD5 to compare")
        if counts["skipped"]:
            words.append(f"{counts['skipped']} already here")
        if counts["failed"]:
            words.append(f"{counts['failed']} not done")
        self._draw("")
        _name_what_is_left(rows)
        seconds = time.monotonic() - self._began
        self._say(f"{', '.join(words)}; {bytes_text(received)} received in {seconds:.0f} s.")

    def _tell_wait(self, row: Transfer) -> None:
        """Once per cause, not once per file and look; what needs a person is told at the end."""
        if row.problem is not None and row.problem.code not in self._waits_told:
            self._waits_told.add(row.problem.code)
            self._say(problem_text(row.problem))

    def _say(self, text: str) -> None:
        self._draw("")
        say(text)

    def _draw(self, text: str) -> None:
        if self._moving:
            text = text[: shutil.get_terminal_size().columns - 1]  # a line that wraps cannot be taken back
            sys.stderr.write(f"\r{text.ljust(self._width)}" + ("" if text else "\r"))
            sys.stderr.flush()
            self._width = len(text)


def _word(row: Transfer) -> str:
    if row.status is Status.SKIPPED:
        return "already here"
    return "verified" if row.check in {Check.WHOLE, Check.PARTS} else "complete, no MD5 to compare"
