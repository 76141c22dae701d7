"""The token goes to one origin, in the open nowhere, and into no text; answers are read with caps on everything."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest

from score_gui.model.problem import ProblemError
from score_gui.model.secret import Secret
from score_gui.net.api import ApiClient, ApiFailure, OneOrigin
from score_gui.net.origin import Origin
from score_gui.net.settings import NetSettings
from tests.fakes.json_site import said
from tests.fakes.raw_server import RawServer, Script, Silence, answer

TOKEN = Secret("canary-7c9e6679")
NET = NetSettings(
    connect_timeout=60, read_timeout=60, header_timeout=60, api_timeout=60, user_agent="score_gui/test"
)


class Bench:
    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack

    def server(self, *scripts: Script | Callable[[str], Script]) -> RawServer:
        return self._stack.enter_context(RawServer([*scripts]))

    def client(self, url: str, settings: NetSettings = NET, token: Secret | None = TOKEN) -> ApiClient:
        made = ApiClient(url, lambda: token, settings)
        self._stack.callback(made.close)
        return made


@pytest.fixture
def bench() -> Iterator[Bench]:
    with ExitStack() as stack:
        yield Bench(stack)


def test_what_a_request_carries(bench: Bench) -> None:
    server = bench.server([said({"a": 1})])
    reply = bench.client(server.origin + "/storage-api/").get_json(
        ("download", "a b/c"), {"external": True, "n": -1}
    )
    assert (reply.value, reply.token_sent) == ({"a": 1}, True)
    first, *headers = server.requests[0].split("\r\n")[:-2]
    assert first == "GET /storage-api/download/a%20b%2Fc?external=true&n=-1 HTTP/1.1"
    assert sorted(headers) == [
        "Accept-Encoding: identity",
        "Accept: application/json, text/plain",
        f"Authorization: Bearer {TOKEN.reveal()}",
        f"Host: {server.host}",
        "User-Agent: score_gui/test",
    ]


@pytest.mark.parametrize("token", [None, Secret("")], ids=["none", "empty"])
def test_no_token_means_no_header(bench: Bench, token: Secret | None) -> None:
    server = bench.server([said([])])
    assert not bench.client(server.origin, token=token).get_json(("x",)).token_sent
    assert "uthorization" not in server.requests[0]


def test_a_question_can_leave_the_token_out(bench: Bench) -> None:
    server = bench.server([said([])])
    assert not bench.client(server.origin).get_json(("x",), with_token=False).token_sent
    assert "uthorization" not in server.requests[0]


def test_a_redirect_is_not_followed(bench: Bench) -> None:
    elsewhere = bench.server([said([])])
    server = bench.server([answer("307 x", f"Location: {elsewhere.origin}/steal")])
    with pytest.raises(ProblemError) as caught:
        bench.client(server.origin).get_json(("x",))
    assert caught.value.problem.code == "redirected"
    assert elsewhere.requests == []


class _Recorder(httpx.BaseTransport):
    def __init__(self) -> None:
        self.seen: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        return httpx.Response(200, json=[])


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example.org/x",
        "http://score.example.org/x",
        "https://score.example.org:444/x",
        "https://score.example.org.evil.example/x",
    ],
)
def test_a_request_that_leaves_its_origin_is_never_sent(url: str) -> None:
    inner = _Recorder()
    border = OneOrigin(Origin.of(httpx.URL("https://score.example.org")), inner)
    with pytest.raises(ValueError, match="origin"):
        border.handle_request(httpx.Request("GET", url))
    assert inner.seen == []


@pytest.mark.parametrize("url", ["https://Score.Example.ORG/x", "https://score.example.org:443/y"])
def test_one_origin_has_several_spellings(url: str) -> None:
    inner = _Recorder()
    OneOrigin(Origin.of(httpx.URL("https://score.example.org")), inner).handle_request(
        httpx.Request("GET", url)
    )
    assert len(inner.seen) == 1


def test_a_token_never_travels_in_the_clear() -> None:
    inner = _Recorder()
    client = ApiClient("http://score.example.org", lambda: TOKEN, NET, transport=inner)
    with pytest.raises(ValueError, match="in the clear"):
        client.get_json(("x",))
    assert inner.seen == []


@pytest.mark.parametrize(
    "url", ["", "score.example.org", "ftp://x.example.org", "https://", "https://a b", "http://x:0"]
)
def test_what_is_no_address_makes_no_client(url: str) -> None:
    with pytest.raises(ValueError, match="not a web address"):
        ApiClient(url, lambda: None, NET)


@pytest.mark.parametrize("segment", ["", ".", ".."])
def test_a_segment_that_leads_elsewhere_is_no_segment(bench: Bench, segment: str) -> None:
    with pytest.raises(ValueError, match="elsewhere"):
        bench.client("https://score.example.org").get_json(("download", segment))


def test_a_refusal_holds_what_was_said_and_never_the_token(bench: Bench) -> None:
    said_back = f"no\r\n\x1b[31m{TOKEN.reveal()} is\u202e not known".encode()
    server = bench.server(
        [answer("403 x", "Content-Type: text/plain; a=b", "WWW-Authenticate: Bearer", body=said_back)]
    )
    with pytest.raises(ApiFailure) as caught:
        bench.client(server.origin).get_json(("x",))
    failure = caught.value
    assert (failure.status, failure.content_type, failure.challenge) == (403, "text/plain", "Bearer")
    assert failure.text == "no [31m*** is not known"
    assert failure.token_sent
    assert "canary" not in "".join(traceback.format_exception(failure))


@pytest.mark.parametrize(
    ("body", "said_fields"), [(b'{"error": "x"}', {"error": "x"}), (b"[1]", {}), (b"<x", {})]
)
def test_a_refusal_in_json_can_be_read(bench: Bench, body: bytes, said_fields: object) -> None:
    server = bench.server([answer("400 x", body=body)])
    with pytest.raises(ApiFailure) as caught:
        bench.client(server.origin).get_json(("x",))
    assert caught.value.said == said_fields


def test_a_long_refusal_is_cut(bench: Bench) -> None:
    server = bench.server([answer("400 x", body=b"x" * 1_000_000)])
    with pytest.raises(ApiFailure) as caught:
        bench.client(server.origin).get_text(("x",))
    assert (len(caught.value.body), len(caught.value.text)) == (65536, 300)


def test_text_is_text(bench: Bench) -> None:
    server = bench.server(
        [answer("200 x", "Content-Type: text/plain", "Date: Sat, 21 Nov 2026 06:00:00 GMT", body=b"s3")]
    )
    reply = bench.client(server.origin).get_text(("profile",))
    assert (reply.value, reply.date) == ("s3", 1_795_240_800.0)


def test_an_answer_without_end_is_left(bench: Bench) -> None:
    def endless(_: str) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 x\r\n\r\n"
        while True:
            yield b" " * 1_000_000

    server = bench.server(endless)
    with pytest.raises(ProblemError) as caught:
        bench.client(server.origin).get_json(("x",))
    assert (caught.value.problem.code, "no end" in caught.value.problem.cause) == ("unexpected-answer", True)


@pytest.mark.parametrize("start", [b"HTTP/1.1 200 x\r\nContent-Length: 99\r\n\r\n", b"HTTP/1.1 200 x\r\nA: "])
def test_an_answer_that_stops_amid_is_ended_by_the_deadline(bench: Bench, start: bytes) -> None:
    server = bench.server([start, Silence])
    hasty = NetSettings(read_timeout=60, header_timeout=60, api_timeout=0.3)
    with pytest.raises(ProblemError) as caught:
        bench.client(server.origin, hasty).get_json(("x",))
    assert caught.value.problem.code == "no-answer"


def test_an_idle_connection_is_used_again(bench: Bench) -> None:
    server = bench.server([said([])])
    client = bench.client(server.origin)
    client.get_json(("x",))
    client.get_json(("x",))
    assert server.connections == 1


def test_a_closed_client_ends_the_question_on_its_way(bench: Bench) -> None:
    asked: list[ApiClient] = []

    def close_meanwhile(_: str) -> Iterator[bytes]:
        asked[0].close()
        yield b""

    server = bench.server(close_meanwhile)
    asked.append(bench.client(server.origin))
    with pytest.raises(ProblemError) as caught:
        asked[0].get_json(("x",))
    assert caught.value.problem.code == "connection-lost"


def test_nothing_of_a_question_is_logged(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server = bench.server([said([])])
    bench.client(server.origin).get_json(("download", "an-id"))
    assert caplog.records == []
