"""Real stores refuse as the practice site does, and the program understands them.

The practice site vouches for most of the program's tests, so it has to be as strict as what it stands for.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
import pytest

from score_gui.demo import PracticeData, PracticeObject
from score_gui.demo.azure_links import AzureLinks
from score_gui.demo.knobs import Corruption, Gate
from score_gui.demo.links import LinkLife, Links
from score_gui.demo.record import Record
from score_gui.demo.s3_links import S3Links
from score_gui.demo.sending import BodySender
from score_gui.demo.store import Store
from score_gui.demo.wire import LoopbackServer
from score_gui.model.byterange import ByteRange
from score_gui.model.problem import ProblemError
from score_gui.model.secret import Secret
from score_gui.net.data import DataClient
from score_gui.net.settings import NetSettings

from .real_site import DAY, TWO_DAYS_AGO
from .stores import PATIENCE, Life, RealStore

ASKED = ByteRange(5, 25)
FRESH, STALE = 0, TWO_DAYS_AGO
NOBODY = "00000000-0000-4000-8000-000000000000"

LinkMaker = Callable[[str, str | None, float], str]
"""(object id, the Range to sign or None, how long ago it is made) -> URL"""


@dataclass(frozen=True)
class Case:
    """A question, and how a store answers it."""

    name: str
    link: Callable[[LinkMaker, str], str]
    s3: tuple[int, str | None]
    azure: tuple[int, str | None]
    problem: tuple[str | None, str | None]
    """What the program calls it, over S3 and over Azure; None where the bytes come."""
    asked: ByteRange = ASKED
    method: str = "GET"


def signed_for(wanted: str | None, ago: float = FRESH) -> Callable[[LinkMaker, str], str]:
    return lambda link, object_id: link(object_id, wanted, ago)


def tampered(link: LinkMaker, object_id: str) -> str:
    """One character of the signature is another."""
    signature = re.compile(r"(X-Amz-Signature|sig)=(.)")
    return signature.sub(
        lambda found: f"{found[1]}={'0' if found[2] != '0' else '1'}", link(object_id, None, FRESH)
    )


def for_another(link: LinkMaker, object_id: str) -> str:
    """The link of one object with the ID of another."""
    return link(NOBODY, None, FRESH).replace(NOBODY, object_id)


def unsigned(link: LinkMaker, object_id: str) -> str:
    return link(object_id, None, FRESH).partition("?")[0]


def of_nothing(link: LinkMaker, object_id: str) -> str:
    return link(NOBODY, None, FRESH)


IN_THE_WORDS_OF_AZURE = {"AuthorizationFailure": "AuthenticationFailed"}
"""What Azurite says in place of them."""
GOOD = (206, None)
MISMATCH = (403, "SignatureDoesNotMatch")
FAILED = (403, "AuthenticationFailed")
CASES = [
    Case("a link for all ranges", signed_for(None), GOOD, GOOD, (None, None)),
    Case("a link for this range", signed_for(ASKED.header), GOOD, GOOD, (None, None)),
    Case("a link for another range", signed_for("bytes=5-25"), MISMATCH, GOOD, ("link-refused", None)),
    Case("another signature", tampered, MISMATCH, FAILED, ("link-refused", "link-expired")),
    Case("another object", for_another, MISMATCH, FAILED, ("link-refused", "link-expired")),
    Case(
        "a link that has ended",
        signed_for(None, STALE),
        (403, "AccessDenied"),
        FAILED,
        ("link-expired", "link-expired"),
    ),
    Case(
        "a link for asking, not getting",
        signed_for(None),
        (403, None),
        (200, None),
        (None, None),
        method="HEAD",
    ),
    Case(
        "no such object",
        of_nothing,
        (404, "NoSuchKey"),
        (404, "BlobNotFound"),
        ("gone-at-source", "gone-at-source"),
    ),
    Case(
        "a range beyond the end",
        signed_for(None),
        (416, "InvalidRange"),
        (416, "InvalidRange"),
        ("range-not-satisfiable", "range-not-satisfiable"),
        asked=ByteRange(10**12, 10**12 + 1),
    ),
]


@contextmanager
def practice_store(data: PracticeData, store: RealStore) -> Iterator[LinkMaker]:
    """The practice site's store in the manner of the real one."""
    life = LinkLife(DAY)
    manner = S3Links if store.binds_range else AzureLinks
    links: Links = manner(life)

    def link(object_id: str, signed_range: str | None, ago: float) -> str:
        if ago:
            life.seconds = -1
        made = links.make(f"127.0.0.1:{server.port}", f"{links.prefix}{object_id}", signed_range)
        life.seconds = DAY
        return made

    sender = BodySender(Record(), Gate(), Corruption())
    server = LoopbackServer("store", Store(data, links).answer, sender.send)
    server.start(0)
    try:
        yield link
    finally:
        sender.close()
        server.stop()


@contextmanager
def real_store(store: RealStore) -> Iterator[LinkMaker]:
    yield lambda object_id, signed_range, ago: store.link(
        store.host, object_id, signed_range, Life(time.time() + ago, DAY)
    )


def answer_of(case: Case, link: LinkMaker, object_id: str) -> tuple[int, str | None]:
    """The status and the store's code, which no answer to HEAD has."""
    url = case.link(link, object_id)
    headers = {"Range": case.asked.header}
    answer = httpx.request(case.method, url, headers=headers, trust_env=False, timeout=PATIENCE)
    found = re.search(r"<Code>(\w+)</Code>", answer.text)
    code = found[1] if found else None
    return answer.status_code, IN_THE_WORDS_OF_AZURE.get(code, code) if code else None


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_practice_site_and_a_real_store_answer_alike(
    case: Case, store: RealStore, data: PracticeData, large: PracticeObject
) -> None:
    expected = case.s3 if store.binds_range else case.azure
    with real_store(store) as link:
        assert answer_of(case, link, large.object_id) == expected
    with practice_store(data, store) as link:
        assert answer_of(case, link, large.object_id) == expected


@pytest.mark.parametrize("case", [case for case in CASES if case.method == "GET"], ids=lambda case: case.name)
def test_the_program_knows_what_a_real_store_means(
    case: Case, store: RealStore, large: PracticeObject
) -> None:
    client = DataClient(NetSettings())
    met = None
    with real_store(store) as link:
        url = Secret(case.link(link, large.object_id))
        try:
            with client.fetch(url, case.asked, group="test", whole=large.size) as answer:
                assert sum(len(chunk) for chunk in answer.chunks()) == case.asked.length
        except ProblemError as failure:
            met = failure.problem.code
        finally:
            client.close()
    assert met == case.problem[0 if store.binds_range else 1]


def test_all_ranges_of_an_object_have_one_entity_tag(store: RealStore, large: PracticeObject) -> None:
    client = DataClient(NetSettings())
    tags = set()
    with real_store(store) as link:
        for wanted in (ASKED, ByteRange(0, 1), ByteRange(large.size - 1, large.size)):
            with client.fetch(Secret(link(large.object_id, None, FRESH)), wanted, group="test") as answer:
                tags.add(answer.etag)
                assert answer.total == large.size
    client.close()
    assert len(tags) == 1
    assert None not in tags
