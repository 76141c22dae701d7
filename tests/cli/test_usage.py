"""Words that make no command are answered with a sentence and status 2, and each command explains itself."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from score_gui import __version__
from score_gui.cli.program import make_parser

from .terminal import Terminal

COMMANDS = (
    "demo",
    "demo-site",
    "download",
    "inspect",
    "url",
    "info",
    "profile",
    "profile list",
    "profile add",
    "profile remove",
    "token",
    "token set",
    "token forget",
    "token test",
)


def test_the_help_names_every_command_and_every_exit_status(terminal: Terminal) -> None:
    done = terminal.run("--help")
    assert (done.status, done.err) == (0, "")
    for command in (name for name in COMMANDS if " " not in name):
        assert f"\n    {command} " in done.out or f"\n    {command}\n" in done.out
    words = " ".join(done.out.split())
    assert "0 all done and verified" in words
    assert "130 interrupted" in words


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself(terminal: Terminal, command: str) -> None:
    done = terminal.run(*command.split(), "--help")
    assert (done.status, done.err) == (0, "")
    assert f"score-gui {command}" in " ".join(done.out.split())


def parsers_below(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for child in action.choices.values():
                yield from parsers_below(child)


def test_no_option_is_without_a_word_about_it() -> None:
    silent = [
        f"{parser.prog} {action.dest}"
        for parser in parsers_below(make_parser())
        for action in parser._actions
        if action.help is None and not isinstance(action, argparse._SubParsersAction)
    ]
    assert silent == []


def test_the_version_is_told(terminal: Terminal) -> None:
    assert terminal.run("--version").out == f"score-gui {__version__}\n"


def test_nonsense_is_answered_with_a_hint(terminal: Terminal) -> None:
    done = terminal.run("non\x1bsense")
    assert (done.status, done.out) == (2, "")
    assert done.err == (
        "There is no command and no manifest 'non\\u001bsense'. `score-gui --help` lists the commands.\n"
    )


@pytest.mark.parametrize(
    "words",
    [
        ("--nonsense",),
        ("download",),
        ("download", "--output-dir", "x"),
        ("download", "--output-dir", "x", "--object-id"),
        ("download", "--output-dir", "x", "--object-id", "abc"),
        ("download", "--output-dir", "x", "--object-id", "1", "--manifest", "m"),
        ("download", "--output-dir", "x", "--analysis-id", "1"),
        ("inspect",),
        ("url",),
        ("profile",),
        ("profile", "nonsense"),
        ("profile", "add"),
        ("token",),
        ("token", "set", "--profile", "nowhere"),
    ],
    ids=" ".join,
)
def test_bad_usage_has_the_status_2_and_says_why(terminal: Terminal, words: tuple[str, ...]) -> None:
    done = terminal.run(*words)
    assert (done.status, done.out) == (2, "")
    assert done.err


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--connections", "0", "a number between 1 and 64"),
        ("--connections", "65", "a number between 1 and 64"),
        ("--connections", "many", "a number between 1 and 64"),
        ("--connections", "٣", "a number between 1 and 64"),
        ("--limit-rate", "fast", "a number of bytes such as 500k or 10M"),
        ("--limit-rate", "-1", "a number of bytes such as 500k or 10M"),
        ("--limit-rate", "9k", "at least 10 kB/s"),
        ("--output-layout", "flat", "choose from"),
    ],
)
def test_a_value_that_makes_no_sense_is_told_with_what_does(
    terminal: Terminal, option: str, value: str, sentence: str
) -> None:
    done = terminal.run("download", "--output-dir", "x", "--object-id", "1", option, value)
    assert done.status == 2
    assert sentence in done.err


@pytest.mark.fault("F94", "no display")
def test_without_a_display_the_window_is_refused_with_a_hint(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    done = terminal.run()
    assert (done.status, done.out) == (2, "")
    assert "no display" in done.err
    assert "score-gui download --help" in done.err


def test_manifests_open_in_the_window(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    def run_window(_environ: object, paths: list[Path]) -> int:
        opened.extend(paths)
        return 0

    monkeypatch.setattr("score_gui.app.run_window", run_window)
    monkeypatch.chdir(tmp_path)
    for name in ("a.tsv", "b.tsv"):
        (tmp_path / name).touch()
    assert terminal.run("a.tsv", "b.tsv").status == 0
    assert opened == [tmp_path / "a.tsv", tmp_path / "b.tsv"]


def test_without_any_streams_a_command_still_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program without a console on Windows has none."""
    from score_gui.cli import main

    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    try:
        assert main(["nonsense"]) == 2
        assert main(["token", "set"]) == 2
    finally:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.close()


def test_an_error_of_the_system_is_a_sentence(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_words: object) -> None:
        raise OSError(28, os.strerror(28), "/some/where")

    monkeypatch.setattr("score_gui.cli.lists.read_named", refuse)
    monkeypatch.setattr("score_gui.cli.inspect.read_named", refuse)
    done = terminal.run("inspect", "x")
    assert (done.status, done.out, done.err) == (4, "", f"/some/where: {os.strerror(28)}.\n")
