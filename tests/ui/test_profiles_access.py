"""The dialog's desk over the real list of profiles and a vault with a made-up keyring."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from score_gui.access.keyrings import Keyring
from score_gui.access.notes import TokenNotes
from score_gui.access.probe import Probe, Verdict
from score_gui.access.profiles import ARGO, ENVIRONMENT_ID, ProfileStore
from score_gui.access.vault import Vault
from score_gui.demo import KeyFlavour, PracticeData, PracticeSite, make_practice_data
from score_gui.model.problem import ProblemError
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret
from score_gui.model.token_header import TokenHeader
from score_gui.ui import profiles_desk
from score_gui.ui.profiles_access import AccessDesk
from score_gui.ui.profiles_desk import ProfileLine, TokenState
from tests.fakes.rsa_key import public_key
from tests.fakes.still_clock import NOON, TODAY, stop_clock

LAB = Profile("lab", "Lab", "https://score.lab.example.org", "https://song.lab.example.org")
TOKEN = Secret("0a1b2c3d-made-up")


class MemoryBackend:
    """Stands in for the keyring of a system."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.kept.pop((service, username), None)


@pytest.fixture
def keyring() -> MemoryBackend:
    return MemoryBackend()


@pytest.fixture
def desk(tmp_path: Path, keyring: MemoryBackend) -> AccessDesk:
    vault = Vault({}, lambda: Keyring(keyring, "the test keyring"))
    no = Probe(Verdict.NOT_ACCEPTED, "No.")
    return AccessDesk(ProfileStore(tmp_path), vault, TokenNotes(tmp_path), test=lambda *_: no)


def states(desk: AccessDesk) -> dict[str, TokenState]:
    return {line.profile.id: line.token for line in desk.list()}


def test_a_new_profile_stands_in_the_list_without_a_token(desk: AccessDesk) -> None:
    desk.save(LAB)
    assert states(desk) == {ARGO.id: TokenState.NONE, "lab": TokenState.NONE}


def test_a_token_is_kept_and_forgotten(desk: AccessDesk, keyring: MemoryBackend) -> None:
    assert desk.keep_token(ARGO.id, TOKEN) is TokenState.KEPT
    assert states(desk)[ARGO.id] is TokenState.KEPT
    desk.forget_token(ARGO.id)
    assert states(desk)[ARGO.id] is TokenState.NONE
    assert keyring.kept == {}


def test_without_a_keyring_it_is_kept_until_the_program_ends(tmp_path: Path) -> None:
    desk = AccessDesk(ProfileStore(tmp_path), Vault({}, lambda: None), TokenNotes(tmp_path))
    assert desk.where() is None
    assert desk.keep_token(ARGO.id, TOKEN) is TokenState.UNTIL_QUIT
    assert states(desk)[ARGO.id] is TokenState.UNTIL_QUIT


def test_a_refused_token_is_marked_until_another_one_is_kept(desk: AccessDesk) -> None:
    desk.keep_token(ARGO.id, TOKEN)
    assert desk.test_token(ARGO, None).sentence == "No."
    assert states(desk)[ARGO.id] is TokenState.REFUSED
    desk.keep_token(ARGO.id, Secret("another-made-up"))
    assert states(desk)[ARGO.id] is TokenState.KEPT


def test_a_transfer_may_learn_of_the_refusal_first(desk: AccessDesk) -> None:
    desk.keep_token(ARGO.id, TOKEN)
    desk.note_refused(ARGO)
    assert states(desk)[ARGO.id] is TokenState.REFUSED


def test_a_token_does_not_follow_a_profile_to_another_server(
    desk: AccessDesk, keyring: MemoryBackend
) -> None:
    desk.save(LAB)
    desk.keep_token("lab", TOKEN)
    desk.save(replace(LAB, name="Our lab"))
    assert states(desk)["lab"] is TokenState.KEPT
    desk.save(replace(LAB, storage_url="https://elsewhere.example.org"))
    assert states(desk)["lab"] is TokenState.NONE
    assert keyring.kept == {}


def test_a_removed_profile_leaves_no_token(desk: AccessDesk, keyring: MemoryBackend) -> None:
    desk.save(LAB)
    desk.keep_token("lab", TOKEN)
    desk.remove("lab")
    assert "lab" not in states(desk)
    assert keyring.kept == {}


def test_a_profile_that_is_gone_is_a_problem_not_a_crash(desk: AccessDesk) -> None:
    with pytest.raises(ProblemError):
        desk.forget_token("gone")


def test_nothing_to_test_is_said_without_asking(desk: AccessDesk) -> None:
    assert desk.test_token(ARGO, None).verdict is Verdict.UNKNOWN


# --- when a token ends, and how long it is kept -----------------------------------------------------------------


def ends(desk: AccessDesk) -> dict[str, int | None]:
    return {line.profile.id: line.days_left for line in desk.list()}


@pytest.mark.parametrize("until_quit", [False, True])
def test_the_end_of_a_token_is_known_for_as_long_as_the_token_is_kept(
    desk: AccessDesk,
    tmp_path: Path,
    keyring: MemoryBackend,
    monkeypatch: pytest.MonkeyPatch,
    until_quit: bool,
) -> None:
    stop_clock(monkeypatch, profiles_desk)
    desk.keep_token(ARGO.id, TOKEN, TODAY + timedelta(days=5), until_quit=until_quit)
    assert ends(desk) == {ARGO.id: 5}
    assert bool(keyring.kept) is not until_quit
    assert bool(ProfileStore(tmp_path).token_ends()) is not until_quit
    desk.forget_token(ARGO.id)
    assert ends(desk) == {ARGO.id: None}


def test_the_end_goes_with_the_token_when_the_server_changes(desk: AccessDesk) -> None:
    desk.save(LAB)
    desk.keep_token("lab", TOKEN, TODAY)
    desk.save(replace(LAB, storage_url="https://elsewhere.example.org"))
    assert ends(desk)["lab"] is None


def test_a_token_tells_its_own_end_wherever_it_comes_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch, profiles_desk)
    in_a_day = NOON + timedelta(days=1)
    claims = base64.urlsafe_b64encode(json.dumps({"exp": in_a_day.timestamp()}).encode()).decode()
    vault = Vault({"ACCESSTOKEN": f"eyJhbGciOiJSUzI1NiJ9.{claims}.c2ln"}, lambda: None)
    desk = AccessDesk(ProfileStore(tmp_path), vault, TokenNotes(tmp_path))
    assert desk.line(replace(LAB, id=ENVIRONMENT_ID)).days_left == 1


# --- files ------------------------------------------------------------------------------------------------------


def test_a_file_of_score_client_becomes_a_profile_with_its_token(
    desk: AccessDesk, keyring: MemoryBackend, tmp_path: Path
) -> None:
    path = tmp_path / "application.properties"
    path.write_text("storage.url=https://s.example.org\naccessToken=0a1b2c3d-made-up", "utf-8")
    found = desk.read_file(path)
    assert set(states(desk)) == {ARGO.id}
    assert desk.take_over(found) is TokenState.KEPT
    assert states(desk)["s-example-org"] is TokenState.KEPT
    assert list(keyring.kept.values()) == ["0a1b2c3d-made-up"]


def test_a_file_that_is_none_is_a_problem_not_a_crash(desk: AccessDesk, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Dear all", "utf-8")
    with pytest.raises(ProblemError) as error:
        desk.read_file(path)
    assert error.value.problem.title == "notes.txt cannot be imported"


# --- keys of EGO and Keycloak -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> PracticeData:
    return make_practice_data(tmp_path_factory.mktemp("practice"), large_size=1000)


@pytest.fixture(params=[KeyFlavour.EGO, KeyFlavour.KEYCLOAK], ids=lambda flavour: flavour.value)
def site(request: pytest.FixtureRequest, data: PracticeData) -> Iterator[PracticeSite]:
    with PracticeSite(data, keys=request.param) as running:
        yield running


@pytest.fixture
def real(tmp_path: Path, keyring: MemoryBackend, site: PracticeSite) -> AccessDesk:
    """A desk that asks the practice site, with a profile `lab` of it."""
    vault = Vault({}, lambda: Keyring(keyring, "the test keyring"))
    desk = AccessDesk(ProfileStore(tmp_path), vault, TokenNotes(tmp_path))
    desk.save(Profile("lab", "Lab", site.storage_url, site.metadata_url, key_service=site.key_service_url))
    return desk


def lab_of(desk: AccessDesk) -> ProfileLine:
    return next(line for line in desk.list() if line.profile.id == "lab")


def test_a_sign_in_token_makes_a_key_that_takes_its_place(
    real: AccessDesk, site: PracticeSite, keyring: MemoryBackend
) -> None:
    real.keep_token("lab", Secret(site.login_token))
    assert (lab_of(real).can_manage, lab_of(real).opens) == (True, "score.READ")
    found = real.keys(lab_of(real).profile, None)
    assert (found.keys, "score.READ" in found.scopes) == ((), True)
    assert real.issue_key(lab_of(real).profile, None, ("score.READ",), "laptop") is TokenState.KEPT
    assert site.login_token not in keyring.kept.values()
    line = lab_of(real)
    assert (line.can_manage, line.opens) == (False, "")
    assert line.days_left is not None
    assert line.days_left >= 364
    assert real.test_token(line.profile, None).verdict is Verdict.ACCEPTED
    with pytest.raises(ProblemError) as caught:
        real.keys(line.profile, None)
    assert caught.value.problem.code == "no-sign-in"


def test_a_pasted_sign_in_token_revokes_a_key_without_being_kept(
    real: AccessDesk, site: PracticeSite, keyring: MemoryBackend
) -> None:
    login, profile = Secret(site.login_token), lab_of(real).profile
    real.issue_key(profile, login, ("score.READ",), "laptop")
    assert site.login_token not in keyring.kept.values()
    [made] = keyring.kept.values()
    real.revoke_key(profile, login, Secret(made))
    assert [key.is_revoked for key in real.keys(profile, login).keys] == [True]
    assert real.test_token(profile, None).verdict is Verdict.NOT_ACCEPTED
    assert lab_of(real).token is TokenState.REFUSED


def test_without_a_key_service_nobody_is_asked(real: AccessDesk, site: PracticeSite) -> None:
    with pytest.raises(ProblemError) as caught:
        real.keys(LAB, Secret(site.login_token))
    assert caught.value.problem.code == "no-key-service"


def test_what_a_test_showed_is_known_at_the_next_start_and_forgotten_with_the_token(
    real: AccessDesk, site: PracticeSite, tmp_path: Path
) -> None:
    token = Secret(site.token)
    assert real.test_token(lab_of(real).profile, token).verdict is Verdict.ACCEPTED
    real.keep_token("lab", token)
    note = TokenNotes(tmp_path).get("lab")
    assert note.worked is not None
    assert dict(real.test_all())["Lab"].verdict is Verdict.ACCEPTED
    real.forget_token("lab")
    assert TokenNotes(tmp_path).get("lab").worked is None


def test_a_kept_token_that_is_too_long_for_the_header_is_told(desk: AccessDesk) -> None:
    desk.save(replace(LAB, token_header=TokenHeader(public_key(), is_on=True)))
    desk.keep_token("lab", Secret("x" * 300))
    lines = {line.profile.id: line for line in desk.list()}
    assert "300 bytes and the public key takes 245" in lines["lab"].unsent
    desk.save(replace(LAB, token_header=TokenHeader(public_key(), is_on=False)))
    assert [line.unsent for line in desk.list()] == ["", ""]
