"""Damaged and hostile files: the reading process may end as it likes, the program tells and goes on."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import sys
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from score_gui.model.problem import ProblemError
from score_gui.slicing import child, export
from score_gui.slicing.regions import parse_regions

pysam = pytest.importorskip("pysam", reason="pysam does not exist for this system")

from tests.slicing.files import CONTIGS, Made  # noqa: E402 - needs pysam
from tests.slicing.oracle import all_reads, expected  # noqa: E402
from tests.slicing.samples import Bench, object_id, texts  # noqa: E402

MUTANTS = int(os.environ.get("SCORE_GUI_MUTANTS", "36"))
"""Damaged files and indexes of all kinds together."""
PLACES = "chr1:100000-200000 chr2:1-9000 HLA-A*01:01:01:01:5-300"
REFUSALS = {
    "slice-unreadable",
    "slice-reader-stopped",
    "slice-not-alignments",
    "slice-index-foreign",
    "slice-index-unreadable",
    "slice-region",
    "slice-reference-differs",
}
MOST_MEMORY = 256 << 10
"""KiB that the process of the program itself may grow by, whatever it is given."""


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def flip_one(data: bytearray, dice: Random) -> None:
    data[dice.randrange(len(data))] = dice.randrange(256)


def flip_many(data: bytearray, dice: Random) -> None:
    for _ in range(20):
        flip_one(data, dice)


def cut(data: bytearray, dice: Random) -> None:
    del data[dice.randrange(len(data)) :]


def blank(data: bytearray, dice: Random) -> None:
    begin = dice.randrange(len(data))
    end = min(len(data), begin + dice.choice([4, 200, 70_000]))
    data[begin:end] = bytes(end - begin)


def repeat(data: bytearray, dice: Random) -> None:
    begin = dice.randrange(len(data))
    data[begin:begin] = data[begin : begin + dice.choice([8, 500])]


def extreme(data: bytearray, dice: Random) -> None:
    """A number becomes as large as it can be, or negative."""
    begin = dice.randrange(max(1, len(data) - 8))
    data[begin : begin + 4] = dice.choice([b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\x80"])


DAMAGES = (flip_one, flip_many, cut, blank, repeat, extreme)
PACKED = {"csi", "crai", "multi"}


def mutant(one: Made, kind: str, of_index: bool, folder: Path, dice: Random) -> Made:
    """The same with damage to the file or to its index; a packed index is damaged inside as often as outside."""
    source = one.index if of_index else one.path
    data = bytearray(source.read_bytes())
    inside = of_index and kind in PACKED and dice.random() < 0.7
    if inside:
        data = bytearray(gzip.decompress(data))
    dice.choice(DAMAGES)(data, dice)
    path = folder / source.name
    path.write_bytes(gzip.compress(data) if inside else data)
    return Made(one.path, path, one.reference) if of_index else Made(path, one.index, one.reference)


def attempt(bench: Bench, one: Made, known: list[str], of_index: bool) -> str:
    """What becomes of a slice: the code of a problem, or whether it holds all that it has to."""
    try:
        done = bench.slice(bench.put(one), PLACES, reference=one.reference)
    except ProblemError as error:
        return error.problem.code
    found = texts(done.path)
    done.path.unlink()
    if found == known:
        return "whole"
    return "less" if of_index and set(found) <= set(known) else "wrong"


@pytest.mark.timeout(120 + MUTANTS)
def test_damaged_files_and_indexes_give_the_whole_slice_or_words(
    made: dict[str, Made], bench: Bench, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Damage to an index can hide reads from any reader; against that stands its MD5, where the site tells one.
    dice, ends, before = Random(4), Counter[tuple[str, str]](), peak_memory()
    wanted = parse_regions([PLACES], CONTIGS)
    for number in range(MUTANTS):
        kind, of_index = ("bai", "csi", "crai", "multi")[number % 4], number // 4 % 2 == 1
        one, folder = made[kind], tmp_path / "mutant"
        folder.mkdir()
        known = expected(all_reads(one.path, one.reference), wanted)
        end = attempt(bench, mutant(one, kind, of_index, folder, dice), known, of_index)
        ends[f"{kind} {'index' if of_index else 'file'}", end] += 1
        bench.store.forget()
        shutil.rmtree(folder)
        assert [path.name for path in tmp_path.iterdir() if path.name != "out"] == []
        assert (
            [path.name for path in (tmp_path / "out").iterdir()] == []
            if (tmp_path / "out").exists()
            else True
        )
    with capsys.disabled():
        if MUTANTS > 100:
            print({" ".join(key): count for key, count in sorted(ends.items())})  # noqa: T201 - for who asks for many
    assert {end for _, end in ends} <= {"whole", "less", *REFUSALS}
    assert {"whole", "slice-unreadable"} <= {end for _, end in ends}
    assert peak_memory() - before < MOST_MEMORY


def peak_memory() -> int:
    """KiB; 0 where the system does not tell in this way."""
    if sys.platform != "linux":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@pytest.mark.parametrize("kind", ["bai", "crai"])
def test_an_index_whose_md5_is_not_the_one_of_the_site_is_refused(
    kind: str, made: dict[str, Made], bench: Bench
) -> None:
    one = made[kind]
    entry = bench.put(one)
    bench.store.objects[object_id(one.index)].flips = [40]
    with pytest.raises(ProblemError) as caught:
        bench.slice(entry, "chr1:5000-6000", reference=one.reference)
    assert caught.value.problem.code == "slice-index-unreadable"
    assert "MD5" in caught.value.problem.cause


@pytest.mark.parametrize(
    "words", ["no JSON", "[]", '{"reads": 1}', '{"depths": [{"region": {}}]}', '{"depths": [], "x": 1}', "5"]
)
def test_a_reader_that_talks_nonsense_is_one_that_stopped(
    words: str, made: dict[str, Made], bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child.Child, "next_line", lambda _self, _wait=0.0: words)
    with pytest.raises(ProblemError) as caught:
        bench.slice(bench.put(made["bai"]), "chr1:5000-6000")
    assert caught.value.problem.code == "slice-reader-stopped"
    assert bench.left_over == []


def test_a_reader_cannot_have_another_file_taken_for_its_index(
    made: dict[str, Made], bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = bench.folder / "mine"
    mine.write_text("mine")
    heard = child.Child.next_line

    def hear(self: child.Child, wait: float = 0.0) -> str | None:
        line = heard(self, wait)
        return line and line.replace('"index": ".bai"', f'"index": {json.dumps(str(mine))}')

    monkeypatch.setattr(child.Child, "next_line", hear)
    done = bench.slice(bench.put(made["bai"]), "chr1:5000-6000", write_index=True)
    assert done.index is None
    assert mine.read_text() == "mine"
    assert bench.left_over == []


def test_a_reader_that_dies_is_told_and_leaves_nothing(
    made: dict[str, Made], bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    # With so little memory htslib cannot even be loaded.
    monkeypatch.setattr("score_gui.slicing.job.MEMORY", 1 << 20)
    with pytest.raises(ProblemError) as caught:
        bench.slice(bench.put(made["bai"]), "chr1:5000-6000")
    assert caught.value.problem.code in {"slice-reader-stopped", "slice-unreadable"}
    assert bench.left_over == []


def test_a_reader_that_says_nothing_is_ended(
    made: dict[str, Made], bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "STALL", 0.0)
    with pytest.raises(ProblemError) as caught:
        bench.slice(bench.put(made["bai"]), "chr1:5000-6000")
    assert caught.value.problem.code == "slice-reader-stopped"


def test_the_reader_is_told_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ACCESSTOKEN", "canary")
    monkeypatch.setenv("https_proxy", "http://user:canary@proxy.example")
    assert "canary" not in str(child.environment(tmp_path))
