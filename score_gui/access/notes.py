"""What was seen of the tokens: when one was last used, and when its site last said yes. Never a token.

A convenience for people: where the file is gone or spoilt, nothing but these dates is lost.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from score_gui.files.whole import write_whole
from score_gui.net.strict_json import read_json

_log = logging.getLogger(__name__)
_OFTEN = timedelta(minutes=1)
"""Uses closer together than this are one."""


@dataclass(frozen=True, slots=True)
class Note:
    """Instants with their zone. `worked`: the site accepted the token that is kept now."""

    last_used: datetime | None = None
    worked: datetime | None = None


class TokenNotes:
    """The notes of all profiles, in `folder`. Blocks on the disk; may be used from any thread. Never raises."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "token-notes.json"
        self._lock = threading.Lock()
        self._notes: dict[str, Note] | None = None

    def get(self, profile_id: str) -> Note:
        with self._lock:
            return self._known().get(profile_id, Note())

    def used(self, profile_id: str, now: datetime) -> None:
        """A file came with the token."""
        before = self.get(profile_id).last_used
        if before is None or now - before >= _OFTEN:
            self._change(profile_id, last_used=now)

    def worked(self, profile_id: str, now: datetime) -> None:
        """The site accepted the token."""
        self._change(profile_id, last_used=now, worked=now)

    def forget(self, profile_id: str) -> None:
        """The token is gone, or another one."""
        with self._lock:
            if self._known().pop(profile_id, None) is not None:
                self._write()

    def _change(self, profile_id: str, **news: datetime) -> None:
        with self._lock:
            notes = self._known()
            notes[profile_id] = replace(notes.get(profile_id, Note()), **news)
            self._write()

    def _known(self) -> dict[str, Note]:
        if self._notes is None:
            self._notes = self._read()
        return self._notes

    def _read(self) -> dict[str, Note]:
        try:
            kept = read_json(self._path.read_bytes())
            return {str(key): _note(row) for key, row in kept.items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, AttributeError, KeyError) as failure:
            _log.info("the notes on tokens cannot be read: %s", type(failure).__name__)
            return {}

    def _write(self) -> None:
        rows = {key: _row(note) for key, note in (self._notes or {}).items()}
        try:
            write_whole(self._path, json.dumps(rows, indent=1).encode())
        except OSError as failure:
            _log.info("the notes on tokens cannot be kept: %s", failure.strerror)


def _row(note: Note) -> Mapping[str, str | None]:
    return {name: _text(getattr(note, name)) for name in ("last_used", "worked")}


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")


def _note(row: Mapping[str, str | None]) -> Note:
    return Note(_moment(row["last_used"]), _moment(row["worked"]))


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("an instant without its zone")
    return found
