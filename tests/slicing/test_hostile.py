"""Damaged and hostile files: the reading process may end as it likes, the program tells and goes on."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from random import Random

import pytest

from score_gui.model.problem import ProblemError
from score_gui.slicing import export
from score_gui.slicing.orders import Order, OutputFormat
from score_gui.slicing.regions import Region, RegionSet

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


def test_a_slice_of_a_contig_too_long_for_bai_gets_a_csi(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "long.bam"
    header = pysam.AlignmentHeader.from_dict(
        {"HD": {"VN": "1.6", "SO": "coordinate"}, "SQ": [{"SN": "c", "LN": 700_000_000}]}
    )
    with pysam.AlignmentFile(str(path), "wb", header=header) as out:
        for start in (1_000, 600_000_000, 600_000_500):
            read = pysam.AlignedSegment(header)
            read.query_name, read.query_sequence, read.flag = str(start), "ACGT", 0
            read.reference_id, read.reference_start, read.cigarstring = 0, start, "4M"
            out.write(read)
    pysam.index("-c", "-o", f"{path}.csi", str(path))
    done = bench.slice(
        bench.put(Made(path, Path(f"{path}.csi"))), "c:600,000,001-600,000,100", write_index=True
    )
    assert (done.reads, done.index and done.index.suffix) == (1, ".csi")


def test_cancelling_in_the_middle_of_writing_ends_the_reader(made: dict[str, Made], bench: Bench) -> None:
    # The reader is told to stop by the first word that it says: after 4096 of 27,000 reads.
    from score_gui.slicing.fetch import CancelledError
    from score_gui.slicing.job import Ears, Wish, make_slice

    cancel = threading.Event()
    with bench.opened(bench.put(made["bai"])) as opened:
        wish = Wish(
            RegionSet((Region("chr1", 0, 400_000), Region("chr2", 0, 300_000))),
            bench.folder / "out" / "c.sam",
            OutputFormat.SAM,
        )
        ears = Ears(lambda _count: None, lambda _count: cancel.set(), cancel)
        with pytest.raises(CancelledError):
            make_slice(opened, wish, ears)
    assert list((bench.folder / "out").iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no drive that is always full")
def test_a_drive_that_fills_up_is_told_as_such(made: dict[str, Made], tmp_path: Path) -> None:
    one = made["bai"]
    order = Order(
        str(one.path), str(one.index), None, (Region("chr1", 0, 400_000),), unplaced=False, contained=False,
        output="/dev/full", format=OutputFormat.SAM, write_index=False, prune=False, depth=False,
        version="1", memory=export.MEMORY, seconds=60,
    )  # fmt: skip
    with export.Reader(order, tmp_path, "a.bam") as reader:
        reader.permit(2)
        with pytest.raises(ProblemError) as caught:
            reader.last_word(threading.Event(), lambda _count: None)
    assert caught.value.problem.code == "no-space"
