"""The edge cases of what is written, by number; those before are in the modules beside.

21 spliced reads from far away; 22 long contigs; 23 names that are taken, full disks, second thoughts; 24 secrets;
25 the header alone; 26 a manifest.
"""

from __future__ import annotations

import logging
import re
import threading
from pathlib import Path

import pytest

from score_gui.demo import PracticeData, PracticeSite, Role
from score_gui.model.problem import ProblemError
from score_gui.slicing.fetch import CancelledError
from score_gui.slicing.orders import OutputFormat
from score_gui.slicing.regions import Region, RegionSet, parse_regions

pysam = pytest.importorskip("pysam", reason="pysam does not exist for this system")

from tests.slicing import test_edge_cases_of_files as files_module  # noqa: E402 - needs pysam
from tests.slicing import test_edge_cases_of_regions as regions_module  # noqa: E402
from tests.slicing.files import CONTIGS, Made  # noqa: E402
from tests.slicing.oracle import all_reads, expected, shape_of  # noqa: E402
from tests.slicing.samples import Bench, object_id, texts  # noqa: E402
from tests.slicing.shell import Shell  # noqa: E402

CRAMS = ("crai", "multi")
HOST = "store.example"


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def refused(bench: Bench, one: Made, regions: str = "chr1:5000-6000", **options: object) -> str:
    """The code of the problem; nothing is left in the output folder."""
    with pytest.raises(ProblemError) as caught:
        bench.slice(bench.put(one), regions, **options)
    out = bench.folder / "out"
    assert not out.exists() or list(out.iterdir()) == []
    return caught.value.problem.code


@pytest.mark.parametrize("kind", ["bai", "csi", "crai", "multi"])
def test_case_21_a_spliced_read_that_begins_far_before_is_there(
    kind: str, made: dict[str, Made], bench: Bench
) -> None:
    one = made[kind]
    far = next(line for line in all_reads(one.path, one.reference) if line[3] and line[3] - line[2] > 50_000)
    assert far[3] is not None
    done = bench.slice(bench.put(one), f"{far[1]}:{far[3] - 10}-{far[3]}", reference=one.reference)
    assert far[0] in texts(done.path)


def test_case_22_a_slice_of_a_contig_longer_than_bai_can_tell_gets_a_csi(
    bench: Bench, tmp_path: Path
) -> None:
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
    one = Made(path, Path(f"{path}.csi"))
    done = bench.slice(bench.put(one), "c:600,000,001-600,000,100", write_index=True)
    assert (done.reads, done.index and done.index.suffix) == (1, ".csi")
    with pysam.AlignmentFile(str(done.path), index_filename=str(done.index)) as file:
        assert [read.query_name for read in file.fetch("c", 600_000_000, 600_000_001)] == ["600000000"]


@pytest.mark.parametrize("taken", ["slice-1.bam", "slice-1.bam.bai"])
def test_case_23_a_name_that_is_taken_is_kept(taken: str, made: dict[str, Made], bench: Bench) -> None:
    path = bench.folder / "out" / taken
    path.parent.mkdir()
    path.write_text("mine")
    with pytest.raises(ProblemError) as caught:
        bench.slice(bench.put(made["bai"]), "chr1:5000-6000", write_index=True)
    assert caught.value.problem.code == "slice-output-exists"
    assert [one.name for one in path.parent.iterdir()] == [taken]
    assert path.read_text() == "mine"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no drive that is always full")
def test_case_23_a_disk_that_fills_up_is_told_as_such(
    made: dict[str, Made], bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    (bench.folder / "out").mkdir()
    monkeypatch.setattr("score_gui.slicing.job.secrets.token_hex", lambda _count: "0")
    (bench.folder / "out" / "slice-1.sam.0.part").symlink_to("/dev/full")
    assert refused(bench, made["bai"], "chr1", format=OutputFormat.SAM) == "no-space"


@pytest.mark.parametrize("stage", ["fetching", "writing"])
def test_case_23_a_second_thought_leaves_nothing(stage: str, made: dict[str, Made], bench: Bench) -> None:
    from score_gui.slicing.job import Ears, Wish, make_slice

    cancel = bench.cancel
    with bench.opened(bench.put(made["bai"])) as opened:
        output = bench.folder / "out" / "c.bam"
        ears = Ears(
            lambda _count: cancel.set() if stage == "fetching" else None, lambda _count: cancel.set(), cancel
        )
        with pytest.raises(CancelledError):
            make_slice(opened, Wish(RegionSet((Region("chr1", 0, 400_000),)), output), ears)
    assert list(output.parent.iterdir()) == []
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("slice-")]


def test_case_23_a_second_thought_counts_though_the_reader_was_done_before_anybody_listened(
    made: dict[str, Made], bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    from score_gui.slicing.export import Reader
    from score_gui.slicing.job import Ears, Wish, make_slice

    def hear_to_the_end(reader: Reader) -> None:
        while reader._permitted and not reader.is_over:
            reader._hear_one(1.0)

    monkeypatch.setattr(Reader, "hear", hear_to_the_end)
    told: list[int] = []

    def think_again(count: int) -> None:
        told.append(count)
        bench.cancel.set()

    with bench.opened(bench.put(made["bai"])) as opened:
        output = bench.folder / "out" / "c.bam"
        ears = Ears(lambda _count: None, think_again, bench.cancel)
        with pytest.raises(CancelledError):
            make_slice(opened, Wish(RegionSet((Region("chr1", 0, 400_000),)), output), ears)
    assert len(told) == 1
    assert list(output.parent.iterdir()) == []


def test_case_24_no_link_and_no_token_in_what_is_written_said_or_logged(
    practice: PracticeData, site: PracticeSite, shell: Shell, caplog: pytest.LogCaptureFixture
) -> None:
    held, out = practice.get(Role.BAM), shell.folder / "o.sam"
    with caplog.at_level(logging.DEBUG):
        words = ["--object-id", held.object_id, "--region", "chr1:1-2000", "--output", out]
        assert shell.slice(*words) == 0
        assert shell.slice("--object-id", held.object_id, "--region", "chr1:9-2", "--output", out) == 2
    said = shell.out + shell.err + caplog.text + out.read_text("utf-8")
    assert site.token not in said
    assert "Signature" not in said
    assert "X-Amz" not in said
    program = next(line for line in out.read_text("utf-8").splitlines() if "PN:score_gui" in line)
    assert "CL:" not in program


@pytest.mark.parametrize("form", ["bam", "sam"])
def test_case_25_the_header_alone_costs_no_reads(form: str, made: dict[str, Made], bench: Bench) -> None:
    entry = bench.put(made["bai"])
    with bench.opened(entry, with_index=False) as opened:
        done = bench.export(opened, RegionSet(), format=OutputFormat(form))
    assert bench.store.served[entry.object_id] == 64 * 1024 + 28
    with pysam.AlignmentFile(str(done.path), check_sq=False) as file:
        assert (file.references, list(file.fetch(until_eof=True))) == (tuple(CONTIGS), [])


def test_case_26_of_a_manifest_each_file_has_its_line_and_none_stops_the_others(
    practice: PracticeData, site: PracticeSite, shell: Shell
) -> None:
    words = [
        "--manifest",
        practice.manifest,
        "--region",
        "chr1:1-5000",
        "--output-dir",
        shell.folder,
        "--json",
    ]
    assert shell.slice(*words) != 0
    *files, summary = shell.lines
    assert {line["event"] for line in files} == {"slice", "failed"}
    assert len(files) == summary["files"]
    assert len(list(shell.folder.glob("*.slice.bam"))) == summary["made"]


def test_every_case_has_its_test() -> None:
    names = [name for module in (globals(), vars(files_module), vars(regions_module)) for name in module]
    found = {match[1] for name in names if (match := re.match(r"test_case_([0-9]+b?)_", name))}
    assert found == {f"{number:02}" for number in range(1, 27)} | {"20b"}


def test_the_small_file_of_another_writer_gives_the_same(worms: dict[str, Made], bench: Bench) -> None:
    for name in ("range.bam", "range.cram"):
        one = worms[name]
        contigs = shape_of(one.path).header.contigs
        wanted = parse_regions(["CHROMOSOME_I:900-1300 CHROMOSOME_II"], contigs)
        done = bench.slice(bench.put(one), wanted, reference=one.reference)
        assert texts(done.path) == expected(all_reads(one.path, one.reference), wanted)
        assert bench.store.served[object_id(one.path)] <= one.path.stat().st_size
