"""The edge cases of what is asked for, by number; those of files and of the way to them are in the module beside.

1 a locus; 2 overlapping, abutting and unsorted regions; 3 whole contigs and open ends; 4 commas; 5 names of HLA
alleles; 6 names that can be read in two ways; 7 reads without a place; 8 texts that are no region; 9 starts and ends
past the end; 10 contigs that go by another name; 11 BED files; 12 nothing there.
"""

from __future__ import annotations

import gzip
import shutil
import subprocess
from pathlib import Path

import pytest

from score_gui.slicing.bed import read_bed
from score_gui.slicing.regions import Region, RegionError, RegionSet, normalise, parse_region, parse_regions

pysam = pytest.importorskip("pysam", reason="pysam does not exist for this system")

from tests.slicing.files import CONTIGS, HLA, UNPLACED, Made  # noqa: E402 - needs pysam
from tests.slicing.oracle import all_reads, expected  # noqa: E402
from tests.slicing.samples import Bench, texts  # noqa: E402
from tests.slicing.shell import Shell  # noqa: E402

KINDS = ("bai", "csi", "crai", "multi")
HAVE_SAMTOOLS = pytest.mark.skipif(shutil.which("samtools") is None, reason="samtools is not installed")


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def reads_of(bench: Bench, one: Made, *regions: str) -> list[str]:
    """The slice of some regions as typed; it holds what the whole file says, or this fails."""
    wanted = parse_regions(regions, CONTIGS)
    found = texts(bench.slice(bench.put(one), wanted, reference=one.reference).path)
    assert found == expected(all_reads(one.path, one.reference), wanted)
    return found


def samtools(one: Made, *regions: str) -> list[str]:
    reference = ["-T", str(one.reference)] if one.reference else []
    words = ["samtools", "view", *reference, str(one.path), *regions]
    lines = subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()
    return ["\t".join(line.split("\t")[:11]) for line in lines]


@HAVE_SAMTOOLS
@pytest.mark.parametrize("kind", KINDS)
def test_case_01_a_locus_gives_what_samtools_gives(kind: str, made: dict[str, Made], bench: Bench) -> None:
    found = reads_of(bench, made[kind], "chr2:5,000-15,000")
    assert found == samtools(made[kind], "chr2:5000-15000")
    assert len(found) > 200


@pytest.mark.parametrize("kind", KINDS)
def test_case_02_regions_in_any_order_give_each_read_once(
    kind: str, made: dict[str, Made], bench: Bench
) -> None:
    places = ["chr2:9000-9999", "chr1:5000-9000", "chr2:1000-8999", "chr1:8000-12000", "chr2:9000-9100"]
    found = reads_of(bench, made[kind], *places)
    names = [line.split("\t")[0] for line in found]
    assert len(set(names)) == len(names) > 300
    assert [name.split(":")[0] for name in names] == sorted(name.split(":")[0] for name in names)


@pytest.mark.parametrize("kind", KINDS)
def test_case_03_a_name_alone_is_the_whole_contig_and_an_open_end_its_end(
    kind: str, made: dict[str, Made], bench: Bench
) -> None:
    lines = all_reads(made[kind].path, made[kind].reference)
    assert len(reads_of(bench, made[kind], "chrM")) == sum(line[1] == "chrM" for line in lines)
    assert reads_of(bench, made[kind], "chr2:290000") == reads_of(bench, made[kind], "chr2:290000-300000")


def test_case_04_commas_are_read_over_and_a_dash_may_end_the_text() -> None:
    contigs = {"1": 9_000, "chr2": 700}
    assert parse_region("1:1,000-2,000", contigs) == Region("1", 999, 2_000)
    assert parse_region("chr2:5-", contigs) == Region("chr2", 4, 700)


@HAVE_SAMTOOLS
@pytest.mark.parametrize("kind", KINDS)
def test_case_05_the_whole_text_is_a_name_first(kind: str, made: dict[str, Made], bench: Bench) -> None:
    # Without -M: with it, samtools answers with no reads for such names.
    assert reads_of(bench, made[kind], HLA) == samtools(made[kind], HLA)
    part = reads_of(bench, made[kind], f"{HLA}:100-200")
    assert part == samtools(made[kind], f"{{{HLA}}}:100-200")
    assert 0 < len(part) < len(reads_of(bench, made[kind], HLA))


def test_case_06_a_text_with_two_meanings_is_refused_with_both_spellings(
    worms: dict[str, Made], shell: Shell
) -> None:
    path = worms["colons.bam"].path
    words = ["--input-file", path, "--output", shell.folder / "o.sam", "--region"]
    assert shell.slice(*words, "chr1:100-200") == 2
    assert "{chr1:100-200} or {chr1}:100-200" in shell.err
    assert shell.slice(*words, "{chr1:100-200}") == 0


@pytest.mark.parametrize("kind", KINDS)
def test_case_07_reads_without_a_place_alone_and_with_regions(
    kind: str, made: dict[str, Made], bench: Bench
) -> None:
    assert len(reads_of(bench, made[kind], "*")) == UNPLACED
    both = reads_of(bench, made[kind], "*", "chr1:5000-6000")
    assert len(both) == UNPLACED + len(reads_of(bench, made[kind], "chr1:5000-6000"))


@pytest.mark.parametrize("text", ["chr2:0-10", "chr2:10-5", "abc", "", "chr2:", "chr2:1e3-2e3", "chr2:-5"])
def test_case_08_what_is_no_region_is_an_error_and_never_empty(text: str) -> None:
    with pytest.raises(RegionError):
        parse_regions([text], CONTIGS)


def test_case_09_a_start_past_the_end_is_an_error_and_an_end_past_the_end_is_cut() -> None:
    with pytest.raises(RegionError, match="past the end of chr2"):
        parse_region("chr2:300001-300002", CONTIGS)
    assert parse_region("chr2:299,999-400,000", CONTIGS) == Region("chr2", 299_998, 300_000)


@pytest.mark.parametrize(("typed", "meant"), [("1:5-9", "chr1:5-9"), ("MT", "chrM"), ("chr9", None)])
def test_case_10_a_contig_of_another_name_is_offered_as_it_is_called_here(
    typed: str, meant: str | None, made: dict[str, Made], shell: Shell
) -> None:
    words = ["--input-file", made["bai"].path, "--output", shell.folder / "o.bam", "--region"]
    assert shell.slice(*words, typed) == 2
    assert not (shell.folder / "o.bam").exists()
    assert f"no contig {typed.split(':', maxsplit=1)[0]}" in shell.err
    if meant is not None:
        assert f"Did you mean {meant}?" in shell.err
        assert shell.slice(*words, meant) == 0


def test_case_11_a_bed_file_is_read_line_by_line_and_says_what_it_cannot_use() -> None:
    good = "\ufefftrack name=x\r\n#\r\nbrowser hide all\r\n\r\nchr1 5 10\r\nchr1\t20\t30\tname\r\n"
    bad = "chr1\t5\r\nchr1\t9\t9\r\nchr1\t9\t5\r\nchr1\tx\t5\r\nchrZ\t1\t2\r\nchr1\t400000\t400001\r\n"
    for data in ((good + bad).encode(), gzip.compress((good + bad).encode())):
        found = read_bed(data, CONTIGS)
        assert found.regions == (Region("chr1", 5, 10), Region("chr1", 20, 30))
        assert [remark.line for remark in found.remarks] == [7, 8, 9, 10, 11, 12]


def test_case_11_a_bed_file_counts_from_zero(made: dict[str, Made], bench: Bench) -> None:
    bed = normalise(read_bed(b"chr2\t5000\t15000\n", CONTIGS).regions, CONTIGS)
    assert bed == RegionSet((Region("chr2", 5_000, 15_000),))
    by_bed = texts(bench.slice(bench.put(made["bai"]), bed).path)
    assert by_bed == reads_of(bench, made["bai"], "chr2:5001-15000")


@pytest.mark.parametrize("kind", KINDS)
def test_case_12_nothing_there_is_a_file_with_a_header_and_no_reads(
    kind: str, made: dict[str, Made], shell: Shell
) -> None:
    one, out = made[kind], shell.folder / "o.bam"
    words = ["--input-file", one.path, "--region", "decoy1", "--output", out, "--write-index"]
    assert shell.slice(*words, *(["--reference", one.reference] if one.reference else [])) == 0
    assert "0 reads" in shell.err
    with pysam.AlignmentFile(str(out)) as file:
        assert list(file.fetch()) == []
        assert file.references == tuple(CONTIGS)
