"""The reference of a CRAM: looked at in a process of its own, and nothing is written beside the person's file."""

from __future__ import annotations

import gzip
import os
import threading
from pathlib import Path

import pytest

from score_gui.model.problem import ProblemError
from score_gui.slicing import reference as references
from score_gui.slicing.fetch import CancelledError
from score_gui.slicing.header import FileKind, Header
from score_gui.slicing.reference import check_reference, own_reference

pysam = pytest.importorskip("pysam", reason="pysam does not exist for this system")

from tests.slicing.files import Made, genome  # noqa: E402 - needs pysam
from tests.slicing.samples import Bench, texts  # noqa: E402

SHORT = Header(FileKind.CRAM, "", {"a": 8}, {"a": "0f5d0a1a6a3d9b7a1f8d8f0a0b3a1c11"}, 38)
FASTA = b">a\nACGT\nACGT\n"


def cause_of(path: Path, work: Path) -> str:
    with pytest.raises(ProblemError) as caught:
        check_reference(path, work, SHORT, ["a"])
    assert caught.value.problem.code == "slice-reference-differs"
    return caught.value.problem.cause


@pytest.fixture
def work(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


def test_a_fasta_without_an_index_is_used_and_its_folder_left_as_it_is(
    made: dict[str, Made], tmp_path: Path
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    path = folder / "genome.fa"
    path.write_text("".join(f">{name}\n{letters}\n" for name, letters in genome().items()), "ascii")
    bench = Bench(tmp_path)
    done = bench.slice(bench.put(made["crai"]), "chr1:5000-6000", reference=path)
    assert len(texts(done.path)) == done.reads > 10
    assert [one.name for one in folder.iterdir()] == ["genome.fa"]


def test_a_packed_fasta_is_used_where_it_is_packed_in_blocks(made: dict[str, Made], tmp_path: Path) -> None:
    folder, bench = tmp_path / "mine", Bench(tmp_path)
    folder.mkdir()
    path = folder / "genome.fa.gz"
    reference = made["crai"].reference
    assert reference is not None
    pysam.tabix_compress(str(reference), str(path))
    assert bench.slice(bench.put(made["crai"]), "chr1:5000-6000", reference=path).reads > 10
    assert [one.name for one in folder.iterdir()] == ["genome.fa.gz"]


@pytest.mark.parametrize(
    "data",
    [gzip.compress(FASTA), b"", b"no fasta at all", bytes(5000)],
    ids=["gzip", "empty", "text", "zeros"],
)
def test_what_is_no_fasta_that_can_be_searched_is_told(data: bytes, tmp_path: Path, work: Path) -> None:
    path = tmp_path / "r.fa"
    path.write_bytes(data)
    assert str(work) not in cause_of(path, work)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["r.fa", "work"]


def test_a_fasta_that_went_away_is_told(tmp_path: Path, work: Path) -> None:
    assert "cannot be read" in cause_of(tmp_path / "gone.fa", work)


def test_other_bases_are_told_with_both_md5s(tmp_path: Path, work: Path) -> None:
    path = tmp_path / "r.fa"
    path.write_bytes(FASTA)
    assert SHORT.md5s["a"] in cause_of(path, work)


@pytest.mark.parametrize("older", [True, False])
def test_an_index_beside_it_is_used_unless_it_is_older(older: bool, tmp_path: Path, work: Path) -> None:
    path, beside = tmp_path / "r.fa", tmp_path / "r.fa.fai"
    path.write_bytes(FASTA)
    beside.write_text("a\t8\t3\t4\t5\n")
    moment = path.stat().st_mtime_ns + (-1 if older else 1) * 10**9
    os.utime(beside, ns=(moment, moment))
    assert Path(f"{own_reference(path, work)}.fai").is_symlink() is not older


def test_a_changed_fasta_is_another_one(tmp_path: Path, work: Path) -> None:
    path = tmp_path / "r.fa"
    path.write_bytes(FASTA)
    first = own_reference(path, work)
    assert own_reference(path, work) == first
    path.write_bytes(FASTA + b">b\nA\n")
    assert own_reference(path, work) != first


def test_cancel_is_heard_while_it_is_looked_at(tmp_path: Path, work: Path) -> None:
    path, cancel = tmp_path / "r.fa", threading.Event()
    path.write_bytes(FASTA)
    cancel.set()
    with pytest.raises(CancelledError):
        check_reference(path, work, SHORT, ["a"], cancel=cancel)


@pytest.mark.parametrize("words", ["no JSON", "[]", "{}", '{"names": 5}'])
def test_a_process_that_talks_nonsense_is_told(
    words: str, tmp_path: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("score_gui.slicing.child.Child.next_line", lambda _self, _wait=0.0: words)
    path = tmp_path / "r.fa"
    path.write_bytes(FASTA)
    assert "nonsense" in cause_of(path, work)


def test_a_process_that_comes_to_grief_is_told(
    tmp_path: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(references, "MEMORY", 1 << 20)
    path = tmp_path / "r.fa"
    path.write_bytes(FASTA)
    assert "cannot be read" in cause_of(path, work)
