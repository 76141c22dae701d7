"""What a Song server knows: names, analyses and studies. Never needed for the bytes themselves.

The ICGC ARGO gateway answers for Song too, with differences that are met here: no `fields`, page figures that
cannot be trusted, and index files that are answered with the name of their main file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from score_gui.model import problems, server_problems
from score_gui.model.language import phrase
from score_gui.model.problem import Problem, ProblemError, Recovery
from score_gui.model.profile import Profile, SiteKind
from score_gui.net.api import ApiClient, ApiFailure
from score_gui.sources.recent import Recent
from score_gui.sources.song_pages import AnalysisPages, total_of
from score_gui.sources.song_rows import (
    PUBLISHED,
    Analysis,
    SongEntity,
    SongFile,
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
        self._described: Recent[str, Analysis] = Recent(most=64, seconds=120.0)

    def entity(self, object_id: str) -> SongEntity:
        """One object by its id."""
        found = read_entity(self._get(("entities", object_id)))
        if found is None:
            raise self._unexpected(phrase("it does not describe a file"))
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
            raise self._unexpected(phrase("it is no list of studies"))
        return tuple(one for one in answer if isinstance(one, str))

    @property
    def site(self) -> str:
        """What people call the site."""
        return self._profile.name

    @property
    def has_studies(self) -> bool:
        """Whether this site lists studies at all: the gateway of ICGC ARGO does not."""
        return self._profile.kind is not SiteKind.ARGO

    def count(self, study: str) -> int | None:
        """How many published analyses a study has; None where the server does not count them."""
        try:
            return total_of(self._page(study, 0, limit=1))
        except NotFoundError:
            return None

    def page(self, study: str, offset: int) -> Any:
        """Song's own answer with the published analyses of a study from number `offset` on."""
        try:
            return self._page(study, offset)
        except NotFoundError:
            if offset:
                raise
            return self._whole(study)  # Songs before 5 have no pages here

    def pages(self, study: str) -> AnalysisPages:
        """The published analyses of a study with their files. Asks nobody before the first page is taken."""
        return AnalysisPages(partial(self.page, study))

    def analysis(self, study: str, analysis_id: str) -> Analysis | None:
        """One analysis with its files, in whatever state; None if the answer describes none."""
        key = f"{study}/{analysis_id}"
        known = self._described.get(key)
        if known is None:
            known = read_analysis(self._get(("studies", study, "analysis", analysis_id)))
            if known is not None:
                self._described.put(key, known)
        return known

    def files(self, study: str, analysis_id: str) -> tuple[SongFile, ...]:
        """The files of an analysis with sizes, MD5s and index files."""
        answer = self._get(("studies", study, "analysis", analysis_id, "files"))
        return read_files(answer, Analysis(analysis_id, study))

    def analysis_state(self, object_id: str) -> str | None:
        """The state of the analysis that an object belongs to, such as `PUBLISHED`."""
        entity = self.entity(object_id)
        if not (entity.study and entity.analysis_id):
            return None
        # Asked anew: it may have been published since somebody looked.
        found = read_analysis(self._get(("studies", entity.study, "analysis", entity.analysis_id)))
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

    def _page(self, study: str, offset: int, limit: int = _ANALYSES_AT_ONCE) -> Any:
        params: Params = {"analysisStates": PUBLISHED, "limit": limit, "offset": offset}
        return self._get(("studies", study, "analysis", "paginated"), params)

    def _whole(self, study: str) -> Any:
        try:
            return self._get(("studies", study, "analysis"), {"analysisStates": PUBLISHED})
        except NotFoundError:
            raise NotFoundError(_unknown_study(self._profile.name)) from None

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
                return NotFoundError(problems.unknown_object(site))
            case _:
                return self._of_error_id(failure.said.get("errorId"), failure.status)

    def _of_error_id(self, error_id: object, status: int) -> ProblemError:
        if error_id in _NOT_FOUND:
            return NotFoundError(problems.unknown_object(self._profile.name))
        return ProblemError(server_problems.server_error(self._api.host, status))

    def _unexpected(self, detail: str) -> ProblemError:
        return ProblemError(server_problems.unexpected_answer(self._api.host, detail))


class NotFoundError(ProblemError):
    """The server has no such thing."""


def _unknown_study(site: str) -> Problem:
    cause = phrase("{site} tells of no analyses in it.", site=site)
    return Problem(
        "unknown-study", phrase("Study not known"), cause, phrase("Choose another study."), Recovery.PERSON
    )


def _find(object_id: str, among: Sequence[SongEntity]) -> SongEntity | None:
    return next((one for one in among if one.object_id.lower() == object_id.lower()), None)
