"""What a list of wanted objects holds, whichever portal wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The family of a manifest, recognised by its content."""

    SCORE_25K = "score-25k"
    SCORE_ARGO = "score-argo"
    SCORE_ARGO_TABLE = "score-argo-table"
    SCORE_ARRANGER = "score-arranger"
    SCORE_HEADERLESS = "score-headerless"
    ID_LIST = "id-list"
    PORTAL_ARCHIVE = "portal-archive"
    PORTAL_JSON = "portal-json"
    SONG_UPLOAD = "song-upload"
    GNOS_XML = "gnos-xml"
    SHELL_MANIFEST = "shell-manifest"
    EGA = "ega-list"
    GDC = "gdc"
    PORTAL_URL_LIST = "portal-url-list"
    KIDS_FIRST = "kids-first"
    HTML = "html"
    IDC_S5CMD = "idc-s5cmd"
    IDC_CSV = "idc-csv"
    IDC_JSON = "idc-json"
    IDC_ADDRESSES = "url-list"
    TCIA = "tcia"
    DRS = "drs-list"
    SITE = "site-selection"
    """No list at all: chosen while browsing a site."""
    UNKNOWN = "unknown"


IMAGING_KINDS = frozenset({Kind.IDC_S5CMD, Kind.IDC_CSV, Kind.IDC_JSON, Kind.IDC_ADDRESSES})
"""Lists of the Imaging Data Commons. They name series; which files those hold, only the buckets tell."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One wanted object as a manifest tells it. Sizes (bytes), names and MD5s are hints: the server's word wins."""

    object_id: str
    file_name: str | None = None
    size: int | None = None
    md5: str | None = None
    index_object_id: str | None = None
    repos: tuple[str, ...] = ()
    file_type: str | None = None
    donor: str | None = None
    donor_count: int | None = None
    project: str | None = None
    project_count: int | None = None
    study: str | None = None
    program_id: str | None = None
    samples: tuple[str, ...] = ()
    analysis_id: str | None = None
    file_id: str | None = None
    line: int | None = None

    @property
    def collection(self) -> str | None:
        """What portals file it under: a project (ICGC 25K), a program (ICGC ARGO) or a study (Song)."""
        return self.project or self.program_id or self.study


@dataclass(frozen=True, slots=True)
class Remark:
    """Something worth telling about a manifest. `line` counts from 1; None means the file as a whole.

    `code` is stable and may carry the line or a count, `message` is for people. `blocks` says that this line
    does not become an entry. `other_line` is the line that names the same object or file. `about` is what could be
    read of a line that becomes no entry; its object id is empty.
    """

    code: str
    message: str
    line: int | None = None
    blocks: bool = False
    other_line: int | None = None
    about: Entry | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was read. A refused list has no entries and says why in `reason` (a code) and `advice` (for people)."""

    kind: Kind
    accepted: bool
    name: str = ""
    entries: Sequence[Entry] = ()
    remarks: tuple[Remark, ...] = ()
    reason: str | None = None
    advice: str | None = None
    lines: int = 0
