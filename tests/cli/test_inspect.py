"""`score-gui inspect`: what a manifest holds and what is wrong with it, for people and for scripts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from score_gui.demo import PracticeData

from .terminal import Terminal

VECTORS = Path(__file__).parents[1] / "manifests" / "vectors"
EXPECTED: dict[str, dict[str, Any]] = json.loads((VECTORS / "expected.json").read_text("utf-8"))
MANIFESTS = {name: told for name, told in EXPECTED.items() if name.startswith("S")}
ALWAYS = {"object_id", "file_name", "size", "md5", "index_object_id", "repos"}


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_vector_is_told_as_expected(terminal: Terminal, name: str) -> None:
    told = MANIFESTS[name]
    done = terminal.run("inspect", VECTORS / name, "--json")
    (line,) = done.lines
    assert line.keys() == {"kind", "accepted", "entries", "remarks", "reason"}
    assert done.status == (0 if told["accepted"] else 2)
    assert (line["kind"], line["accepted"], line["reason"]) == (
        told["kind"],
        told["accepted"],
        told.get("code"),
    )
    codes = dict.fromkeys(remark["code"] for remark in line["remarks"])
    assert list(codes) == told.get("warnings", [])
    for remark in line["remarks"]:
        assert remark.keys() == {"line", "code", "message"}
    for entry, wanted in zip(line["entries"], told.get("entries", line["entries"]), strict=True):
        assert entry.keys() >= ALWAYS
        assert {field: entry.get(field) for field in wanted} == wanted
    assert len(line["entries"]) == told.get("count", len(line["entries"]))


def test_a_refusal_tells_scripts_and_people_why(terminal: Terminal) -> None:
    name = next(name for name, told in MANIFESTS.items() if not told["accepted"])
    done = terminal.run("inspect", VECTORS / name, "--json")
    assert done.status == 2
    assert done.err.startswith(f"{name}: ")
    assert terminal.run("inspect", VECTORS / name).err == done.err


def test_a_person_reads_the_entries_and_what_is_wrong_by_line(terminal: Terminal) -> None:
    done = terminal.run("inspect", VECTORS / "S24_duplicates_and_bad_ids.tsv")
    assert done.status == 0
    assert "line 3: Same as line 2" in done.err
    assert "line 4: Object ID is not a UUID" in done.err
    assert "1 file" in done.out.splitlines()[0]


def test_the_practice_manifest_is_summed_up(terminal: Terminal, data: PracticeData) -> None:
    head, *rows = terminal.run("inspect", data.manifest).out.splitlines()
    assert head.startswith(f"{data.manifest.name}: ")
    assert f"{len(data.manifest_objects)} files, " in head
    assert [row.split()[0] for row in rows] == [held.object_id for held in data.manifest_objects]


def test_hostile_names_are_made_visible(terminal: Terminal) -> None:
    done = terminal.run("inspect", VECTORS / "S25_hostile_names.tsv")
    assert (done.out + done.err).replace("\n", "").isprintable()


def test_a_file_that_is_not_there_is_bad_input(terminal: Terminal, tmp_path: Path) -> None:
    done = terminal.run("inspect", tmp_path / "none.tsv")
    assert (done.status, done.out, done.err) == (2, "", f"There is no file {tmp_path / 'none.tsv'}.\n")
