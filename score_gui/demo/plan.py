"""The table of the practice set: which object stands in which analysis, and what it shows.

Apart from the files themselves everything about the set is decided here.
"""

from __future__ import annotations

from dataclasses import dataclass

from score_gui.demo.catalogue import Access, Analysis, AnalysisState, Role, stable_id

STUDY = "PRAC-CA"
# Holds what no download can succeed with, so that the first study is all good.
STUDY_OF_TROUBLE = "PRAC-XX"


@dataclass(frozen=True)
class Planned:
    """One row of the plan. `listed_index` is the index object the manifests name for this object."""

    role: Role
    name: str
    file_type: str
    access: Access
    analysis: Analysis
    listed_index: Role | None = None
    has_stored_parts: bool = True
    in_manifests: bool = True
    in_bucket: bool = True

    @property
    def object_id(self) -> str:
        return stable_id(f"object {self.role.value}")


def _analysis(
    key: str,
    type_name: str,
    *samples: str,
    study: str = STUDY,
    state: AnalysisState = AnalysisState.PUBLISHED,
) -> Analysis:
    return Analysis(stable_id(f"analysis {key}"), study, type_name, state, "DO900001", samples)


_NORMAL = _analysis("normal", "sequencingAlignment", "SA900001")
_TUMOUR = _analysis("tumour", "sequencingAlignment", "SA900002")
_VARIANTS = _analysis("variants", "variantCall", "SA900001", "SA900002")
_ARCHIVE = _analysis("archive", "supplement", "SA900001", "SA900002")
_DRAFT = _analysis("draft", "supplement", "SA900003", study=STUDY_OF_TROUBLE, state=AnalysisState.UNPUBLISHED)
_LOST = _analysis("lost", "supplement", "SA900004", study=STUDY_OF_TROUBLE)

_BAM_NAME = "PRAC-CA.DO900001.SA900001.wgs.20260101.aln.bam"
_CRAM_NAME = "PRAC-CA.DO900001.SA900002.wgs.20260101.aln.cram"
_VCF_NAME = "PRAC-CA.DO900001.SA900002.20260101.somatic.snv.vcf"
_TWIN_NAME = "summary.tsv"


def _alignments() -> tuple[Planned, ...]:
    return (
        Planned(Role.BAM, _BAM_NAME, "BAM", Access.CONTROLLED, _NORMAL, listed_index=Role.BAI),
        Planned(Role.BAI, f"{_BAM_NAME}.bai", "BAI", Access.CONTROLLED, _NORMAL, in_manifests=False),
        # The manifests are silent about this index: a client finds it among the entities of the analysis.
        Planned(Role.CRAM, _CRAM_NAME, "CRAM", Access.OPEN, _TUMOUR),
        Planned(Role.CRAI, f"{_CRAM_NAME}.crai", "CRAI", Access.OPEN, _TUMOUR, in_manifests=False),
    )


def _variants(*, with_index: bool) -> tuple[Planned, ...]:
    if not with_index:
        return (Planned(Role.VCF, _VCF_NAME, "VCF", Access.OPEN, _VARIANTS),)
    name = f"{_VCF_NAME}.gz"
    return (
        Planned(Role.VCF, name, "VCF", Access.OPEN, _VARIANTS, listed_index=Role.TBI),
        Planned(
            Role.TBI,
            f"{name}.tbi",
            "TBI",
            Access.OPEN,
            _VARIANTS,
            has_stored_parts=False,
            in_manifests=False,
        ),
    )


def practice_plan(*, with_alignments: bool) -> tuple[Planned, ...]:
    """Return the rows of the plan. Without pysam there are no alignments and no index of the variants."""
    return (
        *(_alignments() if with_alignments else ()),
        *_variants(with_index=with_alignments),
        Planned(Role.TWIN_A, _TWIN_NAME, "TSV", Access.OPEN, _VARIANTS),
        Planned(Role.LARGE, "practice_large.tar", "TAR", Access.CONTROLLED, _ARCHIVE),
        Planned(Role.EMPTY, "practice_empty.txt", "TXT", Access.OPEN, _ARCHIVE),
        Planned(Role.TWIN_B, _TWIN_NAME, "TSV", Access.OPEN, _ARCHIVE),
        Planned(Role.UNPUBLISHED, "practice_draft.txt", "TXT", Access.OPEN, _DRAFT, in_manifests=False),
        Planned(
            Role.MISSING, "practice_lost.txt", "TXT", Access.OPEN, _LOST, in_manifests=False, in_bucket=False
        ),
    )
