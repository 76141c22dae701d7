"""What the program makes of a Score server's answers, and of its refusals in all their historic forms."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from score_gui.model.byterange import ByteRange
from score_gui.model.manifest import Entry
from score_gui.model.problem import ProblemError, Recovery
from score_gui.model.profile import Profile, SiteKind
from score_gui.model.secret import Secret
from score_gui.model.specification import Specification
from score_gui.net.settings import NetSettings
from score_gui.sources.base import Source
from score_gui.sources.open import open_source
from tests.fakes.json_site import JsonSite, Params, Route, said
from tests.fakes.raw_server import answer

ID = "5b3bf92a-8f57-54b9-9ab9-6dcf34a0dc78"
INDEX_ID = "0d8a1d10-2c6c-5f8f-9b1e-9f5f6a8f5c11"
MD5 = "0301ca53c86138baa75b7aa357055405"
PART_MD5 = "ac5d500ec64fa7dc287050c553b83f3a"
TOKEN = "canary-6f1c1a5e"
DOWNLOAD = f"/download/{ID}"
STUDIES = "/studies/all"
SIGNED = (
    "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20261121T060000Z&X-Amz-SignedHeaders=host%3Brange"
    "&X-Amz-Expires=86400&X-Amz-Signature=canary68a7"
)
WHOLE = SIGNED.replace("%3Brange", "")
NET = NetSettings(connect_timeout=60, read_timeout=60, api_timeout=60)
DATE = "Date: Sat, 21 Nov 2026 06:00:00 GMT"
NAMED = Entry(ID, file_name="reads.txt")


def _part(start: int, stop: int, number: int = 1, **more: Any) -> dict[str, Any]:
    url = f"http://127.0.0.1:9/data/{ID}?{SIGNED}&part={start}"
    row = {"partNumber": number, "partSize": stop - start, "offset": start, "url": url, "md5": None}
    return {**row, "sourceMd5": PART_MD5, **more}


def _object(*parts: dict[str, Any], size: int = 300, **more: Any) -> dict[str, Any]:
    return {"objectKey": "x", "objectId": ID, "parts": [*parts], "objectSize": size, "objectMd5": MD5, **more}


TWO_PARTS = _object(_part(0, 200), _part(200, 300, 2))


class Bench:
    """A storage server, a metadata server, and the source that asks them."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self.token: str | None = TOKEN
        self.storage = stack.enter_context(JsonSite({}))
        self.song = stack.enter_context(JsonSite({}))

    def source(self, kind: SiteKind = SiteKind.OVERTURE) -> Source:
        profile = Profile("p", "The site", self.storage.origin, self.song.origin, kind)
        made = open_source(profile, lambda: Secret(self.token) if self.token else None, NET)
        self._stack.callback(made.close)
        return made


@pytest.fixture
def bench() -> Iterator[Bench]:
    with ExitStack() as stack:
        yield Bench(stack)


def _describe(bench: Bench, entry: Entry = NAMED, *, with_index: bool = False, layout: bool = False) -> Any:
    return bench.source().describe(entry, with_index=with_index, layout_needs_analysis=layout)


def _problem(bench: Bench, entry: Entry = NAMED) -> Any:
    with pytest.raises(ProblemError) as caught:
        _describe(bench, entry)
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value.problem)
    assert "canary" not in told
    return caught.value.problem


# --- the specification --------------------------------------------------------------------------------------


def test_an_object_is_described_with_its_parts(bench: Bench) -> None:
    bench.storage.routes[DOWNLOAD] = said(TWO_PARTS)
    specification = _describe(bench).specification
    assert (specification.size, specification.md5) == (300, MD5)
    assert [(one.number, one.range, one.md5) for one in specification.parts] == [
        (1, ByteRange(0, 200), PART_MD5),
        (2, ByteRange(200, 300), PART_MD5),
    ]
    assert bench.storage.asked == [f"{DOWNLOAD}?offset=0&length=-1"]
    assert bench.storage.tokens == [TOKEN]
    assert bench.song.asked == []


# What differs from the usual answer, and what is read all the same: size, object MD5, MD5 of the first part.
READ: list[tuple[str, dict[str, Any], tuple[int, str | None, str | None]]] = [
    ("parts in disorder", _object(_part(200, 300, 7), _part(0, 200, 7)), (300, MD5, PART_MD5)),
    ("unknown fields", {**TWO_PARTS, "relocated": True}, (300, MD5, PART_MD5)),
    ("upper-case id", {**TWO_PARTS, "objectId": ID.upper()}, (300, MD5, PART_MD5)),
    ("part MD5 missing", _object(_part(0, 300, sourceMd5="<missing>")), (300, MD5, None)),
    ("no part MD5", _object({"offset": 0, "partSize": 300, "partNumber": 1, "url": None}), (300, MD5, None)),
    ("object MD5 null", {**TWO_PARTS, "objectMd5": None}, (300, None, PART_MD5)),
    ("object MD5 a number", {**TWO_PARTS, "objectMd5": 5}, (300, None, PART_MD5)),
    ("object MD5 of S3 parts", {**TWO_PARTS, "objectMd5": MD5 + "-3"}, (300, None, PART_MD5)),
    ("object MD5 in base64", {**TWO_PARTS, "objectMd5": "AwHKU8hhOLqnW3qjVwVUBQ=="}, (300, MD5, PART_MD5)),
    ("object MD5 missing", {k: v for k, v in TWO_PARTS.items() if k != "objectMd5"}, (300, None, PART_MD5)),
]


@pytest.mark.parametrize(("value", "read"), [row[1:] for row in READ], ids=[row[0] for row in READ])
def test_harmless_differences(
    bench: Bench, value: dict[str, Any], read: tuple[int, str | None, str | None]
) -> None:
    bench.storage.routes[DOWNLOAD] = said(value)
    specification: Specification = _describe(bench).specification
    assert (specification.size, specification.md5, specification.parts[0].md5) == read


def test_an_empty_object_has_no_parts(bench: Bench) -> None:
    bench.storage.routes[DOWNLOAD] = said(_object(size=0))
    assert _describe(bench).specification == Specification(ID, 0, MD5)


# An answer that does not hold together, and a word of what is said about it.
WRONG: list[tuple[str, Any, str]] = [
    ("a list", [], "no JSON object"),
    ("another object", {**TWO_PARTS, "objectId": INDEX_ID}, "another object ID"),
    ("no object id", {"parts": [], "objectSize": 0}, "another object ID"),
    ("no size", {"objectId": ID, "parts": []}, "objectSize"),
    ("size -1", _object(_part(0, 300), size=-1), "objectSize"),
    ("size true", {**TWO_PARTS, "objectSize": True}, "objectSize"),
    ("size as text", {**TWO_PARTS, "objectSize": "300"}, "objectSize"),
    ("size as float", {**TWO_PARTS, "objectSize": 300.0}, "objectSize"),
    ("size 2^63", {**TWO_PARTS, "objectSize": 2**63}, "objectSize"),
    ("no parts", _object(), "end at byte 0"),
    ("parts null", {**TWO_PARTS, "parts": None}, "parts is missing"),
    ("a part null", {**TWO_PARTS, "parts": [None]}, "part is no JSON object"),
    ("part size -1", _object(_part(0, 300, partSize=-1)), "partSize"),
    ("part size 0", _object(_part(0, 300), _part(300, 300)), "a part is empty"),
    ("negative offset", _object(_part(0, 300, offset=-1)), "offset"),
    ("a gap", _object(_part(0, 100), _part(200, 300)), "gap at byte 100"),
    ("an overlap", _object(_part(0, 200), _part(100, 300)), "byte 200"),
    ("a part twice", _object(_part(0, 300), _part(0, 300)), "byte 300"),
    ("beyond the end", _object(_part(0, 400)), "end at byte 400"),
    ("short of the end", _object(_part(0, 200)), "end at byte 200"),
    ("no first byte", _object(_part(1, 300)), "byte 0"),
]


@pytest.mark.parametrize(("value", "word"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_an_answer_that_contradicts_itself(bench: Bench, value: Any, word: str) -> None:
    bench.storage.routes[DOWNLOAD] = said(value)
    problem = _problem(bench)
    assert (problem.code, problem.recovery) == ("described-wrongly", Recovery.PERSON)
    assert word in problem.cause


def test_too_many_parts_are_refused(bench: Bench) -> None:
    row = {"offset": 0, "partSize": 1}
    bench.storage.routes[DOWNLOAD] = said(_object(*[row] * 100_001))
    assert "100,000 parts" in _problem(bench).cause


# --- refusals -----------------------------------------------------------------------------------------------

_TOMCAT = answer(
    "500 x", "Content-Type: text/html;charset=utf-8", body=b"<!doctype html><html>HTTP Status 500"
)
_UNPUBLISHED_OLD = said(
    {
        "status": 400,
        "message": "Critical Error: cannot complete download with analysisState 'UNPUBLISHED' and x",
    },
    status="400 x",
)
_BARE_400 = said(
    {"timestamp": "x", "status": 400, "error": "Bad Request", "path": "/download/x"}, status="400 x"
)
_SCOPE = answer("403 x", "Content-Type: text/plain", body=b"Token missing required scope")
_ARGO_401 = answer("401 x", "Content-Type: text/plain", body=b"Invalid access token")

# The answer, whether a token goes along, the code.
REFUSALS: list[tuple[str, bytes, bool, str]] = [
    ("token unknown", answer("401 x", "WWW-Authenticate: Bearer"), True, "token-refused"),
    ("ARGO wants a token", _ARGO_401, False, "token-needed"),
    ("ARGO refuses the token", _ARGO_401, True, "token-refused"),
    ("controlled, no token", _SCOPE, False, "token-needed"),
    ("controlled, other scope", _SCOPE, True, "access-denied"),
    ("old server, dead token", _TOMCAT, True, "token-refused"),
    ("old server, no token", _TOMCAT, False, "server-error"),
    (
        "ARGO without its store",
        said({"error": "File repository unavailable"}, status="500 x"),
        True,
        "server-error",
    ),
    ("unknown id", answer("404 x"), True, "unknown-object"),
    ("unpublished, told", _UNPUBLISHED_OLD, True, "not-published"),
    ("unpublished, not told", _BARE_400, True, "not-published"),
    ("a proxy's page", answer("403 x", "Content-Type: text/html", body=b"<html>"), True, "web-page"),
    ("a sign-in page", answer("200 x", "Content-Type: text/html", body=b"<html>"), True, "web-page"),
    ("redirect", answer("302 x", "Location: https://elsewhere.example.org"), True, "redirected"),
    ("busy", answer("503 x", "Retry-After: 7"), True, "server-busy"),
    ("bad gateway", answer("502 x"), True, "server-unavailable"),
    ("teapot", answer("418 x", body=b"short\x00 and\x1b[31m stout"), True, "request-refused"),
    ("not JSON", answer("200 x", body=b"s3"), True, "unexpected-answer"),
    ("nothing", answer("200 x"), True, "unexpected-answer"),
    ("204", b"HTTP/1.1 204 x\r\n\r\n", True, "unexpected-answer"),
    ("NaN", answer("200 x", body=b'{"objectSize": NaN}'), True, "unexpected-answer"),
    ("a key twice", answer("200 x", body=b'{"a": 1, "a": 2}'), True, "unexpected-answer"),
    ("byte order mark", answer("200 x", body=b"\xef\xbb\xbf{}"), True, "unexpected-answer"),
    ("UTF-16", answer("200 x", body="{}".encode("utf-16")), True, "unexpected-answer"),
    ("too deep", answer("200 x", body=b"[" * 200_000), True, "unexpected-answer"),
    ("a number without end", answer("200 x", body=b"[" + b"9" * 10_000 + b"]"), True, "unexpected-answer"),
    ("packed", answer("200 x", "Content-Encoding: gzip", body=b"x"), True, "unexpected-answer"),
    ("cut off", answer("200 x", body=b"{}", length=500), True, "connection-lost"),
]


@pytest.mark.parametrize(("said", "token", "code"), [r[1:] for r in REFUSALS], ids=[r[0] for r in REFUSALS])
def test_what_a_refusal_means(bench: Bench, said: bytes, token: bool, code: str) -> None:
    bench.token = TOKEN if token else None
    bench.storage.routes[DOWNLOAD] = said
    bench.storage.keep_alive = False
    problem = _problem(bench)
    assert problem.code == code
    assert "\x1b" not in problem.cause
    assert "\x00" not in problem.cause


def test_song_says_why_a_bare_400_came(bench: Bench) -> None:
    bench.storage.routes[DOWNLOAD] = _BARE_400
    bench.song.routes[f"/entities/{ID}"] = said({"id": ID, "gnosId": "an1", "projectCode": "ST-1"})
    bench.song.routes["/studies/ST-1/analysis/an1"] = said(
        {"analysisId": "an1", "analysisState": "SUPPRESSED"}
    )
    problem = _problem(bench)
    assert problem.code == "not-published"
    assert "'SUPPRESSED'" in problem.cause


def test_a_bare_400_for_a_published_file_means_something_else(bench: Bench) -> None:
    bench.storage.routes[DOWNLOAD] = _BARE_400
    bench.song.routes[f"/entities/{ID}"] = said({"id": ID, "gnosId": "an1", "projectCode": "ST-1"})
    bench.song.routes["/studies/ST-1/analysis/an1"] = said(
        {"analysisId": "an1", "analysisState": "PUBLISHED"}
    )
    assert _problem(bench).code == "request-refused"


@pytest.mark.parametrize("object_id", ["..", "a/b", "", "ü", "\ud800", "x" * 5000, "%2e%2e"])
def test_a_hostile_id_stays_one_segment_of_the_path(bench: Bench, object_id: str) -> None:
    assert _problem(bench, Entry(object_id, file_name="x")).code == "unknown-object"
    asked = [path for path in bench.storage.asked if path != STUDIES]
    assert all(path.count("/") == 2 and path.startswith("/download/") for path in asked)


def _open_file(accepted: str | None) -> Callable[[Params, str | None], bytes]:
    def respond(params: Params, token: str | None) -> bytes:
        return said(TWO_PARTS) if token in {None, accepted} else answer("401 x")

    return respond


def test_an_open_file_comes_in_spite_of_a_dead_token(bench: Bench) -> None:
    bench.storage.routes[DOWNLOAD] = _open_file(None)
    assert _describe(bench).specification.size == 300
    assert bench.storage.tokens == [TOKEN, None]


def test_a_controlled_file_and_a_dead_token_mean_a_new_token(bench: Bench) -> None:
    bench.storage.routes[DOWNLOAD] = lambda params, token: answer("401 x") if token else _SCOPE
    assert _problem(bench).code == "token-refused"


# --- tickets ------------------------------------------------------------------------------------------------


def _external(url: str = f"https://store.example.org/o?{WHOLE}", **more: Any) -> bytes:
    part = {"partNumber": 1, "partSize": -1, "offset": 0, "url": url}
    return said({"objectId": ID, "parts": [part], "objectSize": -1, **more}, DATE)


def _by_kind(external: bytes, ranged: Route = b"") -> Callable[[Params, str | None], bytes]:
    def respond(params: Params, token: str | None) -> bytes:
        if params.get("external") == "true":
            return external
        if params["length"] == "-1":
            return said(TWO_PARTS, DATE)
        return ranged if isinstance(ranged, bytes) else ranged(params, token)

    return respond


def _ranged(params: Params, token: str | None) -> bytes:
    start, length = int(params["offset"]), int(params["length"])
    first = min(length, 60)
    parts = [_part(start, start + first)]
    if length > first:
        parts.append(_part(start + first, start + length, 2))
    return said(_object(*parts, size=length), DATE)


def test_one_ticket_for_the_whole_object_serves_every_range(bench: Bench) -> None:
    bench.storage.routes[DOWNLOAD] = _by_kind(_external())
    source = bench.source()
    specification = source.describe(NAMED, with_index=False, layout_needs_analysis=False).specification
    ticket = source.ticket(specification, ByteRange(100, 150))
    assert (ticket.range, ticket.exact, ticket.lifetime) == (ByteRange(0, 300), False, 86400.0)
    assert bench.storage.asked[-1] == f"{DOWNLOAD}?offset=0&length=300&external=true"
    assert "canary" not in repr(ticket)


@pytest.mark.parametrize(
    "refusal",
    [
        answer("400 x"),
        answer("500 x"),
        answer("405 x"),
        said({"objectId": ID, "parts": []}),
        said({"objectId": ID, "parts": [{"offset": 5, "url": "x"}]}),
        said({"objectId": ID, "parts": None}),
    ],
    ids=["400", "500", "405", "no part", "another start", "no list"],
)
def test_a_site_without_such_links_signs_range_by_range(bench: Bench, refusal: bytes) -> None:
    bench.storage.routes[DOWNLOAD] = _by_kind(refusal, _ranged)
    source = bench.source()
    specification = source.describe(NAMED, with_index=False, layout_needs_analysis=False).specification
    ticket = source.ticket(specification, ByteRange(100, 150))
    assert (ticket.range, ticket.exact) == (ByteRange(100, 150), True)
    assert source.ticket(specification, ByteRange(150, 300)).range == ByteRange(150, 210)
    assert [path.endswith("external=true") for path in bench.storage.asked] == [False, True, False, False]


def test_a_described_part_is_fetched_with_the_link_that_came_with_it_once(bench: Bench) -> None:
    bench.storage.routes[DOWNLOAD] = _by_kind(answer("500 x"), _ranged)
    source = bench.source()
    specification = source.describe(NAMED, with_index=False, layout_needs_analysis=False).specification
    source.ticket(specification, ByteRange(0, 50))
    source.describe(NAMED, with_index=False, layout_needs_analysis=False)
    asked = len(bench.storage.asked)
    kept = source.ticket(specification, ByteRange(200, 300))
    assert (kept.range, kept.exact, len(bench.storage.asked)) == (ByteRange(200, 300), True, asked)
    source.renew(specification, kept, ByteRange(200, 300))
    assert len(bench.storage.asked) == asked + 1


def test_a_small_file_needs_one_question(bench: Bench) -> None:
    bench.storage.routes[DOWNLOAD] = lambda params, _: (
        _external() if "external" in params else said(_object(_part(0, 300)), DATE)
    )
    source = bench.source()
    specification = source.describe(NAMED, with_index=False, layout_needs_analysis=False).specification
    ticket = source.ticket(specification, ByteRange(0, 300))
    assert (ticket.range, ticket.exact) == (ByteRange(0, 300), True)
    assert len(bench.storage.asked) == 1
    source.ticket(specification, ByteRange(0, 300))
    assert len(bench.storage.asked) == 2


def test_a_refused_link_is_not_handed_out_again(bench: Bench) -> None:
    fresh = iter(f"https://store.example.org/{number}?{WHOLE}" for number in range(9))
    bench.storage.routes[DOWNLOAD] = lambda params, token: (
        _external(next(fresh)) if "external" in params else said(TWO_PARTS)
    )
    source = bench.source()
    specification = source.describe(NAMED, with_index=False, layout_needs_analysis=False).specification
    wanted = ByteRange(0, 50)
    old = source.ticket(specification, wanted)
    assert source.renew(specification, old, wanted).url != old.url


@pytest.mark.parametrize(
    ("status", "code"), [(401, "token-refused"), (403, "access-denied"), (404, "unknown-object")]
)
def test_lost_access_is_no_lack_of_links(bench: Bench, status: int, code: str) -> None:
    bench.storage.routes[DOWNLOAD] = _by_kind(answer(f"{status} x"), _ranged)
    source = bench.source()
    specification = source.describe(NAMED, with_index=False, layout_needs_analysis=False).specification
    with pytest.raises(ProblemError) as caught:
        source.ticket(specification, ByteRange(0, 50))
    assert caught.value.problem.code == code


# --- names and index files ----------------------------------------------------------------------------------

BAM = {"id": ID, "gnosId": "an1", "fileName": "a.bam", "projectCode": "ST-1", "access": "controlled"}
BAI = {
    "id": INDEX_ID,
    "gnosId": "an1",
    "fileName": "A.BAM.bai",
    "projectCode": "ST-1",
    "access": "controlled",
}
PAGE = said({"content": [BAM, BAI], "last": True})


def test_song_gives_the_name_the_analysis_and_the_index(bench: Bench) -> None:
    bench.storage.routes[DOWNLOAD] = said(TWO_PARTS)
    bench.song.routes.update({f"/entities/{ID}": said(BAM), "/entities": PAGE})
    told = _describe(bench, Entry(ID, donor="DO1"), with_index=True, layout=True)
    assert (told.entry.file_name, told.entry.analysis_id, told.open_access) == ("a.bam", "an1", False)
    assert told.companion == Entry(
        INDEX_ID, file_name="A.BAM.bai", analysis_id="an1", study="ST-1", donor="DO1"
    )


def test_song_is_not_asked_for_what_is_known(bench: Bench) -> None:
    bench.storage.routes[DOWNLOAD] = said(TWO_PARTS)
    known = Entry(ID, file_name="b.cram", analysis_id="an1", index_object_id=INDEX_ID)
    told = _describe(bench, known, with_index=True, layout=True)
    assert told.companion == Entry(INDEX_ID, file_name="b.cram.crai", analysis_id="an1")
    assert bench.song.asked == []


@pytest.mark.fault("F62", "no Song, an object id alone")
def test_a_file_comes_without_song(bench: Bench) -> None:
    bench.storage.routes[DOWNLOAD] = said(TWO_PARTS)
    bench.song.routes[f"/entities/{ID}"] = answer("503 x")
    told = _describe(bench, Entry(ID), with_index=True, layout=True)
    assert (told.entry.file_name, told.entry.analysis_id, told.companion) == (ID, None, None)
    assert told.open_access is None


@pytest.mark.fault("F62", "no Song, a name from the manifest")
def test_a_manifests_name_stands_without_song(bench: Bench) -> None:
    bench.storage.routes[DOWNLOAD] = said(TWO_PARTS)
    told = _describe(bench, Entry(ID, file_name="a.bam"), with_index=True)
    assert (told.entry.file_name, told.companion) == ("a.bam", None)


# --- the rules for links ------------------------------------------------------------------------------------

UNSAFE = [
    (None, "empty"),
    ("", "empty"),
    (5, "empty"),
    ("/data/x", "no web address"),
    ("file:///etc/passwd", "no web address"),
    ("javascript:alert(1)", "no web address"),
    ("ftp://store.example.org/x", "no web address"),
    ("https://user:pw@store.example.org/x", "user name"),
    ("https://store.example.org/x\r\nX-Evil: 1", "characters"),
    ("https://store.example.org\\@evil.example.org/", "characters"),
    ("https://störe.example.org/x", "characters"),
    ("https://store.example.org/" + "x" * 20_000, "empty"),
]


@pytest.mark.parametrize(
    "link",
    [
        f"http://{TOKEN}.invalid/x",
        f"http://{TOKEN.upper()}.invalid/x",
        f"http://127.0.0.1:9/x?token={TOKEN}",
        f"http://127.0.0.1:9/{TOKEN.replace('-', '%2D')}/x",
    ],
)
def test_a_link_that_repeats_the_token_is_not_used_and_not_shown(bench: Bench, link: str) -> None:
    bench.storage.routes[DOWNLOAD] = _by_kind(_external(link))
    source = bench.source()
    specification = source.describe(NAMED, with_index=False, layout_needs_analysis=False).specification
    with pytest.raises(ProblemError) as caught:
        source.ticket(specification, ByteRange(0, 50))
    assert caught.value.problem.code == "link-unsafe"
    assert TOKEN not in str(caught.value.problem).lower()


@pytest.mark.parametrize(("link", "word"), UNSAFE)
def test_a_link_that_is_not_safe_is_never_used(bench: Bench, link: Any, word: str) -> None:
    bench.storage.routes[DOWNLOAD] = _by_kind(_external(link))
    source = bench.source()
    specification = source.describe(NAMED, with_index=False, layout_needs_analysis=False).specification
    with pytest.raises(ProblemError) as caught:
        source.ticket(specification, ByteRange(0, 50))
    assert caught.value.problem.code == "link-unsafe"
    assert word in caught.value.problem.cause


def test_a_server_that_does_not_know_links_for_whole_objects_gives_exact_ones_for_the_asked_bytes(
    bench: Bench,
) -> None:
    def one_part(params: Params, _token: str | None) -> bytes:
        start, length = int(params["offset"]), int(params["length"])
        stop = 300 if length < 0 else start + length
        return said(_object(_part(start, stop), size=stop - start))

    bench.storage.routes[DOWNLOAD] = one_part
    source = bench.source()
    specification = source.describe(NAMED, with_index=False, layout_needs_analysis=False).specification
    ticket = source.ticket(specification, ByteRange(100, 300))
    assert (ticket.range, ticket.exact) == (ByteRange(100, 300), True)


# --- addresses in each other's place ------------------------------------------------------------------------


def test_a_song_server_under_the_address_of_score_is_told(bench: Bench) -> None:
    bench.storage.routes[STUDIES] = said(["TEST-CA"])
    for _ in range(3):
        problem = _problem(bench)
        assert problem.code == "addresses-exchanged"
        assert "answers like a Song server" in problem.cause
        assert problem.recovery is Recovery.PERSON


def test_whether_addresses_are_exchanged_is_asked_once_for_many_files(bench: Bench) -> None:
    bench.storage.routes[STUDIES] = said(["TEST-CA"])
    source = bench.source()
    for _ in range(3):
        with pytest.raises(ProblemError):
            source.describe(NAMED, with_index=False, layout_needs_analysis=False)
    assert bench.storage.asked.count(STUDIES) == bench.song.asked.count(STUDIES) == 1


@pytest.mark.parametrize(
    ("storage", "song"),
    [
        ({}, {}),
        ({}, {STUDIES: said(["TEST-CA"])}),
        ({STUDIES: said(["TEST-CA"])}, {STUDIES: said(["TEST-CA"])}),
        ({STUDIES: said({"error": "x"})}, {}),
    ],
    ids=[
        "no Song anywhere",
        "Song where it belongs",
        "Song at both, as behind a gateway",
        "no list of studies",
    ],
)
def test_without_proof_of_an_exchange_the_file_is_what_is_not_known(
    bench: Bench, storage: dict[str, Route], song: dict[str, Route]
) -> None:
    bench.storage.routes.update(storage)
    bench.song.routes.update(song)
    assert _problem(bench).code == "unknown-object"
