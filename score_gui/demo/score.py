"""Score's REST interface, as a score-server with the `secure` profile answers it.

Read in the source of overture-stack/score: DownloadController, ListingController and the security classes.
The order of the checks is the server's: parameters, token, access, and then what the storage finds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from score_gui.demo.answers import boot_error, json_answer, text_answer, unauthorised
from score_gui.demo.backends import Backend, Refused
from score_gui.demo.catalogue import Access, PracticeData
from score_gui.demo.tokens import Caller, Tokens
from score_gui.demo.wire import Request, Response
from score_gui.demo.wish import read_wish

NO_SCOPE = "Token missing required scope to download controlled-access file"


class Score:
    """Answers for the catalogue with what one backend says of its objects."""

    def __init__(
        self, data: PracticeData, tokens: Tokens, backend: Backend, ping_link: Callable[[], str]
    ) -> None:
        self._data = data
        self._tokens = tokens
        self._backend = backend
        self._ping_link = ping_link

    def answer(self, request: Request) -> Response:
        """Answer one request."""
        if request.method not in {"GET", "HEAD"}:
            return boot_error(405, request)
        if request.path.startswith("/download/") and request.path != "/download/ping":
            return self._download(request, request.path.removeprefix("/download/"))
        caller = self._tokens.identify(request)
        if isinstance(caller, Response):
            return caller
        if request.path == "/download/ping":
            return text_answer(self._ping_link())
        if request.path in {"/actuator/health", "/health"}:
            return json_answer({"status": "UP"})
        return self._for_members(request, caller)

    def _for_members(self, request: Request, caller: Caller) -> Response:
        if not caller.known:
            return unauthorised()
        if request.path == "/profile":
            return text_answer(self._backend.profile)
        if request.path == "/listing":
            return json_answer(self._listing())
        return boot_error(404, request)

    def _listing(self) -> list[dict[str, Any]]:
        return [
            {"id": held.object_id, "lastModified": int(held.path.stat().st_mtime * 1000), "size": held.size}
            for held in self._data.objects
            if held.path is not None
        ]

    def _download(self, request: Request, object_id: str) -> Response:
        wish = read_wish(request)
        if wish is None:
            return boot_error(400, request)
        caller = self._tokens.identify(request)
        if isinstance(caller, Response):
            return caller
        held = self._data.by_id(object_id.lower())
        if held is None:
            return boot_error(404, request)
        if held.access is Access.CONTROLLED and not caller.may_read_controlled:
            return text_answer(NO_SCOPE, 403)
        found = self._backend.specify(held, wish)
        return boot_error(found.status, request) if isinstance(found, Refused) else json_answer(found)
