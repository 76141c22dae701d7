"""The two manifests of the practice set, in the shapes that ICGC ARGO and ICGC 25K wrote."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from score_gui.demo.catalogue import PracticeObject

ARGO_NAME = "score-manifest.20260101000000.tsv"
ICGC_25K_NAME = "manifest.collaboratory.1767225600000.tsv"

_ARGO_HEADER = (
    "repository_code\tanalysis_id\tobject_id\tfile_type\tfile_name\tfile_size\tmd5sum\tindex_object_id\t"
    "donor_id\tsample_id(s)\tprogram_id"
)
_ICGC_25K_HEADER = (
    "repo_code\tfile_id\tobject_id\tfile_format\tfile_name\tfile_size\tmd5_sum\tindex_object_id\t"
    "donor_id/donor_count\tproject_id/project_count\tstudy"
)


def _write(path: Path, header: str, rows: Iterable[tuple[str, ...]]) -> None:
    lines = [header, *("\t".join(row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _described(held: PracticeObject) -> tuple[str, str, str, str, str, str]:
    index = held.index_object_id or ""
    return held.object_id, held.file_type, held.name, str(held.size), held.md5, index


def write_argo(path: Path, objects: Iterable[PracticeObject]) -> None:
    """Write the objects with the columns of a manifest of the ICGC ARGO platform."""
    _write(
        path,
        _ARGO_HEADER,
        (
            (
                "collab",
                held.analysis.analysis_id,
                *_described(held),
                held.analysis.donor_id,
                "|".join(held.analysis.sample_ids),
                held.analysis.study_id,
            )
            for held in objects
        ),
    )


def write_25k(path: Path, objects: Iterable[PracticeObject]) -> None:
    """Write the objects with the columns of a manifest of the ICGC 25K portal."""
    _write(
        path,
        _ICGC_25K_HEADER,
        (
            (
                "collaboratory",
                f"FI9{number:05d}",
                *_described(held),
                held.analysis.donor_id,
                held.analysis.study_id,
                "",
            )
            for number, held in enumerate(objects, start=1)
        ),
    )
