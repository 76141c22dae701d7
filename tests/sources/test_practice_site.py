"""The source and the data plane against a whole site: Score, Song and a store that checks every signature."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import closing

import httpx
import pytest

from score_gui.demo import PracticeData, PracticeSite, Role, make_practice_data
from score_gui.model.byterange import ByteRange
from score_gui.model.manifest import Entry
from score_gui.model.problem import ProblemError, Recovery
from score_gui.model.profile import Profile, SiteKind
from score_gui.model.secret import Secret
from score_gui.model.token_header import HeaderName, TokenHeader
from score_gui.net.api import ApiClient
from score_gui.net.data import DataClient
from score_gui.net.settings import NetSettings
from score_gui.sources.base import Description, Source, Ticket
from score_gui.sources.open import open_source

NET = NetSettings(connect_timeout=60, read_timeout=60)
PIECE = 10_000_000
DOWNLOADABLE = [role for role in Role if role not in {Role.UNPUBLISHED, Role.MISSING, Role.EMPTY}]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> PracticeData:
    return make_practice_data(tmp_path_factory.mktemp("practice"), large_size=25_000_001)


@pytest.fixture(params=[True, False], ids=["whole-object links", "part links"])
def site(data: PracticeData, request: pytest.FixtureRequest) -> Iterator[PracticeSite]:
    with PracticeSite(data, external=request.param) as running:
        yield running


@pytest.fixture
def source(site: PracticeSite) -> Iterator[Source]:
    profile = Profile("practice", "Practice", site.storage_url, site.metadata_url, SiteKind.PRACTICE)
    made = open_source(profile, lambda: Secret(site.token), NET)
    yield made
    made.close()


@pytest.fixture
def client() -> Iterator[DataClient]:
    made = DataClient(NET)
    yield made
    made.close()


def _describe(source: Source, data: PracticeData, role: Role) -> Description:
    return source.describe(Entry(data.get(role).object_id), with_index=True, layout_needs_analysis=True)


def _fetch(client: DataClient, ticket: Ticket, wanted: ByteRange, whole: int) -> bytes:
    asked = ticket.range if ticket.exact else wanted
    with client.fetch(ticket.url, asked, group="t", headers=ticket.headers, whole=whole) as came:
        return b"".join(bytes(chunk) for chunk in came.chunks())


@pytest.mark.parametrize("role", DOWNLOADABLE, ids=lambda role: role.value)
def test_every_object_comes_whole(source: Source, client: DataClient, data: PracticeData, role: Role) -> None:
    specification = _describe(source, data, role).specification
    got = b""
    while len(got) < specification.size:
        wanted = ByteRange(len(got), min(specification.size, len(got) + PIECE))
        got += _fetch(client, source.ticket(specification, wanted), wanted, specification.size)
    assert hashlib.md5(got, usedforsecurity=False).hexdigest() == specification.md5


def test_an_empty_object_is_one(source: Source, data: PracticeData) -> None:
    assert _describe(source, data, Role.EMPTY).specification.size == 0


@pytest.mark.parametrize(
    ("main", "index"), [(Role.BAM, Role.BAI), (Role.CRAM, Role.CRAI), (Role.VCF, Role.TBI)]
)
def test_index_files_are_found(source: Source, data: PracticeData, main: Role, index: Role) -> None:
    companion = _describe(source, data, main).companion
    assert companion is not None
    assert companion.object_id == data.get(index).object_id


def test_an_ended_link_is_renewed(
    site: PracticeSite, source: Source, client: DataClient, data: PracticeData
) -> None:
    specification = _describe(source, data, Role.LARGE).specification
    wanted = ByteRange(0, PIECE)
    old = source.ticket(specification, wanted)
    site.expire_links()
    with pytest.raises(ProblemError) as caught:
        _fetch(client, old, wanted, specification.size)
    assert (caught.value.problem.code, caught.value.problem.recovery) == ("link-expired", Recovery.RENEW)
    new = source.renew(specification, old, wanted)
    assert len(_fetch(client, new, wanted, specification.size)) == PIECE


def test_a_link_tells_its_life(site: PracticeSite, source: Source, data: PracticeData) -> None:
    site.expiry_seconds = 90
    specification = _describe(source, data, Role.LARGE).specification
    lifetime = source.ticket(specification, ByteRange(0, PIECE)).lifetime
    assert lifetime is not None
    assert 80 <= lifetime <= 90


def test_a_revoked_token_is_told_and_a_new_one_goes_on(
    site: PracticeSite, source: Source, data: PracticeData
) -> None:
    site.revoke_token()
    with pytest.raises(ProblemError) as caught:
        _describe(source, data, Role.LARGE)
    assert (caught.value.problem.code, caught.value.problem.recovery) == (
        "token-refused",
        Recovery.WAIT_TOKEN,
    )
    site.replace_token()
    assert _describe(source, data, Role.LARGE).specification.size == 25_000_001


REFUSED = [(Role.UNPUBLISHED, "not-published"), (Role.MISSING, "server-error")]


@pytest.mark.parametrize(("role", "code"), REFUSED, ids=str)
def test_what_does_not_come_says_why(source: Source, data: PracticeData, role: Role, code: str) -> None:
    with pytest.raises(ProblemError) as caught:
        _describe(source, data, role)
    assert caught.value.problem.code == code


# --- a door in front of the store ---------------------------------------------------------------------------


def _sealing(site: PracticeSite, *, is_on: bool = True, name: HeaderName = HeaderName.SCORE) -> Source:
    header = TokenHeader(site.lock_store(), name, is_on)
    profile = Profile("p", "P", site.storage_url, site.metadata_url, SiteKind.PRACTICE, token_header=header)
    return open_source(profile, lambda: Secret(site.token), NET)


@pytest.mark.parametrize("name", HeaderName)
def test_a_locked_store_opens_for_the_encrypted_token(
    site: PracticeSite, client: DataClient, data: PracticeData, name: HeaderName
) -> None:
    with closing(_sealing(site, name=name)) as source:
        specification = _describe(source, data, Role.VCF).specification
        whole = ByteRange(0, specification.size)
        got = _fetch(client, source.ticket(specification, whole), whole, specification.size)
    assert hashlib.md5(got, usedforsecurity=False).hexdigest() == specification.md5
    assert {header for header, _sealed in site.sealed_tokens} == {name.value.lower()}


def test_a_header_that_is_off_is_not_sent(site: PracticeSite, client: DataClient, data: PracticeData) -> None:
    with closing(_sealing(site, is_on=False)) as source:
        specification = _describe(source, data, Role.VCF).specification
        whole = ByteRange(0, specification.size)
        ticket = source.ticket(specification, whole)
        assert ticket.headers == ()
        with pytest.raises(ProblemError):
            _fetch(client, ticket, whole, specification.size)


def test_a_ticket_does_not_show_what_it_carries(site: PracticeSite, data: PracticeData) -> None:
    with closing(_sealing(site)) as source:
        specification = _describe(source, data, Role.VCF).specification
        ticket = source.ticket(specification, ByteRange(0, specification.size))
    ((_name, sealed),) = ticket.headers
    assert sealed not in repr(ticket)
    assert site.token not in sealed


def test_the_site_that_gives_the_links_never_sees_the_header(
    site: PracticeSite, client: DataClient, data: PracticeData, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    made_by = ApiClient._request

    def watched(
        api: ApiClient,
        method: str,
        path: Sequence[str],
        params: Sequence[tuple[str, str]],
        token: Secret | None,
    ) -> httpx.Request:
        request = made_by(api, method, path, params, token)
        asked.append([name.lower() for name in request.headers])
        return request

    monkeypatch.setattr(ApiClient, "_request", watched)
    with closing(_sealing(site)) as source:
        specification = _describe(source, data, Role.VCF).specification
        source.ticket(specification, ByteRange(0, specification.size))
    assert asked
    assert all("x-score-token" not in names for names in asked)
