"""What a Song server knows: names, analyses and studies. Never needed for the bytes themselves.

The ICGC ARGO gateway answers for Song too, with differences that are met here: no `fields`, page figures that
cannot be trusted, and index files that are answered with the name of their main file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from score_gui.model import problems
from score_gui.model.manifest import Entry
from score_gui.model.problem import ProblemError
from score_gui.model.profile import Profile, SiteKind
from score_gui.net.api import ApiClient, ApiFailure
from score_gui.sources.recent import Recent
from score_gui.sources.song_rows import (
    Analysis,
    SongEntity,
    read_analysis,
    read_entity,
    read_files,
    rows_of,
)

_PAGE_SIZE = 2000
_MOST_PAGES = 1000
_ANALYSES_AT_ONCE = 100
_NOT_FOUND = frozenset({"legacy.entity.not.found", "study.id.does.not.exist", "analysis.id.not.found"})

Params = Mapping[str, str | int | bool]


class SongClient:
    """Asks the metadata server of one profile. All calls block and raise ProblemError."""

    def __init__(self, profile: Profile, api: ApiClient) -> None:
        self._profile = profile
        self._api = api
        self._listed: Recent[str, tuple[SongEntity, ...]] = Recent(most=64, seconds=120.0)

    def entity(self, object_id: str) -> SongEntity:
        """One object by its id."""
        found = read_entity(self._get(("entities", object_id)))
        if found is None:
            raise self._unexpected("it does not describe a file")
        if found.object_id.lower() == object_id.lower():
            return found
        # ARGO finds the main file when it is asked for an index file.
        named = self._in_analysis(object_id, found.analysis_id)
        return named or SongEntity(object_id, None, found.analysis_id, found.study, found.access)

    def entities_of_analysis(self, analysis_id: str) -> tuple[SongEntity, ...]:
        """All objects of an analysis, each once."""
        known = self._listed.get(analysis_id)
        if known is None:
            known = tuple(self._pages(analysis_id))
            self._listed.put(analysis_id, known)
        return known

    def entity_if_listed(self, object_id: str, analysis_id: str | None) -> SongEntity | None:
        """An object of an analysis that was listed a moment ago; asks nobody."""
        listed = self._listed.get(analysis_id) if analysis_id else None
        return _find(object_id, listed or ())

    def studies(self) -> tuple[str, ...]:
        """The ids of all studies."""
        answer = self._get(("studies", "all"))
        if not isinstance(answer, list):
            raise self._unexpected("it is no list of studies")
        return tuple(one for one in answer if isinstance(one, str))

    def analyses(self, study: str) -> tuple[Analysis, ...]:
        """The published analyses of a study."""
        try:
            rows = list(self._paginated(study))
        except _NotFoundError:
            # Songs before 5 have no pages here.
            rows = rows_of(self._get(("studies", study, "analysis"), {"analysisStates": "PUBLISHED"}), "")
        return tuple(found for row in rows if (found := read_analysis(row)) is not None)

    def files(self, study: str, analysis_id: str) -> tuple[Entry, ...]:
        """The files of an analysis with sizes, MD5s and index files, as entries to download."""
        return read_files(self._get(("studies", study, "analysis", analysis_id, "files")), study, analysis_id)

    def analysis_state(self, object_id: str) -> str | None:
        """The state of the analysis that an object belongs to, such as `PUBLISHED`."""
        entity = self.entity(object_id)
        if not (entity.study and entity.analysis_id):
            return None
        answer = self._get(("studies", entity.study, "analysis", entity.analysis_id))
        found = read_analysis(answer)
        return found.state if found else None

    def close(self) -> None:
        self._api.close()

    # --- pages ----------------------------------------------------------------------------------------------

    def _pages(self, analysis_id: str) -> Iterator[SongEntity]:
        """Of a page only its rows and `last` can be trusted; an id that repeats is told once."""
        seen: set[str] = set()
        for page in range(_MOST_PAGES):
            answer = self._get(("entities",), {"gnosId": analysis_id, "size": _PAGE_SIZE, "page": page})
            rows = [one for row in rows_of(answer, "content") if (one := read_entity(row)) is not None]
            new = [one for one in rows if one.object_id not in seen]
            for one in new:
                if one.object_id not in seen:
                    seen.add(one.object_id)
                    yield one
            if not new or answer.get("last") is True:
                return

    def _paginated(self, study: str) -> Iterator[object]:
        count = 0
        for _ in range(_MOST_PAGES):
            params: Params = {"analysisStates": "PUBLISHED", "limit": _ANALYSES_AT_ONCE, "offset": count}
            answer = self._get(("studies", study, "analysis", "paginated"), params)
            rows = rows_of(answer, "analyses")
            yield from rows
            count += len(rows)
            total = answer.get("totalAnalyses") if isinstance(answer, dict) else None
            if not rows or (isinstance(total, int) and count >= total):
                return

    def _in_analysis(self, object_id: str, analysis_id: str | None) -> SongEntity | None:
        return _find(object_id, self.entities_of_analysis(analysis_id)) if analysis_id else None

    # --- asking ---------------------------------------------------------------------------------------------

    def _get(self, path: Sequence[str], params: Params | None = None) -> Any:
        """Song is public, so only ARGO sees the token unasked; a 401 is met with the other way."""
        first = self._profile.kind is SiteKind.ARGO
        try:
            try:
                return self._ask(path, params, with_token=first)
            except ApiFailure as failure:
                if failure.status != 401:
                    raise
                return self._ask(path, params, with_token=not first)
        except ApiFailure as failure:
            raise self._translated(failure) from None
        except ValueError:
            raise ProblemError(problems.unknown_object(self._profile.name)) from None

    def _ask(self, path: Sequence[str], params: Params | None, *, with_token: bool) -> Any:
        value = self._api.get_json(path, params, with_token=with_token).value
        if isinstance(value, dict) and "errorId" in value:
            # Some of its errors come with status 200.
            raise self._of_error_id(value["errorId"], 500)
        return value

    def _translated(self, failure: ApiFailure) -> ProblemError:
        site = self._profile.name
        match failure.status:
            case 401 if failure.token_sent:
                return ProblemError(problems.token_refused(site))
            case 401 | 403:
                return ProblemError(problems.token_needed(site))
            case 400 | 404 | 405:
                return _NotFoundError(problems.unknown_object(site))
            case _:
                return self._of_error_id(failure.said.get("errorId"), failure.status)

    def _of_error_id(self, error_id: object, status: int) -> ProblemError:
        if error_id in _NOT_FOUND:
            return _NotFoundError(problems.unknown_object(self._profile.name))
        return ProblemError(problems.server_error(self._api.host, status))

    def _unexpected(self, detail: str) -> ProblemError:
        return ProblemError(problems.unexpected_answer(self._api.host, detail))


class _NotFoundError(ProblemError):
    """The server has no such thing."""


def _find(object_id: str, among: Sequence[SongEntity]) -> SongEntity | None:
    return next((one for one in among if one.object_id.lower() == object_id.lower()), None)
