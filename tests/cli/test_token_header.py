"""A site with a door in front of its store: the token goes there too, encrypted, when a person says so."""

from __future__ import annotations

import base64
import json

import pytest

from score_gui.demo import PracticeData, PracticeSite, Role

from .terminal import Outcome, Terminal


@pytest.fixture
def locked(terminal: Terminal, site: PracticeSite, monkeypatch: pytest.MonkeyPatch) -> str:
    """The public key of the site's locked store; `Lab` is its profile, and ACCESSTOKEN holds its token."""
    monkeypatch.setenv("ACCESSTOKEN", site.token)
    urls = ("--storage-url", site.storage_url, "--metadata-url", site.metadata_url)
    assert terminal.run("profile", "add", "Lab", *urls).status == 0
    return site.lock_store()


def fetch(terminal: Terminal, data: PracticeData) -> Outcome:
    wanted = data.get(Role.VCF).object_id
    return terminal.download("--profile", "Lab", "--object-id", wanted, "--no-index")


@pytest.mark.parametrize("as_file", [False, True], ids=["as text", "as a file"])
def test_the_door_opens_once_the_header_is_switched_on(
    terminal: Terminal, site: PracticeSite, data: PracticeData, locked: str, as_file: bool
) -> None:
    assert fetch(terminal, data).status == 1
    key = locked
    if as_file:
        path = terminal.folder.parent / "key.pem"
        path.write_text(f"-----BEGIN PUBLIC KEY-----\n{locked}\n-----END PUBLIC KEY-----\n")
        key = str(path)
    changed = terminal.run(
        "profile", "edit", "Lab", "--token-header", "X-SCORE-TOKEN", "--token-header-key", key
    )
    assert changed.status == 0
    assert "sends X-SCORE-TOKEN" in terminal.run("profile", "list").out
    assert fetch(terminal, data).status == 0
    assert {name for name, _sealed in site.sealed_tokens} == {"x-score-token"}
    written = b"".join(path.read_bytes() for path in terminal.home.rglob("*") if path.is_file())
    assert written, "the log is there"
    assert [sealed for _name, sealed in site.sealed_tokens if sealed.encode() in written] == []
    assert terminal.run("profile", "edit", "Lab", "--token-header", "off").status == 0
    exported = json.loads(terminal.run("profile", "export", "Lab").out)
    assert exported["token_header"]["is_on"] is False
    assert exported["token_header"]["public_key"] == locked


def test_a_profile_may_begin_with_the_header(terminal: Terminal, site: PracticeSite, locked: str) -> None:
    urls = ("--storage-url", site.storage_url, "--metadata-url", site.metadata_url)
    header = ("--token-header", "X-ICGC-TOKEN", "--token-header-key", locked)
    assert terminal.run("profile", "add", "Other", *urls, *header).status == 0
    assert "sends X-ICGC-TOKEN" in terminal.run("profile", "list").out


def test_a_sign_in_token_does_not_fit_and_that_is_said(
    terminal: Terminal, data: PracticeData, locked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal.run("profile", "edit", "Lab", "--token-header", "X-ICGC-TOKEN", "--token-header-key", locked)
    parts = (json.dumps(part).encode() for part in ({"alg": "RS256"}, {"sub": "ada", "pad": "x" * 300}))
    jwt = ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in (*parts, b"signed"))
    monkeypatch.setenv("ACCESSTOKEN", jwt)
    said = fetch(terminal, data).err
    assert "bytes and the public key takes 245, so X-ICGC-TOKEN is not sent." in said
    assert jwt not in said


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--token-header", "X-SCORE-TOKEN"], "needs the --token-header-key"),
        (["--token-header-key", "abc"], "There is no file abc, and the text is no RSA public key"),
        (["--token-header", "Authorization"], "choose from"),
    ],
)
def test_a_header_without_a_key_is_refused(
    terminal: Terminal, locked: str, words: list[str], told: str
) -> None:
    refused = terminal.run("profile", "edit", "Lab", *words)
    assert refused.status == 2
    assert told in refused.err
