"""Slices of objects in a store, by the whole way; the whole file says what they have to hold."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from score_gui.model import problems
from score_gui.model.byterange import ByteRange, RangeSet
from score_gui.model.problem import ProblemError
from score_gui.slicing.binning import BinIndex
from score_gui.slicing.crai import read_crai
from score_gui.slicing.fetch import CancelledError
from score_gui.slicing.index import read_index
from score_gui.slicing.job import estimate
from score_gui.slicing.orders import OutputFormat
from score_gui.slicing.regions import Region, RegionSet, parse_regions
from score_gui.slicing.writing import _check_index

pysam = pytest.importorskip("pysam", reason="pysam does not exist for this system")

from tests.slicing.files import HLA, Made, genome, write_reference  # noqa: E402 - needs pysam
from tests.slicing.oracle import Line, all_reads, expected, random_sets, shape_of  # noqa: E402
from tests.slicing.samples import Bench, texts  # noqa: E402

KINDS = ("bai", "csi", "crai", "multi")
WHOLE_WAYS = int(os.environ.get("SCORE_GUI_SLICES", "60")) // 15
"""Random region sets of each kind of file that go the whole way, a process for each."""


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.mark.timeout(120 + 5 * WHOLE_WAYS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_slice_holds_each_read_once_in_the_order_of_the_file(
    kind: str, made: dict[str, Made], bench: Bench
) -> None:
    one, entry = made[kind], bench.put(made[kind])
    reads = all_reads(one.path, one.reference)
    for wanted in random_sets(shape_of(one.path), WHOLE_WAYS, seed=8):
        done = bench.slice(entry, wanted, reference=one.reference)
        assert texts(done.path) == expected(reads, wanted)
        assert done.reads == len(expected(reads, wanted))
    assert bench.left_over == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_read_that_is_placed_and_not_aligned_lies_on_one_base(
    kind: str, made: dict[str, Made], bench: Bench
) -> None:
    one = made[kind]
    lines = all_reads(one.path, one.reference)
    text, contig, begin, *_ = next(line for line in lines if line[1] == "chr2" and line[4] & 4)
    wanted = RegionSet((Region(contig, begin, begin + 1),))
    found = texts(bench.slice(bench.put(one), wanted, reference=one.reference).path)
    assert text in found
    assert found == expected(lines, wanted)


@pytest.mark.parametrize("kind", KINDS)
def test_only_reads_wholly_inside_where_that_is_wanted(
    kind: str, made: dict[str, Made], bench: Bench
) -> None:
    one = made[kind]
    wanted = parse_regions(
        [f"chr1:50000-90000 {HLA}:1-900 chr1:80000-95000"], shape_of(one.path).header.contigs
    )
    done = bench.slice(bench.put(one), wanted, reference=one.reference, contained=True)
    assert texts(done.path) == expected(all_reads(one.path, one.reference), wanted, contained=True)
    assert done.reads > 500


@pytest.mark.parametrize("kind", ["bai", "crai"])
@pytest.mark.parametrize("form", list(OutputFormat))
def test_every_format_holds_the_same_reads_and_an_index_that_works(
    kind: str, form: OutputFormat, made: dict[str, Made], bench: Bench
) -> None:
    one = made[kind]
    done = bench.slice(
        bench.put(one), "chr2:1-30000 *", format=form, reference=one.reference, write_index=True
    )
    wanted = RegionSet((Region("chr2", 0, 30_000),), unplaced=True)
    assert texts(done.path, one.reference) == expected(all_reads(one.path, one.reference), wanted)
    assert (done.index is not None) == (form is not OutputFormat.SAM)
    if done.index is not None:
        reference = str(one.reference) if one.reference else None
        with pysam.AlignmentFile(
            str(done.path), index_filename=str(done.index), reference_filename=reference
        ) as file:
            assert sum(1 for _ in file.fetch("chr2", 5_000, 6_000)) > 20


@pytest.mark.parametrize("form", list(OutputFormat))
def test_the_header_of_a_slice_tells_no_path(form: OutputFormat, made: dict[str, Made], bench: Bench) -> None:
    one = made["crai"]
    done = bench.slice(bench.put(one), "chr2:1-3000", format=form, reference=one.reference)
    with (
        pysam.AlignmentFile(str(done.path)) as file,
        pysam.AlignmentFile(str(one.path)) as source,
    ):
        text, before = str(file.header), str(source.header)
    programs = [line for line in text.splitlines() if line.startswith("@PG")]
    assert str(bench.folder) not in text
    ids = [field for line in programs for field in line.split("\t") if field[:2] in {"ID", "PP"}]
    assert ids == ["ID:score_gui", "ID:score_gui.1", "PP:score_gui"]
    assert [line for line in text.splitlines() if not line.startswith("@PG")] == [
        line for line in before.splitlines() if not line.startswith("@PG")
    ]


def test_read_groups_that_no_read_names_can_be_left_out(made: dict[str, Made], bench: Bench) -> None:
    one = made["bai"]
    reads = pysam.AlignmentFile(str(one.path)).fetch("decoy2")
    named = {str(read.get_tag("RG")) for read in reads if read.has_tag("RG")}
    assert len(named) < 2
    for prune, groups in ((False, {"rg1", "rg2"}), (True, named)):
        done = bench.slice(bench.put(one), "decoy2", prune=prune)
        with pysam.AlignmentFile(str(done.path)) as file:
            assert {group["ID"] for group in file.header.to_dict().get("RG", [])} == groups
            assert sum(1 for _ in file) == 1


@pytest.mark.parametrize("kind", ["bai", "multi"])
def test_the_depth_of_a_slice_is_told_region_by_region(
    kind: str, made: dict[str, Made], bench: Bench
) -> None:
    one = made[kind]
    done = bench.slice(
        bench.put(one), "chr1:5000-9000 chr2:1-500 decoy1", depth=True, reference=one.reference
    )
    assert [depth.region.contig for depth in done.depths] == ["chr1", "chr2", "decoy1"]
    first = done.depths[0]
    lines = [line for line in all_reads(one.path, one.reference) if line[1] == "chr1"]
    over = [line for line in lines if line[3] and line[2] < 9000 and line[3] > 4999]
    assert first.reads == len([line for line in lines if line[2] < 9000 and (line[3] or line[2] + 1) > 4999])
    assert first.mean == pytest.approx(_mean(over, 4999, 9000), abs=0.001)
    assert len(first.bins) == 400


def _mean(lines: list[Line], begin: int, end: int) -> float:
    """Spliced reads are left out by their cigar: two blocks of 50 around a gap."""
    bases = 0
    for text, _, start, stop, _ in lines:
        assert stop is not None
        blocks = [(start, start + 50), (stop - 50, stop)] if "N" in text.split("\t")[5] else [(start, stop)]
        bases += sum(max(0, min(b, end) - max(a, begin)) for a, b in blocks)
    return bases / (end - begin)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("regions", ["*", "chr1:200000-260000 chrM *", "decoy1"])
def test_the_index_of_a_slice_knows_all_of_its_reads(
    kind: str, regions: str, made: dict[str, Made], bench: Bench
) -> None:
    one = made[kind]
    done = bench.slice(bench.put(one), regions, reference=one.reference, write_index=True)
    assert done.index is not None
    index = read_index(done.index.read_bytes())
    assert isinstance(index, BinIndex)
    placed = sum((one.mapped or 0) + (one.unmapped or 0) for one in index.references)
    assert placed + (index.unplaced or 0) == done.reads


def test_an_index_that_does_not_know_all_reads_would_be_refused(made: dict[str, Made]) -> None:
    with pytest.raises(ValueError, match="does not know all reads"):
        _check_index(made["bai"].index, 5)


def test_an_empty_slice_is_a_file_with_a_header(made: dict[str, Made], bench: Bench) -> None:
    done = bench.slice(bench.put(made["bai"]), "decoy1", write_index=True)
    assert done.reads == 0
    with pysam.AlignmentFile(str(done.path)) as file:
        assert file.nreferences == 7


def test_a_small_region_is_told_exactly_before_and_costs_no_more(made: dict[str, Made], bench: Bench) -> None:
    one, entry = made["bai"], bench.put(made["bai"])
    with bench.opened(entry) as opened:
        before = bench.store.served[entry.object_id]
        wanted = RegionSet((Region("chr2", 200_000, 210_000),))
        told = estimate(opened, wanted)
        assert bench.store.served[entry.object_id] == before
        done = bench.export(opened, wanted)
        assert bench.store.served[entry.object_id] - before == told.download
    assert told.reads == pytest.approx(done.reads, rel=0.3)
    assert told.download < one.path.stat().st_size / 3


@pytest.mark.parametrize("place", [100, -10])
def test_what_goes_wrong_with_either_end_of_an_object_is_told_at_once(
    place: int, made: dict[str, Made], bench: Bench
) -> None:
    gone = problems.source_gone("store.example")
    entry = bench.put(made["bai"])
    held = bench.store.objects[entry.object_id]
    held.range_problems = [(place % len(held.data), gone)]
    with pytest.raises(ProblemError) as caught, bench.opened(entry):
        pass
    assert caught.value.problem == gone
    assert len(bench.store.asked[entry.object_id]) <= 2


# --- what must not be taken for a result ---


def code_of(bench: Bench, made: Made, regions: str, **options: object) -> str:
    with pytest.raises(ProblemError) as caught:
        bench.slice(bench.put(made), regions, **options)
    assert bench.left_over == []
    assert not list((bench.folder / "out").glob("*.bam")) if (bench.folder / "out").exists() else True
    return caught.value.problem.code


def changed(made: Made, folder: Path, *, data: bytes | None = None, index: bytes | None = None) -> Made:
    """The same file with other bytes, or another index."""
    path, index_path = folder / made.path.name, folder / made.index.name
    path.write_bytes(made.path.read_bytes() if data is None else data)
    index_path.write_bytes(made.index.read_bytes() if index is None else index)
    return Made(path, index_path, made.reference)


def test_a_file_that_was_cut_is_refused(made: dict[str, Made], bench: Bench, tmp_path: Path) -> None:
    cut = changed(made["bai"], tmp_path, data=made["bai"].path.read_bytes()[:-28])
    assert code_of(bench, cut, "chr1:5000-6000") == "slice-not-alignments"


def test_cancelling_leaves_nothing(made: dict[str, Made], bench: Bench) -> None:
    with bench.opened(bench.put(made["bai"])) as opened:
        opened.file.fetch(parse_whole(opened.file.size), lambda _count: None)
        bench.cancel.set()
        with pytest.raises(CancelledError):
            bench.export(opened, RegionSet((Region("chr1", 0, 400_000),)))
    assert list((bench.folder / "out").iterdir()) == []


def parse_whole(size: int) -> RangeSet:
    return RangeSet.of([ByteRange(0, size)])


# --- the reference of a CRAM ---


def test_a_reference_without_a_contig_that_shares_a_container_is_refused(
    made: dict[str, Made], bench: Bench, tmp_path: Path
) -> None:
    # Else htslib would open the local file that the header of a stranger's CRAM names.
    one, path = made["multi"], tmp_path / "short.fa"
    index = read_crai(gzip.decompress(one.index.read_bytes()))
    names = list(shape_of(one.path).header.contigs)
    shared = {names[s.tid] for s in index.slices if s.container == index.run(names.index(HLA), 0, 50)[0]}  # type: ignore[index]
    other = next(iter(shared - {HLA}))
    write_reference(path, {name: letters for name, letters in genome().items() if name != other})
    with pytest.raises(ProblemError) as caught:
        bench.slice(bench.put(one), f"{HLA}:1-50", reference=path)
    assert f"no contig {other}" in caught.value.problem.cause


# --- another program's word ---


@pytest.mark.skipif(shutil.which("samtools") is None, reason="samtools is not installed")
@pytest.mark.parametrize("kind", KINDS)
def test_samtools_gives_the_same(kind: str, made: dict[str, Made], bench: Bench) -> None:
    # Not for HLA names and `*`, where `samtools view -M` is known to answer with nothing.
    one, entry = made[kind], bench.put(made[kind])
    places = ["chr1:100001-120000", "chr1:110000-150000", "chr2:299000-300000", "chrM", "chr2:5000-5000"]
    reference = ["-T", str(one.reference)] if one.reference else []
    words = ["samtools", "view", "-M", "-X", *reference, str(one.path), str(one.index), *places]
    theirs = subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()
    done = bench.slice(entry, " ".join(places), reference=one.reference)
    assert texts(done.path) == ["\t".join(line.split("\t")[:11]) for line in theirs]
    assert len(theirs) > 2000
