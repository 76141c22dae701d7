"""Keys at an EGO and at a Keycloak: listed, issued and revoked by their owner, and by nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from score_gui.access.keys import IssuedKey, KeyService, ServiceKind, can_manage, service_kind
from score_gui.access.probe import Verdict, probe_token
from score_gui.demo import KeyFlavour, PracticeData, PracticeSite, Role, Service, make_practice_data
from score_gui.model.problem import ProblemError
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret
from score_gui.net.settings import NetSettings
from tests.fakes.json_site import JsonSite, said
from tests.fakes.raw_server import answer

NET = NetSettings(connect_timeout=60, read_timeout=60, api_timeout=60)
KEY = Secret("9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> PracticeData:
    return make_practice_data(tmp_path_factory.mktemp("practice"), large_size=1000)


@pytest.fixture(params=[KeyFlavour.EGO, KeyFlavour.KEYCLOAK], ids=lambda flavour: flavour.value)
def site(request: pytest.FixtureRequest, data: PracticeData) -> Iterator[PracticeSite]:
    with PracticeSite(data, keys=request.param) as running:
        yield running


@pytest.fixture
def service(site: PracticeSite) -> Iterator[KeyService]:
    made = KeyService(site.key_service_url, Secret(site.login_token), NET)
    yield made
    made.close()


def test_the_address_tells_the_kind() -> None:
    assert service_kind("https://ego.example.org") is ServiceKind.EGO
    assert service_kind("https://login.example.org/realms/lab") is ServiceKind.KEYCLOAK


def test_a_key_is_issued_works_at_the_site_and_is_listed(
    site: PracticeSite, service: KeyService, data: PracticeData
) -> None:
    assert "score.READ" in service.scopes()
    made = service.issue(("score.READ",), "laptop")
    assert made.secret is not None
    profile = Profile("p", "The site", site.storage_url, site.metadata_url)
    large = data.get(Role.LARGE).object_id
    assert probe_token(profile, made.secret, NET, large).verdict is Verdict.ACCEPTED
    [listed] = service.issued()
    assert (listed.description, listed.scopes, listed.is_revoked) == ("laptop", ("score.READ",), False)
    assert listed.ends is not None
    assert timedelta(days=360) < listed.ends - datetime.now(UTC) < timedelta(days=366)


def test_only_ego_tells_the_keys_themselves(service: KeyService) -> None:
    made = service.issue(("score.READ",), "laptop")
    [listed] = service.issued()
    assert listed.secret == (made.secret if service.kind is ServiceKind.EGO else None)


def test_a_revoked_key_ends_at_the_site_and_stays_in_the_list(
    site: PracticeSite, service: KeyService
) -> None:
    made = service.issue(("score.READ",), "laptop")
    assert made.secret is not None
    service.revoke(made.secret)
    assert [one.is_revoked for one in service.issued()] == [True]
    profile = Profile("p", "The site", site.storage_url, site.metadata_url)
    assert probe_token(profile, made.secret, NET).verdict is Verdict.NOT_ACCEPTED


def test_several_scopes_are_asked_for_as_each_service_wants_it(service: KeyService) -> None:
    wanted = ("score.READ", "PROGRAMDATA-PRAC-CA.READ")
    assert service.issue(wanted, "").scopes == wanted


def test_long_lists_come_in_pages(service: KeyService) -> None:
    for number in range(45):
        service.issue(("score.READ",), f"key {number}")
    assert [one.description for one in service.issued()] == [f"key {number}" for number in range(45)]


@pytest.mark.parametrize("token", [KEY, Secret("a.b.c"), Secret("not a token")])
def test_a_bare_key_is_never_sent_anywhere(site: PracticeSite, token: Secret) -> None:
    assert not can_manage(token)
    with pytest.raises(ProblemError) as caught:
        KeyService(site.key_service_url, token, NET)
    assert caught.value.problem.code == "no-sign-in"


def test_a_scope_that_nobody_may_give_is_refused(service: KeyService) -> None:
    with pytest.raises(ProblemError) as caught:
        service.issue(("score.WRITE",), "")
    assert caught.value.problem.code == "keys-forbidden"


def test_a_key_that_is_unknown_cannot_be_revoked(service: KeyService) -> None:
    with pytest.raises(ProblemError) as caught:
        service.revoke(KEY)
    assert caught.value.problem.code == "key-unknown"
    assert KEY.reveal() not in str(caught.value.problem)


def test_a_sign_in_that_ended_is_told(site: PracticeSite, service: KeyService) -> None:
    site.fail_next(1, 401, service=Service.KEYS)
    with pytest.raises(ProblemError) as caught:
        service.issued()
    assert caught.value.problem.code == "sign-in-ended"


@pytest.fixture
def login(data: PracticeData) -> Secret:
    return Secret(PracticeSite(data, keys=KeyFlavour.EGO).login_token)


@pytest.mark.parametrize(
    "told", [{}, [], {"resultSet": "none"}, {"resultSet": [None, 7, [], {"scope": 5, "name": 7}], "count": 1}]
)
def test_a_list_that_is_none_does_no_harm(login: Secret, told: Any) -> None:
    with JsonSite({"/o/api_key": said(told)}) as strange:
        service = KeyService(strange.origin, login, NET)
        assert set(service.issued()) <= {IssuedKey()}
        service.close()


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (answer("404 x"), "no-key-service"),
        (answer("500 x", body=b"oops"), "key-service-trouble"),
        (answer("200 x", "Content-Type: text/html", body=b"<html>"), "web-page"),
        (answer("302 x", "Location: https://elsewhere.example.org"), "redirected"),
    ],
)
def test_a_service_that_is_none_is_told(login: Secret, told: bytes, code: str) -> None:
    with JsonSite({"/o/api_key": told}) as strange:
        service = KeyService(strange.origin, login, NET)
        with pytest.raises(ProblemError) as caught:
            service.issued()
        service.close()
    assert caught.value.problem.code == code


def test_a_service_that_shows_no_key_is_not_believed(login: Secret) -> None:
    with JsonSite({"/o/api_key": said({"scope": ["score.READ"]})}) as strange:
        service = KeyService(strange.origin, login, NET)
        with pytest.raises(ProblemError) as caught:
            service.issue(("score.READ",), "")
        service.close()
    assert caught.value.problem.code == "no-key"


def test_a_key_shows_itself_nowhere(service: KeyService) -> None:
    made = service.issue(("score.READ",), "laptop")
    assert made.secret is not None
    assert made.secret.reveal() not in repr(made) + repr(service.issued())
