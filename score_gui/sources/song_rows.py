"""Song's rows as values. What is missing or of the wrong kind becomes None or is left out: a name is a nicety."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from score_gui.model.manifest import Entry
from score_gui.model.md5 import read_md5
from score_gui.sources.companions import find_index

PUBLISHED = "PUBLISHED"
_LARGEST = 2**50
_OPEN = {"open": True, "controlled": False}


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
        return _open_access(self.access)


@dataclass(frozen=True, slots=True)
class SongFile:
    """A file of an analysis as an entry to download; its index file travels with it. `open_access` as above."""

    entry: Entry
    open_access: bool | None = None


@dataclass(frozen=True, slots=True)
class Analysis:
    """An analysis with its files, as a person chooses it from a list."""

    analysis_id: str
    study: str | None = None
    state: str | None = None
    type_name: str | None = None
    samples: tuple[str, ...] = ()
    donors: tuple[str, ...] = ()
    files: tuple[SongFile, ...] = ()

    @property
    def is_published(self) -> bool:
        """Only then its files can be fetched. A server that does not tell lists published ones only."""
        return self.state in {None, PUBLISHED}


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
    study = _text(row, "studyId", "study")
    samples = _dicts(row, "samples", "sample")
    donors = _unique(_name(one.get("donor"), "donor") for one in samples)
    names = _unique(_name(one, "sample") for one in samples)
    found = Analysis(
        analysis_id=analysis_id,
        study=study,
        state=_text(row, "analysisState"),
        type_name=_text(row.get("analysisType"), "name"),
        samples=names,
        donors=donors,
    )
    return replace(found, files=read_files(_dicts(row, "files", "file"), found))


def read_files(answer: object, analysis: Analysis) -> tuple[SongFile, ...]:
    """The files of an analysis, an index file beside its main file rather than on its own."""
    rows = [row for row in rows_of(answer, "") if isinstance(row, dict) and _text(row, "objectId")]
    return folded([_file(row, analysis) for row in rows])


def files_of_entities(entities: Sequence[SongEntity]) -> tuple[SongFile, ...]:
    """The files of an analysis where nothing but its entities is told."""
    return folded(
        [
            SongFile(
                Entry(one.object_id, one.file_name, study=one.study, analysis_id=one.analysis_id),
                one.open_access,
            )
            for one in entities
        ]
    )


def folded(files: Sequence[SongFile]) -> tuple[SongFile, ...]:
    """Index files in the entries of their main files, rather than on their own."""
    names = [(one.entry.object_id, one.entry.file_name) for one in files]
    index_of = {object_id: find_index(name, names) for object_id, name in names}
    indexes = {one for one in index_of.values() if one is not None}
    return tuple(
        replace(one, entry=replace(one.entry, index_object_id=index_of[one.entry.object_id]))
        for one in files
        if one.entry.object_id not in indexes
    )


def _file(row: Mapping[str, Any], analysis: Analysis) -> SongFile:
    entry = Entry(
        object_id=row["objectId"],
        file_name=_text(row, "fileName"),
        size=_size(row.get("fileSize")),
        md5=read_md5(row.get("fileMd5sum")),
        file_type=_text(row, "fileType"),
        donor=", ".join(analysis.donors) or None,
        study=analysis.study,
        samples=analysis.samples,
        analysis_id=analysis.analysis_id,
    )
    return SongFile(entry, _open_access(_text(row, "fileAccess")))


def _open_access(word: str | None) -> bool | None:
    return _OPEN.get((word or "").lower())


def _name(row: object, kind: str) -> str | None:
    """The submitter's name of a donor or sample, by which people know it, else Song's own id."""
    return _text(row, f"submitter{kind.title()}Id", f"{kind}SubmitterId", f"{kind}Id")


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
