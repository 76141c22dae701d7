"""A record as the texts and numbers of the ledger, and back. A queue is long, so reading one is kept lean."""

from __future__ import annotations

import json
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

from score_gui.files.identity import FileMark
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
from score_gui.transfer.record import Record

_COLUMNS = (
    "id", "object_id", "profile_id", "folder", "layout", "listed", "position", "status", "name", "size", "md5",
    "kept", "target", "part", "manifest", "file_type", "donor", "project", "companion_of", "problem",
    "check_level", "md5_seen", "renewals", "added", "finished", "entry", "with_index", "force", "validate",
    "mark", "etag", "names", "priority",
)  # fmt: skip
READ = tuple(name for name in _COLUMNS if name != "entry")
_ENTRY = tuple(field.name for field in fields(Entry))
_SAID = ("title", "cause", "next_step")
"""What of a problem a person reads."""
_NUMBERS = frozenset(
    {"id", "listed", "position", "size", "kept", "companion_of", "renewals", "added", "finished"}
    | {"with_index", "force", "validate", "priority"}
)
_NAMES = ", ".join(_COLUMNS)
TEXT = "CAST(? AS TEXT)"
"""Text is bound as bytes: names and folders may hold what is no Unicode (see `as_bytes`), and SQLite does not mind."""
_VALUES = ", ".join("?" if name in _NUMBERS else TEXT for name in _COLUMNS)
UPDATE = (
    f"INSERT INTO transfer ({_NAMES}) VALUES ({_VALUES}) "  # noqa: S608
    "ON CONFLICT (id) DO UPDATE SET "
    + ", ".join(f"{name}=excluded.{name}" for name in READ[1:])
    + ", entry=CASE excluded.entry WHEN '' THEN entry ELSE excluded.entry END"
)


def as_row(record: Record) -> tuple[object, ...]:
    """What `UPDATE` takes. An entry that is not known leaves the one that the ledger has."""
    row = record.transfer
    values: tuple[str | float | None, ...] = (
        row.id, row.object_id, row.profile_id, str(row.folder), row.layout.value, record.listed, row.order,
        row.status.value, row.name, row.size, row.md5, row.kept, _text(row.target), _text(record.part), row.manifest,
        row.file_type, row.donor, row.project, row.companion_of, _problem_json(row.problem), row.check.value,
        row.md5_seen, row.renewals, row.added, row.finished, _entry_json(record.entry), record.with_index,
        record.force, record.validate, None if record.mark is None else json.dumps(asdict(record.mark)), record.etag,
        record.names.value, row.priority.value,
    )  # fmt: skip
    return tuple([as_bytes(value) if isinstance(value, str) else value for value in values])


def as_bytes(text: str) -> bytes:
    """UTF-8, but a lone surrogate is kept: Python reads a file name that is no Unicode as one, and JSON allows it."""
    return text.encode("utf-8", "surrogatepass")


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)


def _problem_json(problem: Problem | None) -> str | None:
    if problem is None:
        return None
    told = asdict(problem)
    return json.dumps({**told, **{name: packed(told[name]) for name in _SAID}})


class Shared:
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


def read_record(row: tuple[Any, ...], shared: Shared) -> Record:
    """A record from `READ`. Queues are long, so this takes no step that it can do without."""
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


def read_entry(value: str) -> Entry:
    """Raises ValueError, TypeError or KeyError if it cannot be read."""
    told = json.loads(value)
    lists = {name: tuple(found) for name, found in told.items() if isinstance(found, list)}
    return Entry(**{**told, **lists})


def _entry_json(entry: Entry | None) -> str:
    if entry is None:
        return ""
    told = ((name, getattr(entry, name)) for name in _ENTRY)
    return json.dumps({name: value for name, value in told if value not in (None, ())})
