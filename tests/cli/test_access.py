"""`score-gui profile` and `score-gui token`, and whose token a run carries."""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from functools import partial

import pytest

from score_gui import wiring
from score_gui.access.keyrings import Keyring
from score_gui.access.notes import TokenNotes
from score_gui.access.vault import Vault
from score_gui.demo import PracticeData, PracticeObject, PracticeSite, Service
from tests.access.test_vault import FakeBackend

from .terminal import Terminal


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> FakeBackend:
    """A keyring that takes tokens."""
    backend = FakeBackend()
    vault = partial(Vault, find_keyring=lambda: Keyring(backend, "a keyring"))
    monkeypatch.setattr(wiring, "Vault", vault)
    return backend


@pytest.fixture
def lab(terminal: Terminal, site: PracticeSite) -> Terminal:
    """The terminal of somebody who keeps a profile of the site and names nothing in the environment."""
    urls = ("--storage-url", site.storage_url, "--metadata-url", site.metadata_url)
    assert terminal.run("profile", "add", "My lab", *urls).status == 0
    return terminal


def type_in(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))


def test_profiles_come_and_go(lab: Terminal, site: PracticeSite) -> None:
    rows = [line.split("\t") for line in lab.run("profile", "list").out.splitlines()]
    assert [row[:3] for row in rows] == [
        ["icgc-argo", "ICGC ARGO", "https://api.platform.icgc-argo.org/storage-api"],
        ["my-lab", "My lab", site.storage_url],
    ]
    assert lab.run("profile", "remove", "My lab").status == 0
    assert len(lab.run("profile", "list").out.splitlines()) == 1


def test_a_name_is_given_once(lab: Terminal) -> None:
    done = lab.run("profile", "add", "My lab", "--preset", "icgc-argo")
    assert (done.status, done.err) == (2, "There is a profile 'My lab' already.\n")


@pytest.mark.parametrize("address", ["ftp://x", "http://score.example.org", "https://a:b@c.org", "words"])
def test_an_address_that_endangers_a_token_is_refused(terminal: Terminal, address: str) -> None:
    done = terminal.run("profile", "add", "Lab", "--storage-url", address, "--metadata-url", "https://x.org")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("This profile cannot be used. The storage address ")


def test_several_profiles_have_to_be_chosen_from(lab: Terminal, data: PracticeData) -> None:
    done = lab.download("--manifest", data.manifest)
    assert done.status == 2
    assert "choose one with --profile: ICGC ARGO, My lab" in done.err


@pytest.mark.parametrize("name", ["My lab", "my-lab"])
def test_a_kept_token_opens_controlled_files(
    lab: Terminal,
    site: PracticeSite,
    large: PracticeObject,
    keyring: FakeBackend,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    type_in(monkeypatch, f"\ufeffBearer {site.token}\r\n".encode())
    kept = lab.run("token", "set", "--profile", name)
    assert (kept.status, kept.out) == (0, "")
    assert list(keyring.kept.values()) == [site.token]
    assert lab.run("token", "test", "--profile", name).status == 0
    assert lab.download("--object-id", large.object_id, "--profile", name).status == 0
    assert lab.run("token", "forget", "--profile", name).status == 0
    assert keyring.kept == {}
    assert lab.run("token", "test", "--profile", name).status == 3


def test_without_a_keyring_a_token_is_not_kept_and_that_is_said(
    lab: Terminal, site: PracticeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in(monkeypatch, site.token.encode())
    done = lab.run("token", "set", "--profile", "My lab")
    assert (done.status, done.out) == (3, "")
    assert "Set ACCESSTOKEN in the environment of a run instead." in done.err


def test_accesstoken_alone_serves_the_chosen_profile(
    lab: Terminal, site: PracticeSite, large: PracticeObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACCESSTOKEN", site.token)
    assert lab.run("token", "test", "--profile", "My lab").status == 0
    assert lab.download("--object-id", large.object_id, "--profile", "My lab").status == 0


def test_accesstoken_of_another_site_never_goes_to_the_chosen_profile(
    lab: Terminal, site: PracticeSite, large: PracticeObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """STORAGE_URL says whose token it is."""
    monkeypatch.setenv("STORAGE_URL", "https://score.example.org")
    monkeypatch.setenv("METADATA_URL", "https://song.example.org")
    monkeypatch.setenv("ACCESSTOKEN", site.token)
    done = lab.download("--object-id", large.object_id, "--profile", "My lab")
    assert (done.status, done.events("failed")[0]["code"]) == (3, "token-needed")


@pytest.mark.parametrize("typed", [b"short", b"\xff\xfe\x00binary-data", "töken-with-umlaut".encode()])
def test_a_text_that_is_no_token_is_bad_input(
    lab: Terminal, typed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in(monkeypatch, typed)
    done = lab.run("token", "set", "--profile", "My lab")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("This is not a token. ")


def test_a_person_who_types_nothing_has_said_no_token(lab: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def end_of_input(_prompt: str) -> str:
        raise EOFError

    class Keyboard(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Keyboard())
    monkeypatch.setattr("getpass.getpass", end_of_input)
    assert lab.run("token", "set", "--profile", "My lab").status == 2


def test_a_token_is_tested_honestly(
    lab: Terminal, site: PracticeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACCESSTOKEN", site.token)
    site.revoke_token()
    refused = lab.run("token", "test", "--profile", "My lab")
    assert (refused.status, "does not accept this token" in refused.out) == (3, True)
    site.fail_next(2, 503, service=Service.SCORE)
    assert lab.run("token", "test", "--profile", "My lab").status == 1


def test_a_profile_names_the_service_for_its_keys_and_lets_it_go(lab: Terminal) -> None:
    assert lab.run("profile", "edit", "My lab", "--key-service", "https://ego.example.org").status == 0
    assert "https://ego.example.org" in lab.run("profile", "export", "My lab").out
    refused = lab.run("profile", "edit", "My lab", "--key-service", "http://ego.example.org")
    assert (refused.status, "must begin with https" in refused.err) == (2, True)
    assert lab.run("profile", "edit", "My lab", "--key-service", "").status == 0
    assert "ego.example.org" not in lab.run("profile", "export", "My lab").out


def test_what_was_known_of_a_former_token_is_not_said_of_a_new_one(
    lab: Terminal, site: PracticeSite, keyring: FakeBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = TokenNotes(lab.home / "state")
    for end in (("token", "set"), ("token", "forget")):
        notes.worked("my-lab", datetime.now(UTC))
        type_in(monkeypatch, site.token.encode())
        assert lab.run(*end, "--profile", "My lab").status == 0
        assert TokenNotes(lab.home / "state").get("my-lab").worked is None
