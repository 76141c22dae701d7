"""What becomes of a file whose name another one has, by the rule its row carries.

Either another row of the queue goes to the same place, or a file that this program did not make lies there. The name
is made different, or a person is asked and the row waits, or the row is left out. Nothing is replaced unanswered.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from score_gui.model import name_problems
from score_gui.model.problem import Problem
from score_gui.model.transfer import NameRule, Status, TransferId
from score_gui.transfer.places import places, plain_place
from score_gui.transfer.record import Record
from score_gui.transfer.roster import Roster

_WAITS = frozenset({NameRule.ASK, NameRule.LEAVE_OUT})
"""Rules under which a file never gets another name by itself."""


def claim(roster: Roster, record: Record) -> Path | Problem:
    """The place for a file, which is its own from now on; or what is to be answered first."""
    row = record.transfer
    if record.names not in _WAITS:
        return roster.claim(row.id, places(record))
    plain = plain_place(record)
    try:
        return roster.claim(row.id, dict.fromkeys((row.target or plain, plain)))
    except LookupError:
        other = roster.holder(plain)
    if other is not None:
        return name_problems.name_shared(plain, other.object_id)
    roster.place(row.id, plain)  # of all places this one may be replaced, should that be the answer
    return name_problems.name_taken(plain)


def stands_in_the_way(roster: Roster, transfer: TransferId, taken: Path) -> Problem | None:
    """A file that is not ours lies at the place of a row. None: go on, with another place or over that file."""
    record, holder = roster[transfer], roster.holder(taken)
    if holder is not None and holder.id != transfer:
        return None  # it was added again meanwhile and has its place back
    if record.names in _WAITS:
        return name_problems.name_taken(taken)
    if record.names is NameRule.REPLACE:
        roster.put(replace(record, force=True))
    else:
        roster.forbid(taken)
    return None


def answer(roster: Roster, transfer: TransferId, rule: NameRule) -> bool:
    """Let an unfinished row follow another rule from now on; True if it waited for just that."""
    record = roster[transfer]
    row = record.transfer
    if row.status.is_done:
        return False
    is_asked = row.status is Status.NEEDS_YOU and row.problem is not None and row.problem.is_about_the_name
    roster.put(replace(record, names=rule))
    return is_asked
