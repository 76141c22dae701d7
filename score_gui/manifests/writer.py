"""Writes manifests in the two shapes that portals give and score-client reads, and in the one that s5cmd runs."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from pathlib import Path

from score_gui.files.durable import replace
from score_gui.model.cloud_path import Cloud, CloudPath
from score_gui.model.manifest import IMAGING_KINDS, Entry, Kind, Remark

_HEADER_25K = (
    "repo_code\tfile_id\tobject_id\tfile_format\tfile_name\tfile_size\tmd5_sum\tindex_object_id\t"
    "donor_id/donor_count\tproject_id/project_count\tstudy"
)
_HEADER_ARGO = (
    "repository_code\tanalysis_id\tobject_id\tfile_type\tfile_name\tfile_size\tmd5sum\tindex_object_id\t"
    "donor_id\tsample_id(s)\tprogram_id"
)
_ENDPOINTS = {Cloud.AWS: "https://s3.amazonaws.com", Cloud.GOOGLE: "https://storage.googleapis.com"}
_BREAKS = re.compile(r"[\t\r\n]+")


def write_manifest(entries: Iterable[Entry], shape: Kind = Kind.SCORE_ARGO) -> str:
    """The entries as text in the shape of ICGC 25K or ARGO: eleven columns and tabs, no empty line. Or as commands.

    score-client refuses a whole list for one line that has not eleven columns. Raises ValueError for other shapes.
    """
    match shape:
        case Kind.SCORE_25K:
            header, cells_of = _HEADER_25K, _cells_25k
        case Kind.SCORE_ARGO:
            header, cells_of = _HEADER_ARGO, _cells_argo
        case Kind.IDC_S5CMD:
            return _commands(entries)
        case _:
            raise ValueError(f"manifests are not written as {shape}")
    rows = ("\t".join(_cell(value) for value in cells_of(entry)) for entry in entries)
    return "\n".join((header, *rows)) + "\n"


def shape_of(kind: Kind) -> Kind:
    """The shape in which a list that was read as `kind` is best written again."""
    if kind in IMAGING_KINDS:
        return Kind.IDC_S5CMD
    return kind if kind is Kind.SCORE_25K else Kind.SCORE_ARGO


def suffix_of(shape: Kind) -> str:
    """How the name of a file of this shape ends."""
    return ".s5cmd" if shape is Kind.IDC_S5CMD else ".tsv"


def save_manifest(path: Path, entries: Iterable[Entry], shape: Kind) -> None:
    """Write a manifest to `path` as a whole or not at all; a file of that name is replaced. Raises OSError."""
    _save(path, write_manifest(entries, shape))


def write_left_out(remarks: Iterable[Remark]) -> str:
    """The lines of a list that did not become an entry, with their cause: a table of two columns."""
    rows = (f"{remark.line}\t{_cell(remark.message)}" for remark in remarks if remark.blocks and remark.line)
    return "\n".join(("line\tcause", *rows)) + "\n"


def save_left_out(path: Path, remarks: Iterable[Remark]) -> None:
    """Write that table to `path` as a whole or not at all. Raises OSError."""
    _save(path, write_left_out(remarks))


def _save(path: Path, text: str) -> None:
    part = path.with_name(f".{uuid.uuid4().hex}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def _commands(entries: Iterable[Entry]) -> str:
    """s5cmd writes `s3://` for Google too and wants to be told its address; it cannot ask both in one run."""
    paths = [CloudPath.read(entry.object_id) for entry in entries]
    clouds = {path.cloud for path in paths}
    heading = f"# s5cmd --no-sign-request --endpoint-url {_ENDPOINTS[min(clouds, default=Cloud.AWS)]} run <this file>"
    rows = (f"cp {path}{'*' if path.is_series else ''} ./" for path in paths)
    text = "\n".join((*([heading] if len(clouds) == 1 else []), *rows)) + "\n"
    return text.replace("cp gs://", "cp s3://") if clouds == {Cloud.GOOGLE} else text


def _cells_25k(entry: Entry) -> tuple[object, ...]:
    return (
        "|".join(entry.repos),
        entry.file_id,
        entry.object_id,
        entry.file_type,
        entry.file_name,
        entry.size,
        entry.md5,
        entry.index_object_id,
        _counted(entry.donor, entry.donor_count, "donors"),
        _counted(entry.project or entry.program_id, entry.project_count, "projects"),
        entry.study,
    )


def _cells_argo(entry: Entry) -> tuple[object, ...]:
    return (
        "|".join(entry.repos),
        entry.analysis_id,
        entry.object_id,
        entry.file_type,
        entry.file_name,
        entry.size,
        entry.md5,
        entry.index_object_id,
        "|".join((entry.donor or "").split(", ")),
        "|".join(entry.samples),
        entry.program_id or entry.project,
    )


def _counted(name: str | None, count: int | None, noun: str) -> str | None:
    return name if count is None else f"{count} {noun}"


def _cell(value: object) -> str:
    """A cell that could be taken for a comment, or for one in quotes, is put in quotes."""
    text = "" if value is None else _BREAKS.sub(" ", str(value))
    if text.startswith(("#", '"')):
        return '"' + text.replace('"', '""') + '"'
    return text
