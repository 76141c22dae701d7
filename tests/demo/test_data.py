"""The practice data: valid, the same everywhere, whole or absent."""

from __future__ import annotations

import os
import tarfile
import uuid
from pathlib import Path

import pytest

from score_gui.demo import Access, PracticeData, Role, alignments, fillers, make_practice_data
from score_gui.demo import data as making

from .client import md5, needs_pysam, truth

SMALL = 300_000

ARGO = (
    "repository_code\tanalysis_id\tobject_id\tfile_type\tfile_name\tfile_size\tmd5sum\tindex_object_id"
    "\tdonor_id\tsample_id(s)\tprogram_id"
)
ICGC_25K = (
    "repo_code\tfile_id\tobject_id\tfile_format\tfile_name\tfile_size\tmd5_sum\tindex_object_id"
    "\tdonor_id/donor_count\tproject_id/project_count\tstudy"
)


def contents(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): md5(path.read_bytes()) for path in files}


class TestObjects:
    def test_sizes_and_md5s_are_those_of_the_files(self, data: PracticeData) -> None:
        for held in data.objects:
            if held.path is not None:
                assert (held.size, held.md5) == (len(truth(held)), md5(truth(held)))

    def test_some_are_open_and_some_are_controlled(self, data: PracticeData) -> None:
        assert {held.access for held in data.manifest_objects} == {Access.OPEN, Access.CONTROLLED}

    def test_ids_are_stable(self, data: PracticeData) -> None:
        assert data.get(Role.LARGE).object_id == "cb4298b8-097e-5048-8e4c-af1e2a54f4bc"
        ids = [held.object_id for held in data.objects]
        assert len(set(ids)) == len(ids)
        assert {uuid.UUID(text).version for text in ids} == {5}

    def test_twins_share_a_name_and_nothing_else(self, data: PracticeData) -> None:
        one, other = data.get(Role.TWIN_A), data.get(Role.TWIN_B)
        assert one.name == other.name
        assert one.analysis != other.analysis
        assert one.md5 != other.md5

    def test_the_large_one_is_an_archive_of_the_asked_size(self, data: PracticeData) -> None:
        path = data.get(Role.LARGE).path
        assert path is not None
        assert path.stat().st_size == 45_000_001
        with tarfile.open(path) as archive:
            assert archive.getnames() == ["practice_large/noise.bin"]

    @pytest.mark.parametrize("size", [0, 1, 1535, 1536, 2048, 2049])
    def test_a_tiny_large_one_still_has_the_asked_size(self, tmp_path: Path, size: int) -> None:
        fillers.write_large(tmp_path / "tiny", size)
        assert (tmp_path / "tiny").stat().st_size == size


class TestManifests:
    @pytest.mark.parametrize(("shape", "header"), [("manifest", ARGO), ("manifest_25k", ICGC_25K)])
    def test_have_the_portals_columns_and_true_figures(
        self, data: PracticeData, shape: str, header: str
    ) -> None:
        lines = getattr(data, shape).read_bytes().decode("utf-8").split("\n")
        assert lines[0] == header
        assert lines[-1] == ""
        rows = [line.split("\t") for line in lines[1:-1]]
        assert {len(row) for row in rows} == {11}
        assert [row[2:8] for row in rows] == [
            [held.object_id, held.file_type, held.name, str(held.size), held.md5, held.index_object_id or ""]
            for held in data.manifest_objects
        ]

    @needs_pysam
    def test_name_one_index_and_keep_silent_about_another(self, data: PracticeData) -> None:
        assert data.get(Role.BAM).index_object_id == data.get(Role.BAI).object_id
        assert data.get(Role.CRAM).index_object_id is None

    @needs_pysam
    def test_leave_out_indexes_and_what_cannot_be_downloaded(self, data: PracticeData) -> None:
        assert {held.role for held in data.manifest_objects} == {
            Role.BAM,
            Role.CRAM,
            Role.VCF,
            Role.TWIN_A,
            Role.LARGE,
            Role.EMPTY,
            Role.TWIN_B,
        }


def test_the_set_is_the_same_in_every_folder(tmp_path: Path) -> None:
    one = make_practice_data(tmp_path / "one", large_size=SMALL)
    other = make_practice_data(tmp_path / "a folder with another name", large_size=SMALL)
    assert contents(one.folder) == contents(other.folder)


@pytest.fixture
def without_pysam(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alignments, "can_write_alignments", lambda: False)


@pytest.mark.usefixtures("without_pysam")
class TestMaking:
    def test_happens_once(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        first = make_practice_data(tmp_path, large_size=SMALL)
        monkeypatch.setattr(making, "_make", lambda *_: pytest.fail("made again"))
        assert make_practice_data(tmp_path, large_size=SMALL) == first

    def test_another_size_is_another_set(self, tmp_path: Path) -> None:
        first = make_practice_data(tmp_path, large_size=SMALL)
        second = make_practice_data(tmp_path, large_size=SMALL + 1)
        assert first.folder != second.folder
        assert first.get(Role.LARGE).path != second.get(Role.LARGE).path

    @pytest.mark.parametrize("damage", ["cut", "lost", "stamp"])
    def test_a_damaged_set_is_made_again(self, tmp_path: Path, damage: str) -> None:
        made = make_practice_data(tmp_path, large_size=SMALL)
        before = contents(made.folder)
        path = made.get(Role.TWIN_A).path
        assert path is not None
        if damage == "cut":
            path.write_bytes(b"short")
        elif damage == "lost":
            path.unlink()
        else:
            (made.folder / "made.json").write_text('{"bam": 1')
        again = make_practice_data(tmp_path, large_size=SMALL)
        assert contents(again.folder) == before
        assert [entry.name for entry in tmp_path.iterdir()] == [again.folder.name]

    def test_one_that_breaks_off_leaves_nothing_behind(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def no_space(*_: object) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(fillers, "write_large", no_space)
            with pytest.raises(OSError, match="No space"):
                make_practice_data(tmp_path, large_size=SMALL)
        assert list(tmp_path.iterdir()) == []
        assert make_practice_data(tmp_path, large_size=SMALL).get(Role.LARGE).size == SMALL

    def test_what_a_killed_one_left_is_no_set_and_goes_when_it_is_old(self, tmp_path: Path) -> None:
        recent, old = (tmp_path / f".unfinished-practice-data-{age}" for age in ("recent", "old"))
        for leftover in (recent, old):
            leftover.mkdir()
            (leftover / "practice_large.tar").write_bytes(b"half")
        os.utime(old, (0, 0))
        made = make_practice_data(tmp_path, large_size=SMALL)
        assert made.get(Role.LARGE).size == SMALL
        assert recent.exists(), "it may belong to a start that runs at this moment"
        assert not old.exists()

    def test_a_set_finished_meanwhile_by_another_process_is_used(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_note = fillers.write_note

        def overtaken(path: Path, text: str) -> None:
            monkeypatch.setattr(fillers, "write_note", write_note)
            make_practice_data(tmp_path, large_size=SMALL)
            write_note(path, text)

        monkeypatch.setattr(fillers, "write_note", overtaken)
        made = make_practice_data(tmp_path, large_size=SMALL)
        assert [entry.name for entry in tmp_path.iterdir()] == [made.folder.name]


class TestWithoutPysam:
    @pytest.fixture
    def plain(self, tmp_path: Path, without_pysam: None) -> PracticeData:
        return make_practice_data(tmp_path, large_size=SMALL)

    def test_the_other_files_are_still_there(self, plain: PracticeData) -> None:
        assert [held.role for held in plain.manifest_objects] == [
            Role.VCF,
            Role.TWIN_A,
            Role.LARGE,
            Role.EMPTY,
            Role.TWIN_B,
        ]
        assert plain.reference is None
        assert plain.find(Role.BAM) is None
        with pytest.raises(KeyError):
            plain.get(Role.BAM)

    def test_the_variants_are_plain_text(self, plain: PracticeData) -> None:
        held = plain.get(Role.VCF)
        assert held.name.endswith(".vcf")
        assert truth(held).startswith(b"##fileformat=VCFv4.2\n")
        assert held.index_object_id is None
