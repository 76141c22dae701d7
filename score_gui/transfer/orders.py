"""What a person's wishes mean for the queue: which rows they reach, and what becomes of each.

Decided from the status that a row has now; a wish that no longer fits a row leaves it alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from score_gui.model.language import phrase
from score_gui.model.manifest import Entry
from score_gui.model.messages import (
    Add,
    AnswerName,
    Move,
    Pause,
    Recheck,
    Relocate,
    Remove,
    Resume,
    Retry,
    SetPriority,
    StartNow,
    TokenChanged,
    WayChanged,
)
from score_gui.model.transfer import NameRule, Status, TransferId
from score_gui.transfer import naming
from score_gui.transfer.additions import Additions
from score_gui.transfer.patience import Patience
from score_gui.transfer.record import Record
from score_gui.transfer.reporter import Reporter
from score_gui.transfer.roster import Roster
from score_gui.transfer.work import Work


class Orders:
    """Owned by the engine's thread."""

    def __init__(
        self,
        roster: Roster,
        work: Work,
        patience: Patience,
        reporter: Reporter,
        last_id: int,
        wall: Callable[[], float],
    ) -> None:
        self._roster = roster
        self._work = work
        self._patience = patience
        self._reporter = reporter
        self._additions = Additions(roster, last_id, wall)
        self._removals: dict[TransferId, Remove] = {}
        self._urgent: dict[TransferId, None] = {}
        self._relocations: dict[TransferId, Path] = {}

    def may_start(self, record: Record) -> bool:
        """Whether a waiting row may run now, if its site may be asked."""
        return record.transfer.id not in self._work.actives and record.transfer.id not in self._relocations

    def urgent(self) -> list[Record]:
        """The rows that run besides the others, as soon as they may."""
        listed = [self._roster[one] for one in self._urgent if one in self._roster]
        waiting = [record for record in listed if record.transfer.status is Status.WAITING]
        self._urgent = dict.fromkeys(record.transfer.id for record in waiting)
        return [
            record
            for record in waiting
            if self.may_start(record) and self._patience.may_ask(record.transfer.profile_id)
        ]

    def add(self, command: Add) -> None:
        """Queue entries; rows that are there already are taken up again."""
        added = self._additions.add(command, self._work.is_working_on)
        self._roster.line_up(self._roster.family(added))
        for transfer in added:
            self._patience.forget(transfer)
            self._removals.pop(transfer, None)
        self._reporter.added(added)

    def add_companion(self, main: Record, entry: Entry) -> None:
        """Queue the index file that a source told of."""
        added = self._additions.add_companion(main, entry)
        if added is not None:
            self._roster.line_up((added,))

    def pause(self, command: Pause) -> None:
        """Stop what runs or waits."""
        for transfer in self._roster.family(command.ids):
            status = self._roster[transfer].transfer.status
            if status is Status.WAITING or status.is_active or status.is_held_up:
                self._patience.forget(transfer)
                self._work.let_go(transfer, Status.PAUSED)

    def resume(self, command: Resume) -> None:
        """Let paused rows run, and look at once after what is waited for."""
        for transfer in self._roster.family(command.ids):
            status = self._roster[transfer].transfer.status
            if status is Status.PAUSED or status.is_held_up:
                self._run_again(transfer)

    def start_now(self, command: StartNow) -> None:
        """Let rows run whether or not it is their turn."""
        for transfer in self._roster.family(command.ids):
            status = self._roster[transfer].transfer.status
            if status in {Status.WAITING, Status.PAUSED} or status.is_held_up:
                self._run_again(transfer)
                self._urgent[transfer] = None

    def move(self, command: Move) -> None:
        """Change the order of the queue; what runs goes on."""
        self._roster.move(command.ids, command.before)

    def set_priority(self, command: SetPriority) -> None:
        """Let unfinished rows have their turn earlier or later; what runs goes on, with more or fewer connections."""
        for transfer in self._roster.family(command.ids):
            row = self._roster[transfer].transfer
            if not row.status.is_done and row.priority is not command.priority:
                self._roster.change(transfer, priority=command.priority)

    def relocate(self, command: Relocate) -> None:
        """Let unfinished rows go to another folder as soon as nobody works on them."""
        for transfer in self._roster.family(command.ids):
            status = self._roster[transfer].transfer.status
            if not status.is_done:
                self._patience.forget(transfer)
                self._work.let_go(transfer, Status.PAUSED if status is Status.PAUSED else Status.WAITING)
                self._relocations[transfer] = command.folder

    def recheck(self, command: Recheck) -> None:
        """Compare finished files once more; those that were here before are only looked at."""
        for transfer in self._roster.family(command.ids):
            if self._roster[transfer].transfer.status.is_done:
                if _is_ours(self._roster[transfer]):
                    self._work.rechecks.add(transfer)
                self._run_again(transfer)

    def answer_name(self, command: AnswerName) -> None:
        """Go on with what waits because another file has its name; what is left out goes off the list."""
        meant: tuple[TransferId, ...] = command.ids
        if command.whole_manifest:
            rows = [self._roster[one].transfer for one in meant if one in self._roster]
            meant += tuple(self._roster.of_manifests(row.manifest for row in rows if row.manifest))
        out = []
        for transfer in self._roster.family(meant):
            if not naming.answer(self._roster, transfer, command.rule):
                continue
            if command.rule is NameRule.LEAVE_OUT:
                out.append(transfer)
            else:
                self._run_again(transfer)
        self.remove(Remove(tuple(out), delete_unfinished=True))

    def leave_out_if_so(self, transfer: TransferId) -> None:
        """Take a row off the list that has just met another file of its name, if it follows that rule."""
        record = self._roster[transfer]
        problem = record.transfer.problem
        if record.names is NameRule.LEAVE_OUT and problem is not None and problem.is_about_the_name:
            self.remove(Remove((transfer,), delete_unfinished=True))

    def retry(self, command: Retry) -> None:
        """Give rows that need a person another chance."""
        for transfer in self._roster.family(command.ids):
            row = self._roster[transfer].transfer
            if row.status is Status.NEEDS_YOU:
                if row.problem is not None and row.problem.code == "changed-at-source":
                    self._start_anew(transfer)
                self._work.forget_hash(transfer)  # look at the disk again, not at what was seen
                self._run_again(transfer)

    def token_changed(self, command: TokenChanged) -> None:
        """Go on with what waits for the token of this profile."""
        self._patience.allow(command.profile_id)
        for record in self._roster.with_status(Status.WAITING_TOKEN):
            if record.transfer.profile_id == command.profile_id:
                self._run_again(record.transfer.id)
        self._retry_the_way(command.profile_id)

    def way_changed(self, _command: WayChanged) -> None:
        """Look at once after what is away, and give another chance to what a person was asked to find a way for."""
        self._patience.look_now()
        self._retry_the_way(None)

    def _retry_the_way(self, profile_id: str | None) -> None:
        for record in self._roster.with_status(Status.NEEDS_YOU):
            row = record.transfer
            if profile_id in {None, row.profile_id} and row.problem and row.problem.is_about_the_way:
                self._run_again(row.id)

    def remove(self, command: Remove) -> None:
        """Take rows off the list as soon as nobody works on them."""
        for transfer in self._roster.family(command.ids):
            self._patience.forget(transfer)
            if not self._roster[transfer].transfer.status.is_done:
                self._work.let_go(transfer, Status.PAUSED)
            self._removals[transfer] = command

    def finish_relocations(self) -> None:
        """A row changes its folder when nobody works on it any more."""
        for transfer in [t for t in self._relocations if t not in self._work.actives]:
            folder = self._relocations.pop(transfer)
            if transfer in self._roster and not self._roster.relocate(transfer, folder):
                self._reporter.note(
                    transfer, "same-place", phrase("It is in the queue for that folder already.")
                )

    def finish_removals(self) -> None:
        """A row goes when nobody works on it any more."""
        for transfer in [t for t in self._removals if t not in self._work.actives]:
            command = self._removals.pop(transfer)
            record = self._roster[transfer]
            if command.delete_unfinished and record.part is not None:
                self._work.discard(record.part)
                self._work.forget(transfer)
                self._roster.put(replace(record, part=None, mark=None, etag=None))
            if command.delete_finished and _is_ours(record) and record.transfer.target is not None:
                self._work.discard(record.transfer.target, record.transfer.size)
            self._roster.unlist(transfer)
            self._reporter.gone(transfer)

    def _run_again(self, transfer: TransferId) -> None:
        self._patience.forget(transfer)
        self._patience.allow(self._roster[transfer].transfer.profile_id)
        self._roster.change(transfer, status=Status.WAITING, problem=None)
        self._roster.line_up((transfer,))

    def _start_anew(self, transfer: TransferId) -> None:
        """What was begun is another object: forget what its bytes were, but leave the file to be written over."""
        self._work.forget(transfer)
        self._roster.put(replace(self._roster[transfer], etag=None))
        self._roster.change(transfer, size=None, md5=None, kept=0)


def _is_ours(record: Record) -> bool:
    """Whether this program made the file that lies at the row's place; one that was skipped was there before."""
    return record.transfer.status in {Status.VERIFIED, Status.COMPLETE}
