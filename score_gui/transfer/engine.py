"""The engine: one thread that owns the queue and the ledger.

Commands and reports come in through one inbox, events go out through one callback. A round takes what the inbox
holds, decides, writes the ledger in one transaction, and then tells what changed: nobody ever hears of something
that a crash could undo.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue

from score_gui.model import disk_problems, problems
from score_gui.model.messages import (
    Add,
    Changed,
    Command,
    Configure,
    Event,
    Idle,
    Move,
    Pause,
    Recheck,
    Relocate,
    Remove,
    Resume,
    Retry,
    StartNow,
    Stop,
    Stopped,
    TokenChanged,
    Told,
    Watch,
    WayChanged,
)
from score_gui.model.problem import Problem
from score_gui.model.settings import Settings
from score_gui.model.transfer import Status, TransferId
from score_gui.transfer import safekeeping
from score_gui.transfer.active import Active
from score_gui.transfer.books import Books
from score_gui.transfer.ledger import LedgerInUseError, LedgerUnreadableError, Record
from score_gui.transfer.orders import Orders
from score_gui.transfer.outside import Outside
from score_gui.transfer.patience import Patience
from score_gui.transfer.reporter import Reporter
from score_gui.transfer.retry import Again, after_problem
from score_gui.transfer.roster import Roster, as_loaded
from score_gui.transfer.sleep import Sleep
from score_gui.transfer.stages import Stages
from score_gui.transfer.work import Advanced, Message, RangeEnded, Reported, Work

log = logging.getLogger(__name__)

FIRST_ROWS = 1000
"""Rows of a long queue that are told before the rest is read."""
TICK = 0.25
"""Seconds between two samples of progress."""
LEDGER_ROOM = 50_000_000
"""Bytes that the ledger's own disk should have; said when it is full."""
STOP_PATIENCE = 5.0
"""Seconds that workers get to come back from the system when the engine ends."""


@dataclass(frozen=True, slots=True)
class Looking:
    """An errand compares a file that is already there."""

    id: TransferId


class Engine:
    """Start it once; talk to it with `post`; it ends after `Stop` with the event `Stopped`.

    `choosy`: run only what is added from now on, and leave the rest of the queue alone.
    """

    def __init__(
        self,
        ledger: Path,
        outside: Outside,
        settings: Settings,
        emit: Callable[[Event], None],
        *,
        choosy: bool = False,
    ) -> None:
        """Opens the ledger in the engine's own thread; `start` raises what that raises."""
        self._ledger_path = ledger
        self._outside = outside
        self._settings = settings
        self._emit = emit
        self._choosy = choosy
        self._inbox: SimpleQueue[Command | Message | Looking] = SimpleQueue()
        self._thread = threading.Thread(target=self._main, name="engine", daemon=True)
        self._ready = threading.Event()
        self._failure: Exception | None = None
        self._stopping = False
        self._was_idle = False

    # --- from any thread ---

    def start(self) -> None:
        """Raises LedgerInUseError or LedgerUnreadableError if the queue cannot be opened."""
        self._thread.start()
        self._ready.wait()
        if self._failure is not None:
            self._thread.join()
            raise self._failure

    def post(self, message: Command | Message | Looking) -> None:
        self._inbox.put(message)

    def stop(self, timeout: float = 2 * STOP_PATIENCE) -> bool:
        """Ask the engine to end and wait for it. False if it still runs after `timeout` seconds."""
        self.post(Stop())
        self._thread.join(timeout)
        return not self._thread.is_alive()

    # --- the engine's thread ---

    def _main(self) -> None:
        try:
            self._ledger, trouble = safekeeping.open_ledger(self._ledger_path, self._outside.wall())
        except (LedgerInUseError, LedgerUnreadableError, OSError) as error:
            self._failure = error
            self._ready.set()
            return
        self._ready.set()  # whoever starts the engine need not wait for a long queue to be read
        self._set_up()
        if trouble is not None:
            self._emit(Told(trouble))
        try:
            while not (self._stopping and not self._work.actives):
                self._round()
        finally:
            self._finish()

    def _set_up(self) -> None:
        outside = self._outside
        kept = self._ledger.kept()
        listed: list[Record] = []
        for record in self._ledger.records():
            listed.append(as_loaded(record, kept))
            if len(listed) == FIRST_ROWS:
                self._emit(Changed(tuple(one.transfer for one in listed)))
        self._roster = Roster(listed, self._ledger.records(listed=False), lined_up=not self._choosy)
        self._reporter = Reporter(self._roster, outside, self._emit)
        self._patience = Patience(outside.now)
        self._work = Work(self._roster, outside, self._settings.connections, self.post)
        self._work.set_connections(self._settings.connections, self._settings.rate_limit)
        self._books = Books(self._ledger, self._roster, self._work, self._reporter, outside.now)
        self._orders = Orders(
            self._roster,
            self._work,
            self._patience,
            self._reporter,
            self._ledger.last_id(),
            outside.wall,
        )
        self._stages = Stages(
            self._roster,
            self._work,
            self._ledger,
            outside,
            self._reporter.note,
            self._orders.add_companion,
            lambda transfer: self.post(Looking(transfer)),
        )
        self._handlers: dict[type, Callable[..., None]] = {
            Add: self._on_add,
            Pause: self._orders.pause,
            Resume: self._orders.resume,
            Retry: self._orders.retry,
            Remove: self._orders.remove,
            Move: self._orders.move,
            StartNow: self._orders.start_now,
            Recheck: self._orders.recheck,
            Relocate: self._orders.relocate,
            Configure: self._on_configure,
            TokenChanged: self._orders.token_changed,
            WayChanged: self._orders.way_changed,
            Watch: self._on_watch,
            Stop: self._on_stop,
            Reported: self._on_reported,
            RangeEnded: self._on_range_ended,
            Advanced: self._on_advanced,
            Looking: self._on_looking,
        }
        self._sleep = Sleep(outside.now, outside.wall)
        self._next_tick = outside.now()
        told = FIRST_ROWS if len(listed) >= FIRST_ROWS else 0
        self._emit(Changed(tuple(record.transfer for record in listed[told:])))

    def _round(self) -> None:
        self._orders.finish_relocations()
        self._orders.finish_removals()
        self._wake_held_up()
        self._begin_waiting()
        self._flush()
        # Only now: nothing is done with a file that the ledger does not know.
        self._stages.go_on()
        self._work.assign()
        self._tick_if_due()
        self._say_if_idle()
        message = self._next_message()
        if self._sleep.has_passed():
            self._on_woken()
        while message is not None:
            self._handle(message)
            message = self._message_at_hand()

    def _handle(self, message: Command | Message | Looking) -> None:
        """One fault of ours must cost one transfer at most, never the queue."""
        try:
            self._handlers[type(message)](message)
        except Exception as error:
            log.exception("%s could not be handled", type(message).__name__)
            if isinstance(message, Reported | RangeEnded) and message.id in self._work.actives:
                problem = problems.internal(type(error).__name__)
                self._work.let_go(message.id, Status.NEEDS_YOU, problem)

    def _next_message(self) -> Command | Message | Looking | None:
        now = self._outside.now()
        moments = [self._work.next_moment(), self._books.next_attempt]
        if self._books.next_attempt is None:
            moments.append(self._patience.next_moment())
        if self._work.actives:
            moments.append(self._next_tick)
        due = [moment for moment in moments if moment is not None]
        self._sleep.expect(min(due, default=None))
        try:
            if not due:
                return self._inbox.get()
            return self._inbox.get(timeout=max(0.0, min(due) - now))
        except Empty:
            return None

    def _message_at_hand(self) -> Command | Message | Looking | None:
        try:
            return self._inbox.get_nowait()
        except Empty:
            return None

    def _flush(self) -> None:
        if self._books.flush() or self._stopping:
            return
        status, problem = _ledger_trouble(self._books.trouble, self._ledger_path.parent)
        for transfer, active in list(self._work.actives.items()):
            if not active.is_leaving:
                self._hold(transfer, status, problem)

    def _tick_if_due(self) -> None:
        now = self._outside.now()
        if now < self._next_tick:
            return
        self._next_tick = now + TICK
        for active in list(self._work.actives.values()):
            self._stages.advance(active)
        self._reporter.tick(self._work)

    def _say_if_idle(self) -> None:
        idle = not self._work.actives and not self._patience.is_waiting and not self._stopping
        if idle and not self._was_idle:
            self._emit(Idle())
        self._was_idle = idle

    def _finish(self) -> None:
        self._orders.finish_removals()
        ended = self._work.shut(STOP_PATIENCE)
        if not ended:
            log.warning("a thread hangs in a system call and is left behind")
        self._books.flush(insist=True)
        self._reporter.tick(self._work)
        safekeeping.keep_copy(self._ledger, self._ledger_path, self._outside.wall())
        self._ledger.close()
        self._emit(Stopped())

    def _on_woken(self) -> None:
        log.info("a long pause of the computer or of the program: all connections begin anew")
        self._work.begin_anew()
        self._patience.look_now()

    # --- what may run ---

    def _begin_waiting(self) -> None:
        if self._books.next_attempt is not None:
            return  # nothing begins that could not be remembered
        for urgent in [] if self._stopping else self._orders.urgent():
            self._stages.start(urgent)
        while not self._stopping and self._work.files_under_way() < self._settings.files_at_once:
            record = self._roster.next_waiting(self._patience.may_ask, self._orders.may_start)
            if record is None:
                return
            self._stages.start(record)

    def _hold(self, transfer: TransferId, status: Status, problem: Problem) -> None:
        """Stop work on a transfer because of `problem`; the program comes back to it by itself if it can."""
        self._patience.hold(self._roster[transfer].transfer, status, problem)
        self._work.let_go(transfer, status, problem)
        self._reporter.note(transfer, problem.code, f"{problem.title}. {problem.cause}")

    def _wake_held_up(self) -> None:
        if self._books.next_attempt is not None:
            return  # nothing could begin, and the rows say why
        for transfer in self._patience.due():
            if transfer in self._roster and self._roster[transfer].transfer.status.is_held_up:
                self._roster.change(transfer, status=Status.WAITING)

    # --- commands ---

    def _on_add(self, command: Add) -> None:
        self._orders.add(command)
        self._was_idle = False

    def _on_configure(self, command: Configure) -> None:
        self._settings = command.settings
        self._work.set_connections(command.settings.connections, command.settings.rate_limit)

    def _on_watch(self, command: Watch) -> None:
        self._reporter.watched = command.id
        if command.id is not None and command.id in self._roster:
            self._reporter.replay(command.id, self._ledger.events(command.id))

    def _on_stop(self, _command: Stop) -> None:
        self._stopping = True
        for active in list(self._work.actives.values()):
            if not active.is_leaving:  # what is already let go keeps its reason
                self._work.let_go(active.id, Status.WAITING)
            elif active.winds_down:
                self._work.cut(active)

    # --- reports ---

    def _on_reported(self, message: Reported) -> None:
        problem = self._stages.take(message.id, message.report)
        if problem is None:
            return
        tries = self._patience.tries(self._roster[message.id].transfer)
        verdict = after_problem(problem, tries, self._outside.jitter)
        if isinstance(verdict, Again):
            self._hold(message.id, Status.WAITING_SERVER, problem)
        else:
            self._hold(message.id, verdict.status, verdict.problem)

    def _on_range_ended(self, message: RangeEnded) -> None:
        looks = self._patience.looks(message.id)
        leaving = self._work.range_ended(message, looks)
        active = self._work.actives[message.id]
        if message.job.arrived.length:
            self._patience.got_on(message.id)
        self._note_renewals(active)
        if leaving is not None and leaving.problem is not None:
            self._hold(message.id, leaving.status, leaving.problem)
        self._stages.advance(active)

    def _note_renewals(self, active: Active) -> None:
        if active.book is None or active.book.renewals == active.renewals_told:
            return
        news, active.renewals_told = active.book.renewals - active.renewals_told, active.book.renewals
        row = self._roster[active.id].transfer
        self._roster.change(active.id, renewals=row.renewals + news)
        self._reporter.note(active.id, "link-renewed", "Link renewed, 0 bytes lost.")

    def _on_advanced(self, message: Advanced) -> None:
        active = self._work.actives.get(message.id)
        if active is not None:
            self._work.checkpoint_if_due(active)

    def _on_looking(self, message: Looking) -> None:
        active = self._work.actives.get(message.id)
        if active is not None and not active.is_leaving:
            self._roster.change(message.id, status=Status.CHECKING)


def _ledger_trouble(error: sqlite3.Error | None, folder: Path) -> tuple[Status, Problem]:
    """What holds the files up while the ledger cannot be written."""
    if error is None or getattr(error, "sqlite_errorcode", sqlite3.SQLITE_FULL) & 0xFF == sqlite3.SQLITE_FULL:
        return Status.WAITING_SPACE, disk_problems.no_space(folder, LEDGER_ROOM, 0)
    return Status.WAITING_DRIVE, disk_problems.queue_unwritable(folder, str(error))
