"""`score-gui profile` and `score-gui token`: files in and out, and the day on which a token ends."""

from __future__ import annotations

import io
import json
import sys
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from score_gui import wiring
from score_gui.access.keyrings import Keyring
from score_gui.access.vault import Vault
from score_gui.cli import main
from score_gui.demo import PracticeData, PracticeSite, Role, make_practice_data
from tests.access.test_vault import FakeBackend

TOKEN = "canary-0a1b2c3d"
SETTINGS = f"""\
accessToken={TOKEN}
storage.url=https://s.example.org
metadata.url=https://m.example.org
client.ssl.custom=true
"""


class Person(io.StringIO):
    """Somebody at a terminal."""

    def isatty(self) -> bool:
        return True


class Shell:
    """Runs commands and keeps what they say; no word may hold the token."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, *words: str, typed: str = "", is_person: bool = False) -> tuple[int, str, str]:
        self._monkeypatch.setattr(sys, "stdin", Person(typed) if is_person else io.StringIO(typed))
        status = main(list(words))
        out, err = self._capsys.readouterr()
        assert TOKEN not in out + err
        return status, out, err


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(monkeypatch, capsys)


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> FakeBackend:
    backend = FakeBackend()
    vault = partial(Vault, find_keyring=lambda: Keyring(backend, "a keyring"))
    monkeypatch.setattr(wiring, "Vault", vault)
    return backend


@pytest.fixture
def settings(tmp_path: Path) -> str:
    path = tmp_path / "application.properties"
    path.write_text(SETTINGS, "utf-8")
    return str(path)


def ends(shell: Shell) -> dict[str, str]:
    lines = shell("profile", "list")[1].splitlines()
    return {line.split("\t")[0]: line.split("\t")[4] for line in lines}


def test_a_configuration_of_score_client_becomes_a_profile_with_its_token(
    shell: Shell, keyring: FakeBackend, settings: str
) -> None:
    status, _, err = shell("profile", "import", settings, "--name", "Lab")
    assert status == 0
    assert err.splitlines() == [
        "Lab: Its token, which is in the file, will be sent to s.example.org and m.example.org.",
        "The token still stands in the file too; remove it there when you no longer need it.",
        "Line 4, client.ssl.custom: a CA file of your own is not supported by this import.",
        "Added Lab.",
        "The token is kept in the keyring of this computer.",
    ]
    assert list(keyring.kept.values()) == [TOKEN]
    assert set(ends(shell)) == {"icgc-argo", "lab"}


def test_without_a_keyring_the_profile_is_kept_and_the_token_is_not(shell: Shell, settings: str) -> None:
    status, _, err = shell("profile", "import", settings)
    assert status == 3
    assert "No keyring of this computer can keep the token" in err
    assert "s-example-org" in ends(shell)


def test_a_name_that_is_taken_is_refused(shell: Shell, settings: str) -> None:
    status, _, err = shell("profile", "import", settings, "--name", "ICGC ARGO")
    assert (status, err) == (2, "This profile cannot be used. There is a profile 'ICGC ARGO' already.\n")


def test_a_person_is_asked_first(shell: Shell, settings: str) -> None:
    status, _, err = shell("profile", "import", settings, typed="n\n", is_person=True)
    assert status == 2
    assert err.endswith("Save it? [y/N] Nothing was saved.\n")
    assert set(ends(shell)) == {"icgc-argo"}


def test_a_profile_goes_out_and_in_without_its_token(
    shell: Shell, keyring: FakeBackend, tmp_path: Path
) -> None:
    shell(
        "profile",
        "add",
        "Lab",
        "--storage-url",
        "https://s.example.org",
        "--metadata-url",
        "https://m.example.org",
    )
    shell("token", "set", "--profile", "Lab", typed=TOKEN)
    text = shell("profile", "export", "Lab")[1]
    assert json.loads(text)["name"] == "Lab"
    shell("profile", "remove", "Lab")
    assert keyring.kept == {}
    path = tmp_path / "lab.json"
    path.write_text(text, "utf-8")
    status, _, err = shell("profile", "import", str(path))
    assert status == 0
    assert err.startswith("Lab: Your token for it will be sent to s.example.org and m.example.org.\n")


@pytest.mark.usefixtures("keyring")
def test_the_end_of_a_token_is_noted_until_it_is_forgotten(shell: Shell) -> None:
    _, _, err = shell("token", "set", typed=TOKEN)
    assert err.splitlines()[1:] == [
        "This token is a key that does not tell its end or what it opens.",
        "Ends in 30 days",
    ]
    day = datetime.now().astimezone().date() + timedelta(days=3)
    shell("token", "set", "--ends", day.isoformat(), typed=TOKEN)
    assert ends(shell) == {"icgc-argo": "Ends in 3 days"}
    shell("token", "forget")
    assert ends(shell) == {"icgc-argo": ""}


def test_a_token_that_is_not_kept_has_no_end_either(shell: Shell) -> None:
    shell("token", "set", typed=TOKEN)
    assert ends(shell) == {"icgc-argo": ""}


# --- the token test for one file --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> PracticeData:
    return make_practice_data(tmp_path_factory.mktemp("practice"), large_size=1_000_000)


@pytest.mark.parametrize(
    ("use_scoped", "status", "told"),
    [
        (True, 0, "accepts this token for this file."),
        (False, 3, "accepts this token, but not for this file."),
    ],
)
def test_a_token_is_tested_with_a_file(
    shell: Shell,
    data: PracticeData,
    monkeypatch: pytest.MonkeyPatch,
    use_scoped: bool,
    status: int,
    told: str,
) -> None:
    with PracticeSite(data) as site:
        monkeypatch.setenv("STORAGE_URL", site.storage_url)
        monkeypatch.setenv("METADATA_URL", site.metadata_url)
        monkeypatch.setenv("ACCESSTOKEN", site.token if use_scoped else site.unscoped_token)
        found = shell("token", "test", "--object-id", data.get(Role.LARGE).object_id)
    assert found[0] == status
    assert found[1].endswith(f"{told}\n")
