"""`score-gui profile` and `score-gui token`: files in and out, and the day on which a token ends."""

from __future__ import annotations

import io
import json
import sys
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from score_gui import wiring
from score_gui.access import tokens
from score_gui.access.keyrings import Keyring
from score_gui.access.vault import Vault
from score_gui.cli import main, profile_commands
from score_gui.demo import PracticeData, PracticeSite, Role, make_practice_data
from tests.access.test_vault import FakeBackend
from tests.fakes.still_clock import TODAY, stop_clock

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
        "Line 4, client.ssl.custom: a trust store of Java is not read; choose the authority's PEM file as CA file.",
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
def test_the_end_of_a_token_is_noted_until_it_is_forgotten(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch, tokens, profile_commands)
    _, _, err = shell("token", "set", typed=TOKEN)
    assert err.splitlines()[1:] == [
        "This token is a key that does not tell its end or what it opens.",
        "Ends in 30 days",
    ]
    day = TODAY + timedelta(days=3)
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


# --- the way to the servers ---------------------------------------------------------------------------------


def way(shell: Shell, profile_id: str) -> str:
    lines = shell("profile", "list")[1].splitlines()
    return next(line.split("\t")[5] for line in lines if line.startswith(f"{profile_id}\t"))


@pytest.fixture
def lab(shell: Shell) -> str:
    urls = ("--storage-url", "https://s.example.org", "--metadata-url", "https://m.example.org")
    assert shell("profile", "add", "Lab", *urls)[0] == 0
    return "lab"


CA = str(Path(__file__).parents[1] / "net" / "certificates" / "authority.pem")


def test_a_profile_is_given_a_way_of_its_own_and_loses_it_again(shell: Shell, lab: str) -> None:
    assert way(shell, lab) == ""
    own = ("--proxy", "http://me@proxy:3128", "--no-proxy", "localhost,.lab", "--ca-file", CA)
    assert shell("profile", "edit", "Lab", *own, "--connections", "4")[0] == 0
    told = f"proxy http://me@proxy:3128, but not for localhost, .lab; CA file {CA}; 4 connections"
    assert way(shell, lab) == told
    assert shell("profile", "edit", "Lab", "--no-proxy", "x")[0] == 0
    assert "but not for x" in way(shell, lab)
    away = ("--proxy", "default", "--ca-file", "none", "--connections", "default")
    assert shell("profile", "edit", "Lab", *away)[0] == 0
    assert way(shell, lab) == ""


def test_a_new_profile_may_have_its_way_at_once(shell: Shell) -> None:
    words = ("--preset", "icgc-argo", "--proxy", "none", "--connections", "2")
    assert shell("profile", "add", "Here", *words)[0] == 0
    assert way(shell, "here") == "proxy none; 2 connections"


def test_names_and_addresses_are_changed_in_place(shell: Shell, lab: str) -> None:
    words = ("--name", "Our lab", "--metadata-url", "https://song.example.org")
    assert shell("profile", "edit", lab, *words)[0] == 0
    line = shell("profile", "list")[1].splitlines()[-1].split("\t")
    assert line[:4] == ["lab", "Our lab", "https://s.example.org", "https://song.example.org"]
    assert shell("profile", "edit", lab, "--name", "ICGC ARGO")[0] == 2


# What is asked for, and a word of the answer.
REFUSED_WAYS = [
    ((), "Nothing to change"),
    (("--proxy", "junk junk"), "no address"),
    (("--proxy", "socks5://proxy:1"), "SOCKS"),
    (("--proxy", f"http://me:{TOKEN}@proxy:3128"), "Leave the password out"),
    (("--no-proxy", "localhost"), "needs the --proxy"),
    (("--ca-file", "/nowhere/ca.pem"), "No such file"),
    (("--ca-file", __file__), "PEM"),
    (("--connections", "0"), "between 1 and 64"),
]


@pytest.mark.parametrize(("words", "told"), REFUSED_WAYS)
def test_a_way_that_cannot_be_is_refused(shell: Shell, lab: str, words: tuple[str, ...], told: str) -> None:
    status, _, err = shell("profile", "edit", lab, *words)
    assert status != 0
    assert told in err
    assert way(shell, lab) == ""


def test_settings_are_set_and_listed(shell: Shell) -> None:
    assert "rate limit: none" in shell("settings")[1]
    words = (
        "--limit-rate",
        "2M",
        "--files-at-once",
        "5",
        "--connections",
        "12",
        "--proxy",
        "http://me@proxy:3128",
    )
    assert shell("settings", "set", *words, "--ca-file", CA)[0] == 0
    out = shell("settings", "list")[1].splitlines()
    assert out[:4] == [
        "files at once: 5, over 12 connections",
        "rate limit: 2 MB/s",
        "proxy: http://me@proxy:3128",
        f"CA file: {CA}",
    ]
    assert out[4].startswith("CA: score_gui test authority, SHA-256 ")
    assert len(out[4].split()[-1]) == 32 * 3 - 1
    assert shell("settings", "set", "--limit-rate", "0", "--proxy", "system", "--ca-file", "none")[0] == 0
    out = shell("settings")[1].splitlines()
    assert out[1:] == ["rate limit: none", "proxy: as the system says", "CA file: none"]


def test_nothing_to_set_is_told(shell: Shell) -> None:
    assert shell("settings", "set")[0] == 2


def test_the_password_of_a_proxy_is_kept_in_the_keyring_only(
    shell: Shell, keyring: FakeBackend, tmp_path: Path
) -> None:
    assert shell("settings", "proxy-password", typed=TOKEN)[0] == 2  # no proxy is chosen
    shell("settings", "set", "--proxy", "http://proxy:3128")
    assert shell("settings", "proxy-password", typed=TOKEN)[0] == 2  # nobody's
    shell("settings", "set", "--proxy", "http://me@proxy:3128")
    assert shell("settings", "proxy-password", typed="\n")[0] == 2
    assert shell("settings", "proxy-password", typed=f"{TOKEN}\n")[0] == 0
    assert keyring.kept == {("score_gui", "proxy me@proxy:3128"): TOKEN}
    assert shell("settings", "proxy-password", "--forget")[0] == 0
    assert keyring.kept == {}


def test_without_a_keyring_no_password_is_kept(shell: Shell) -> None:
    shell("settings", "set", "--proxy", "http://me@proxy:3128")
    status, _, err = shell("settings", "proxy-password", typed=TOKEN)
    assert status == 3
    assert "will not write it to a file" in err


def test_a_profile_with_a_proxy_of_its_own_has_a_password_of_its_own(
    shell: Shell, keyring: FakeBackend, lab: str
) -> None:
    shell("profile", "edit", lab, "--proxy", "http://lab@other:8080")
    assert shell("settings", "proxy-password", "--profile", "Lab", typed=TOKEN)[0] == 0
    assert keyring.kept == {("score_gui", "proxy lab@other:8080"): TOKEN}
