"""The parts of the engine: built once, in the engine's thread, and made known to each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from score_gui.model.messages import Changed, Event
from score_gui.model.settings import Settings
from score_gui.transfer.books import Books
from score_gui.transfer.hanging import Hanging
from score_gui.transfer.inbox import Looking, Message
from score_gui.transfer.ledger import Ledger
from score_gui.transfer.orders import Orders
from score_gui.transfer.outside import Outside
from score_gui.transfer.patience import Patience
from score_gui.transfer.record import Record
from score_gui.transfer.reporter import Reporter
from score_gui.transfer.reports import Reports
from score_gui.transfer.roster import Roster, as_loaded
from score_gui.transfer.stages import Stages
from score_gui.transfer.turns import Turns
from score_gui.transfer.work import Work

ROWS_AT_ONCE = 1000
"""Rows of a long queue that are told in one event."""


@dataclass(frozen=True, slots=True)
class Assembly:
    """`roster`: what is queued. `work`: what is being done. `orders` and `reports`: what follows from a message."""

    roster: Roster
    work: Work
    patience: Patience
    reporter: Reporter
    books: Books
    orders: Orders
    stages: Stages
    turns: Turns
    hanging: Hanging
    reports: Reports


def read_queue(ledger: Ledger, emit: Callable[[Event], None]) -> list[Record]:
    """The rows on the list, which are told as they are read: whoever listens is never kept long by one event."""
    kept = ledger.kept()
    listed: list[Record] = []
    told = 0
    for record in ledger.records():
        listed.append(as_loaded(record, kept))
        if len(listed) - told == ROWS_AT_ONCE:
            emit(Changed(tuple(one.transfer for one in listed[told:])))
            told = len(listed)
    emit(Changed(tuple(record.transfer for record in listed[told:])))
    return listed


def assemble(
    ledger: Ledger,
    roster: Roster,
    outside: Outside,
    settings: Settings,
    emit: Callable[[Event], None],
    post: Callable[[Message], None],
) -> Assembly:
    """`emit` carries events out, `post` what threads at work have to say into the engine's inbox."""
    reporter = Reporter(roster, outside, emit)
    patience = Patience(outside.now)
    work = Work(roster, outside, settings.connections, post)
    work.connections.share(settings.connections, settings.rate_limit)
    orders = Orders(roster, work, patience, reporter, ledger.last_id(), outside.wall)
    stages = Stages(
        roster,
        work,
        ledger,
        outside,
        reporter.note,
        orders.add_companion,
        lambda transfer: post(Looking(transfer)),
    )
    hanging = Hanging(roster, outside.now, outside.disk_patience)
    turns = Turns(roster, work, patience, orders, stages, reporter, hanging)
    turns.files_at_once = settings.files_at_once
    return Assembly(
        roster,
        work,
        patience,
        reporter,
        Books(ledger, roster, work.checkpoints, reporter, outside.now),
        orders,
        stages,
        turns,
        hanging,
        Reports(roster, work, patience, stages, turns, reporter, outside.jitter),
    )
