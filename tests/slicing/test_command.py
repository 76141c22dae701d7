"""`score-gui slice`, from its words to its exit status, against the practice site and on files that are here."""

from __future__ import annotations

import errno
import gzip
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from score_gui.demo import Access, PracticeData, PracticeObject, PracticeSite, Role

pysam = pytest.importorskip("pysam", reason="pysam does not exist for this system")

from score_gui.slicing.regions import parse_regions  # noqa: E402
from tests.slicing.files import Made  # noqa: E402
from tests.slicing.oracle import all_reads, expected, shape_of  # noqa: E402 - needs pysam
from tests.slicing.samples import texts  # noqa: E402
from tests.slicing.shell import Shell  # noqa: E402

DATA = Path(__file__).parent / "data"


def names(held: PracticeObject) -> tuple[str, str]:
    """The first two contigs of a practice file."""
    assert held.path is not None
    first, second, *_ = shape_of(held.path).header.contigs
    return first, second


@pytest.mark.parametrize("role", [Role.BAM, Role.CRAM])
def test_a_region_of_a_remote_file(
    role: Role, practice: PracticeData, site: PracticeSite, shell: Shell
) -> None:
    held = practice.get(role)
    assert held.path is not None
    assert practice.reference is not None
    contig, other = names(held)
    places = [f"{contig}:20,000-30,000", other]
    out = shell.folder / "new" / "s.bam"
    status = shell.slice(
        "--object-id", held.object_id, "--region", *places, "--output", out,
        "--reference", practice.reference, "--write-index", "--json",
    )  # fmt: skip
    assert (status, shell.err.count("fetching")) == (0, 1)
    wanted = parse_regions(places, shape_of(held.path).header.contigs)
    assert texts(out) == expected(all_reads(held.path, practice.reference), wanted)
    (line,) = shell.lines
    assert (line["event"], line["path"], line["reads"]) == ("slice", str(out), len(texts(out)))
    assert Path(str(line["index"])).is_file()
    assert site.token not in shell.out + shell.err
    assert "Signature" not in shell.out + shell.err


@pytest.mark.parametrize("token", ["xyz", "00000000-aaaa-4bbb-8ccc-dddddddddddd"])
def test_a_token_that_is_not_taken_ends_with_the_status_for_access(
    token: str, practice: PracticeData, site: PracticeSite, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACCESSTOKEN", token)
    held = next(
        one for one in practice.objects if one.access is Access.CONTROLLED and one.published and one.path
    )
    assert shell.slice("--object-id", held.object_id, "--header-only") == 3
    assert token not in shell.out + shell.err


def test_an_estimate_fetches_no_reads_and_writes_nothing(
    practice: PracticeData, site: PracticeSite, shell: Shell
) -> None:
    held = practice.get(Role.BAM)
    contig, _ = names(held)
    words = ["--object-id", held.object_id, "--region", f"{contig}:1-2000", "--estimate"]
    assert shell.slice(*words, "--json") == 0
    (line,) = shell.lines
    assert (line["event"], line["object_id"], line["size"]) == ("estimate", held.object_id, held.size)
    assert shell.slice(*words) == 0
    assert "fetches" in shell.out


def test_the_header_goes_to_standard_output(practice: PracticeData, site: PracticeSite, shell: Shell) -> None:
    held = practice.get(Role.CRAM)
    assert shell.slice("--object-id", held.object_id, "--header-only") == 0
    assert shell.out.startswith("@HD\t")
    assert shell.out.count("@SQ\t") == len(shape_of(held.path or Path()).header.contigs)


def test_a_manifest_gives_a_slice_of_each_file_and_one_that_cannot_be_does_not_stop_the_others(
    practice: PracticeData, site: PracticeSite, shell: Shell
) -> None:
    contig, _ = names(practice.get(Role.BAM))
    words = [
        "--manifest",
        practice.manifest,
        "--region",
        f"{contig}:1-5000",
        "--output-dir",
        shell.folder,
        "--json",
    ]
    status = shell.slice(*words)
    events = {(line["event"], line.get("code")) for line in shell.lines}
    assert status == 2
    assert ("slice", None) in events
    assert ("failed", "slice-reference-needed") in events
    assert shell.lines[-1]["event"] == "summary"
    assert len(list(shell.folder.glob("*.slice.bam"))) == shell.lines[-1]["made"]


def test_two_files_of_a_manifest_that_are_called_alike_give_two_slices(
    practice: PracticeData, site: PracticeSite, shell: Shell
) -> None:
    held, index = practice.get(Role.BAM), practice.get(Role.BAI)
    other, its_index = practice.get(Role.CRAM), practice.get(Role.CRAI)
    assert practice.reference is not None
    manifest = shell.folder / "twins.tsv"
    header = "repo_code\tfile_id\tobject_id\tfile_format\tfile_name\tfile_size\tmd5_sum\tindex_object_id\n"
    line = f"x\tF1\t{held.object_id}\tBAM\ttwin.bam\t{held.size}\t\t{index.object_id}\n"
    second = f"x\tF2\t{other.object_id}\tBAM\ttwin.bam\t{other.size}\t\t{its_index.object_id}\n"
    manifest.write_text(header + line + second, "utf-8")
    contig, _ = names(held)
    words = ["--manifest", manifest, "--region", f"{contig}:1-5000", "--output-dir", shell.folder / "out"]
    assert shell.slice(*words, "--reference", practice.reference) == 0
    made = sorted(path.name for path in (shell.folder / "out").iterdir())
    assert made == sorted(["twin.slice.bam", f"twin.{other.object_id}.slice.bam"])


@pytest.mark.parametrize(
    ("region", "words"),
    [
        ("1:100-200", "no contig"),
        ("chr1:100-200", "{chr1:100-200} or {chr1}:100-200"),
        ("chr1:0-10", "counted from 1"),
        ("chr1:9-2", "ends before"),
    ],
)
def test_a_region_that_cannot_be_meant_is_bad_usage(region: str, words: str, shell: Shell) -> None:
    status = shell.slice(
        "--input-file", DATA / "colons.bam", "--region", region, "--output", shell.folder / "o.bam"
    )
    assert status == 2
    assert words in shell.err
    assert list(shell.folder.iterdir()) == []


@pytest.mark.parametrize(
    ("region", "count"), [("{chr1:100-200}", 1), ("{chr1}:100-200", 1), ("{chr1}", 2), ("chr2:100-200", 1)]
)
def test_names_with_colons_are_found(region: str, count: int, shell: Shell) -> None:
    out = shell.folder / "o.sam"
    assert shell.slice("--input-file", DATA / "colons.bam", "--region", region, "--output", out) == 0
    wanted = parse_regions([region], shape_of(DATA / "colons.bam").header.contigs)
    assert texts(out) == expected(all_reads(DATA / "colons.bam"), wanted)
    assert len(texts(out)) == count


def test_a_bed_file_and_its_bad_lines(shell: Shell) -> None:
    bed = shell.folder / "r.bed.gz"
    bed.write_bytes(gzip.compress(b"CHROMOSOME_I\t900\t1300\nCHROMOSOME_Q\t5\t6\nI\t1\t2\n"))
    out = shell.folder / "o.sam"
    words = ["--input-file", DATA / "range.bam", "--bed", bed, "--output", out]
    assert shell.slice(*words) == 2
    assert "line 2: this file has no contig CHROMOSOME_Q" in shell.err
    assert not out.exists()

    assert shell.slice(*words, "--skip-bad-lines", "--json") == 0
    assert shell.lines[0]["skipped_lines"] == 2
    wanted = parse_regions(["CHROMOSOME_I:901-1300"], shape_of(DATA / "range.bam").header.contigs)
    assert texts(out) == expected(all_reads(DATA / "range.bam"), wanted)


def test_a_file_without_an_index_is_told_so(shell: Shell) -> None:
    words = [
        "--input-file",
        DATA / "no_hdr_sq_1.bam",
        "--region",
        "CHROMOSOME_I",
        "--output",
        shell.folder / "o.bam",
    ]
    assert shell.slice(*words) == 1
    assert "No index file" in shell.err


def test_contigs_that_only_the_binary_header_names_are_known(shell: Shell) -> None:
    out = shell.folder / "h.bam"
    assert shell.slice("--input-file", DATA / "no_hdr_sq_1.bam", "--header-only", "--output", out) == 0
    with pysam.AlignmentFile(str(out)) as file:
        assert file.references[:2] == ("CHROMOSOME_I", "CHROMOSOME_II")


@pytest.mark.parametrize("form", ["bam", "sam"])
def test_a_slice_on_standard_output_can_be_piped_into_another_program(form: str, shell: Shell) -> None:
    words = [sys.executable, "-m", "score_gui", "slice", "--input-file", str(DATA / "range.bam"), "--region"]
    words += ["CHROMOSOME_I:900-1300", "--output", "-", "--format", form]
    done = subprocess.run(words, capture_output=True, check=True)
    path = shell.folder / f"piped.{form}"
    path.write_bytes(done.stdout)
    wanted = parse_regions(["CHROMOSOME_I:900-1300"], shape_of(DATA / "range.bam").header.contigs)
    assert texts(path) == expected(all_reads(DATA / "range.bam"), wanted)
    assert len(texts(path)) == 10
    assert b"reads; 0 bytes received" in done.stderr


def test_a_reader_that_goes_away_ends_the_run_without_a_word_of_it(shell: Shell) -> None:
    words = [sys.executable, "-m", "score_gui", "slice", "--input-file", str(DATA / "range.bam"), "--region"]
    words += ["CHROMOSOME_I", "--output", "-", "--format", "sam"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        said = process.stderr.read()
    assert process.returncode == 1
    assert b"Traceback" not in said
    assert b"pipe" not in said


@pytest.mark.parametrize("word", ["--json", "--write-index"])
def test_standard_output_holds_the_slice_alone(word: str, shell: Shell) -> None:
    words = ["--input-file", DATA / "range.bam", "--region", "CHROMOSOME_I", "--output", "-"]
    assert shell.slice(*words, word) == 2
    assert "no room" in shell.err


def test_a_terminal_is_not_filled_with_bytes(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    words = ["--input-file", DATA / "range.bam", "--region", "CHROMOSOME_I", "--output", "-"]
    assert shell.slice(*words) == 2
    assert "terminal" in shell.err


def test_unused_read_groups_are_left_out_where_that_is_said(made: dict[str, Made], shell: Shell) -> None:
    words = ["--input-file", made["bai"].path, "--region", "decoy2", "--prune-read-groups"]
    assert shell.slice(*words, "--output", shell.folder / "p.sam") == 0
    assert (shell.folder / "p.sam").read_text("utf-8").count("@RG\t") < 2


@pytest.mark.parametrize("name", ["range.bam", "range.cram"])
def test_nothing_is_written_beside_the_source_or_where_one_stands(
    name: str, worms: dict[str, Made], shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    # htslib is known for leaving indexes in the current folder and references in the home folder.
    one, here, source = worms[name], shell.folder / "here", shell.folder / "source"
    for folder in (here, source):
        folder.mkdir()
    for path in (one.path, one.index):
        shutil.copy(path, source)
    monkeypatch.chdir(here)
    reference = ["--reference", one.reference] if one.reference else []
    words = ["--input-file", source / name, "--region", "CHROMOSOME_I:900-1300", *reference]
    assert shell.slice(*words, "--output", shell.folder / "o.bam", "--write-index") == 0
    assert list(here.iterdir()) == []
    assert sorted(path.name for path in source.iterdir()) == sorted([name, one.index.name])
    assert sorted(path.name for path in shell.folder.iterdir()) == ["here", "o.bam", "o.bam.bai", "source"]


def test_a_taken_name_is_bad_usage_and_kept(shell: Shell) -> None:
    out = shell.folder / "o.sam"
    out.write_text("mine")
    assert shell.slice("--input-file", DATA / "range.bam", "--region", "CHROMOSOME_I", "--output", out) == 2
    assert out.read_text() == "mine"
    assert "fetching" not in shell.err


def test_a_folder_that_cannot_be_written_is_told_before_anything_is_fetched(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """htslib would say of it that the file cannot be read."""

    def refuse(**_words: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr("score_gui.slicing.job.TemporaryFile", refuse)
    words = ("--input-file", DATA / "range.bam", "--region", "CHROMOSOME_I")
    assert shell.slice(*words, "--output", shell.folder / "o.sam") == 1
    assert "You have no right to write" in shell.err
    assert "fetching" not in shell.err


def test_a_slice_below_a_file_is_bad_usage(shell: Shell) -> None:
    (shell.folder / "file").write_text("mine")
    words = ("--input-file", DATA / "range.bam", "--region", "CHROMOSOME_I")
    for place in (("--output", shell.folder / "file" / "o.sam"), ("--output-dir", shell.folder / "file")):
        assert shell.slice(*words, *place) == 2
        assert "is a file, not a folder" in shell.err


def test_where_to_and_what_of_must_be_said(shell: Shell) -> None:
    assert shell.slice("--input-file", DATA / "range.bam", "--region", "CHROMOSOME_I") == 2
    assert "--output" in shell.err


def test_without_pysam_the_whole_file_is_offered(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("score_gui.cli.slice.importlib.util.find_spec", lambda _name: None)
    words = [
        "--input-file",
        DATA / "range.bam",
        "--region",
        "CHROMOSOME_I",
        "--output",
        shell.folder / "o.bam",
    ]
    assert shell.slice(*words) == 1
    assert "Download the whole file instead" in shell.err
