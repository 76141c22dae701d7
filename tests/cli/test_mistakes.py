"""What a person does wrong on a command line is answered shortly and truly, and no secret is said again."""

from __future__ import annotations

import errno
import io
import os
import sqlite3
import sys
from pathlib import Path

import pytest

from score_gui.demo import PracticeData, PracticeSite, Role

from .terminal import Terminal

SECRET = "3f1c0d7e-5a52-4b0e-9d7c-1f6f6f0a9b11"
NOBODY_LISTENS = "http://127.0.0.1:9"


# --- words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("token", "set", SECRET),
        ("token", "set", "--profile", "My lab", SECRET),
        ("token", SECRET),
        ("token", "set", f"--token={SECRET}"),
        ("token", "set", "--token", SECRET),
        ("token", "set", "--ends", SECRET),
        ("settings", "proxy-password", SECRET),
        ("settings", SECRET),
    ],
    ids=" ".join,
)
def test_a_secret_that_was_given_as_an_argument_is_not_said_again(
    terminal: Terminal, words: tuple[str, ...]
) -> None:
    done = terminal.run(*words)
    assert (done.status, done.out) == (2, "")
    assert SECRET not in done.err
    assert done.err


def test_whoever_gives_a_token_as_an_argument_learns_where_it_goes(terminal: Terminal) -> None:
    done = terminal.run("token", "set", SECRET)
    assert "read from standard input" in done.err


@pytest.mark.parametrize(
    "words",
    [
        ("download", "--output-dir", "x", "--manifst", "m.tsv"),
        ("download", "--output-dir", "x", "--object-id", "1", "--manifst=m.tsv"),
    ],
)
def test_an_option_with_a_typing_error_is_named_with_the_one_that_was_meant(
    terminal: Terminal, words: tuple[str, ...]
) -> None:
    done = terminal.run(*words)
    assert (done.status, done.out) == (2, "")
    assert "There is no option --manifst; did you mean --manifest?" in done.err
    assert len(done.err.splitlines()) == 1


def test_an_abbreviated_option_is_still_known(terminal: Terminal) -> None:
    assert "--output-dir" in terminal.run("download", "--obj", "1", "--conn", "4").err


def test_bad_usage_takes_one_line_and_names_the_help(terminal: Terminal) -> None:
    done = terminal.run("download", "--manifest", "m.tsv")
    assert done.err == (
        "score-gui download: the following arguments are required: --output-dir. "
        "`score-gui download --help` tells more.\n"
    )


def test_a_name_with_a_space_that_was_not_quoted_is_explained(terminal: Terminal) -> None:
    done = terminal.run("profile", "remove", "My", "lab")
    assert (done.status, done.out) == (2, "")
    assert "'lab' is a word too many; a name with spaces goes in quotes" in done.err


# --- files and folders ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("download", "--object-id", "1", "--output-dir", ""),
        ("download", "--output-dir", "x", "--manifest", ""),
        ("inspect", ""),
        ("slice", "--object-id", "1", "--region", "chr1", "--output", ""),
        ("slice", "--object-id", "1", "--region", "chr1", "--output-dir", " "),
    ],
)
def test_an_empty_name_is_no_place(here: Terminal, words: tuple[str, ...]) -> None:
    """`--output-dir "$FOLDER"` of a script that never set it must not fill the folder it happens to be in."""
    done = here.run(*words)
    assert (done.status, done.out) == (2, "")
    assert "the name is empty" in done.err


def test_a_folder_in_place_of_a_manifest_is_called_one(terminal: Terminal, tmp_path: Path) -> None:
    for words in (("inspect", tmp_path), (tmp_path,)):
        done = terminal.run(*words)
        assert done.status == 2
        assert "is a folder" in done.err


def test_an_output_folder_below_a_file_is_bad_usage(here: Terminal, data: PracticeData) -> None:
    place = here.folder / "a file"
    place.touch()
    done = here.download("--object-id", data.get(Role.TWIN_A).object_id, to=place / "deep" / "er")
    assert (done.status, done.out) == (2, "")
    assert done.err == f"{place} is a file, not a folder.\n"


def test_a_receipt_folder_that_is_a_file_is_bad_usage(here: Terminal, data: PracticeData) -> None:
    place = here.folder / "a file"
    place.touch()
    done = here.download("--object-id", data.get(Role.TWIN_A).object_id, "--receipt", place)
    assert (done.status, done.out) == (2, "")
    assert "a file, not a folder" in done.err


# --- what ends with the run does not go on by itself ----------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("url", "--object-id", SECRET),
        ("slice", "--object-id", SECRET, "--region", "chr1", "--output", "x.bam"),
        ("inspect", "--study-id", "PRAC-CA", "--analysis-id", SECRET),
    ],
    ids=lambda words: words[0],
)
def test_a_command_that_ends_does_not_say_that_it_tries_again(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("STORAGE_URL", NOBODY_LISTENS)
    monkeypatch.setenv("METADATA_URL", NOBODY_LISTENS)
    done = terminal.run(*words)
    assert (done.status, done.out) == (1, "")
    assert "it refused the connection" in done.err
    assert "by itself" not in done.err
    assert "Run the same command again later." in done.err


def test_without_a_token_the_last_words_say_how_to_give_one(
    terminal: Terminal, site: PracticeSite, data: PracticeData
) -> None:
    terminal.use(site, token=None)
    large = data.get(Role.LARGE).object_id
    done = terminal.run("download", "--output-dir", terminal.folder, "--object-id", large)
    assert done.status == 3
    assert "`score-gui token set`" in done.err
    assert "ACCESSTOKEN" in done.err


def test_an_object_without_a_name_is_named_once(here: Terminal) -> None:
    done = here.run("download", "--output-dir", here.folder, "--object-id", SECRET)
    assert done.err.splitlines()[0].startswith(f"{SECRET}: File not known.")


def test_nothing_typed_is_no_token(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n"))
    done = terminal.run("token", "set")
    assert (done.status, done.err) == (2, "There was no token on standard input.\n")


def test_a_token_that_is_not_there_cannot_be_tested_and_the_way_to_one_is_told(terminal: Terminal) -> None:
    done = terminal.run("token", "test")
    assert done.status == 3
    assert "`score-gui token set`" in done.err


# --- the program's own files ----------------------------------------------------------------------------------


def test_a_queue_on_a_full_disk_wants_space(
    here: Terminal, data: PracticeData, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr("score_gui.transfer.ledger.Ledger._set_up", full)
    done = here.download("--object-id", data.get(Role.TWIN_A).object_id)
    assert (done.status, done.out) == (4, "")
    assert "no room for the queue" in done.err
    assert "SCORE_GUI_HOME" in done.err


def test_a_queue_of_a_newer_version_is_told_with_a_way_round(here: Terminal, data: PracticeData) -> None:
    words = ("--object-id", data.get(Role.TWIN_A).object_id)
    assert here.download(*words).status == 0
    with sqlite3.connect(here.home / "state" / "ledger.db") as db:
        db.execute("PRAGMA user_version=999")
    db.close()
    done = here.download(*words)
    assert done.status == 1
    assert "a newer version of this program wrote it" in done.err
    assert "SCORE_GUI_HOME" in done.err


@pytest.mark.parametrize(
    "words",
    [
        (
            "profile",
            "add",
            "X",
            "--storage-url",
            "https://a.example.org",
            "--metadata-url",
            "https://b.example.org",
        ),
        ("settings", "set", "--connections", "4"),
    ],
    ids=lambda words: words[0],
)
def test_what_cannot_be_kept_on_a_full_disk_ends_with_the_status_for_space(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    def full(_target: Path, _content: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    for module in ("profiles", "settings_store"):
        monkeypatch.setattr(f"score_gui.access.{module}.write_whole", full)
    done = terminal.run(*words)
    assert (done.status, done.out) == (4, "")
    assert "Make room" in done.err


@pytest.mark.parametrize(
    "words", [("--proxy", "socks5://proxy.example.org:3128"), ("--ca-file", "nowhere.pem")]
)
def test_a_setting_that_cannot_be_used_is_bad_usage(terminal: Terminal, words: tuple[str, ...]) -> None:
    done = terminal.run("settings", "set", *words)
    assert (done.status, done.out) == (2, "")


# --- the display ----------------------------------------------------------------------------------------------


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays are named on Linux")
def test_a_display_that_does_not_answer_is_a_sentence(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Qt would end the process with a core dump and the advice to install the program again."""
    for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", "localhost:59999")
    with terminal.start() as process:
        done = terminal.finish(process)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("The display localhost:59999 does not answer")
