"""A site for the tests and pictures of the browser: made-up studies, answered from memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from score_gui.model import problems
from score_gui.model.manifest import Entry
from score_gui.model.problem import Problem, ProblemError
from score_gui.sources.song import NotFoundError
from score_gui.sources.song_rows import Analysis, SongEntity, read_analysis
from score_gui.ui.words import shown
from tests.ui.preview_samples import object_id

SIZES = {"LICA-FR": 1240, "LIRI-JP": 240, "OCCAMS-GB": 61, "PACA-AU": 1204, "PACA-CA": 2350, "ZZ-DRAFTS": 0}
KINDS = ("sequencingAlignment", "variantCall", "sequencingAlignment", "qcMetrics")


class FakeSong:
    """What the browser asks of a `SongClient`. `problem`, while set, is raised by every question."""

    def __init__(self, sizes: dict[str, int] | None = None, *, has_studies: bool = True) -> None:
        self.sizes = SIZES if sizes is None else sizes
        self.has_studies = has_studies
        self.problem: Problem | None = None
        self.asked: list[str] = []
        self.closed = 0

    def studies(self) -> tuple[str, ...]:
        self._ask("studies")
        return tuple(self.sizes)

    def count(self, study: str) -> int | None:
        self._ask(f"count {study}")
        return self.sizes[study]

    def page(self, study: str, offset: int) -> dict[str, Any]:
        self._ask(f"{study} {offset}")
        last = min(self.sizes[study], offset + 100)
        rows = [analysis_row(study, number) for number in range(offset, last)]
        return {"analyses": rows, "totalAnalyses": self.sizes[study]}

    def analyses(self, study: str) -> Sequence[Analysis]:
        rows = (read_analysis(analysis_row(study, number)) for number in range(self.sizes[study]))
        return [row for row in rows if row is not None]

    def entity(self, asked: str) -> SongEntity:
        self._ask(f"entity {asked}")
        for analysis in self.analyses("LIRI-JP"):
            for file in analysis.files:
                if file.entry.object_id == asked:
                    return SongEntity(asked, file.entry.file_name, analysis.analysis_id, "LIRI-JP", None)
        raise NotFoundError(problems.unknown_object("Lab Overture"))

    def entities_of_analysis(self, asked: str) -> tuple[SongEntity, ...]:
        self._ask(f"entities {asked}")
        return ()

    def analysis(self, study: str, analysis_id: str) -> Analysis | None:
        return next((one for one in self.analyses(study) if one.analysis_id == analysis_id), None)

    def close(self) -> None:
        self.closed += 1

    def _ask(self, question: str) -> None:
        self.asked.append(question)
        if self.problem is not None:
            raise ProblemError(self.problem)


def analysis_row(study: str, number: int) -> dict[str, Any]:
    """An analysis as Song tells it."""
    sample = f"SA{408000 + number}"
    kind = KINDS[number % len(KINDS)]
    return {
        "analysisId": object_id(1_000_000 + number),
        "studyId": study,
        "analysisState": "PUBLISHED",
        "analysisType": {"name": kind, "version": 1},
        "samples": [{"sampleId": sample, "donor": {"donorId": f"DO{32800 + number // 2}"}}],
        "files": _file_rows(sample, kind, number),
    }


def _file_rows(sample: str, kind: str, number: int) -> list[dict[str, Any]]:
    if kind == "variantCall":
        names = [f"{sample}.somatic.snv.vcf.gz", f"{sample}.somatic.snv.vcf.gz.tbi", f"{sample}.indel.vcf.gz"]
    elif kind == "qcMetrics":
        names = [f"{sample}.qc.tgz"]
    else:
        names = [f"{sample}.aln.cram", f"{sample}.aln.cram.crai"]
    large = {".cram": 41_200_000_000, "c.gz": 186_000_000}
    return [
        {
            "objectId": object_id(number * 10 + place),
            "fileName": name,
            "fileSize": (large.get(f".{name.rpartition('.')[2]}") or large.get(name[-4:]) or 1_400_000)
            + number * 1_000_003,
            "fileMd5sum": f"{number:032x}",
            "fileType": _type_of(name),
            "fileAccess": "open" if kind == "qcMetrics" else "controlled",
        }
        for place, name in enumerate(names)
    ]


def _type_of(name: str) -> str:
    ending = name.removesuffix(".gz").rpartition(".")[2].upper()
    return "TGZ" if ending == "TGZ" else ending


def entry_names(entries: Sequence[Entry]) -> list[str]:
    return [shown(entry.file_name or "") for entry in entries]
