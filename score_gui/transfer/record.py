"""A row of the queue as the engine knows it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from score_gui.files.identity import FileMark
from score_gui.model.manifest import Entry
from score_gui.model.transfer import Check, NameRule, Transfer


@dataclass(frozen=True, slots=True)
class Record:
    """A row of the ledger: what is shown (`transfer`) and what only the engine needs.

    `entry` is what was asked for; None: as the ledger has it, since a queue is long and few of its rows begin soon.
    `mark` is what the unfinished file `part` was left as, `etag` the version mark of the object its bytes are of.
    """

    transfer: Transfer
    entry: Entry | None = None
    part: Path | None = None
    listed: bool = True
    with_index: bool = True
    force: bool = False
    validate: bool = True
    mark: FileMark | None = None
    etag: str | None = None
    names: NameRule = NameRule.KEEP_BOTH

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Adding the same object for the same place again finds the row that is there."""
        row = self.transfer
        return (row.object_id, row.profile_id, str(row.folder), row.layout.value)

    @property
    def finished_at(self) -> Path | None:
        """Where the whole file was when it was last seen, if it ever was whole."""
        is_whole = self.part is None and self.transfer.check is not Check.NONE
        return self.transfer.target if is_whole else None
