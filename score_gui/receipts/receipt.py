"""The facts of a receipt, gathered from the rows of the queue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from score_gui import __version__
from score_gui.model.profile import Profile
from score_gui.model.transfer import Check, Status, Transfer

TOOL = f"score_gui {__version__}"


@dataclass(frozen=True, slots=True)
class Line:
    """One file. Sizes in bytes, times in seconds since the epoch; `path` is relative to the receipt's folder.

    `md5_expected` is what the site or the manifest told, `md5_computed` what the bytes on the disk gave; each is
    None where it is not known. `trouble` is the title of what keeps the file from being here.
    """

    object_id: str
    name: str
    path: str | None
    size: int | None
    status: Status
    check: Check
    md5_expected: str | None
    md5_computed: str | None
    asked: float
    arrived: float | None
    profile: str
    trouble: str | None = None

    @property
    def is_here(self) -> bool:
        return self.status.is_done


@dataclass(frozen=True, slots=True)
class Receipt:
    """Everything about one manifest at the moment `made` (seconds since the epoch)."""

    manifest: str
    folder: Path
    made: float
    lines: tuple[Line, ...]
    sites: tuple[Profile, ...] = ()
    tool: str = TOOL

    @property
    def here(self) -> int:
        """How many files arrived."""
        return sum(line.is_here for line in self.lines)

    @property
    def verified(self) -> int:
        """How many of them have an MD5 that was compared."""
        return sum(line.is_here and line.check in {Check.WHOLE, Check.PARTS} for line in self.lines)

    @property
    def size(self) -> int:
        """Bytes that arrived."""
        return sum(line.size or 0 for line in self.lines if line.is_here)

    @property
    def is_complete(self) -> bool:
        return self.here == len(self.lines)


def receipt_of(
    manifest: str,
    transfers: Iterable[Transfer],
    profiles: Iterable[Profile],
    made: float,
    folder: Path | None = None,
) -> Receipt:
    """The receipt of a manifest's transfers, index files among them, in queue order.

    Without `folder` it is the first file's. Files that lie elsewhere keep whole paths.
    Raises ValueError if there is no transfer.
    """
    rows = sorted(transfers, key=lambda row: (row.order, row.id))
    if not rows:
        raise ValueError("a receipt is about files")
    known = {profile.id: profile for profile in profiles}
    folder = folder or rows[0].folder
    used = dict.fromkeys(row.profile_id for row in rows)
    sites = tuple(known[profile] for profile in used if profile in known)
    names = {profile: known[profile].name if profile in known else profile for profile in used}
    return Receipt(manifest, folder, made, tuple(_line(row, folder, names) for row in rows), sites)


def _line(row: Transfer, folder: Path, names: dict[str, str]) -> Line:
    return Line(
        object_id=row.object_id,
        name=row.name,
        path=_path(row, folder),
        size=row.size,
        status=row.status,
        check=row.check,
        md5_expected=row.md5,
        md5_computed=row.md5_seen,
        asked=row.added,
        arrived=row.finished,
        profile=names[row.profile_id],
        trouble=row.problem.title if row.problem is not None and not row.status.is_done else None,
    )


def _path(row: Transfer, folder: Path) -> str | None:
    if row.target is None:
        return None
    inside = row.target.is_relative_to(folder)
    return (row.target.relative_to(folder) if inside else row.target).as_posix()
