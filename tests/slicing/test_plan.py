"""The planned bytes are enough: reading a file that has only them gives what the whole file gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from score_gui.model.byterange import ByteRange, RangeSet
from score_gui.slicing.binning import BinIndex
from score_gui.slicing.crai import read_crai
from score_gui.slicing.header import FileKind, Header
from score_gui.slicing.index import read_index
from score_gui.slicing.plan import Shape, joined, make_plan, pieces
from score_gui.slicing.regions import Region, RegionSet, parse_regions

pysam = pytest.importorskip("pysam", reason="pysam does not exist for this system")

from tests.slicing.files import HLA, Made  # noqa: E402 - needs pysam
from tests.slicing.oracle import (  # noqa: E402
    SETS,
    all_reads,
    expected,
    line_of,
    random_sets,
    shape_of,
    sparse_copy,
)

KINDS = ("bai", "csi", "crai", "multi")


@pytest.mark.parametrize("kind", KINDS)
def test_a_small_region_needs_few_bytes(kind: str, made: dict[str, Made]) -> None:
    one = made[kind]
    shape, index = shape_of(one.path), read_index(one.index.read_bytes())
    plan = make_plan(index, shape, RegionSet((Region("chr1", 200_000, 201_000),)))
    assert plan.ranges.total - shape.header_end < shape.size / 5


@pytest.mark.parametrize("kind", KINDS)
def test_asking_for_regions_together_needs_no_byte_that_asking_for_each_would_not(
    kind: str, made: dict[str, Made]
) -> None:
    one = made[kind]
    shape, index = shape_of(one.path), read_index(one.index.read_bytes())
    together = 0
    for wanted in random_sets(shape, SETS, seed=12):
        plan = make_plan(index, shape, wanted)
        singles = [make_plan(index, shape, RegionSet((region,))) for region in wanted.regions]
        rest = make_plan(index, shape, RegionSet(unplaced=wanted.unplaced)).ranges
        each = RangeSet.of(item for ranges in (rest, *(one.ranges for one in singles)) for item in ranges)
        assert plan.ranges == each, wanted
        together += sum(len(question.parts) - 1 for question in plan.questions)
    assert together > SETS / 6


@pytest.mark.parametrize("kind", KINDS)
def test_a_wide_plan_holds_the_narrow_one(kind: str, made: dict[str, Made]) -> None:
    one = made[kind]
    shape, index = shape_of(one.path), read_index(one.index.read_bytes())
    wanted = parse_regions(["chr1:5000-6000", f"{HLA}:100-200"], shape.header.contigs)
    narrow = make_plan(index, shape, wanted)
    wide = make_plan(index, shape, wanted, wide=frozenset({"chr1"}))
    assert not narrow.ranges.minus(wide.ranges)
    assert wide.ranges.total > narrow.ranges.total


def test_the_last_block_is_bounded_by_what_the_index_knows() -> None:
    index = BinIndex(14, 5, [], None, uses_loffset=False)
    assert index.end_of_block(100, 1_000_000) == 100 + 65_536
    assert index.end_of_block(100, 5_000) == 5_000


def test_a_file_without_any_placed_read_has_its_unplaced_ones_after_the_header(
    made: dict[str, Made], tmp_path: Path
) -> None:
    path = tmp_path / "u.bam"
    with (
        pysam.AlignmentFile(str(made["bai"].path)) as source,
        pysam.AlignmentFile(str(path), "wb", header=source.header) as out,
    ):
        for read in source.fetch("*"):
            out.write(read)
    pysam.index(str(path))
    one = Made(path, Path(f"{path}.bai"))
    shape, wanted = shape_of(path), RegionSet(unplaced=True)
    plan = make_plan(read_index(one.index.read_bytes()), shape, wanted)
    sparse_copy(one, plan.ranges, tmp_path / "s.bam")
    with pysam.AlignmentFile(str(tmp_path / "s.bam"), index_filename=str(one.index)) as file:
        texts = [line_of(read)[0] for read in file.fetch("*")]
    assert texts == expected(all_reads(path), wanted)
    assert len(texts) == 700


def test_a_cram_region_without_a_slice_is_not_asked_for_and_costs_nothing(made: dict[str, Made]) -> None:
    one = made["crai"]
    shape, index = shape_of(one.path), read_index(one.index.read_bytes())
    plan = make_plan(index, shape, RegionSet((Region("decoy1", 0, 5_000),)))
    assert plan.questions == ()
    assert plan.ranges == make_plan(index, shape, RegionSet()).ranges


def test_a_cram_run_reaches_back_to_the_slice_before_and_on_to_the_next_header() -> None:
    lines = (
        b"0 1 100 1000 5 5\n0 101 100 2000 5 5\n0 201 100 3000 5 5\n0 301 100 4000 5 5\n1 1 100 90000 5 5\n"
    )
    index = read_crai(lines)
    shape = Shape(shape_of_header(), 200_000, 1000)
    plan = make_plan(index, shape, RegionSet((Region("a", 220, 230),)))
    assert ByteRange(3000, 4000 + 4096) in plan.ranges.ranges
    assert index.run(0, 150, 220) == (2000, 3000)
    assert index.run(0, 400, 500) is None
    assert index.run(7, 0, 5) is None
    with_gap = read_crai(b"0 1 100 1000 5 5\n0 201 100 2000 5 5\n")
    assert with_gap.run(0, 150, 250) == (1000, 2000)


def shape_of_header() -> Header:
    return Header(FileKind.CRAM, "", {"a": 1000, "b": 1000}, {}, 38)


def test_near_ranges_are_fetched_as_one_and_long_ones_in_pieces() -> None:
    ranges = RangeSet.of([ByteRange(0, 10), ByteRange(15, 20), ByteRange(100, 130)])
    assert list(joined(ranges, 5)) == [ByteRange(0, 20), ByteRange(100, 130)]
    assert list(joined(ranges, 100, few=2)) == [ByteRange(0, 20), ByteRange(100, 130)]
    assert list(joined(ranges, 100, few=3)) == list(ranges)
    assert pieces(ranges, longest=25) == [
        ByteRange(0, 10),
        ByteRange(15, 20),
        ByteRange(100, 125),
        ByteRange(125, 130),
    ]
