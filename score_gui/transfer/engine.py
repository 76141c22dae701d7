"""The engine: one thread that owns the queue and the ledger.

Commands and reports come in through one inbox, events go out through one callback. A round takes what the inbox
holds, decides, writes the ledger in one transaction, and then tells what changed: nobody ever hears of something
that a crash could undo.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue

from score_gui.model import problems
from score_gui.model.messages import (
    Add,
    AnswerName,
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
    SetPriority,
    StartNow,
    Stop,
    Stopped,
    TokenChanged,
    Told,
    Watch,
    WayChanged,
)
from score_gui.model.settings import Settings
from score_gui.model.transfer import Status
from score_gui.transfer import safekeeping
from score_gui.transfer.assembly import Assembly, assemble, read_queue
from score_gui.transfer.inbox import Advanced, Looking, Message, RangeEnded, Reported
from score_gui.transfer.ledger import LedgerInUseError, LedgerUnreadableError
from score_gui.transfer.outside import Outside
from score_gui.transfer.roster import Roster
from score_gui.transfer.sleep import Sleep

log = logging.getLogger(__name__)

TICK = 0.25
"""Seconds between two samples of progress."""
GATHER_SECONDS = 0.002
"""What workers report within so long of each other is done in one round, with one transaction of the ledger: with
many small files that saves a tenth of the time. Commands do not wait."""
STOP_PATIENCE = 5.0
"""Seconds that workers get to come back from the system when the engine ends."""


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
        self._inbox: SimpleQueue[Command | Message] = SimpleQueue()
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

    def post(self, message: Command | Message) -> None:
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
            while not (self._stopping and self._work.is_at_rest):
                self._round()
        finally:
            self._finish()

    def _set_up(self) -> None:
        listed, unlisted = read_queue(self._ledger, self._emit), self._ledger.records(listed=False)
        self._roster = Roster(listed, unlisted, lined_up=not self._choosy)
        parts = assemble(self._ledger, self._roster, self._outside, self._settings, self._emit, self.post)
        self._work, self._books, self._reporter = parts.work, parts.books, parts.reporter
        self._orders, self._stages, self._turns = parts.orders, parts.stages, parts.turns
        self._patience, self._hanging = parts.patience, parts.hanging
        self._handlers = self._handlers_of(parts)
        self._sleep = Sleep(self._outside.now, self._outside.wall)
        self._next_tick = self._outside.now()

    def _handlers_of(self, parts: Assembly) -> dict[type, Callable[..., None]]:
        orders, reports = parts.orders, parts.reports
        return {
            Add: self._on_add,
            AnswerName: orders.answer_name,
            Pause: orders.pause,
            Resume: orders.resume,
            Retry: orders.retry,
            Remove: orders.remove,
            Move: orders.move,
            SetPriority: orders.set_priority,
            StartNow: orders.start_now,
            Recheck: orders.recheck,
            Relocate: orders.relocate,
            Configure: self._on_configure,
            TokenChanged: orders.token_changed,
            WayChanged: orders.way_changed,
            Watch: self._on_watch,
            Stop: self._on_stop,
            Reported: reports.reported,
            RangeEnded: reports.range_ended,
            Advanced: reports.advanced,
            Looking: reports.looking,
        }

    def _round(self) -> None:
        self._orders.finish_relocations()
        self._orders.finish_removals()
        self._take_turns()
        self._flush()
        # Only now: nothing is done with a file that the ledger does not know.
        self._stages.go_on()
        self._work.connections.assign()
        self._tick_if_due()
        self._say_if_idle()
        message = self._next_message()
        if self._sleep.has_passed():
            self._on_woken()
        if isinstance(message, Reported | RangeEnded):
            time.sleep(GATHER_SECONDS)
        while message is not None:
            self._handle(message)
            message = self._message_at_hand()

    def _take_turns(self) -> None:
        if self._books.next_attempt is not None:
            return  # nothing begins that could not be remembered, and the rows say why
        self._turns.wake()
        if not self._stopping:
            self._turns.begin()

    def _flush(self) -> None:
        if not self._books.flush() and not self._stopping:
            self._turns.hold_all(*self._books.trouble(self._ledger_path.parent))

    def _tick_if_due(self) -> None:
        now = self._outside.now()
        if now < self._next_tick:
            return
        self._next_tick = now + TICK
        for active in list(self._work.actives.values()):
            self._stages.advance(active)
        self._turns.look_at_disks()
        self._reporter.tick(self._work)

    def _say_if_idle(self) -> None:
        idle = self._work.is_at_rest and not self._patience.is_waiting and not self._stopping
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

    # --- what comes in ---

    def _next_message(self) -> Command | Message | None:
        now = self._outside.now()
        moments = [self._work.connections.next_moment(), self._books.next_attempt]
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

    def _message_at_hand(self) -> Command | Message | None:
        try:
            return self._inbox.get_nowait()
        except Empty:
            return None

    def _handle(self, message: Command | Message) -> None:
        """One fault of ours must cost one transfer at most, never the queue."""
        try:
            self._handlers[type(message)](message)
        except Exception as error:
            log.exception("%s could not be handled", type(message).__name__)
            if isinstance(message, Reported | RangeEnded) and message.id in self._work.actives:
                problem = problems.internal(type(error).__name__)
                self._work.let_go(message.id, Status.NEEDS_YOU, problem)

    def _on_woken(self) -> None:
        log.info("a long pause of the computer or of the program: all connections begin anew")
        self._work.connections.begin_anew()
        self._hanging.forget()
        self._patience.look_now()

    def _on_add(self, command: Add) -> None:
        self._orders.add(command)
        self._was_idle = False

    def _on_configure(self, command: Configure) -> None:
        self._turns.files_at_once = command.settings.files_at_once
        self._work.connections.share(command.settings.connections, command.settings.rate_limit)

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
                self._work.connections.cut(active)
