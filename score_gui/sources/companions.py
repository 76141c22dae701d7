"""Which file is the index of which: by name, as score-client does it, and the other customs of the field."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

_INDEXED = (".bam", ".cram", ".vcf.gz", ".bcf")
_ADDED = (".bai", ".crai", ".tbi", ".idx")
_REPLACED = {".bam": ".bai", ".cram": ".crai"}
_USUAL = {".bam": ".bai", ".cram": ".crai", ".gz": ".tbi", ".bcf": ".csi"}


def wants_index(file_name: str | None) -> bool:
    """The file is of a kind that is read through an index."""
    return bool(file_name) and str(file_name).lower().endswith(_INDEXED)


def find_index(file_name: str | None, among: Iterable[tuple[str, str | None]]) -> str | None:
    """The object id of the index of `file_name` among (object id, name) pairs; upper and lower case are one."""
    if file_name is None:
        return None
    ids = {(name or "").lower(): object_id for object_id, name in reversed(list(among))}
    return next((ids[name] for name in _index_names(file_name.lower()) if name in ids), None)


def _index_names(name: str) -> Iterable[str]:
    yield from (name + ending for ending in _ADDED)
    ending = PurePosixPath(name).suffix
    if ending in _REPLACED:
        yield name.removesuffix(ending) + _REPLACED[ending]
    yield name + ".csi"


def usual_index_name(file_name: str | None) -> str | None:
    """What the index of `file_name` is most often called; None for a file that has none."""
    if file_name is None or not wants_index(file_name):
        return None
    return file_name + _USUAL[PurePosixPath(file_name.lower()).suffix]
