"""Damaged and hostile files: the reading process may end as it likes, the program tells and goes on."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from score_gui.model.problem import ProblemError
from score_gui.slicing import export

pysam = pytest.importorskip("pysam", reason="pysam does not exist for this system")

from tests.slicing.files import Made  # noqa: E402 - needs pysam
from tests.slicing.samples import Bench, texts  # noqa: E402

FOREIGN = "slice-index-foreign"
MUTANTS = int(os.environ.get("SCORE_GUI_SLICES", "60")) // 6


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_mutated_files_give_a_slice_or_words(made: dict[str, Made], bench: Bench, tmp_path: Path) -> None:
    random, ends = Random(4), list[str]()
    for number in range(MUTANTS):
        one = made[("bai", "crai")[number % 2]]
        folder = tmp_path / f"mutant-{number}"
        folder.mkdir()
        data = bytearray(one.path.read_bytes())
        for _ in range(random.choice([1, 20])):
            data[random.randrange(len(data) - 38)] = random.randrange(256)
        path = folder / one.path.name
        path.write_bytes(data)
        entry = bench.put(Made(path, one.index))
        try:
            done = bench.slice(entry, "chr1:100000-200000 chr2", reference=one.reference)
            ends.append("whole" if len(texts(done.path)) == done.reads else "partial")
        except ProblemError as error:
            ends.append(error.problem.code)
        assert bench.left_over == []
    assert set(ends) <= {"whole", "slice-unreadable", "slice-reader-stopped", "slice-not-alignments", FOREIGN}
    assert "slice-unreadable" in ends


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
    assert "canary" not in str(export._environment(tmp_path))
