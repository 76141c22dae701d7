"""Makes the practice data: once per folder, the same everywhere, and whole or not at all.

The set is built in a folder beside its place and renamed into it when it is complete, so a first start that
is killed leaves nothing that the next one could take for data. The name of the place says what is in it
(version of the recipe, size of the big file, with or without alignments): a set is never changed afterwards.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
from functools import partial
from pathlib import Path

from score_gui.demo import alignments, fillers, genome, manifests
from score_gui.demo.catalogue import PracticeData, PracticeObject, Role
from score_gui.demo.plan import Planned, practice_plan
from score_gui.model.profile import PRACTICE_SIZE

# Raise with every change of the recipe, or people keep the data of an older one.
_VERSION = 1
_STAMP = "made.json"
_REFERENCE = "practice_reference.fa"
_UNFINISHED = ".unfinished-practice-data-"
_LEFTOVER_AGE_SECONDS = 3600

_Figures = dict[str, tuple[int, str]]


def make_practice_data(folder: Path, *, large_size: int = PRACTICE_SIZE) -> PracticeData:
    """Return the practice set kept below `folder`, making it first if it is not there.

    `large_size` is the size of the big file in bytes. A set whose files were cut or lost is made again.
    Raises OSError where the folder cannot be written.
    """
    with_alignments = alignments.can_write_alignments()
    kind = "full" if with_alignments else "plain"
    place = folder / f"practice-{_VERSION}-{large_size}-{kind}"
    plan = practice_plan(with_alignments=with_alignments)
    figures = _read_stamp(place, plan)
    if figures is None:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        figures = _make(place, plan, large_size, with_alignments=with_alignments)
    return _assemble(place, plan, figures)


def _make(place: Path, plan: tuple[Planned, ...], large_size: int, *, with_alignments: bool) -> _Figures:
    building = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=place.parent))
    try:
        _write_files(building, plan, large_size, with_alignments=with_alignments)
        figures = {row.role.value: _measure(_place_of(building, row)) for row in plan}
        listed = _assemble(building, plan, figures).manifest_objects
        manifests.write_argo(building / manifests.ARGO_NAME, listed)
        manifests.write_25k(building / manifests.ICGC_25K_NAME, listed)
        (building / _STAMP).write_text(json.dumps(figures, indent=1), encoding="utf-8")
        return _settle(building, place, plan, figures)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _settle(building: Path, place: Path, plan: tuple[Planned, ...], figures: _Figures) -> _Figures:
    """Move a finished set to its place, unless another process was quicker."""
    if place.exists() and _read_stamp(place, plan) is None:
        # Damaged: out of the way in one step, so that no one can find a half-removed set there.
        removed = building.with_name(f"{building.name}.old")
        place.rename(removed)
        shutil.rmtree(removed, ignore_errors=True)
    try:
        building.rename(place)
    except OSError:
        made_by_another = _read_stamp(place, plan)
        if made_by_another is None:
            raise
        return made_by_another
    return figures


def _write_files(
    building: Path, plan: tuple[Planned, ...], large_size: int, *, with_alignments: bool
) -> None:
    paths = {row.role: _place_of(building, row) for row in plan}
    for path in paths.values():
        path.parent.mkdir(exist_ok=True)
    letters = genome.make_genome()
    if with_alignments:
        reference = building / _REFERENCE
        genome.write_reference(reference, letters)
        alignments.write_bam(paths[Role.BAM], paths[Role.BAI], letters)
        alignments.write_cram(paths[Role.CRAM], paths[Role.CRAI], letters, reference)
        plain = building / "variants.vcf"
        fillers.write_variants(plain, letters)
        alignments.compress_variants(plain, paths[Role.VCF], paths[Role.TBI])
        plain.unlink()
    else:
        fillers.write_variants(paths[Role.VCF], letters)
    fillers.write_large(paths[Role.LARGE], large_size)
    paths[Role.EMPTY].touch()
    fillers.write_table(paths[Role.TWIN_A], "Counts of the variants")
    fillers.write_table(paths[Role.TWIN_B], "Counts of the archive")
    fillers.write_note(paths[Role.UNPUBLISHED], "This analysis is not published.")
    fillers.write_note(paths[Role.MISSING], "This object is not in the bucket.")


def _place_of(folder: Path, row: Planned) -> Path:
    return folder / row.analysis.analysis_id / row.name


def _measure(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        return path.stat().st_size, hashlib.file_digest(
            file, partial(hashlib.md5, usedforsecurity=False)
        ).hexdigest()


def _read_stamp(place: Path, plan: tuple[Planned, ...]) -> _Figures | None:
    """Return the sizes and MD5s of a complete set, None where there is none or its files no longer fit."""
    try:
        stamp = json.loads((place / _STAMP).read_text(encoding="utf-8"))
        figures = {role: (int(size), str(md5)) for role, (size, md5) in stamp.items()}
        whole = all(_place_of(place, row).stat().st_size == figures[row.role.value][0] for row in plan)
    except (OSError, ValueError, TypeError, AttributeError, KeyError):
        return None
    return figures if whole else None


def _assemble(place: Path, plan: tuple[Planned, ...], figures: _Figures) -> PracticeData:
    ids = {row.role: row.object_id for row in plan}
    objects = tuple(
        PracticeObject(
            role=row.role,
            object_id=row.object_id,
            analysis=row.analysis,
            name=row.name,
            file_type=row.file_type,
            access=row.access,
            size=figures[row.role.value][0],
            md5=figures[row.role.value][1],
            path=_place_of(place, row) if row.in_bucket else None,
            index_object_id=None if row.listed_index is None else ids[row.listed_index],
            has_stored_parts=row.has_stored_parts,
            in_manifests=row.in_manifests,
        )
        for row in plan
    )
    return PracticeData(
        folder=place,
        objects=objects,
        manifest=place / manifests.ARGO_NAME,
        manifest_25k=place / manifests.ICGC_25K_NAME,
        reference=place / _REFERENCE if Role.CRAM in ids else None,
    )


def _sweep(folder: Path) -> None:
    """Remove what killed builds left behind; the age spares a build that runs at this moment."""
    for leftover in folder.glob(f"{_UNFINISHED}*"):
        try:
            age = time.time() - leftover.stat().st_mtime
        except OSError:
            continue
        if age > _LEFTOVER_AGE_SECONDS:
            shutil.rmtree(leftover, ignore_errors=True)
