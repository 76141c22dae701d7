"""The SQLite file that says what is queued and which byte ranges are safely on disk.

One connection, used by one thread, under an exclusive lock: a second program is refused instead of corrupting it.
Write-ahead log with full sync: a commit that returned has survived a power cut. It holds no token and no link.
A row taken off the list stays, unlisted, so that its unfinished data is known when the object is added again.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from score_gui.files.durable import create_private
from score_gui.files.identity import FileMark
from score_gui.model.byterange import ByteRange, RangeSet
from score_gui.model.kept_phrase import packed, unpacked
from score_gui.model.manifest import Entry
from score_gui.model.problem import Problem, Recovery
from score_gui.model.transfer import (
    Check,
    Layout,
    NameRule,
    Priority,
    Status,
    Transfer,
    TransferId,
    text_behind,
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

_COLUMNS = (
    "id", "object_id", "profile_id", "folder", "layout", "listed", "position", "status", "name", "size", "md5",
    "kept", "target", "part", "manifest", "file_type", "donor", "project", "companion_of", "problem",
    "check_level", "md5_seen", "renewals", "added", "finished", "entry", "with_index", "force", "validate",
    "mark", "etag", "names", "priority",
)  # fmt: skip
_READ = tuple(name for name in _COLUMNS if name != "entry")
_ENTRY = tuple(field.name for field in fields(Entry))
_SAID = ("title", "cause", "next_step")
"""What of a problem a person reads."""
_NUMBERS = frozenset(
    {"id", "listed", "position", "size", "kept", "companion_of", "renewals", "added", "finished"}
    | {"with_index", "force", "validate", "priority"}
)
_NAMES = ", ".join(_COLUMNS)
_TEXT = "CAST(? AS TEXT)"
"""Text is bound as bytes: names and folders may hold what is no Unicode (see `_bytes`), and SQLite does not mind."""
_VALUES = ", ".join("?" if name in _NUMBERS else _TEXT for name in _COLUMNS)
_UPDATE = (
    f"INSERT INTO transfer ({_NAMES}) VALUES ({_VALUES}) "  # noqa: S608
    "ON CONFLICT (id) DO UPDATE SET "
    + ", ".join(f"{name}=excluded.{name}" for name in _READ[1:])
    + ", entry=CASE excluded.entry WHEN '' THEN entry ELSE excluded.entry END"
)


class LedgerInUseError(Exception):
    """Another program works with this ledger."""


class LedgerUnreadableError(Exception):
    """The file is not a ledger that this version can read."""


class LedgerDamagedError(LedgerUnreadableError):
    """What is in the file is no ledger any more; it is left as it is."""


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
        query = f"SELECT {', '.join(_READ)} FROM transfer WHERE listed = ? ORDER BY priority, position, id"  # noqa: S608
        shared = _Shared()
        for row in self._db.execute(query, (listed,)):
            try:
                record = _read(row, shared)
            except (ValueError, TypeError, KeyError) as error:
                log.warning("row %s of the queue cannot be read and is left out: %s", row[0], error)
            else:
                yield record

    def entry(self, row: Transfer) -> Entry:
        """What was asked for when the row was added; what the row itself knows of that where it cannot be read."""
        try:
            found = self._db.execute("SELECT entry FROM transfer WHERE id = ?", (row.id,)).fetchone()
            return _read_entry(found[0])
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
            self._db.executemany(_UPDATE, (_row(record) for record in records))
            for transfer, on_disk in ranges:
                self._db.execute("DELETE FROM range WHERE transfer = ?", (transfer,))
                rows = [(transfer, item.start, item.stop) for item in on_disk]
                self._db.executemany("INSERT INTO range VALUES (?, ?, ?)", rows)
            self._db.executemany(
                f"INSERT INTO event VALUES (?, ?, {_TEXT}, {_TEXT})",  # noqa: S608 - a constant
                ((transfer, at, _bytes(code), _bytes(packed(text))) for transfer, at, code, text in events),
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
    return LedgerUnreadableError(f"{path}: {error}")


def _row(record: Record) -> tuple[object, ...]:
    row = record.transfer
    values: tuple[str | float | None, ...] = (
        row.id, row.object_id, row.profile_id, str(row.folder), row.layout.value, record.listed, row.order,
        row.status.value, row.name, row.size, row.md5, row.kept, _text(row.target), _text(record.part), row.manifest,
        row.file_type, row.donor, row.project, row.companion_of, _problem_json(row.problem), row.check.value,
        row.md5_seen, row.renewals, row.added, row.finished, _entry_json(record.entry), record.with_index,
        record.force, record.validate, None if record.mark is None else json.dumps(asdict(record.mark)), record.etag,
        record.names.value, row.priority.value,
    )  # fmt: skip
    return tuple([_bytes(value) if isinstance(value, str) else value for value in values])


def _bytes(text: str) -> bytes:
    """UTF-8, but a lone surrogate is kept: Python reads a file name that is no Unicode as one, and JSON allows it."""
    return text.encode("utf-8", "surrogatepass")


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)


def _problem_json(problem: Problem | None) -> str | None:
    if problem is None:
        return None
    told = asdict(problem)
    return json.dumps({**told, **{name: packed(told[name]) for name in _SAID}})


class _Shared:
    """What many rows of a queue have in common is kept in memory once: a hundred thousand of them are not rare."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._folders: dict[str, Path] = {}
        self._problems: dict[str, Problem] = {}

    def text(self, value: str | None) -> str | None:
        return None if value is None else self._texts.setdefault(value, value)

    def folder(self, value: str) -> Path:
        if value not in self._folders:
            self._folders[value] = Path(value)
        return self._folders[value]

    def problem(self, value: str | None) -> Problem | None:
        if value is None:
            return None
        if value not in self._problems:
            self._problems[value] = _read_problem(value)
        return self._problems[value]

    @staticmethod
    def placed(folder: str, target: str | None, name: str) -> str | Path | None:
        """As `seen_from`, without a Path for each of the rows."""
        behind = None if target is None else text_behind(folder, target)
        return _path(target) if behind is None else name if behind == name else behind


def _read(row: tuple[Any, ...], shared: _Shared) -> Record:
    """A record from `_READ`. Queues are long, so this takes no step that it can do without."""
    (
        number, object_id, profile_id, folder, layout, listed, position, status, name, size, md5, kept, target, part,
        manifest, file_type, donor, project, companion_of, problem, check, md5_seen, renewals, added, finished,
        with_index, force, validate, mark, etag, names, priority,
    ) = row  # fmt: skip
    site = shared.text(profile_id) or ""
    transfer = Transfer(
        TransferId(number), object_id, name, shared.folder(folder), Layout(layout), site, Status(status), position,
        size, md5, kept, shared.placed(folder, target, name), shared.text(manifest), shared.text(file_type),
        shared.text(donor), shared.text(project), companion_of, shared.problem(problem), Check(check), md5_seen,
        renewals, added, finished, Priority(priority),
    )  # fmt: skip
    return Record(
        transfer,
        part=_path(part),
        listed=bool(listed),
        with_index=bool(with_index),
        force=bool(force),
        validate=bool(validate),
        mark=None if mark is None else FileMark(**json.loads(mark)),
        etag=etag,
        names=NameRule.KEEP_BOTH if names is None else NameRule(names),
    )


def _path(value: str | None) -> Path | None:
    return None if value is None else Path(value)


def _read_problem(value: str) -> Problem:
    told = json.loads(value)
    said = {name: unpacked(told[name]) for name in _SAID}
    return replace(Problem(**{**told, **said}), recovery=Recovery(told["recovery"]))


def _read_entry(value: str) -> Entry:
    told = json.loads(value)
    lists = {name: tuple(found) for name, found in told.items() if isinstance(found, list)}
    return Entry(**{**told, **lists})


def _entry_json(entry: Entry | None) -> str:
    if entry is None:
        return ""
    told = ((name, getattr(entry, name)) for name in _ENTRY)
    return json.dumps({name: value for name, value in told if value not in (None, ())})
