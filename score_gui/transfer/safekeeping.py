"""A second copy of the ledger, and what is done with one that is damaged: nothing of a queue vanishes silently.

Opening never throws anything away: what cannot be read is set aside under a dated name, and the copy takes its place.
"""

from __future__ import annotations

import glob
import logging
import os
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from score_gui.files import durable
from score_gui.model import disk_problems
from score_gui.model.problem import Problem
from score_gui.transfer.ledger import SCHEMA, Ledger, LedgerDamagedError, LedgerUnreadableError

log = logging.getLogger(__name__)

DAY = 86_400.0
SMALL = 16_000_000
"""Bytes of a ledger whose copy takes no time that anybody would notice at the end of the program."""
_COMPANIONS = ("", "-wal", "-shm", "-journal")


def copy_of(ledger: Path) -> Path:
    """Where the second copy lies."""
    return ledger.with_name(f"{ledger.stem}.copy{ledger.suffix}")


def open_ledger(path: Path, now: float) -> tuple[Ledger, Problem | None]:
    """The ledger, and what a person has to know of it. `now` in seconds since the epoch.

    Raises LedgerInUseError, LedgerUnreadableError or OSError where it cannot be helped.
    """
    if _was_emptied(path):
        return _mended(path, now)
    _keep_former_version(path)
    try:
        return Ledger(path, follows_loss=_was_damaged(path)), None
    except LedgerDamagedError as error:
        log.info("%s", error)
        return _mended(path, now)


def keep_copy(ledger: Ledger, path: Path, now: float) -> None:
    """Make or renew the second copy if it is a day old, or if that is quick. A copy that cannot be made is no harm."""
    copy = copy_of(path)
    try:
        if not _is_old(copy, now) and path.stat().st_size > SMALL:
            return
        fresh = copy.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        ledger.copy_to(fresh)
        _settle(fresh, copy)
    except (OSError, sqlite3.Error) as error:
        log.info("no second copy of the queue could be made: %s", error)


def _mended(path: Path, now: float) -> tuple[Ledger, Problem]:
    """Set the damaged file aside and go on with the copy, or with nothing where there is none that can be read."""
    aside = _set_aside(path, now)
    copy = copy_of(path)
    if copy.exists():
        try:
            made = copy.stat().st_mtime
            fresh = path.with_suffix(".new")
            shutil.copyfile(copy, fresh)
            _settle(fresh, path)
            return Ledger(path, follows_loss=True), disk_problems.queue_restored(aside, _date(made))
        except LedgerUnreadableError as error:
            log.info("%s", error)
            _set_aside(path, now)
    return Ledger(path, follows_loss=True), disk_problems.queue_lost(aside)


def _set_aside(path: Path, now: float) -> Path:
    stamp = datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%dT%H%M%SZ")
    aside, number = path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}"), 1
    while os.path.lexists(aside):
        number += 1
        aside = path.with_name(f"{path.stem}.damaged-{stamp}-{number}{path.suffix}")
    for end in _COMPANIONS:
        companion = path.with_name(path.name + end)
        if companion.exists():
            companion.rename(aside.with_name(aside.name + end))
    durable.sync_folder(path.parent)
    return aside


def _was_damaged(path: Path) -> bool:
    """Whether an earlier queue was set aside here; whoever deletes that has looked after what it knew of."""
    return any(path.parent.glob(f"{glob.escape(path.stem)}.damaged-*{glob.escape(path.suffix)}"))


def _was_emptied(path: Path) -> bool:
    """An empty file beside a copy was a ledger once; without a copy it is one that was just begun."""
    log_file = path.with_name(f"{path.name}-wal")
    is_empty = path.exists() and path.stat().st_size == 0
    return is_empty and copy_of(path).exists() and not (log_file.exists() and log_file.stat().st_size)


def _keep_former_version(path: Path) -> None:
    """Before the tables are changed, what an older version of the program wrote is kept as it is."""
    if not path.exists() or path.stat().st_size == 0:
        return
    try:
        with closing(sqlite3.connect(path, timeout=0)) as database:
            version = database.execute("PRAGMA user_version").fetchone()[0]
            if not 0 < version < SCHEMA:
                return
            kept = path.with_name(f"{path.stem}.version-{version}{path.suffix}")
            kept.unlink(missing_ok=True)
            durable.create_private(kept)
            with closing(sqlite3.connect(kept)) as copy:
                database.backup(copy)
    except sqlite3.Error:
        return  # in use or damaged: opening it says so


def _settle(fresh: Path, place: Path) -> None:
    fd = os.open(fresh, os.O_RDWR)
    try:
        durable.sync_file(fd)
    finally:
        os.close(fd)
    durable.replace(fresh, place)


def _is_old(copy: Path, now: float) -> bool:
    return not copy.exists() or not 0 <= now - copy.stat().st_mtime < DAY


def _date(moment: float) -> str:
    return datetime.fromtimestamp(moment).astimezone().strftime("%Y-%m-%d %H:%M")
