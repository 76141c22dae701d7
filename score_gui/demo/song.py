"""Song's REST interface as far as a downloader reads it: entities, studies, analyses and their files.

All of it is public in Song; still a token that Song does not know gets 401, as the filter looks at it first.
"""

from __future__ import annotations

from typing import Any

from score_gui.demo.answers import json_answer, song_error
from score_gui.demo.catalogue import Analysis, AnalysisState, PracticeData, PracticeObject
from score_gui.demo.entities import answer_entities, entity
from score_gui.demo.tokens import Tokens
from score_gui.demo.wire import Request, Response

_STATES = ("PUBLISHED", "UNPUBLISHED", "SUPPRESSED")
_MADE_AT = "2026-01-01T00:00:00.000"


class Song:
    """Answers for the catalogue."""

    def __init__(self, data: PracticeData, tokens: Tokens) -> None:
        self._data = data
        self._tokens = tokens

    def answer(self, request: Request) -> Response:
        """Answer one request."""
        caller = self._tokens.identify(request)
        if isinstance(caller, Response):
            return caller
        if request.method not in {"GET", "HEAD"}:
            return song_error(405, "method.not.allowed", "Only GET is offered here", request)
        match request.path.strip("/").split("/"):
            case ["isAlive"]:
                return json_answer(True)
            case ["entities"]:
                return answer_entities(self._data, request)
            case ["entities", object_id]:
                return self._entity(request, object_id)
            case ["studies", "all"]:
                return json_answer(self._studies())
            case ["studies", study_id, *rest]:
                return self._in_study(request, study_id, rest)
        return song_error(404, "not.found", "There is nothing at this path", request)

    def _entity(self, request: Request, object_id: str) -> Response:
        held = self._data.by_id(object_id)
        if held is None:
            message = f"The LegacyEntity with id '{object_id}' does not exist"
            return song_error(404, "legacy.entity.not.found", message, request)
        return json_answer(entity(held))

    def _studies(self) -> list[str]:
        return sorted({analysis.study_id for analysis in self._data.analyses})

    def _in_study(self, request: Request, study_id: str, rest: list[str]) -> Response:
        if study_id not in self._studies():
            message = f"The studyId '{study_id}' does not exist"
            return song_error(404, "study.id.does.not.exist", message, request)
        match rest:
            case []:
                return json_answer(_study(study_id))
            case ["analysis"]:
                return self._analyses(request, study_id, paged=False)
            case ["analysis", "paginated"]:
                return self._analyses(request, study_id, paged=True)
            case ["analysis", analysis_id, *tail] if tail in ([], ["files"]):
                return self._analysis(request, study_id, analysis_id, files_only=bool(tail))
        return song_error(404, "not.found", "There is nothing at this path", request)

    def _analyses(self, request: Request, study_id: str, *, paged: bool) -> Response:
        states = (request.first("analysisStates") or AnalysisState.PUBLISHED.value).split(",")
        unknown = [state for state in states if state not in _STATES]
        if unknown:
            message = f"The analysis state '{unknown[0]}' is not one of {', '.join(_STATES)}"
            return song_error(400, "malformed.parameter", message, request)
        found = [
            self._describe(analysis)
            for analysis in self._data.analyses
            if analysis.study_id == study_id and analysis.state.value in states
        ]
        return self._page(request, found) if paged else json_answer(found)

    def _page(self, request: Request, found: list[dict[str, Any]]) -> Response:
        limit, offset = request.first("limit") or "20", request.first("offset") or "0"
        if not (limit.isdecimal() and offset.isdecimal() and len(limit + offset) < 18):
            return song_error(400, "malformed.parameter", "limit and offset are whole numbers", request)
        rows = found[int(offset) : int(offset) + int(limit)]
        return json_answer({"analyses": rows, "totalAnalyses": len(found), "currentTotalAnalyses": len(rows)})

    def _analysis(self, request: Request, study_id: str, analysis_id: str, *, files_only: bool) -> Response:
        for analysis in self._data.analyses:
            if analysis.analysis_id == analysis_id and analysis.study_id == study_id:
                return json_answer(self._files(analysis) if files_only else self._describe(analysis))
        message = f"The analysisId '{analysis_id}' was not found"
        return song_error(404, "analysis.id.not.found", message, request)

    def _files(self, analysis: Analysis) -> list[dict[str, Any]]:
        return [_file(held) for held in self._data.objects if held.analysis == analysis]

    def _describe(self, analysis: Analysis) -> dict[str, Any]:
        published_at = _MADE_AT if analysis.state is AnalysisState.PUBLISHED else None
        return {
            "analysisId": analysis.analysis_id,
            "studyId": analysis.study_id,
            "analysisState": analysis.state.value,
            "createdAt": _MADE_AT,
            "updatedAt": _MADE_AT,
            "firstPublishedAt": published_at,
            "publishedAt": published_at,
            "analysisStateHistory": _history(analysis),
            "analysisType": {"name": analysis.type_name, "version": 1},
            "samples": [_sample(analysis, sample_id) for sample_id in analysis.sample_ids],
            "files": self._files(analysis),
            "experiment": {"platform": "ILLUMINA", "experimentalStrategy": "WGS"},
        }


def _study(study_id: str) -> dict[str, Any]:
    return {
        "studyId": study_id,
        "name": "Practice study",
        "organization": "score_gui",
        "description": "Made-up data to practise with",
        "info": {},
    }


def _history(analysis: Analysis) -> list[dict[str, str]]:
    if analysis.state is not AnalysisState.PUBLISHED:
        return []
    return [
        {
            "initialState": AnalysisState.UNPUBLISHED.value,
            "updatedState": AnalysisState.PUBLISHED.value,
            "updatedAt": _MADE_AT,
        }
    ]


def _sample(analysis: Analysis, sample_id: str) -> dict[str, Any]:
    specimen_id = sample_id.replace("SA", "SP")
    return {
        "sampleId": sample_id,
        "specimenId": specimen_id,
        "submitterSampleId": f"practice-{sample_id}",
        "sampleType": "Total DNA",
        "matchedNormalSubmitterSampleId": None,
        "specimen": {"specimenId": specimen_id, "donorId": analysis.donor_id},
        "donor": {"donorId": analysis.donor_id, "studyId": analysis.study_id},
        "info": {},
    }


def _file(held: PracticeObject) -> dict[str, Any]:
    return {
        "objectId": held.object_id,
        "studyId": held.analysis.study_id,
        "analysisId": held.analysis.analysis_id,
        "fileName": held.name,
        "fileSize": held.size,
        "fileType": held.file_type,
        "fileMd5sum": held.md5,
        "fileAccess": held.access.value,
        "dataType": "Practice data",
        "info": {},
    }
