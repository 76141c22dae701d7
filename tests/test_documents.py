"""The documents name what is there: links, paths, commands and their options."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from score_gui.cli.program import make_parser

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "packaging" / "README.md", *(ROOT / "docs").glob("*.md")])
_LINK = re.compile(r"\]\((?!https?://)([^)\s#]*)(?:#([^)\s]*))?\)")
_PATH = re.compile(r"`((?:tests|packaging|docs|resources|score_gui)/(?!_)[\w./-]+)`")
_COMMAND = re.compile(r"score-gui ((?:[a-z][a-z-]+ )*[a-z][a-z-]+)([^`\n|]*)")
_OPTION = re.compile(r"(?<!\S)--[a-z][a-z-]+")


def slug(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def anchors(document: Path) -> set[str]:
    return {
        slug(line.lstrip("# ")) for line in document.read_text("utf-8").splitlines() if line.startswith("#")
    }


def parser_of(words: str) -> argparse.ArgumentParser:
    """That of the longest command that these words begin with."""
    parser = make_parser()
    for word in words.split():
        below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
        if not below or word not in below[0].choices:
            break
        parser = below[0].choices[word]
    return parser


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_document_names_what_is_there(document: Path) -> None:
    text = document.read_text("utf-8")
    for target, anchor in _LINK.findall(text):
        path = document.parent / target if target else document
        assert path.exists(), f"link to {target}"
        assert not anchor or anchor in anchors(path), f"link to {target}#{anchor}"
    for named in _PATH.findall(text):
        assert (ROOT / named).exists(), named


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_command_of_a_document_has_the_options_that_it_is_shown_with(document: Path) -> None:
    for words, rest in _COMMAND.findall(document.read_text("utf-8")):
        parser = parser_of(words)
        unknown = [option for option in _OPTION.findall(rest) if option not in parser._option_string_actions]
        assert not unknown, f"score-gui {words}: {unknown}"


def test_the_readme_has_every_command_and_can_be_read_in_one_sitting() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    (below,) = (action for action in make_parser()._actions if isinstance(action, argparse._SubParsersAction))
    assert [name for name in below.choices if f"`score-gui {name}`" not in text] == []
    assert len(text.splitlines()) <= 250
