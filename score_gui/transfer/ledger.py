"""The SQLite file that says what is queued and which byte ranges are safely on disk.

One connection, used by one thread, under an exclusive lock: a second program is refused instead of corrupting it.
Write-ahead log with full sync: a commit that returned has survived a power cut. It holds no token and no link.
A row taken off the list stays, unlisted, so that its unfinished data is known when the object is added again.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from score_gui.files.durable import create_private
from score_gui.model.byterange import ByteRange, RangeSet
from score_gui.model.kept_phrase import packed, unpacked
from score_gui.model.manifest import Entry
from score_gui.model.transfer import Priority, Transfer, TransferId
from score_gui.transfer.record import Record
from score_gui.transfer.record_text import (
    READ,
    TEXT,
    UPDATE,
    Shared,
    as_bytes,
    as_row,
    read_entry,
    read_record,
)

log = logging.getLogger(__name__)

SCHEMA = 4
DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

_TABLES = """
CREATE TABLE transfer (
    id INTEGER PRIMARY KEY, object_id TEXT NOT NULL, profile_id TEXT NOT NULL, folder TEXT NOT NULL,
    layout TEXT NOT NULL, listed INTEGER NOT NULL, position INTEGER NOT NULL, status TEXT NOT NULL,
    name TEXT NOT NULL, size INTEGER, md5 TEXT, kept INTEGER NOT NULL, target TEXT, part TEXT, manifest TEXT,
    file_type TEXT, donor TEXT, project TEXT, companion_of INTEGER, problem TEXT, check_level TEXT NOT NULL,
    md5_seen TEXT, renewals INTEGER NOT NULL, added REAL NOT NULL, finished REAL, entry TEXT NOT NULL,
    with_index INTEGER NOT NULL, force INTEGER NOT NULL, validate INTEGER NOT NULL, mark TEXT, etag TEXT, names TEXT,
    priority INTEGER NOT NULL,
    UNIQUE (object_id, profile_id, folder, layout)
) STRICT;
CREATE TABLE range (
    transfer INTEGER NOT NULL REFERENCES transfer (id) ON DELETE CASCADE,
    start INTEGER NOT NULL, stop INTEGER NOT NULL, PRIMARY KEY (transfer, start)
) STRICT, WITHOUT ROWID;
CREATE TABLE event (
    transfer INTEGER NOT NULL REFERENCES transfer (id) ON DELETE CASCADE,
    at REAL NOT NULL, code TEXT NOT NULL, text TEXT NOT NULL
) STRICT;
CREATE INDEX event_of_transfer ON event (transfer, at);
"""

_STEPS = {
    1: ("ALTER TABLE transfer ADD COLUMN mark TEXT", "ALTER TABLE transfer ADD COLUMN etag TEXT"),
    2: ("ALTER TABLE transfer ADD COLUMN names TEXT",),
    3: (f"ALTER TABLE transfer ADD COLUMN priority INTEGER NOT NULL DEFAULT {Priority.NORMAL.value}",),
}
"""By the version they start from: what brings the tables to the next one."""


class LedgerInUseError(Exception):
    """Another program works with this ledger."""


class LedgerUnreadableError(Exception):
    """The file is not a ledger that this version can read."""


class LedgerFullError(LedgerUnreadableError):
    """There is no room on the disk to open it."""


class LedgerDamagedError(LedgerUnreadableError):
    """What is in the file is no ledger any more; it is left as it is."""


class Ledger:
    """Use from one thread only."""

    def __init__(self, path: Path, *, follows_loss: bool = False) -> None:
        """Open or create the file. Raises LedgerInUseError, LedgerDamagedError or LedgerUnreadableError.

        `follows_loss`: an earlier one was damaged, and may have known of files that this one does not know.
        """
        self.follows_loss = follows_loss
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        create_private(path)
        try:
            self._db = sqlite3.connect(path, isolation_level=None, timeout=0)
            self._db.text_factory = lambda raw: raw.decode("utf-8", "surrogatepass")
            self._set_up()
        except (sqlite3.DatabaseError, LedgerDamagedError) as error:
            self.close()
            raise _translated(error, path) from error

    def _set_up(self) -> None:
        for pragma in (
            "locking_mode=EXCLUSIVE",
            "journal_mode=WAL",
            "synchronous=FULL",
            "fullfsync=ON",
            "foreign_keys=ON",
            "trusted_schema=OFF",
        ):
            self._db.execute(f"PRAGMA {pragma}")
        self._bring_up_to_date()
        found = self._db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise LedgerDamagedError(str(found))

    def _bring_up_to_date(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA:
            raise sqlite3.DatabaseError(f"a newer version of this program wrote it ({version})")
        steps = [_STEPS[step] for step in range(version, SCHEMA)] if version else [_TABLES.split(";")]
        for statement in (statement for step in steps for statement in step):
            self._db.execute(statement)
        if version < SCHEMA:
            self._db.execute(f"PRAGMA user_version={SCHEMA}")
        self._db.execute("COMMIT")

    def close(self) -> None:
        db = getattr(self, "_db", None)
        if db is not None:
            db.close()

    def copy_to(self, path: Path) -> None:
        """Write all of it to a file of its own, which must not be there yet. Raises sqlite3.Error or OSError."""
        create_private(path)
        copy = sqlite3.connect(path, isolation_level=None)
        try:
            self._db.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, complete in itself
        finally:
            copy.close()

    def records(self, *, listed: bool = True) -> Iterator[Record]:
        """All rows on the list (or those taken off it), in queue order."""
        query = f"SELECT {', '.join(READ)} FROM transfer WHERE listed = ? ORDER BY priority, position, id"  # noqa: S608
        shared = Shared()
        for row in self._db.execute(query, (listed,)):
            try:
                record = read_record(row, shared)
            except (ValueError, TypeError, KeyError) as error:
                log.warning("row %s of the queue cannot be read and is left out: %s", row[0], error)
            else:
                yield record

    def entry(self, row: Transfer) -> Entry:
        """What was asked for when the row was added; what the row itself knows of that where it cannot be read."""
        try:
            found = self._db.execute("SELECT entry FROM transfer WHERE id = ?", (row.id,)).fetchone()
            return read_entry(found[0])
        except (sqlite3.Error, ValueError, TypeError, KeyError) as error:
            log.warning("what was asked for by row %s cannot be read: %s", row.id, error)
            return Entry(row.object_id, row.name, size=row.size, md5=row.md5)

    def last_id(self) -> int:
        return int(self._db.execute("SELECT coalesce(max(id), 0) FROM transfer").fetchone()[0])

    def kept(self) -> dict[TransferId, int]:
        """Bytes safely on the disk, of every transfer that has unfinished data."""
        query = "SELECT transfer, sum(stop - start) FROM range GROUP BY transfer"
        return {TransferId(row[0]): row[1] for row in self._db.execute(query)}

    def ranges(self, transfer: TransferId) -> RangeSet:
        """The bytes of a transfer that are safely on the disk."""
        query = "SELECT start, stop FROM range WHERE transfer = ?"
        return RangeSet.of(ByteRange(*row) for row in self._db.execute(query, (transfer,)))

    def events(self, transfer: TransferId) -> tuple[tuple[float, str, str], ...]:
        """(time, code, text) of a transfer, oldest first."""
        query = "SELECT at, code, text FROM event WHERE transfer = ? ORDER BY at"
        return tuple((at, code, unpacked(text)) for at, code, text in self._db.execute(query, (transfer,)))

    def write(
        self,
        records: Iterable[Record] = (),
        ranges: Iterable[tuple[TransferId, RangeSet]] = (),
        events: Iterable[tuple[TransferId, float, str, str]] = (),
    ) -> None:
        """All of it in one transaction: either everything is on the disk when this returns, or nothing."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            self._db.executemany(UPDATE, (as_row(record) for record in records))
            for transfer, on_disk in ranges:
                self._db.execute("DELETE FROM range WHERE transfer = ?", (transfer,))
                rows = [(transfer, item.start, item.stop) for item in on_disk]
                self._db.executemany("INSERT INTO range VALUES (?, ?, ?)", rows)
            self._db.executemany(
                f"INSERT INTO event VALUES (?, ?, {TEXT}, {TEXT})",  # noqa: S608 - a constant
                (
                    (transfer, at, as_bytes(code), as_bytes(packed(text)))
                    for transfer, at, code, text in events
                ),
            )
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


def _translated(error: Exception, path: Path) -> Exception:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in DAMAGE or isinstance(error, LedgerDamagedError):
        return LedgerDamagedError(f"{path}: {error}")
    if code == sqlite3.SQLITE_BUSY:
        return LedgerInUseError(str(path))
    kind = LedgerFullError if code == sqlite3.SQLITE_FULL else LedgerUnreadableError
    return kind(f"{path}: {error}")
