"""A token lives in the system's keyring or in memory, never in a text, and goes to its own server only."""

from __future__ import annotations

import traceback
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.access import keyrings
from score_gui.access.keyrings import Keyring
from score_gui.access.profiles import ARGO, LOCAL_OVERTURE
from score_gui.access.vault import Vault, Where, clean_token
from score_gui.model.problem import ProblemError
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret

TOKEN = Secret("canary-9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d")
HERE = Profile("environment", "x", "https://s.example.org", "https://m.example.org")


class FakeBackend:
    """A keyring with the Windows limit of 1280 characters."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.failure: Exception | None = None

    def get_password(self, service: str, username: str) -> str | None:
        if self.failure:
            raise self.failure
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.failure:
            raise self.failure
        if len(password) > 1280:
            raise OSError("The stub received bad data")
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.failure:
            raise self.failure
        del self.kept[service, username]


@pytest.fixture
def backend() -> FakeBackend:
    return FakeBackend()


def _vault(backend: FakeBackend | None, **environ: str) -> Vault:
    return Vault(environ, lambda: Keyring(backend, "a keyring") if backend else None)


def test_a_token_is_kept_in_the_keyring_for_the_next_run(backend: FakeBackend) -> None:
    assert _vault(backend).keep(ARGO, TOKEN) is Where.KEYRING
    later = _vault(backend)
    assert (later.get(ARGO), later.where(ARGO)) == (TOKEN, Where.KEYRING)
    assert later.keyring_name() == "a keyring"


def test_without_a_keyring_a_token_lives_until_the_program_ends() -> None:
    vault = _vault(None)
    assert vault.keep(ARGO, TOKEN) is Where.MEMORY
    assert (vault.get(ARGO), vault.where(ARGO)) == (TOKEN, Where.MEMORY)
    assert vault.keyring_name() is None
    assert _vault(None).get(ARGO) is None


def test_a_token_for_this_run_only_never_reaches_the_keyring(backend: FakeBackend) -> None:
    vault = _vault(backend)
    vault.keep(ARGO, Secret("a-former-token"))
    assert vault.keep(ARGO, TOKEN, until_quit=True) is Where.MEMORY
    assert (vault.get(ARGO), vault.where(ARGO)) == (TOKEN, Where.MEMORY)
    assert backend.kept == {}


def test_a_locked_keyring_does_not_keep_anybody_from_working(backend: FakeBackend) -> None:
    vault = _vault(backend)
    backend.failure = RuntimeError("locked")
    assert vault.keep(ARGO, TOKEN) is Where.MEMORY
    assert vault.keep(ARGO, TOKEN, until_quit=True) is Where.MEMORY
    assert vault.get(ARGO) == TOKEN


def test_profiles_do_not_share_a_token(backend: FakeBackend) -> None:
    vault = _vault(backend)
    vault.keep(ARGO, TOKEN)
    assert vault.get(LOCAL_OVERTURE) is None
    assert vault.where(LOCAL_OVERTURE) is Where.NOWHERE


@pytest.mark.parametrize("url", ["https://other.example.org", "https://api.platform.icgc-argo.org:8443"])
def test_a_token_is_not_handed_on_to_another_server(backend: FakeBackend, url: str) -> None:
    vault = _vault(backend)
    vault.keep(ARGO, TOKEN)
    assert vault.get(replace(ARGO, storage_url=url)) is None
    assert vault.get(replace(ARGO, storage_url=ARGO.storage_url + "/v2")) == TOKEN


def test_a_forgotten_token_is_gone_from_the_keyring(backend: FakeBackend) -> None:
    vault = _vault(backend)
    vault.keep(ARGO, Secret("x" * 5000))
    vault.forget(ARGO)
    assert vault.get(ARGO) is None
    assert backend.kept == {}
    vault.forget(ARGO)


def test_a_keyring_that_does_not_let_go_is_told(backend: FakeBackend) -> None:
    vault = _vault(backend)
    vault.keep(ARGO, TOKEN)
    backend.failure = RuntimeError(TOKEN.reveal())
    with pytest.raises(ProblemError) as caught:
        vault.forget(ARGO)
    assert caught.value.problem.code == "keyring-unwilling"
    assert vault.get(ARGO) is None
    assert "canary" not in "".join(traceback.format_exception(caught.value))


def test_a_keyring_that_takes_nothing_leaves_memory(
    backend: FakeBackend, caplog: pytest.LogCaptureFixture
) -> None:
    backend.failure = RuntimeError("locked: " + TOKEN.reveal())
    vault = _vault(backend)
    assert vault.keep(ARGO, TOKEN) is Where.MEMORY
    assert vault.get(ARGO) == TOKEN
    assert "canary" not in caplog.text


def test_a_keyring_that_keeps_something_else_is_not_trusted(backend: FakeBackend) -> None:
    class Forgetful(FakeBackend):
        def set_password(self, service: str, username: str, password: str) -> None:
            super().set_password(service, username, password[:10])

    assert _vault(Forgetful()).keep(ARGO, TOKEN) is Where.MEMORY


def test_a_locked_keyring_is_asked_again(backend: FakeBackend) -> None:
    _vault(backend).keep(ARGO, TOKEN)
    vault = _vault(backend)
    backend.failure = RuntimeError("locked")
    assert vault.get(ARGO) is None
    backend.failure = None
    assert vault.get(ARGO) == TOKEN


def test_the_environments_token_wins_there_and_is_never_stored(backend: FakeBackend) -> None:
    vault = _vault(backend, ACCESSTOKEN=f" {TOKEN.reveal()}\n")
    assert (vault.get(HERE), vault.where(HERE)) == (TOKEN, Where.ENVIRONMENT)
    assert vault.get(ARGO) is None
    assert backend.kept == {}
    assert TOKEN in vault.known_tokens()


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=8192))
def test_tokens_of_any_length_come_back_the_same(text: str) -> None:
    backend = FakeBackend()
    keyring = Keyring(backend, "x")
    assert keyring.write("a", "former" * 500)
    assert keyring.write("a", text)
    assert keyring.read("a") == text
    assert all(len(one) <= 1280 for one in backend.kept.values())
    keyring.delete("a")
    assert backend.kept == {}


def test_pieces_that_do_not_fit_together_are_no_token(backend: FakeBackend) -> None:
    keyring = Keyring(backend, "x")
    keyring.write("a", "x" * 3000)
    backend.kept["score_gui", "a piece 2"] = "y" * 1200
    assert keyring.read("a") is None


@pytest.mark.parametrize(
    "chosen", ["keyring.backends.null.Keyring", "keyrings.alt.file.PlaintextKeyring", "no.such"]
)
def test_a_keyring_named_by_the_environment_is_not_asked(
    monkeypatch: pytest.MonkeyPatch, chosen: str
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", chosen)
    found = keyrings.system_keyring()
    kind = type(found._backend) if found else None
    assert kind is None or (kind.__module__, kind.__name__) in {one[:2] for one in keyrings._ALLOWED}


# What was pasted, what is left of it.
CLEAN = [
    (TOKEN.reveal(), TOKEN.reveal()),
    (f"  {TOKEN.reveal()}\r\n", TOKEN.reveal()),
    (f"Bearer {TOKEN.reveal()}", TOKEN.reveal()),
    (f"bearer:\t{TOKEN.reveal()} ", TOKEN.reveal()),
    ("eyJhbGciOi.eyJz\n   dWIiOi.abc", "eyJhbGciOi.eyJzdWIiOi.abc"),
    ("Bearer Bearer12", "Bearer12"),
]


@pytest.mark.parametrize(("pasted", "token"), CLEAN)
def test_a_pasted_token_is_cleaned(pasted: str, token: str) -> None:
    assert clean_token(pasted) == Secret(token)


# What was pasted, a word of the sentence.
REFUSED = [
    ("", "short"),
    ("Bearer", "short"),
    ("canary1", "short"),
    ("canary" * 1400, "8,400 characters"),
    ("canary\N{EN DASH}12345", "Character 7 is “\N{EN DASH}”, a dash"),
    ("canary\N{ZERO WIDTH SPACE}12345", "Character 7 is a sign that cannot be seen"),
    ("canary\x0012345", "cannot be seen"),
    ("canaryé12345", "not a plain letter"),
]


@pytest.mark.parametrize(("pasted", "word"), REFUSED)
def test_what_is_no_token_is_refused_without_quoting_it(pasted: str, word: str) -> None:
    with pytest.raises(ProblemError) as caught:
        clean_token(pasted)
    told = "".join(traceback.format_exception_only(caught.value)) + repr(caught.value.problem)
    assert word in told
    assert "canary" not in told
