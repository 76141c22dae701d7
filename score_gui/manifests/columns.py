"""Knows what portals call their columns, and which portal a header comes from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from score_gui.model.manifest import Kind

ABSENT = -1
"""The place of a column that is not there: the empty cell which the table reader adds behind each row."""

_SEPARATORS = re.compile(r"[\s_./\-()#\"']+")

_SYNONYMS = {
    "object_id": ("objectid", "objectuuid", "fileuuid"),
    "file_name": ("filename",),
    "size": ("filesize", "size"),
    "md5": ("md5sum", "filemd5sum", "md5", "filemd5"),
    "index": ("indexobjectid", "fileindexfileobjectid", "indexfileuuid", "indexfileobjectid"),
    "repo": ("repocode", "repositorycode", "repositoriescode", "repository", "repositories", "repo"),
    "analysis": ("analysisid", "analysisanalysisid"),
    "donor": ("donorid", "donoriddonorcount", "donorsdonorid"),
    "project": ("projectid", "projectidprojectcount", "studyid"),
    "program": ("programid",),
    "samples": ("sampleids", "sampleid", "donorsspecimenssamplessampleid"),
    "file_type": ("fileformat", "filetype"),
    "file_id": ("fileid",),
    "study": ("study",),
}
_FIELD_OF = {synonym: field for field, synonyms in _SYNONYMS.items() for synonym in synonyms}
_OF_INDEX_FILE = frozenset(
    {"fileindexfilename", "fileindexfilesize", "fileindexfilemd5sum", "indexfilename", "indexfilemd5sum"}
)
_OF_FILES = frozenset({"file_name", "size", "md5"})
_ONLY_SCORE = frozenset({"index", "repo", "analysis", "donor"})
_ONLY_25K = frozenset({"repocode", "donoriddonorcount", "projectidprojectcount"})
_ONLY_ARGO_TABLE = frozenset({"submitterdonorid", "experimentalstrategy", "datatype"})


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands in a row; ABSENT if it does not. `width` is the number of columns."""

    kind: Kind
    width: int
    object_id: int
    file_name: int = ABSENT
    size: int = ABSENT
    md5: int = ABSENT
    index: int = ABSENT
    repo: int = ABSENT
    analysis: int = ABSENT
    donor: int = ABSENT
    project: int = ABSENT
    program: int = ABSENT
    samples: int = ABSENT
    file_type: int = ABSENT
    file_id: int = ABSENT
    study: int = ABSENT
    describes_index_file: bool = False
    """Name, size and MD5 are those of the index file: such a table describes the object by its id alone."""


BY_POSITION = Columns(
    Kind.SCORE_HEADERLESS,
    width=11,
    object_id=2,
    file_name=4,
    size=5,
    md5=6,
    index=7,
    repo=0,
    donor=8,
    project=9,
    file_type=3,
    file_id=1,
    study=10,
)
"""The order of the ICGC 25K portal, for lists whose header is blank or gone."""


def normal(cell: str) -> str:
    """A column name without case, blanks, `_`, `.`, `-`, `/` and brackets."""
    return _SEPARATORS.sub("", cell.lower())


def columns_of(header: Sequence[str]) -> Columns | None:
    """The columns of a Score manifest, or None if these cells are no header of one."""
    names = [normal(cell) for cell in header]
    places = _places(names)
    if "object_id" not in places and "id" in names and not _ONLY_SCORE.isdisjoint(places):
        places["object_id"] = names.index("id")
    if "object_id" not in places:
        return None
    kind = _kind(header, set(names), set(places))
    if kind is Kind.SCORE_ARGO and "program" not in places and "project" in places:
        places["program"] = places.pop("project")
    if kind is Kind.SCORE_ARGO_TABLE:
        places.pop("size", None)
    of_index = "file_name" not in places and not _OF_INDEX_FILE.isdisjoint(names)
    return Columns(kind, width=len(header), describes_index_file=of_index, **places)


def names_files(header: Sequence[str]) -> bool:
    """These cells call at least two columns as manifests do, a name, a size or an MD5 among them."""
    places = _places([normal(cell) for cell in header])
    return len(places) > 1 and not _OF_FILES.isdisjoint(places)


def _places(names: list[str]) -> dict[str, int]:
    """The first column of each meaning."""
    places: dict[str, int] = {}
    for number, name in enumerate(names):
        field = _FIELD_OF.get(name)
        if field:
            places.setdefault(field, number)
    return places


def _kind(header: Sequence[str], names: set[str], fields: set[str]) -> Kind:
    if fields == {"object_id"} and len(header) == 1:
        return Kind.ID_LIST
    if not _ONLY_25K.isdisjoint(names):
        return Kind.SCORE_25K
    if "program" in fields and "repo" not in fields and not _ONLY_ARGO_TABLE.isdisjoint(names):
        return Kind.SCORE_ARGO_TABLE
    if _is_argo(header, names):
        return Kind.SCORE_ARGO
    return Kind.SCORE_ARRANGER


def _is_argo(header: Sequence[str], names: set[str]) -> bool:
    """ARGO writes field names; display names, with blanks, are Arranger's."""
    plain = not any(" " in cell.strip() or "." in cell for cell in header)
    return plain and "repositorycode" in names and not names.isdisjoint({"programid", "projectid"})
