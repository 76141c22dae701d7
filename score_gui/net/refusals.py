"""What a store means when it does not give the bytes: its status and its error code, as a problem."""

from __future__ import annotations

from urllib.parse import unquote

import httpx

from score_gui.model import problems, server_problems
from score_gui.model.language import phrase
from score_gui.model.problem import Problem
from score_gui.net import answers
from score_gui.net.proxy_failures import passed_on_problem

# S3 answers 403 AccessDenied with these words once a signature has ended, and 400 ExpiredToken once the
# credentials behind it have; Azure says AuthenticationFailed for both a stale and a wrong signature, and its
# emulator the same under the code that Azure has for a network that may not come in.
_ENDED_WORDS = (b"Request has expired", b"Server failed to authenticate the request")
_ENDED_CODES = frozenset({"ExpiredToken", "RequestExpired", "AuthenticationFailed"})


def refusal(response: httpx.Response, host: str) -> Problem:
    """The problem that an answer other than 200 or 206 stands for. Reads at most 64 KiB of it."""
    status = response.status_code
    if status in {400, 401, 403}:
        return _link_problem(response, host)
    hop = response.extensions.get("hop")
    if status == 407 and hop is not None:
        return passed_on_problem(hop, host, response.headers.get("Proxy-Authenticate", ""))
    known = _BY_STATUS.get(status)
    if known is not None:
        return known(host)
    if status in {429, 503}:
        return server_problems.server_busy(host, status, answers.retry_after(response.headers))
    if 300 <= status < 400:
        return server_problems.link_redirected(host)
    if status >= 500:
        return server_problems.server_error(host, status)
    return server_problems.unexpected_answer(host, phrase("status {status}", status=status))


def _link_problem(response: httpx.Response, host: str) -> Problem:
    body = answers.start_of(response.stream)  # type: ignore[arg-type]  # a sync client gets a sync stream
    code = answers.store_code(body)
    if code in _ENDED_CODES or any(words in body for words in _ENDED_WORDS):
        return server_problems.link_expired(host)
    if code == "RequestTimeout":
        return server_problems.server_error(host, response.status_code)
    if code is None or _is_of_the_link(code, response):
        return server_problems.link_refused(host, str(response.status_code))
    return server_problems.link_refused(host, code)


def _is_of_the_link(code: str, response: httpx.Response) -> bool:
    """A store that repeats what it was asked as its code would have the signature shown and kept."""
    return code.lower() in unquote(str(response.request.url)).lower()


_BY_STATUS = {
    404: problems.source_gone,
    410: problems.source_gone,
    412: lambda _: problems.file_changed(phrase("The store holds another version than before.")),
    416: server_problems.range_not_satisfiable,
    502: lambda host: server_problems.server_unavailable(host, 502),
    504: lambda host: server_problems.server_unavailable(host, 504),
    511: server_problems.web_page,
}
