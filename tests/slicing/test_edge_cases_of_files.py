"""The edge cases of files, of their indexes and of the way to them, by number; the others are in the modules beside.

13 no index; 14 an index that is none, damaged or another file's; 15 an index under any name; 16 an object that is
replaced; 17 what goes wrong on the way; 18 most of a file, or more than the disk holds; 19 a CRAM's reference; 20 what
htslib looks at in a CRAM; 20b a plan that was too narrow.
"""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from score_gui.demo import PracticeData, PracticeSite, Role
from score_gui.model import problems, server_problems
from score_gui.model.byterange import ByteRange, RangeSet
from score_gui.model.problem import Problem, ProblemError
from score_gui.model.secret import Secret
from score_gui.model.specification import Specification
from score_gui.net.data import DataClient
from score_gui.net.settings import NetSettings
from score_gui.slicing import fetch, sparse
from score_gui.slicing.binning import BinIndex
from score_gui.slicing.crai import CraiIndex, read_crai
from score_gui.slicing.fetch import Line
from score_gui.slicing.index import read_index
from score_gui.slicing.job import estimate
from score_gui.slicing.plan import NEXT_HEADER, make_plan, pieces
from score_gui.slicing.regions import Region, RegionSet, parse_regions
from score_gui.sources.base import Ticket
from tests.fakes.memory_store import MemoryStore
from tests.fakes.raw_server import Hangup, RawServer

pysam = pytest.importorskip("pysam", reason="pysam does not exist for this system")

from tests.slicing.files import CONTIGS, HLA, Made, write_reference  # noqa: E402 - needs pysam
from tests.slicing.oracle import all_reads, expected, shape_of  # noqa: E402
from tests.slicing.samples import Bench, texts  # noqa: E402
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


def with_index(one: Made, folder: Path, index: bytes, name: str = "") -> Made:
    path = folder / (name or one.index.name)
    path.write_bytes(index)
    return Made(one.path, path, one.reference)


def test_case_13_without_an_index_the_whole_file_is_offered_and_no_header_passed_for_a_slice(
    made: dict[str, Made], bench: Bench, shell: Shell
) -> None:
    entry = bench.put(made["bai"])
    bench.store.objects[entry.object_id].companion = None
    with pytest.raises(ProblemError) as caught:
        bench.slice(entry, "chr1")
    assert caught.value.problem.code == "slice-no-index"
    assert "whole file" in caught.value.problem.next_step
    assert bench.store.served[entry.object_id] == 0

    lonely = shutil.copy(made["bai"].path, shell.folder / "lonely.bam")
    out = shell.folder / "o.bam"
    assert shell.slice("--input-file", lonely, "--region", "chr1", "--output", out) == 1
    assert not out.exists()


@pytest.mark.parametrize(
    ("index", "code"),
    [
        (b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "slice-index-unreadable"),
        (b"", "slice-index-unreadable"),
        (b"BAI\1" + (99).to_bytes(4, "little") + bytes(99 * 8), "slice-index-foreign"),
        (b"0\t1\t5\t100\t2\t3\n", "slice-index-foreign"),
    ],
    ids=["error page", "nothing", "too many contigs", "of a CRAM"],
)
def test_case_14_an_index_that_is_none_is_refused_before_anything_is_written(
    index: bytes, code: str, made: dict[str, Made], bench: Bench, tmp_path: Path
) -> None:
    assert refused(bench, with_index(made["bai"], tmp_path, index)) == code


@pytest.mark.parametrize("kind", ["bai", "csi", "crai"])
def test_case_14_an_index_that_was_cut_is_refused(
    kind: str, made: dict[str, Made], bench: Bench, tmp_path: Path
) -> None:
    whole = made[kind].index.read_bytes()
    cut = with_index(made[kind], tmp_path, whole[: len(whole) // 2])
    assert refused(bench, cut, reference=made[kind].reference) == "slice-index-unreadable"


def test_case_14_the_index_of_a_file_with_the_same_contigs_is_refused(
    made: dict[str, Made], bench: Bench, tmp_path: Path
) -> None:
    # htslib answers with no reads, or with those before the first damage, and says nothing.
    other = tmp_path / "other.bam"
    with (
        pysam.AlignmentFile(str(made["bai"].path)) as source,
        pysam.AlignmentFile(str(other), "wb", header=source.header) as out,
    ):
        for number, read in enumerate(source.fetch(until_eof=True)):
            if number % 7:
                out.write(read)
    pysam.index(str(other))
    foreign = with_index(made["bai"], tmp_path, Path(f"{other}.bai").read_bytes())
    assert refused(bench, foreign, "chr2:205000-206000") == "slice-index-foreign"
    longer = Made(other, made["bai"].index)
    assert refused(bench, longer, "chr2:205000-206000") == "slice-index-foreign"


@pytest.mark.parametrize(
    ("kind", "name"), [("bai", "a.csi"), ("csi", "a.bai"), ("crai", "a.bam.bai"), ("plain crai", "index.gz")]
)
def test_case_15_an_index_is_known_by_its_bytes_whatever_its_name(
    kind: str, name: str, made: dict[str, Made], bench: Bench, tmp_path: Path
) -> None:
    one = made[kind.rsplit(maxsplit=1)[-1]]
    data = one.index.read_bytes()
    renamed = with_index(one, tmp_path, gzip.decompress(data) if kind == "plain crai" else data, name)
    done = bench.slice(bench.put(renamed), "chr1:5000-9000", reference=one.reference)
    wanted = RegionSet((Region("chr1", 4_999, 9_000),))
    assert texts(done.path) == expected(all_reads(one.path, one.reference), wanted)


def test_case_16_an_object_that_is_replaced_meanwhile_stops_the_slice(
    made: dict[str, Made], bench: Bench
) -> None:
    entry = bench.put(made["bai"])
    with bench.opened(entry) as opened:
        bench.store.objects[entry.object_id].etag = "v2"
        with pytest.raises(ProblemError) as caught:
            bench.export(opened, RegionSet((Region("chr1", 0, 400_000),)))
    assert caught.value.problem.code == "slice-file-changed"
    assert list((bench.folder / "out").iterdir()) == []


def test_case_17_a_link_that_ends_is_renewed_once_for_all_connections(
    made: dict[str, Made], bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("score_gui.slicing.sparse.pieces", _small)
    entry = bench.put(made["bai"])
    with bench.opened(entry) as opened:
        asked, tickets = len(bench.store.asked[entry.object_id]), bench.store.renewals
        bench.store.objects[entry.object_id].ticket_life = asked + 3
        done = bench.export(opened, RegionSet((Region("chr1", 0, 400_000),)))
    assert len(bench.store.asked[entry.object_id]) - asked > 6
    assert 1 <= bench.store.renewals - tickets <= 3
    assert len(texts(done.path)) == done.reads > 10_000
    assert bench.store.served[entry.object_id] == done.received


def _small(ranges: Iterable[ByteRange]) -> list[ByteRange]:
    return pieces(ranges, 100_000)


@pytest.mark.parametrize(
    "passing",
    [
        server_problems.connection_lost(HOST),
        server_problems.answer_cut_off(HOST, 5),
        server_problems.server_busy(HOST, 503),
    ],
    ids=lambda problem: problem.code,
)
def test_case_17_what_passes_by_itself_costs_no_byte_twice(
    passing: Problem, made: dict[str, Made], bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "probe_pause", lambda _problem, _looks: 0.0)
    entry = bench.put(made["bai"])
    with bench.opened(entry) as opened:
        wanted = RegionSet((Region("chr1", 0, 400_000),))
        told = estimate(opened, wanted).download
        before = bench.store.served[entry.object_id]
        bench.store.objects[entry.object_id].range_problems = [(300_000, passing), (400_000, passing)]
        done = bench.export(opened, wanted)
    assert bench.store.served[entry.object_id] - before == told
    assert texts(done.path) == expected(all_reads(made["bai"].path), wanted)


@pytest.mark.parametrize(
    "lasting",
    [
        problems.source_gone(HOST),
        problems.file_changed("It has another size."),
        problems.token_refused("Site"),
    ],
    ids=lambda problem: problem.code,
)
def test_case_17_what_does_not_pass_ends_it_and_says_so(
    lasting: Problem, made: dict[str, Made], bench: Bench
) -> None:
    entry = bench.put(made["bai"])
    with bench.opened(entry) as opened:
        bench.store.objects[entry.object_id].range_problems = [(300_000, lasting)]
        with pytest.raises(ProblemError) as caught:
            bench.export(opened, RegionSet((Region("chr1", 0, 400_000),)))
    assert caught.value.problem == lasting
    assert list((bench.folder / "out").iterdir()) == []


def test_case_17_a_server_that_sends_whole_files_only_fills_no_disk(tmp_path: Path) -> None:
    whole = b"HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n" + bytes(1000)
    known = Specification("5f0b6f0e-1111-5222-8333-944444444444", 3_000_000, None)
    with RawServer([[whole, Hangup]]) as server, closing(DataClient(NetSettings())) as data:
        line = Line(data.fetch, data.abort, jitter=lambda _low, _high: 0.0)
        file = sparse.RemoteFile(tmp_path / "sparse", known, OneLink(server.origin), line)
        with pytest.raises(ProblemError) as caught:
            file.fetch(RangeSet.of([ByteRange(0, 500)]), lambda _count: None)
        file.close()
    assert "whole files only" in caught.value.problem.title
    assert not any(file.path.read_bytes())


class OneLink(MemoryStore):
    """A source whose tickets lead to a real server."""

    def __init__(self, origin: str) -> None:
        super().__init__()
        self._origin = origin

    def ticket(self, specification: Specification, wanted: ByteRange) -> Ticket:
        return Ticket(Secret(f"{self._origin}/object"), specification.whole, exact=False)


@pytest.mark.parametrize("share", ["most", "little"])
def test_case_18_most_of_a_file_is_told_before_it_is_fetched(
    share: str, practice: PracticeData, site: PracticeSite, shell: Shell
) -> None:
    held, bed = practice.get(Role.BAM), shell.folder / "r.bed"
    assert held.path is not None
    contigs = shape_of(held.path).header.contigs
    lines = "".join(f"{name}\t0\t{length}\n" for name, length in contigs.items())
    bed.write_text(lines if share == "most" else lines.splitlines()[-1], "ascii")
    words = ["--object-id", held.object_id, "--bed", bed, "--output", shell.folder / "o.bam"]
    assert shell.slice(*words) == 0
    assert ("most of the file" in shell.err) is (share == "most")
    assert "fetching" in shell.err


def test_case_18_a_guess_of_all_reads_is_right(made: dict[str, Made], bench: Bench) -> None:
    wanted = RegionSet(tuple(Region(name, 0, length) for name, length in CONTIGS.items()), unplaced=True)
    for kind, known in (("bai", True), ("csi", True), ("crai", False)):
        with bench.opened(bench.put(made[kind])) as opened:
            told = estimate(opened, wanted)
        assert told.reads == (len(all_reads(made[kind].path)) if known else None)


def test_case_18_more_than_the_disk_holds_is_told_before_it_is_fetched(
    made: dict[str, Made], bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = bench.put(made["bai"])
    with bench.opened(entry) as opened:
        before = bench.store.served[entry.object_id]
        monkeypatch.setattr(sparse, "free_bytes", lambda _folder: 1_000_000)
        with pytest.raises(ProblemError) as caught:
            bench.export(opened, RegionSet((Region("chr1", 0, 400_000),)))
    assert caught.value.problem.code == "no-space"
    assert bench.store.served[entry.object_id] == before


@pytest.mark.parametrize(
    ("fasta", "words"),
    [
        ("", "cannot be read as FASTA"),
        (">chr2\nACGT\n", "no contig chr1"),
        (">chr1\nACGT\n", "4 bases there and 400,000"),
        (">chr1\n" + "A" * 400_000 + "\n", "has MD5 [0-9a-f]{32} there and [0-9a-f]{32} in the file"),
    ],
    ids=["empty", "no such contig", "too short", "other bases"],
)
def test_case_19_a_reference_that_does_not_fit_is_named_before_data_is_fetched(
    fasta: str, words: str, made: dict[str, Made], bench: Bench, tmp_path: Path
) -> None:
    path = tmp_path / "wrong.fa"
    path.write_text(fasta)
    entry = bench.put(made["crai"])
    with bench.opened(entry) as opened:
        before = bench.store.served[entry.object_id]
        with pytest.raises(ProblemError) as caught:
            bench.export(opened, parse_regions(["chr1:5000-6000"], CONTIGS), reference=path)
        assert bench.store.served[entry.object_id] == before
    assert caught.value.problem.code == "slice-reference-differs"
    assert re.search(words, caught.value.problem.cause)


def test_case_19_a_cram_is_not_read_without_a_reference(made: dict[str, Made], bench: Bench) -> None:
    assert refused(bench, made["crai"]) == "slice-reference-needed"


def test_case_19_the_file_that_a_header_names_is_never_opened(
    made: dict[str, Made], bench: Bench, tmp_path: Path
) -> None:
    # Without any reference of ours, htslib takes the one at UR: a file that a stranger chose.
    letters = {"c": "ACGT" * 5_000}
    secret = write_reference(tmp_path / "secret.fa", letters)
    path = tmp_path / "ur.cram"
    header = {
        "HD": {"VN": "1.6", "SO": "coordinate"},
        "SQ": [{"SN": "c", "LN": 20_000, "UR": str(secret)}],
    }
    with pysam.AlignmentFile(str(path), "wc", header=header, reference_filename=str(secret)) as out:
        read = pysam.AlignedSegment(out.header)
        read.query_name, read.query_sequence, read.flag = "r", "ACGT" * 5, 0
        read.reference_id, read.reference_start, read.cigarstring = 0, 100, "20M"
        out.write(read)
    pysam.index(str(path))
    assert refused(bench, Made(path, Path(f"{path}.crai")), "c:100-200") == "slice-reference-needed"


@pytest.mark.parametrize("kind", CRAMS)
def test_case_20_where_no_slice_overlaps_nothing_is_fetched_and_nothing_asked(
    kind: str, made: dict[str, Made], bench: Bench
) -> None:
    one = made[kind]
    shape, index = shape_of(one.path), read_index(one.index.read_bytes())
    for place in ("decoy1", "chr3:100-60000", f"{HLA}:3,503-3,503"):
        plan = make_plan(index, shape, parse_regions([place], CONTIGS))
        assert plan.questions == ()
        assert plan.ranges == make_plan(index, shape, RegionSet()).ranges
        assert bench.slice(bench.put(one), place, reference=one.reference).reads == 0


@pytest.mark.parametrize("kind", CRAMS)
def test_case_20_the_header_of_the_next_container_comes_along_but_not_after_the_last(
    kind: str, made: dict[str, Made], bench: Bench
) -> None:
    one = made[kind]
    shape, index = shape_of(one.path), read_crai(gzip.decompress(one.index.read_bytes()))
    last = RegionSet(unplaced=True)
    for wanted in (parse_regions(["chr1:390000-400000"], CONTIGS), parse_regions(["decoy2"], CONTIGS), last):
        plan = make_plan(index, shape, wanted)
        starts = [start for start in index.containers if plan.ranges.covers(_byte(start))]
        end = index.end_of_run(max(starts[:-1] or starts), shape.size)
        assert any(item.stop >= min(end + NEXT_HEADER, shape.size) for item in plan.ranges)
        done = bench.slice(bench.put(one), wanted, reference=one.reference)
        assert texts(done.path) == expected(all_reads(one.path, one.reference), wanted)


def _byte(start: int) -> ByteRange:
    return ByteRange(start, start + 1)


@pytest.mark.parametrize("kind", ["bai", "crai"])
def test_case_20b_where_a_plan_was_too_narrow_the_contig_is_fetched_whole_and_read_again(
    kind: str, made: dict[str, Made], bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The fault is made, as a wrong rule might make it: chunks are left out, or the beginning of a run.
    run = CraiIndex.run
    monkeypatch.setattr(BinIndex, "chunks", lambda *_arguments: [])
    monkeypatch.setattr(CraiIndex, "run", lambda *arguments: (run(*arguments) or (0, 0))[1:] * 2)
    one, wanted = made[kind], parse_regions(["chr1:200000-290000 chr2:110000-160000"], CONTIGS)
    done = bench.slice(bench.put(one), wanted, reference=one.reference)
    assert texts(done.path) == expected(all_reads(one.path, one.reference), wanted)


def test_case_20b_what_is_damaged_in_truth_gives_no_partial_slice(
    made: dict[str, Made], bench: Bench, tmp_path: Path
) -> None:
    data = bytearray(made["bai"].path.read_bytes())
    data[900_000:900_100] = bytes(100)
    path = tmp_path / "damaged.bam"
    path.write_bytes(data)
    assert refused(bench, Made(path, made["bai"].index), "chr1") == "slice-unreadable"
