"""What a Score server means when it says no. Its versions say the same thing in different ways.

Score 5.11 and later leave the message out of their JSON errors; up to 5.10 a dead token is a 500 with Tomcat's own
web page. The ARGO gateway answers in plain text, and 401 also where no token was sent.
"""

from __future__ import annotations

import re

from score_gui.model import problems, server_problems
from score_gui.model.language import phrase
from score_gui.model.problem import Problem, ProblemError
from score_gui.model.profile import Profile
from score_gui.net.api import ApiClient, ApiFailure
from score_gui.sources.recent import Recent
from score_gui.sources.song import SongClient

_STATE = re.compile(r"analysisState '([A-Z_]{1,40})'")
_EXCHANGED_SECONDS = 60.0
_TOMCAT_PAGE = re.compile(rb"\s*<!doctype html", re.IGNORECASE)


class ScoreRefusals:
    """Translates the answers of one site."""

    def __init__(self, profile: Profile, storage: ApiClient, song: SongClient) -> None:
        self._site = profile.name
        self._host = storage.host
        self._song = song
        self._song_at_storage = SongClient(profile, storage)
        self._exchanged: Recent[str, bool] = Recent(1, _EXCHANGED_SECONDS)

    def as_error(self, failure: ApiFailure, object_id: str) -> ProblemError:
        """The answer to a question about an object, as the error to raise. May ask Song why."""
        return ProblemError(self._problem(failure, object_id))

    def _problem(self, failure: ApiFailure, object_id: str) -> Problem:
        match failure.status:
            case 401 if failure.token_sent:
                return problems.token_refused(self._site)
            case 403 if failure.content_type == "text/html":
                return server_problems.web_page(self._host)
            case 401:
                return problems.token_needed(self._site)
            case 403:
                return self._forbidden(failure, object_id)
            case 404:
                return self._not_found()
            case 400:
                return self._bad_request(failure, object_id)
            case 500:
                return self._server_error(failure)
            case _:
                return problems.request_refused(
                    self._site, failure.text or phrase("status {status}", status=failure.status)
                )

    def _not_found(self) -> Problem:
        if self._is_exchanged():
            return problems.addresses_exchanged(self._site)
        return problems.unknown_object(self._site)

    def _is_exchanged(self) -> bool:
        """Whether a Song server answers at the storage address, and none at the other; asked once for many files.

        The answer to the question about a file does not tell: any server says 404 to a path that it does not know.
        """
        known = self._exchanged.get("")
        if known is None:
            known = _lists_studies(self._song_at_storage) and not _lists_studies(self._song)
            self._exchanged.put("", known)
        return known

    def _forbidden(self, failure: ApiFailure, object_id: str) -> Problem:
        if failure.token_sent:
            return problems.no_access(self._site, object_id)
        return problems.token_needed(self._site)

    def _bad_request(self, failure: ApiFailure, object_id: str) -> Problem:
        told = _STATE.search(failure.body.decode("utf-8", "replace"))
        if told:
            return problems.not_published(self._site, told[1])
        state = self._state_in_song(object_id)
        if state == "PUBLISHED":
            return problems.request_refused(self._site, failure.text or phrase("status 400"))
        return problems.not_published(self._site, state)

    def _state_in_song(self, object_id: str) -> str | None:
        try:
            return self._song.analysis_state(object_id)
        except ProblemError:
            return None

    def _server_error(self, failure: ApiFailure) -> Problem:
        if failure.token_sent and _TOMCAT_PAGE.match(failure.body):
            return problems.token_refused(self._site, 500)
        return server_problems.server_error(self._host, 500)


def _lists_studies(server: SongClient) -> bool:
    try:
        server.studies()
    except ProblemError:
        return False
    return True
