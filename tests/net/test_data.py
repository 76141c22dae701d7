"""The data plane takes exactly the bytes it asked for, and tells in stable codes why it did not."""

from __future__ import annotations

import logging
import socket
import threading
import traceback
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from score_gui.model import server_problems
from score_gui.model.byterange import ByteRange
from score_gui.model.problem import Problem, ProblemError, Recovery
from score_gui.model.secret import Secret
from score_gui.net.data import DataClient
from score_gui.net.pace import Pace
from score_gui.net.settings import NetSettings
from tests.fakes.raw_server import Hangup, RawServer, Reset, Script, Silence, answer

CANARY = "X-Amz-Signature=canary5167"
DATA = bytes(range(256)) * 8
WANTED = ByteRange(100, 400)
S3_EXPIRED = b"<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"
AZURE = b"\xef\xbb\xbf<Error><Code>AuthenticationFailed</Code></Error>"
AZURITE = (
    b"<Error><Code>AuthorizationFailure</Code>"
    b"<Message>Server failed to authenticate the request. Make sure of the signature.</Message></Error>"
)


@pytest.fixture
def client() -> Iterator[DataClient]:
    made = DataClient(NetSettings(connect_timeout=60, read_timeout=60))
    yield made
    made.close()


def _206(start: int, stop: int, *headers: str, total: str = str(len(DATA))) -> bytes:
    told = f"Content-Range: bytes {start}-{stop - 1}/{total}"
    return answer("206 Partial Content", told, *headers, body=DATA[start:stop])


def _get(
    client: DataClient,
    server: RawServer,
    wanted: ByteRange = WANTED,
    whole: int | None = len(DATA),
    *,
    vouched: bool = False,
) -> bytes:
    url = Secret(f"{server.origin}/data/object?X-Amz-Date=20261121T062736Z&{CANARY}")
    with client.fetch(url, wanted, group="g", whole=whole, vouched=vouched) as came:
        got = b"".join(bytes(chunk) for chunk in came.chunks())
        assert came.range == ByteRange(wanted.start, wanted.start + len(got))
    return got


def test_what_goes_along_with_a_link_does_not_follow_a_redirect(client: DataClient) -> None:
    with RawServer([[_206(100, 400)]]) as elsewhere:
        moved = answer("302 Found", f"Location: {elsewhere.origin}/data/object")
        with RawServer([[moved]]) as server:
            link = Secret(f"{server.origin}/data/object")
            sealed = [("X-SCORE-TOKEN", "c2VhbGVk")]
            with pytest.raises(ProblemError), client.fetch(link, WANTED, group="g", headers=sealed):
                pass
            assert "c2VhbGVk" in server.requests[0]
        assert elsewhere.requests == []


def test_the_asked_bytes_come_and_one_connection_serves_them_all(client: DataClient) -> None:
    with RawServer([[_206(100, 400, 'ETag: "v1"')], [_206(400, 700)]]) as server:
        url = Secret(f"{server.origin}/o")
        with client.fetch(url, WANTED, group="g") as came:
            assert (came.range, came.etag, came.total) == (WANTED, '"v1"', len(DATA))
            assert b"".join(bytes(chunk) for chunk in came.chunks()) == DATA[100:400]
        assert _get(client, server, ByteRange(400, 700)) == DATA[400:700]
        assert server.connections == 1


def test_nothing_but_the_range_is_told_to_a_store(client: DataClient) -> None:
    with RawServer([[_206(100, 400)]]) as server:
        _get(client, server)
        first, *headers = server.requests[0].split("\r\n")[:-2]
        assert first == f"GET /data/object?X-Amz-Date=20261121T062736Z&{CANARY} HTTP/1.1"
        assert sorted(headers) == [
            "Accept-Encoding: identity",
            f"Host: {server.host}",
            "Range: bytes=100-399",
        ]


def test_credentials_never_ride_along(client: DataClient) -> None:
    with (
        pytest.raises(ValueError, match="credentials"),
        client.fetch(Secret("http://127.0.0.1:1/"), WANTED, group=1, headers=[("AUTHORIZATION", "Bearer x")]),
    ):
        pass


# What comes, and how many of the asked bytes [100, 400) are taken from it.
TAKEN: list[tuple[str, bytes, int]] = [
    ("the range", _206(100, 400), 300),
    ("a shorter one", _206(100, 200), 100),
    ("a longer one is cut", _206(100, 900), 300),
    ("the total is not told", _206(100, 400, total="*"), 300),
    ("a 200 that is a 206 in all but its number", _206(100, 400).replace(b"206", b"200", 1), 300),
    ("signed chunks as such are identity", _206(100, 400, "Content-Encoding: aws-chunked"), 300),
]


@pytest.mark.parametrize(("said", "taken"), [row[1:] for row in TAKEN], ids=[row[0] for row in TAKEN])
def test_answers_that_hold_the_asked_bytes(client: DataClient, said: bytes, taken: int) -> None:
    with RawServer([[said]]) as server:
        assert _get(client, server) == DATA[100 : 100 + taken]


def test_a_200_with_the_whole_object_will_do_if_all_of_it_was_asked_for(client: DataClient) -> None:
    with RawServer([[answer("200 OK", body=DATA)]]) as server:
        assert _get(client, server, ByteRange(0, len(DATA))) == DATA


def test_a_200_of_unknown_length_is_no_answer_for_a_part(client: DataClient) -> None:
    with (
        RawServer([[answer("200 OK", body=DATA[:300], length=-1)]], keep_alive=False) as server,
        pytest.raises(ProblemError) as caught,
    ):
        _get(client, server, ByteRange(0, 300))
    assert caught.value.problem.code == "range-ignored"


def test_a_body_without_length_is_counted(client: DataClient) -> None:
    head = f"HTTP/1.0 206 x\r\nContent-Range: bytes 100-399/{len(DATA)}\r\n\r\n".encode()
    with RawServer([[head + DATA[100:400]]], keep_alive=False) as server:
        assert _get(client, server) == DATA[100:400]


def _chunked(*pieces: bytes) -> bytes:
    head = f"HTTP/1.1 206 x\r\nContent-Range: bytes 100-399/{len(DATA)}\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head.encode() + b"".join(b"%x\r\n%b\r\n" % (len(one), one) for one in pieces)


def test_a_chunked_body_is_taken(client: DataClient) -> None:
    with RawServer([[_chunked(DATA[100:250], DATA[250:400], b"")]]) as server:
        assert _get(client, server) == DATA[100:400]


def test_a_part_that_does_not_say_which_it_is_is_taken_where_an_md5_will_tell(client: DataClient) -> None:
    with RawServer([[answer("206 x", body=DATA[100:400])]]) as server:
        assert _get(client, server, vouched=True) == DATA[100:400]


@pytest.mark.parametrize(
    "instead",
    [
        answer("206 x", body=DATA[100:399]),
        answer("206 x", body=DATA[100:401]),
        answer("206 x", "Content-Range: bytes 101-400/2048", body=DATA[101:401]),
        answer("206 x", "Content-Range: bytes 100-", body=DATA[100:400]),
        answer("206 x", "Content-Type: text/html", body=DATA[100:400]),
        b"HTTP/1.0 206 x\r\n\r\n" + DATA[100:400],
    ],
    ids=["short", "long", "another start", "half a range", "a page", "no length"],
)
def test_it_is_not_taken_if_anything_else_is_odd(client: DataClient, instead: bytes) -> None:
    with RawServer([[instead, Hangup]]) as server, pytest.raises(ProblemError) as caught:
        _get(client, server, vouched=True)
    assert caught.value.problem.code == "wrong-range"


HEADER_BLOCK = b"HTTP/1.1 206 x\r\nContent-Range: bytes 100-399/2048\r\nContent-Length: 300\r\n"

# What comes instead, the code, the recovery.
REFUSED: list[tuple[str, Script, str, Recovery]] = [
    ("another start", [_206(101, 401)], "wrong-range", Recovery.RETRY),
    ("the whole object", [answer("200 OK", body=DATA)], "range-ignored", Recovery.RETRY),
    ("206 without a range", [answer("206 x", body=DATA[100:400])], "wrong-range", Recovery.RETRY),
    (
        "backward range",
        [answer("206 x", "Content-Range: bytes 400-100/2048", body=b"x")],
        "wrong-range",
        Recovery.RETRY,
    ),
    (
        "range beyond its total",
        [answer("206 x", "Content-Range: bytes 100-399/200", body=DATA[100:400])],
        "wrong-range",
        Recovery.RETRY,
    ),
    (
        "length and range differ",
        [answer("206 x", "Content-Range: bytes 100-399/2048", body=DATA[:800])],
        "wrong-range",
        Recovery.RETRY,
    ),
    ("two lengths", [_206(100, 400, "Content-Length: 299")], "unexpected-answer", Recovery.RETRY),
    (
        "negative length",
        [answer("206 x", "Content-Range: bytes 100-399/2048", "Content-Length: -5", length=-1)],
        "unexpected-answer",
        Recovery.RETRY,
    ),
    ("gzip", [_206(100, 400, "Content-Encoding: gzip")], "body-altered", Recovery.PERSON),
    (
        "several pieces",
        [answer("206 x", "Content-Type: multipart/byteranges; boundary=x", body=b"--x")],
        "body-altered",
        Recovery.PERSON,
    ),
    (
        "a sign-in page",
        [answer("200 OK", "Content-Type: Text/HTML; charset=utf-8", body=b"<html>")],
        "web-page",
        Recovery.WAIT_NETWORK,
    ),
    ("redirect", [answer("302 Found", "Location: http://127.0.0.1:1/")], "link-redirected", Recovery.RENEW),
    ("S3 link ended", [answer("403 x", body=S3_EXPIRED)], "link-expired", Recovery.RENEW),
    ("Azure link ended", [answer("403 x", body=AZURE)], "link-expired", Recovery.RENEW),
    ("Azure's emulator: link ended", [answer("403 x", body=AZURITE)], "link-expired", Recovery.RENEW),
    (
        "not from this network, says Azure",
        [answer("403 x", body=b"<Error><Code>AuthorizationFailure</Code></Error>")],
        "link-refused",
        Recovery.RENEW,
    ),
    (
        "S3 credentials ended",
        [answer("400 x", body=b"<Error><Code>ExpiredToken</Code></Error>")],
        "link-expired",
        Recovery.RENEW,
    ),
    (
        "signature refused",
        [answer("403 x", body=b"<Error><Code>SignatureDoesNotMatch</Code></Error>")],
        "link-refused",
        Recovery.RENEW,
    ),
    ("403 without words", [answer("403 x")], "link-refused", Recovery.RENEW),
    (
        "refused and cut off",
        [answer("403 x", length=500, body=S3_EXPIRED), Reset],
        "link-expired",
        Recovery.RENEW,
    ),
    ("not there", [answer("404 x")], "gone-at-source", Recovery.PERSON),
    ("no such bytes", [answer("416 x")], "range-not-satisfiable", Recovery.DESCRIBE),
    ("busy", [answer("429 x")], "server-busy", Recovery.WAIT_SERVER),
    ("slow down", [answer("503 x")], "server-busy", Recovery.WAIT_SERVER),
    ("500", [answer("500 x")], "server-error", Recovery.RETRY),
    ("502", [answer("502 x")], "server-unavailable", Recovery.RETRY),
    ("504", [answer("504 x")], "server-unavailable", Recovery.RETRY),
    ("nothing but hints", [b"HTTP/1.1 103 x\r\n\r\n" * 30], "unexpected-answer", Recovery.RETRY),
    ("204", [b"HTTP/1.1 204 x\r\n\r\n"], "unexpected-answer", Recovery.RETRY),
    ("not HTTP", [b"\0\1\2 garbage\r\n\r\n"], "unexpected-answer", Recovery.RETRY),
    ("nothing at all", [Reset], "connection-lost", Recovery.RETRY),
    ("headers cut off", [HEADER_BLOCK[:60], Reset], "connection-lost", Recovery.RETRY),
    ("101 headers", [HEADER_BLOCK + b"a: b\r\n" * 200 + b"\r\n"], "unexpected-answer", Recovery.RETRY),
    ("a header of 200 kB", [HEADER_BLOCK + b"a: " + b"b" * 200_000], "unexpected-answer", Recovery.RETRY),
    ("a reset in the body", [_206(100, 400)[:-50], Reset], "connection-lost", Recovery.RETRY),
    ("a chunk cut off", [_chunked(DATA[100:250])], "connection-lost", Recovery.RETRY),
]


@pytest.mark.parametrize(
    ("script", "code", "recovery"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED]
)
def test_answers_that_are_refused(client: DataClient, script: Script, code: str, recovery: Recovery) -> None:
    with RawServer([script], keep_alive=False) as server, pytest.raises(ProblemError) as caught:
        _get(client, server)
    assert (caught.value.problem.code, caught.value.problem.recovery) == (code, recovery)


@pytest.mark.parametrize("signature", ["feedbeef0x1x77", "feedbeef", "Feedbeef", "d0" * 32, "AbC+/dEf=="])
def test_a_store_that_repeats_the_signature_as_its_code_is_not_quoted(
    client: DataClient, signature: str
) -> None:
    refused = answer("403 x", body=f"<Error><Code>{signature}</Code></Error>".encode())
    with RawServer([[refused]]) as server:
        link = Secret(f"{server.origin}/x?X-Amz-Signature={quote(signature, safe='')}")
        with pytest.raises(ProblemError) as caught, client.fetch(link, WANTED, group=1):
            pass
    assert caught.value.problem == server_problems.link_refused(server.host, "403")


def test_headers_that_end_in_the_middle_are_no_headers(client: DataClient) -> None:
    with RawServer([[HEADER_BLOCK]], keep_alive=False) as server, pytest.raises(ProblemError) as caught:
        _get(client, server)
    assert caught.value.problem.code == "connection-lost"


def _get_until_it_ends(client: DataClient, server: RawServer) -> tuple[bytes, Problem | None]:
    got = b""
    try:
        with client.fetch(Secret(server.origin), WANTED, group=1) as came:
            for chunk in came.chunks():
                got += chunk
    except ProblemError as failure:
        return got, failure.problem
    return got, None


def test_what_came_before_a_cut_was_given_out(client: DataClient) -> None:
    with RawServer([[_206(100, 400)[:-50]]], keep_alive=False) as server:
        got, problem = _get_until_it_ends(client, server)
    assert (got, problem) == (DATA[100:350], server_problems.answer_cut_off(server.host, 50))


def test_what_came_before_a_silence_was_given_out(
    client: DataClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Silence is short in the body alone: a server on a busy computer may take its time to begin."""
    start_body = Pace.start_body

    def start_in_haste(pace: Pace, deadline: float | None) -> None:
        start_body(pace, deadline)
        pace.silence = 0.1

    monkeypatch.setattr(Pace, "start_body", start_in_haste)
    with RawServer([[_206(100, 400)[:-50], Silence]]) as server:
        got, problem = _get_until_it_ends(client, server)
    assert (got, problem) == (DATA[100:350], server_problems.no_answer(server.host, 60))


def test_an_idle_connection_that_the_server_closed_is_replaced(client: DataClient) -> None:
    with RawServer([[_206(100, 400)], [Reset], [_206(100, 400)]]) as server:
        _get(client, server)
        assert _get(client, server) == DATA[100:400]
        assert server.connections == 2


def test_a_failure_on_a_fresh_connection_is_final(client: DataClient) -> None:
    with RawServer([[Reset], [_206(100, 400)]]) as server:
        with pytest.raises(ProblemError):
            _get(client, server)
        assert server.connections == 1


def test_an_aborted_group_ends_at_once_and_the_others_go_on(client: DataClient) -> None:
    ended: dict[str, str] = {}
    both = threading.Barrier(3, timeout=60)

    def read(group: str) -> None:
        try:
            with client.fetch(Secret(server.origin), WANTED, group=group) as came:
                chunks = came.chunks()
                both.wait()
                ended[group] = str(len(b"".join(bytes(chunk) for chunk in chunks)))
        except ProblemError as failure:
            ended[group] = failure.problem.code

    release = threading.Event()

    def slow(_: str) -> Iterator[bytes]:
        yield _206(100, 400)[:-50]
        release.wait(60)
        yield DATA[350:400]

    with RawServer([slow]) as server:
        threads = {name: threading.Thread(target=read, args=(name,)) for name in ("paused", "running")}
        for thread in threads.values():
            thread.start()
        both.wait()
        client.abort("paused")
        threads["paused"].join(60)
        assert ended == {"paused": "answer-cut-off"}
        release.set()
        threads["running"].join(60)
        assert ended["running"] == "300"


@pytest.mark.parametrize("is_reused", [False, True], ids=["over a new connection", "over an idle one"])
def test_a_request_that_an_abort_came_too_early_for_is_not_sent(client: DataClient, is_reused: bool) -> None:
    with RawServer([[_206(100, 400)]]) as server:
        if is_reused:
            _get(client, server)
        sent = len(server.requests)
        client.abort("paused")
        late = client.fetch(Secret(server.origin), WANTED, group="paused", is_over=lambda: True)
        with pytest.raises(ProblemError), late:
            pass
        assert len(server.requests) == sent


def test_nobody_listens(client: DataClient) -> None:
    with RawServer([[b""]]) as server:
        gone = server.origin
    with pytest.raises(ProblemError) as caught, client.fetch(Secret(gone), WANTED, group=1):
        pass
    assert caught.value.problem.code == "cannot-connect"
    assert "refused" in caught.value.problem.cause


def test_a_name_that_nobody_knows(client: DataClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with (
        pytest.raises(ProblemError) as caught,
        client.fetch(Secret("https://store.invalid/o"), WANTED, group=1),
    ):
        pass
    assert caught.value.problem.recovery is Recovery.WAIT_NETWORK
    assert "store.invalid" in caught.value.problem.cause


PAUSES = [("5", 5.0), ("0", None), ("-5", None), ("1000000000", 900.0), ("soon", None), ("1e9", None)]


@pytest.mark.parametrize(("text", "seconds"), PAUSES)
def test_a_busy_server_may_ask_for_a_pause(client: DataClient, text: str, seconds: float | None) -> None:
    with (
        RawServer([[answer("503 x", f"Retry-After: {text}")]]) as server,
        pytest.raises(ProblemError) as caught,
    ):
        _get(client, server)
    assert caught.value.problem.retry_after == seconds


def test_a_pause_until_a_date_is_measured_on_the_servers_clock(client: DataClient) -> None:
    said = answer(
        "503 x",
        "Date: Sat, 21 Nov 2026 06:00:00 GMT",
        "Retry-After: Sat, 21 Nov 2026 06:01:30 GMT",
    )
    with RawServer([[said]]) as server, pytest.raises(ProblemError) as caught:
        _get(client, server)
    assert caught.value.problem.retry_after == 90.0


@pytest.mark.parametrize("script", [r[1] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_a_ticket_shows_up_nowhere(
    client: DataClient, script: Script, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with RawServer([script], keep_alive=False) as server, pytest.raises(ProblemError) as caught:
        _get(client, server)
    seen = "".join(traceback.format_exception(caught.value)) + repr(caught.value.problem) + caplog.text
    assert "canary5167" not in seen
