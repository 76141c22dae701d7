"""What *Copy as command* gives is a command that this program takes, and that asks for the same."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.access.profiles import ENVIRONMENT_ID, IMAGING
from score_gui.cli.program import make_parser
from score_gui.model.transfer import Layout, Status, TransferId
from score_gui.ui.commands import MOST_IDS, download_lines
from score_gui.ui.queue_rows import Row
from tests.ui.rows import transfer

SITES = {"argo": "ICGC ARGO", "lab": "Lab 'Nord'"}
IDS = st.uuids().map(str)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="read as a POSIX shell does")


def object_id(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


def row(number: int = 1, *companions: int, status: Status = Status.WAITING, **more: Any) -> Row:
    held: dict[str, Any] = {"object_id": object_id(number), **more}
    return Row(
        transfer(number, status, **held),
        companions=tuple(transfer(one, status, companion_of=TransferId(number)) for one in companions),
    )


def read(line: str) -> dict[str, Any]:
    """What the program understands."""
    program, *words = shlex.split(line)
    assert program == "score-gui"
    return vars(make_parser().parse_args(words))


def test_one_file() -> None:
    (line,) = download_lines([row()], SITES)
    assert line == (f"score-gui download --object-id {object_id(1)} --profile 'ICGC ARGO' --output-dir data")


@pytest.mark.parametrize("layout", Layout)
def test_the_layout_is_the_same(layout: Layout) -> None:
    (line,) = download_lines([row(layout=layout)], SITES)
    assert (read(line)["output_layout"] or Layout.FILENAME.value) == layout.value


@pytest.mark.parametrize("layout", Layout)
def test_the_layout_of_images_is_the_same_too(layout: Layout) -> None:
    (line,) = download_lines([row(layout=layout, profile_id=IMAGING.id)], SITES)
    told = read(line)
    assert (told["output_layout"] or Layout.BUNDLE.value) == layout.value
    assert told["profile"] is None, "the commons are known by their addresses"


def test_a_site_of_the_environment_is_not_named() -> None:
    (line,) = download_lines([row(profile_id=ENVIRONMENT_ID)], {ENVIRONMENT_ID: "score.example.org"})
    assert read(line)["profile"] is None


def test_files_of_several_sites_and_folders_are_several_commands() -> None:
    rows = [row(1), row(2, folder=Path("else where")), row(3, profile_id="lab"), row(4)]
    told = [read(line) for line in download_lines(rows, SITES)]
    assert [(one["profile"], one["output_dir"], one["object_id"]) for one in told] == [
        ("ICGC ARGO", Path("data"), [object_id(1), object_id(4)]),
        ("ICGC ARGO", Path("else where"), [object_id(2)]),
        ("Lab 'Nord'", Path("data"), [object_id(3)]),
    ]


def test_a_whole_list_is_named_by_its_file() -> None:
    (line,) = download_lines([row(1), row(2)], SITES, "argo nov.tsv")
    assert read(line)["manifest"] == ["argo nov.tsv"]


def test_no_name_is_taken_for_an_option() -> None:
    (line,) = download_lines([row()], {"argo": "--json"}, "--force.tsv")
    told = read(line)
    assert (told["manifest"], told["profile"], told["json"]) == (["./--force.tsv"], "argo", False)


@pytest.mark.parametrize("name", ["", "PRAC-CA, ICGC ARGO"])
def test_a_list_that_is_no_file_is_told_by_its_ids(name: str) -> None:
    (line,) = download_lines([row(1), row(2)], SITES, name)
    assert read(line)["object_id"] == [object_id(1), object_id(2)]


def test_index_files_are_left_out_where_none_came() -> None:
    done = Status.VERIFIED
    (alone,) = download_lines([row(1, status=done), row(2, status=done, name="notes.tsv")], SITES)
    (with_one,) = download_lines([row(1, 9, status=done), row(2, status=done)], SITES)
    (not_yet,) = download_lines([row(1)], SITES)
    assert [read(line)["no_index"] for line in (alone, with_one, not_yet)] == [True, False, False]


@given(st.lists(IDS, min_size=1, max_size=3 * MOST_IDS, unique=True))
def test_every_file_is_asked_for_once_in_lines_that_a_shell_takes(ids: list[str]) -> None:
    rows = [row(number, object_id=one) for number, one in enumerate(ids, 1)]
    lines = download_lines(rows, SITES)
    asked = [one for line in lines for one in read(line)["object_id"]]
    assert asked == ids
    assert all(len(line) < 8000 for line in lines)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_no_name_of_a_folder_or_site_reaches_out_of_its_word(name: str) -> None:
    (line,) = download_lines([row(folder=Path(f"/{name}"))], {"argo": f"x{name}"})
    told = read(line)
    assert (told["output_dir"], told["profile"]) == (Path(f"/{name}"), f"x{name}")
