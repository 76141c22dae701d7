"""The table: what a server does once or always, and the state that the file must end in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from score_gui.model.transfer import Status
from tests.fakes.raw_server import Hangup, Reset, Silence, answer
from tests.faults import faults as f
from tests.faults.hostile_site import Fault, head, honest

SIZE = 1_300_000
PART = 1 << 18
BUSY = "Retry-After: 7"


@dataclass(frozen=True)
class Case:
    """One row. `ends` and `code` are how the file must end, `most` and `waste` are bytes (see the oracle)."""

    row: str
    what: str
    data: Fault = honest
    api: Fault = honest
    ends: Status = Status.VERIFIED
    code: str | None = None
    told: dict[str, Any] = field(default_factory=dict)
    external: bool = True
    most: int | None = None
    waste: int = 0
    requests: int = 8
    quick: bool = False
    """Short times, for what is about silence."""
    site: dict[str, Any] = field(default_factory=dict)
    manifest_size: int | None = None


NEEDS_YOU, SERVER, NETWORK = Status.NEEDS_YOU, Status.WAITING_SERVER, Status.WAITING_NETWORK
PERSISTS = 40
"""Requests that ten tries may cost."""

BROKEN_OFF = [
    Case("F04", "reset in the middle of a body", f.once(f.cut(500_000, Reset)), waste=500_000),
    Case("F05", "end in the middle of a body of known length", f.once(f.cut(500_000)), most=SIZE),
    Case("F05", "end in the middle, five times", f.first(5, f.cut(200_000)), most=SIZE, requests=12),
    Case(
        "F05", "end after the head, always", f.cut(0), ends=SERVER, code="answer-cut-off", requests=PERSISTS
    ),
    Case(
        "F05",
        "end in the middle, one part, a server that knows no links for whole objects",
        f.once(f.cut(500_000)),
        external=False,
        told={"part_size": SIZE},
        most=SIZE,
    ),
    Case("F06", "end in the middle of a body of unknown length", f.once(f.without_length(7000)), most=SIZE),
    Case("F07", "a chunked body cut off", f.once(f.chunked(5000)), most=SIZE + 5100),
    Case("F08", "extra bytes after the body", f.once(f.surplus(500)), most=SIZE + 500),
    Case("F09", "a length that is too long", f.once(f.announced_longer(500)), waste=SIZE),
    Case(
        "F09",
        "a body longer than the range, no length",
        f.once(f.surplus(99_999, Hangup, length=None)),
        most=SIZE + 99_999,
    ),
    Case("F10", "closed before any byte", f.once(f.raw(Hangup)), most=SIZE),
    Case("F10", "reset before any byte", f.once(f.raw(Reset)), most=SIZE),
    Case("F11", "garbage once", f.once(f.raw(b"\0\1\2 garbage\r\n\r\n", Hangup)), most=SIZE + 100),
    Case(
        "F11",
        "garbage always",
        f.raw(b"\0\1\2 garbage\x1b[2J\r\n\r\n", Hangup),
        ends=NEEDS_YOU,
        code="gave-up.unexpected-answer",
        requests=PERSISTS,
    ),
    Case("F12", "a body that only trickles", f.once(f.trickle(0.1, 50)), quick=True, most=SIZE + 100),
    Case("F13", "headers that only trickle", f.once(f.slow_headers(0.1, 50)), quick=True, most=SIZE + 1000),
    Case("F14", "a body that stops", f.once(f.cut(400_000, Silence)), quick=True, most=SIZE),
    Case(
        "F15", "slow but honest", f.once(f.slow_but_honest(0.08, 1 << 16)), quick=True, most=SIZE, requests=5
    ),
    Case("F16", "a header of 200 kB once", f.once(f.raw(b"HTTP/1.1 206 x\r\na: " + b"b" * 200_000, Hangup))),
    Case(
        "F16",
        "a header of 200 kB always",
        f.raw(b"HTTP/1.1 206 x\r\na: " + b"b" * 200_000, Hangup),
        ends=NEEDS_YOU,
        code="gave-up.unexpected-answer",
        requests=PERSISTS,
        waste=10 * SIZE,
    ),
    Case("F17", "thousands of headers once", f.once(f.many_headers(6000))),
    Case("F17", "ninety headers", f.many_headers(90), most=SIZE),
    Case(
        "F19",
        "two lengths that differ",
        f.once(lambda asked: [head(asked, "Content-Length: 5"), asked.bytes]),
    ),
    Case("F19", "a negative length", f.once(lambda asked: [head(asked, length=-5), asked.bytes]), waste=SIZE),
    Case("F19", "a length that is a word", f.once(lambda asked: [head(asked, length="many"), asked.bytes])),
]

OTHER_RANGES = [
    Case("F20", "200 with the whole object, all of it asked for", f.whole_object(), most=SIZE),
    Case(
        "F20",
        "200 with the whole object where a part was asked for",
        f.whole_object(),
        external=False,
        told={"part_size": PART},
        ends=NEEDS_YOU,
        code="gave-up.range-ignored",
        waste=60 * SIZE,
        requests=120,
    ),
    Case(
        "F21",
        "200 with the right Content-Range",
        f.with_status_200,
        external=False,
        told={"part_size": PART},
        requests=20,
    ),
    Case("F22", "other bytes, told so", f.once(f.shifted(1000)), waste=SIZE),
    Case("F22", "fewer bytes, told so", f.once(f.shorter(300_000)), most=SIZE),
    Case("F22", "fewer bytes each time", f.shorter(300_000), most=SIZE, requests=12),
    Case(
        "F23",
        "wrong bytes under the right head",
        f.once(f.flipped(5)),
        told={"part_size": PART},
        most=SIZE + PART,
    ),
    Case(
        "F24",
        "no Content-Range, no MD5 known",
        f.without_range,
        ends=NEEDS_YOU,
        code="gave-up.wrong-range",
        told={"tells_md5": False, "tells_part_md5": False},
        waste=30 * SIZE,
        requests=PERSISTS,
    ),
    Case(
        "F24", "no Content-Range, MD5s of parts known", f.without_range, told={"part_size": PART}, most=SIZE
    ),
    Case(
        "F24",
        "no Content-Range and wrong bytes, once, MD5s of parts known",
        f.once(f.shifted_without_range(PART + 5)),
        told={"part_size": PART},
        waste=SIZE,
    ),
    Case(
        "F24",
        "no Content-Range, the whole MD5 known alone",
        f.without_range,
        ends=NEEDS_YOU,
        code="gave-up.wrong-range",
        told={"tells_part_md5": False},
        waste=30 * SIZE,
        requests=PERSISTS,
    ),
    Case("F25", "multipart/byteranges", f.in_pieces, ends=NEEDS_YOU, code="body-altered", waste=SIZE),
    Case("F26", "416 once", f.once(f.says("416 x")), most=SIZE),
    Case(
        "F26",
        "416 always",
        f.says("416 x"),
        ends=NEEDS_YOU,
        code="gave-up.range-not-satisfiable",
        requests=30,
    ),
    Case(
        "F36", "compressed although not asked for", f.packed, ends=NEEDS_YOU, code="body-altered", waste=SIZE
    ),
    Case("F38", "early hints before each answer", f.after_hints, most=SIZE),
]

LINK_EXPIRED = b"<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"
AZURE = b"<Error><Code>AuthenticationFailed</Code></Error>"
DENIED = b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"

REFUSED = [
    Case("F27", "an expired link, S3", f.once(f.says("403 x", body=LINK_EXPIRED)), most=SIZE),
    Case("F27", "an expired link, Azure", f.once(f.says("403 x", body=AZURE)), most=SIZE),
    Case(
        "F27", "expired after a cut", f.in_turn(f.cut(900_000), f.says("403 x", body=LINK_EXPIRED)), most=SIZE
    ),
    Case("F28", "access denied once", f.once(f.says("403 x", body=DENIED)), most=SIZE),
    Case(
        "F28",
        "access denied always",
        f.says("403 x", body=DENIED),
        ends=NEEDS_YOU,
        code="gave-up.link-refused",
    ),
    Case(
        "F30",
        "a sign-in page in place of data",
        f.once(f.says("200 OK", "Content-Type: text/html", body=f.PAGE)),
    ),
    Case(
        "F30",
        "a sign-in page in place of data, for long",
        f.says("200 OK", "Content-Type: text/html", body=f.PAGE),
        ends=NETWORK,
        code="web-page",
        requests=30,
    ),
    Case("F30", "a sign-in page without a type", f.once(f.says("200 OK", body=f.PAGE))),
    Case(
        "F30",
        "a sign-in page in place of JSON",
        api=f.says("200 OK", "Content-Type: text/html", body=f.PAGE),
        ends=NETWORK,
        code="web-page",
    ),
    Case("F30", "a page without a type in place of JSON", api=f.once(f.says("200 OK", body=f.PAGE))),
    Case("F31", "404 from the store", f.says("404 Not Found"), ends=NEEDS_YOU, code="gone-at-source"),
    Case("F31", "404 from Score", api=f.says("404 Not Found"), ends=NEEDS_YOU, code="unknown-object"),
    Case(
        "F34",
        "a redirect to another host, data",
        f.says("302 Found", "Location: https://other.example/x"),
        ends=NEEDS_YOU,
        code="gave-up.link-redirected",
    ),
    Case(
        "F34",
        "a redirect to another host, API",
        api=f.says("302 Found", "Location: https://other.example/x"),
        ends=NEEDS_YOU,
        code="redirected",
        requests=2,
    ),
    Case(
        "F35",
        "a redirect to a file, data",
        f.says("302 Found", "Location: file:///etc/passwd"),
        ends=NEEDS_YOU,
        code="gave-up.link-redirected",
    ),
    Case(
        "F35",
        "a redirect to itself, API",
        api=f.says("307 x", "Location: /download/x"),
        ends=NEEDS_YOU,
        code="redirected",
    ),
    Case(
        "F37",
        "compressed JSON",
        api=f.once(f.says("200 OK", "Content-Encoding: gzip", body=b"\x1f\x8b" * 99)),
    ),
]

TROUBLED = [
    Case("F32", f"{status} with {word}", f.once(f.says(f"{status} x", *headers)), most=SIZE)
    for status in (429, 503)
    for word, headers in [
        ("Retry-After in seconds", ["Retry-After: 7"]),
        (
            "Retry-After as a date",
            ["Date: Sat, 21 Nov 2026 06:00:00 GMT", "Retry-After: Sat, 21 Nov 2026 06:00:09 GMT"],
        ),
        ("Retry-After: 0", ["Retry-After: 0"]),
        ("Retry-After: -5", ["Retry-After: -5"]),
        ("Retry-After: 1e9", ["Retry-After: 1e9"]),
        ("a Retry-After of years", ["Retry-After: 999999999"]),
        ("Retry-After: soon", ["Retry-After: soon"]),
        ("no Retry-After", []),
    ]
] + [
    Case("F32", "429 from Score", api=f.once(f.says("429 x", BUSY)), most=SIZE),
    Case(
        "F32",
        "503 from Score for long",
        api=f.says("503 x", BUSY),
        ends=SERVER,
        code="server-busy",
        requests=30,
    ),
    Case("F33", "500 once from each server", f.once(f.says("500 x")), f.once(f.says("500 x")), most=SIZE),
    Case("F33", "502 once from each server", f.once(f.says("502 x")), f.once(f.says("502 x")), most=SIZE),
    Case("F33", "504 five times from Score", api=f.first(5, f.says("504 x")), most=SIZE, requests=12),
]

LAST_PART = SIZE - SIZE % PART
SUMS = [
    Case(
        "F40",
        "a flipped bit, once, MD5s of parts known",
        f.once(f.flipped(600_000)),
        told={"part_size": PART},
        most=SIZE + PART,
    ),
    Case(
        "F40",
        "a flipped bit in a part's own link",
        f.in_turn(None, f.flipped(PART + 1)),
        external=False,
        told={"part_size": PART},
        most=SIZE + PART,
        requests=30,
    ),
    Case(
        "F40",
        "two flipped bits in two parts",
        f.once(f.flipped(1, LAST_PART)),
        told={"part_size": PART},
        most=SIZE + PART + SIZE % PART,
    ),
    Case(
        "F40",
        "a flipped bit, MD5s of parts known alone",
        f.once(f.flipped(1)),
        most=SIZE + PART,
        told={"part_size": PART, "tells_md5": False},
    ),
    Case(
        "F41",
        "a flipped bit, only the whole MD5 known",
        f.once(f.flipped(600_000)),
        told={"tells_part_md5": False},
        most=2 * SIZE,
    ),
    Case("F43", "an ETag that is no MD5", told={"etag": '"0123456789abcdef0123456789abcdef-7"'}, most=SIZE),
    Case(
        "F44",
        "a bit flipped by every try",
        f.flipped(600_000),
        told={"part_size": PART},
        ends=NEEDS_YOU,
        code="checksum",
        most=SIZE + 3 * PART,
    ),
    Case(
        "F44",
        "a bit flipped by every try, only the whole MD5 known",
        f.flipped(600_000),
        ends=NEEDS_YOU,
        told={"tells_part_md5": False},
        code="checksum",
        most=4 * SIZE,
    ),
    Case(
        "F45",
        "a part that comes right and wrong in turn",
        f.in_turn(f.flipped(1), f.flipped(1), None),
        told={"part_size": PART},
        most=SIZE + 2 * PART,
    ),
    Case(
        "F42",
        "another ETag after a cut, the same MD5",
        f.in_turn(f.cut(500_000), f.other_etag('"etag-2"')),
        waste=SIZE,
    ),
    Case(
        "F42",
        "an ETag that changes for ever, no MD5",
        f.in_turn(f.cut(500_000), f.other_etag('"etag-2"')),
        ends=NEEDS_YOU,
        code="changed-at-source",
        told={"tells_md5": False, "tells_part_md5": False},
        waste=SIZE,
    ),
    Case(
        "F46",
        "another size than the manifest tells",
        manifest_size=SIZE - 1,
        ends=NEEDS_YOU,
        code="changed-at-source",
    ),
    Case("F54", "server clock two days ahead", site={"clock_ahead": 172_800.0}, most=SIZE, requests=3),
    Case("F54", "server clock two days behind", site={"clock_ahead": -172_800.0}, most=SIZE, requests=3),
]

STRANGE_JSON: list[tuple[str, bytes]] = [
    ("nothing", b""),
    ("half of JSON", b'{"objectId": "'),
    ("UTF-16", '{"a": 1}'.encode("utf-16")),
    ("a depth of 100,000", b"[" * 100_000),
    ("a number of 10,000 digits", b'{"objectSize": ' + b"9" * 10_000 + b"}"),
    ("NaN", b'{"objectSize": NaN}'),
    ("a key twice", b'{"objectId": "a", "objectId": "b"}'),
]
ANSWERS = [
    Case("F55", f"{what} in place of JSON", api=f.once(f.raw(answer("200 OK", body=body))), most=SIZE)
    for what, body in STRANGE_JSON
] + [
    Case(
        "F55",
        "no JSON for long",
        api=f.says("200 OK", body=b"{"),
        ends=NEEDS_YOU,
        code="gave-up.unexpected-answer",
        requests=12,
    )
]

NO_MD5 = {"tells_md5": False, "tells_part_md5": False}


def blind(cases: Iterable[Case]) -> list[Case]:
    """The same faults where no MD5 is known, so that a wrong byte would stay unseen: none may be written."""
    fit = [case for case in cases if case.ends is Status.VERIFIED and case.row not in {"F23", "F24"}]
    return [
        replace(case, what=f"{case.what}; no MD5 known", ends=Status.COMPLETE, told={**case.told, **NO_MD5})
        for case in fit
    ]


CASES = [
    *BROKEN_OFF,
    *blind([*BROKEN_OFF, *OTHER_RANGES]),
    *OTHER_RANGES,
    *REFUSED,
    *TROUBLED,
    *SUMS,
    *ANSWERS,
]


def as_params(cases: Iterable[Case]) -> list[Any]:
    """The cases as pytest wants them, with the rows they stand for."""
    return [
        pytest.param(case, id=f"{case.row} {case.what}", marks=pytest.mark.fault(case.row, case.what))
        for case in cases
    ]
