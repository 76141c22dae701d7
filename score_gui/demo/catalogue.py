"""What the practice site holds: studies, analyses and objects, as plain values.

The store, Score and Song all answer from this one catalogue, so they cannot contradict each other.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

_NAMESPACE = uuid.UUID("6f1c1a5e-2d0b-5c6e-9d1e-0a4f5b7c8d90")


def stable_id(name: str) -> str:
    """Return the id that belongs to a name: the same on every machine and in every run."""
    return str(uuid.uuid5(_NAMESPACE, name))


class Access(Enum):
    """Who may download an object, in Song's own words."""

    OPEN = "open"
    CONTROLLED = "controlled"


class AnalysisState(Enum):
    """Song's release state. Score hands out objects of published analyses only."""

    PUBLISHED = "PUBLISHED"
    UNPUBLISHED = "UNPUBLISHED"


class Role(Enum):
    """What an object is there to be practised with."""

    BAM = "bam"
    BAI = "bai"
    CRAM = "cram"
    CRAI = "crai"
    VCF = "vcf"
    TBI = "tbi"
    LARGE = "large"
    EMPTY = "empty"
    TWIN_A = "twin_a"
    TWIN_B = "twin_b"
    UNPUBLISHED = "unpublished"
    MISSING = "missing"


@dataclass(frozen=True)
class Analysis:
    """One Song analysis: the unit that is published, and the folder an object belongs to."""

    analysis_id: str
    study_id: str
    type_name: str
    state: AnalysisState
    donor_id: str
    sample_ids: tuple[str, ...]


@dataclass(frozen=True)
class PracticeObject:
    """One object of the site.

    `size` is in bytes and `md5` in lower-case hex, both of the whole object. `path` is None where Song knows
    an object that the bucket does not hold. `index_object_id` is what the manifests say, which may be less
    than what Song knows. Without `has_stored_parts` the object counts as put into the bucket by hand: Score
    then knows no MD5 of its parts.
    """

    role: Role
    object_id: str
    analysis: Analysis
    name: str
    file_type: str
    access: Access
    size: int
    md5: str
    path: Path | None
    index_object_id: str | None
    has_stored_parts: bool
    in_manifests: bool

    @property
    def published(self) -> bool:
        return self.analysis.state is AnalysisState.PUBLISHED


@dataclass(frozen=True)
class PracticeData:
    """The practice set on disk.

    `manifest` has the columns of ICGC ARGO, `manifest_25k` those of ICGC 25K; both name the same objects.
    `reference` is the FASTA the CRAM was written against, None where pysam is not installed.
    """

    folder: Path
    objects: tuple[PracticeObject, ...]
    manifest: Path
    manifest_25k: Path
    reference: Path | None

    def find(self, role: Role) -> PracticeObject | None:
        """Return the object of a role, or None: without pysam there is no BAM, no CRAM and no index."""
        return next((held for held in self.objects if held.role is role), None)

    def get(self, role: Role) -> PracticeObject:
        """Return the object of a role. Raises KeyError if this set was made without it."""
        found = self.find(role)
        if found is None:
            raise KeyError(role)
        return found

    def by_id(self, object_id: str) -> PracticeObject | None:
        return next((held for held in self.objects if held.object_id == object_id), None)

    @property
    def analyses(self) -> tuple[Analysis, ...]:
        """All analyses, each once, in the order of the objects."""
        return tuple(dict.fromkeys(held.analysis for held in self.objects))

    @property
    def manifest_objects(self) -> tuple[PracticeObject, ...]:
        """The objects with a row of their own in the manifests, in the order of the rows."""
        return tuple(held for held in self.objects if held.in_manifests)
