"""Names come from strangers: they reach a terminal visibly only, and no file leaves the output folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from score_gui.demo import PracticeData, PracticeSite, Role, Service

from .canary import Canary
from .terminal import Terminal

NAMES = (
    "../../escaped.txt",
    "/etc/score_gui_was_here",
    "..\\..\\escaped.txt",
    "red\x1b[31m.txt",
    "bell\x07 back\x08space.txt",
    "\u202etxt.exe",
    "two\nlines.txt",
    "carriage\rreturn.txt",
    "\x9b2J.txt",
    "..",
    "CON.txt",
)


@pytest.fixture(params=NAMES, ids=[ascii(name) for name in NAMES])
def hostile(request: pytest.FixtureRequest, data: PracticeData) -> PracticeData:
    """The practice set with one object, whose name is hostile."""
    held = data.get(Role.TWIN_A)
    return replace(data, objects=(replace(held, name=request.param),))


@pytest.fixture
def hostile_site(hostile: PracticeData, canary: Canary) -> Iterator[PracticeSite]:
    with PracticeSite(hostile) as site:
        yield site


def demand_one_file_inside(terminal: Terminal, tmp_path: Path) -> None:
    (name,) = terminal.files()
    assert "/" not in name
    assert name.isprintable()
    assert [path for path in tmp_path.iterdir() if path != terminal.folder] == []


def test_a_name_that_the_site_tells(
    terminal: Terminal, hostile: PracticeData, hostile_site: PracticeSite, tmp_path: Path
) -> None:
    terminal.use(hostile_site)
    done = terminal.run(
        "download", "--output-dir", terminal.folder, "--object-id", hostile.objects[0].object_id
    )
    assert done.status == 0
    assert (done.out + done.err).replace("\n", "").isprintable()
    demand_one_file_inside(terminal, tmp_path)


def test_the_name_of_a_file_that_does_not_arrive(
    terminal: Terminal, hostile: PracticeData, hostile_site: PracticeSite
) -> None:
    terminal.use(hostile_site)
    hostile_site.fail_next(50, 404, service=Service.STORE)
    words = ("download", "--output-dir", terminal.folder, "--object-id", hostile.objects[0].object_id)
    done = terminal.run(*words)
    told = terminal.run(*words, "--json")
    assert done.status == told.status == 1
    for text in (done.err, told.out, told.err):
        assert text.replace("\n", "").isprintable()
    assert told.out.isascii()


def test_a_name_that_a_site_says_in_an_error(here: Terminal, site: PracticeSite, data: PracticeData) -> None:
    said, headers = b"tea\x1b[2J\xe2\x80\xae time", {"Content-Type": "text/plain"}
    site.fail_next(20, 418, said, headers=headers, service=Service.SCORE)
    for words in (
        ("download", "--output-dir", here.folder, "--object-id", data.get(Role.VCF).object_id),
        ("url", "--object-id", data.get(Role.VCF).object_id),
    ):
        done = here.run(*words)
        assert done.status == 1
        assert done.err.replace("\n", "").isprintable()
