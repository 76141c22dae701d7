"""Song's rows as values. What is missing or of the wrong kind becomes None or is left out: a name is a nicety."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from score_gui.model.manifest import Entry
from score_gui.model.md5 import read_md5
from score_gui.sources.companions import find_index

_LARGEST = 2**50


@dataclass(frozen=True, slots=True)
class SongEntity:
    """An object as Song's `/entities` tells it; `access` is its own word, `open` or `controlled`."""

    object_id: str
    file_name: str | None
    analysis_id: str | None
    study: str | None
    access: str | None

    @property
    def open_access(self) -> bool | None:
        """None where Song does not tell."""
        return {"open": True, "controlled": False}.get((self.access or "").lower())


@dataclass(frozen=True, slots=True)
class Analysis:
    """An analysis as a person chooses it from a list."""

    analysis_id: str
    study: str | None
    state: str | None
    type_name: str | None
    samples: tuple[str, ...]
    donors: tuple[str, ...]
    file_count: int


def read_entity(row: object) -> SongEntity | None:
    """A row of `/entities`; None without an id."""
    if not isinstance(row, dict):
        return None
    object_id = _text(row, "id")
    if object_id is None:
        return None
    return SongEntity(
        object_id,
        _text(row, "fileName"),
        _text(row, "gnosId"),
        _text(row, "projectCode"),
        _text(row, "access"),
    )


def read_analysis(row: object) -> Analysis | None:
    """An analysis of Song 4 (`study`, `sample`, `file`) or 5 (`studyId`, `samples`, `files`)."""
    if not isinstance(row, dict):
        return None
    analysis_id = _text(row, "analysisId")
    if analysis_id is None:
        return None
    samples = _dicts(row, "samples", "sample")
    return Analysis(
        analysis_id=analysis_id,
        study=_text(row, "studyId", "study"),
        state=_text(row, "analysisState"),
        type_name=_text(row.get("analysisType"), "name"),
        samples=_unique(_text(one, "submitterSampleId", "sampleSubmitterId") for one in samples),
        donors=_unique(_text(one.get("donor"), "submitterDonorId", "donorSubmitterId") for one in samples),
        file_count=len(_dicts(row, "files", "file")),
    )


def read_files(answer: object, study: str, analysis_id: str) -> tuple[Entry, ...]:
    """The entries of an analysis, an index file beside its main file rather than on its own."""
    rows = [row for row in rows_of(answer, "") if isinstance(row, dict) and _text(row, "objectId")]
    names = [(row["objectId"], _text(row, "fileName")) for row in rows]
    index_of = {row["objectId"]: find_index(_text(row, "fileName"), names) for row in rows}
    indexes = {one for one in index_of.values() if one is not None}
    return tuple(
        _entry(row, index_of[row["objectId"]], study, analysis_id)
        for row in rows
        if row["objectId"] not in indexes
    )


def _entry(row: Mapping[str, Any], index: str | None, study: str, analysis_id: str) -> Entry:
    return Entry(
        object_id=row["objectId"],
        file_name=_text(row, "fileName"),
        size=_size(row.get("fileSize")),
        md5=read_md5(row.get("fileMd5sum")),
        index_object_id=index,
        file_type=_text(row, "fileType"),
        study=study,
        analysis_id=analysis_id,
    )


def rows_of(answer: object, key: str) -> list[object]:
    """The list at `key` of an answer, or the answer itself if it is a list; otherwise nothing."""
    if isinstance(answer, dict):
        answer = answer.get(key)
    return answer if isinstance(answer, list) else []


def _text(row: object, *names: str) -> str | None:
    if not isinstance(row, dict):
        return None
    for name in names:
        value = row.get(name)
        if isinstance(value, str) and value:
            return value
    return None


def _size(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value <= _LARGEST else None


def _dicts(row: Mapping[str, Any], *names: str) -> Sequence[Mapping[str, Any]]:
    for name in names:
        value = row.get(name)
        if isinstance(value, list):
            return [one for one in value if isinstance(one, dict)]
    return []


def _unique(texts: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in texts if one))
