"""Runs the engine until everything that was asked for is done, or only a person could get it further."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue

from score_gui.cli.report import Report
from score_gui.cli.speech import EndError, Exit, problem_text, say, status_of
from score_gui.model.messages import Add, Added, Changed, Event, Idle, Resume, Retry, Stopped, Ticked, Told
from score_gui.model.settings import Settings
from score_gui.model.transfer import Status, Transfer, TransferId
from score_gui.transfer.engine import Engine
from score_gui.transfer.ledger import LedgerFullError, LedgerInUseError, LedgerUnreadableError
from score_gui.wiring import Wiring

LOOK = 0.2
"""Seconds between looks for an interruption; some systems do not interrupt an endless wait."""

_LEFT_BEHIND = frozenset({Status.NEEDS_YOU, Status.PAUSED})


class Watch:
    """Follows the events of one run: which rows are its own, what became of them, and when it is over.

    `wake` is called with index files that an earlier run left behind: the engine takes up what is added again, and
    nobody adds these by name.
    """

    def __init__(
        self,
        adds: Sequence[Add],
        report: Report,
        wake: Callable[[tuple[TransferId, ...]], None] = lambda _ids: None,
    ) -> None:
        self.rows: dict[TransferId, Transfer] = {}
        self.received = 0
        self.is_over = False
        self._report = report
        self._wake = wake
        self._adds = tuple(adds)
        self._added: list[tuple[TransferId, ...]] = []
        self._with_index = any(add.with_index for add in adds)
        self._known: dict[TransferId, Transfer] = {}
        self._asleep: set[TransferId] = set()

    def take(self, event: Event) -> None:
        match event:
            case Changed(rows):
                for row in rows:
                    self._change(row)
            case Added(ids):
                self._added.append(ids)
                for transfer in ids:
                    self._own(self._known[transfer])
                self._wake_companions(set(ids))
            case Ticked(samples, speed, received):
                self.received = received
                self._report.progress(self.rows, samples, speed)
            case Told(problem):
                say(problem_text(problem))
            case Idle() | Stopped():
                self.is_over = len(self._added) == len(self._adds) and not self._asleep

    def _change(self, row: Transfer) -> None:
        before = self._known.get(row.id)
        self._known[row.id] = row
        self._asleep.discard(row.id)
        if row.id in self.rows:
            self.rows[row.id] = row
            if before is None or before.status is not row.status:
                self._report.changed(row)
        elif row.companion_of in self.rows:
            self._own(row)

    def _own(self, row: Transfer) -> None:
        if row.id not in self.rows:
            self.rows[row.id] = row
            self._report.added(row)
            if row.status is not Status.WAITING:
                self._report.changed(row)

    def _wake_companions(self, mains: set[TransferId]) -> None:
        if not self._with_index:
            return
        left = [row for row in self._known.values() if row.companion_of in mains and row.id not in self.rows]
        asleep = tuple(row.id for row in left if row.status in _LEFT_BEHIND)
        if asleep:
            self._asleep.update(asleep)
            self._wake(asleep)

    def results(self) -> Iterator[tuple[Add, tuple[Transfer, ...]]]:
        """What was asked for, each with its rows: the files in their order, and their index files."""
        for add, ids in zip(self._adds, self._added, strict=False):
            mains = dict.fromkeys(ids)
            index = (key for key, row in self.rows.items() if row.companion_of in mains)
            yield add, tuple(self.rows[key] for key in dict.fromkeys((*mains, *index)))

    def status(self) -> Exit:
        """The exit status: a token or access before space before anything else."""
        left = [row for row in self.rows.values() if not row.status.is_done]
        reasons = {status_of(row.problem) for row in left if row.problem is not None}
        for status in (Exit.ACCESS, Exit.SPACE):
            if status in reasons:
                return status
        return Exit.SOME_FAILED if left else Exit.DONE


def run_to_the_end(wiring: Wiring, settings: Settings, adds: Sequence[Add], report: Report) -> Watch:
    """Queue `adds` and wait; returns what became of them.

    Raises KeyboardInterrupt, with everything kept, when the person wants out.
    """
    events: SimpleQueue[Event] = SimpleQueue()
    engine = wiring.engine(settings, events.put, choosy=True)

    def wake(ids: tuple[TransferId, ...]) -> None:
        engine.post(Retry(ids))
        engine.post(Resume(ids))

    watch = Watch(adds, report, wake)
    for add in adds:
        engine.post(add)
    _start(engine, wiring.ledger)
    try:
        while not watch.is_over:
            _take_next(events, watch)
    except KeyboardInterrupt:
        report.interrupted()
        raise
    finally:
        engine.stop()
    while not events.empty():
        watch.take(events.get())
    report.summary(watch.rows.values(), watch.received)
    return watch


def _start(engine: Engine, queue: Path) -> None:
    try:
        engine.start()
    except LedgerInUseError:
        raise EndError(
            Exit.SOME_FAILED,
            "Another score_gui works with this queue. Add the files there, "
            "or set SCORE_GUI_HOME to another folder for this run.",
        ) from None
    except LedgerFullError:
        raise EndError(
            Exit.SPACE,
            f"There is no room for the queue. Make room on the disk of {queue.parent}, "
            "or set SCORE_GUI_HOME to a folder on another one.",
        ) from None
    except LedgerUnreadableError as error:
        raise EndError(
            Exit.SOME_FAILED,
            f"The queue cannot be read: {error}. Put that right, or set SCORE_GUI_HOME to another folder.",
        ) from None
    except KeyboardInterrupt:
        engine.stop()
        raise


def _take_next(events: SimpleQueue[Event], watch: Watch) -> None:
    try:
        watch.take(events.get(timeout=LOOK))
    except Empty:
        return
