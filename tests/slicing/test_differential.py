"""Random sets of regions: what is read of the planned bytes alone is what the whole file holds, read by read.

`SCORE_GUI_SLICES` sets how many sets of each kind of file; a few by default, thousands now and then.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from score_gui.model.byterange import ByteRange, RangeSet
from score_gui.slicing.feeding import planned_behind
from score_gui.slicing.index import read_index
from score_gui.slicing.orders import Order, OutputFormat
from score_gui.slicing.plan import Plan, Shape, make_plan
from score_gui.slicing.reading import Permits, Reading
from score_gui.slicing.regions import RegionSet

pysam = pytest.importorskip("pysam", reason="pysam does not exist for this system")

from tests.slicing.conftest import REAL  # noqa: E402
from tests.slicing.files import Made  # noqa: E402 - needs pysam
from tests.slicing.oracle import (  # noqa: E402
    SETS,
    all_reads,
    expected,
    line_of,
    random_sets,
    shape_of,
    sparse_copy,
)

pytestmark = pytest.mark.timeout(120 + SETS)

MADE = ("bai", "csi", "crai", "multi")
HAVE_SAMTOOLS = pytest.mark.skipif(shutil.which("samtools") is None, reason="samtools is not installed")


@pytest.fixture(params=[*MADE, *REAL])
def one(request: pytest.FixtureRequest, made: dict[str, Made], worms: dict[str, Made]) -> Made:
    return {**made, **worms}[request.param]


def opened(one: Made, path: Path) -> Any:
    reference = str(one.reference) if one.reference else None
    return pysam.AlignmentFile(
        str(path), index_filename=str(one.index), reference_filename=reference, check_sq=False, threads=1
    )


def read_slice(one: Made, path: Path, plan: Plan, lines: Any) -> list[str]:
    """By the loop of the program, which waits for `lines` to permit each question."""
    order = Order(
        source="", index="", reference=None, questions=plan.questions, unplaced=plan.unplaced, contained=False,
        output="", format=OutputFormat.SAM, write_index=False, prune=False, depth=False, version="", memory=0,
        seconds=0,
    )  # fmt: skip
    with opened(one, path) as file:
        permits = Permits(lines)
        permits.wait_for(1)
        return [line_of(read)[0] for read, _ in Reading(file, order, permits).reads()]


@dataclass
class Growing:
    """Whenever the loop asks for a permit, the bytes of one question more appear in the file that is open."""

    one: Made
    plan: Plan
    sparse: Path
    permitted: int = 0

    def readline(self) -> str:
        if self.permitted:
            need = self.plan.needs[self.permitted - 1]
            data = self.one.path.read_bytes()
            with self.sparse.open("r+b") as out:
                for item in need.ranges:
                    for piece in (item, *planned_behind(self.plan.ranges, item.stop)):
                        out.seek(piece.start)
                        out.write(data[piece.start : piece.stop])
        self.permitted += 1
        return f"{self.permitted}\n"


def plans(one: Made, seed: int) -> Iterator[tuple[RegionSet, Plan]]:
    shape, index = shape_of(one.path), read_index(one.index.read_bytes())
    for wanted in random_sets(shape, SETS, seed):
        yield wanted, make_plan(index, shape, wanted)


def test_reading_only_the_planned_bytes_gives_what_the_whole_file_gives(one: Made, tmp_path: Path) -> None:
    lines, sparse = all_reads(one.path, one.reference), tmp_path / f"sparse{one.path.suffix}"
    for wanted, plan in plans(one, seed=5):
        sparse_copy(one, plan.missing(RangeSet(), gap=0), sparse)
        assert read_slice(one, sparse, plan, StringIO("1000000\n")) == expected(lines, wanted), wanted


def test_each_region_can_be_read_as_soon_as_its_own_bytes_are_there(one: Made, tmp_path: Path) -> None:
    lines, sparse = all_reads(one.path, one.reference), tmp_path / f"growing{one.path.suffix}"
    for wanted, plan in plans(one, seed=7):
        sparse_copy(one, _to_open(plan, shape_of(one.path)), sparse)
        assert read_slice(one, sparse, plan, Growing(one, plan, sparse)) == expected(lines, wanted), wanted


def _to_open(plan: Plan, shape: Shape) -> RangeSet:
    tail = ByteRange(max(0, shape.size - shape.header.tail), shape.size)
    behind = planned_behind(plan.ranges, shape.header_end)
    return RangeSet.of([ByteRange(0, min(shape.header_end, shape.size)), tail, *behind])


@pytest.mark.parametrize("kind", MADE)
def test_the_random_sets_do_find_reads(kind: str, made: dict[str, Made]) -> None:
    lines = all_reads(made[kind].path, made[kind].reference)
    assert sum(len(expected(lines, wanted)) for wanted, _ in plans(made[kind], seed=5)) > 100 * SETS


def by_bed(one: Made, wanted: RegionSet, bed: Path) -> list[str]:
    """Words for `samtools view`, without those regions of a CRAM that have no entry in its index: with `-M` their
    reads are asked for in vain, and in some versions those of other regions are given a second time."""
    questions = make_plan(read_index(one.index.read_bytes()), shape_of(one.path), wanted).questions
    queries = [part for question in questions for part in question.parts]
    lines = [f"{region.contig}\t{region.begin}\t{region.end}\n" for region in queries]
    bed.write_text("".join(lines), "ascii", newline="\n")
    reference = ["-T", str(one.reference)] if one.reference else []
    return ["-L", str(bed), *reference, str(one.path)] if queries else []


def columns(text: str) -> list[str]:
    return ["\t".join(line.split("\t")[:11]) for line in text.splitlines()]


@pytest.mark.parametrize("kind", [*MADE, "range.bam"])
def test_the_samtools_of_today_agrees_on_what_a_slice_has_to_hold(
    kind: str, made: dict[str, Made], worms: dict[str, Made], tmp_path: Path
) -> None:
    # Not for unplaced reads, which `-M` does not give, and not on `range.cram`, of which it gives reads that lie in
    # none of the regions; read without -M, as in the next test, it agrees.
    one = {**made, **worms}[kind]
    for wanted in random_sets(shape_of(one.path), -(-SETS // 3), seed=6):
        ours = expected(all_reads(one.path, one.reference), RegionSet(wanted.regions))
        words = by_bed(one, wanted, tmp_path / "r.bed")
        assert (columns(pysam.view("-M", *words)) if words else []) == ours


@HAVE_SAMTOOLS
@pytest.mark.parametrize("kind", [*MADE, "range.bam", "range.cram"])
def test_the_samtools_of_this_system_agrees_too(
    kind: str, made: dict[str, Made], worms: dict[str, Made], tmp_path: Path
) -> None:
    # Of a CRAM it reads the whole file: samtools 1.16 with -M loses reads where containers hold several contigs.
    one = {**made, **worms}[kind]
    for wanted in random_sets(shape_of(one.path), -(-SETS // 3), seed=9):
        ours = expected(all_reads(one.path, one.reference), RegionSet(wanted.regions))
        words = by_bed(one, wanted, tmp_path / "r.bed")
        if words:
            whole = ["samtools", "view", *([] if one.reference else ["-M"]), *words]
            theirs = subprocess.run(whole, capture_output=True, text=True, check=True).stdout
            assert columns(theirs) == ours
        else:
            assert ours == []
