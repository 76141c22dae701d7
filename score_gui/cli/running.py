"""Runs the engine until everything that was asked for is done, or only a person could get it further."""

from __future__ import annotations

from collections.abc import Sequence
from queue import Empty, SimpleQueue

from score_gui.cli.report import Report
from score_gui.cli.speech import EndError, Exit
from score_gui.model.messages import Add, Added, Changed, Event, Idle, Stopped, Ticked
from score_gui.model.settings import Settings
from score_gui.model.transfer import Status, Transfer, TransferId
from score_gui.transfer.ledger import LedgerInUseError, LedgerUnreadableError
from score_gui.wiring import Wiring

LOOK = 0.2
"""Seconds between looks for an interruption; some systems do not interrupt an endless wait."""

_ACCESS = frozenset({"access-denied"})


class Watch:
    """Follows the events of one run: which rows are its own, what became of them, and when it is over."""

    def __init__(self, adds: int, report: Report) -> None:
        self.rows: dict[TransferId, Transfer] = {}
        self.received = 0
        self.is_over = False
        self._report = report
        self._adds_left = adds
        self._known: dict[TransferId, Transfer] = {}

    def take(self, event: Event) -> None:
        match event:
            case Changed(rows):
                for row in rows:
                    self._change(row)
            case Added(ids):
                self._adds_left -= 1
                for transfer in ids:
                    self._own(self._known[transfer])
            case Ticked(samples, speed, received):
                self.received = received
                self._report.progress(self.rows, samples, speed)
            case Idle() | Stopped():
                self.is_over = self._adds_left == 0

    def _change(self, row: Transfer) -> None:
        before = self._known.get(row.id)
        self._known[row.id] = row
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

    def status(self) -> Exit:
        """The exit status: a token or access before space before anything else."""
        left = [row for row in self.rows.values() if not row.status.is_done]
        if any(_is_about_access(row) for row in left):
            return Exit.ACCESS
        if any(row.status is Status.WAITING_SPACE for row in left):
            return Exit.SPACE
        return Exit.SOME_FAILED if left else Exit.DONE


def _is_about_access(row: Transfer) -> bool:
    denied = row.problem is not None and row.problem.code in _ACCESS
    return row.status is Status.WAITING_TOKEN or denied


def run_to_the_end(wiring: Wiring, settings: Settings, adds: Sequence[Add], report: Report) -> Exit:
    """Queue `adds` and wait. Raises KeyboardInterrupt, with everything kept, when the person wants out."""
    events: SimpleQueue[Event] = SimpleQueue()
    engine = wiring.engine(settings, events.put, choosy=True)
    watch = Watch(len(adds), report)
    for add in adds:
        engine.post(add)
    try:
        engine.start()
    except LedgerInUseError:
        raise EndError(
            Exit.SOME_FAILED,
            "Another score_gui works with this queue. Add the files there, "
            "or set SCORE_GUI_HOME to another folder for this run.",
        ) from None
    except LedgerUnreadableError as error:
        raise EndError(Exit.SOME_FAILED, f"The queue cannot be read: {error}") from None
    try:
        while not watch.is_over:
            _take_next(events, watch)
    finally:
        engine.stop()
        while not events.empty():
            watch.take(events.get())
    report.summary(watch.rows.values(), watch.received)
    return watch.status()


def _take_next(events: SimpleQueue[Event], watch: Watch) -> None:
    try:
        watch.take(events.get(timeout=LOOK))
    except Empty:
        return
