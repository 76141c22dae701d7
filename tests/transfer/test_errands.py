"""The slow steps of one transfer: what is found at its place, and what is done about it."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from score_gui.files import durable
from score_gui.files.space import FAT_LARGEST_FILE, FileSystem
from score_gui.model.byterange import ByteRange, RangeSet
from score_gui.model.problem import ProblemError, Recovery
from score_gui.model.specification import Part
from score_gui.model.transfer import Check
from score_gui.transfer import errands, settling
from score_gui.transfer.errands import NameTaken, Published
from score_gui.transfer.follower import Follower
from score_gui.transfer.part_file import PartFile
from score_gui.transfer.settling import Existing, Place
from score_gui.transfer.unfinished import Opened
from tests.fakes.memory_store import md5
from tests.transfer.conftest import make_bytes

DATA = make_bytes(5000)
GIB = 1 << 30
RANGES = RangeSet.of([ByteRange(0, 5000)])

posix = pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")


def never() -> bool:
    return False


def nobody() -> None:
    return None


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A new file of 5,000 bytes on its way to `out/x.bam`."""
    root = tmp_path / "out"
    return Place(
        root=root,
        target=root / "x.bam",
        part=None,
        size=len(DATA),
        room=len(DATA),
        force=False,
        md5s=frozenset({md5(DATA)}),
    )


@pytest.fixture
def opened() -> Iterator[list[PartFile]]:
    files: list[PartFile] = []
    yield files
    for part in files:
        part.close()


def settle(place: Place, opened: list[PartFile]) -> Existing | Opened:
    report = settling.settle(place, nobody, never)
    if isinstance(report, Opened):
        opened.append(report.part)
    return report


def code_of(place: Place) -> str:
    with pytest.raises(ProblemError) as caught:
        settling.settle(place, nobody, never)
    return caught.value.problem.code


def put(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


# --- a free place ---


def test_a_free_place_gets_an_empty_part_file_beside_it(place: Place, opened: list[PartFile]) -> None:
    report = settle(place, opened)
    assert isinstance(report, Opened)
    assert (report.part.path, report.part.size()) == (place.root / "x.bam.part", 0)
    assert not place.target.exists()


def test_folders_are_made_for_the_owner(place: Place, opened: list[PartFile]) -> None:
    deep = replace(place, target=place.root / "an-1" / "x.bam")
    settle(deep, opened)
    assert deep.target.parent.is_dir()


def test_a_part_file_that_is_ours_is_gone_on_with(place: Place, opened: list[PartFile]) -> None:
    ours = put(place.root / "x.bam.part", DATA[:2000])
    report = settle(replace(place, part=ours, kept=RANGES), opened)
    assert isinstance(report, Opened)
    assert (report.part.path, report.part.size()) == (ours, 2000)


def test_a_part_file_of_ours_that_is_gone_is_begun_anew_and_its_size_says_so(
    place: Place, opened: list[PartFile]
) -> None:
    place.root.mkdir()
    report = settle(replace(place, part=place.root / "x.bam.part", kept=RANGES), opened)
    assert isinstance(report, Opened)
    assert report.part.size() == 0


def test_a_strangers_part_file_keeps_its_name_and_its_bytes(place: Place, opened: list[PartFile]) -> None:
    strangers = [put(place.root / name, b"mine") for name in ("x.bam.part", "x.bam.2.part")]
    report = settle(place, opened)
    assert isinstance(report, Opened)
    assert report.part.path.name == "x.bam.3.part"
    assert [path.read_bytes() for path in strangers] == [b"mine", b"mine"]


@posix
def test_a_strangers_dangling_link_in_place_of_the_part_file_is_not_followed(
    place: Place, opened: list[PartFile]
) -> None:
    place.root.mkdir()
    (place.root / "x.bam.part").symlink_to(place.root / "nowhere")
    settle(place, opened)
    assert not (place.root / "nowhere").exists()


# --- something is there ---


def test_the_same_file_is_recognised_and_left_alone(place: Place, opened: list[PartFile]) -> None:
    put(place.target, DATA)
    looks: list[str] = []
    report = settling.settle(place, lambda: looks.append("looking"), never)
    assert report == Existing(place.target, same=True, check=Check.WHOLE, md5_seen=md5(DATA))
    assert looks == ["looking"]
    assert [path.name for path in place.root.iterdir()] == ["x.bam"]


@pytest.mark.parametrize(
    "content", [DATA[:-1] + b"?", DATA + b"?", DATA[:-1], b""], ids=["other", "longer", "shorter", "empty"]
)
def test_another_file_is_told_apart_and_stays(place: Place, content: bytes, opened: list[PartFile]) -> None:
    put(place.target, content)
    report = settle(place, opened)
    assert isinstance(report, Existing)
    assert report.same is False
    assert place.target.read_bytes() == content


def test_without_md5s_the_size_decides_and_the_level_says_so(place: Place, opened: list[PartFile]) -> None:
    put(place.target, bytes(len(DATA)))
    report = settle(replace(place, md5s=frozenset()), opened)
    assert report == Existing(place.target, same=True, check=Check.SIZE)


def test_a_look_that_was_stopped_has_no_result(place: Place) -> None:
    put(place.target, DATA)
    report = settling.settle(place, nobody, lambda: True)
    assert isinstance(report, Existing)
    assert report.same is None


def test_a_folder_of_that_name_is_another_file(place: Place, opened: list[PartFile]) -> None:
    place.target.mkdir(parents=True)
    report = settle(place, opened)
    assert isinstance(report, Existing)
    assert report.same is False


@posix
@pytest.mark.parametrize("same", [True, False])
def test_a_link_within_the_folder_is_another_file_whatever_it_leads_to(
    place: Place, same: bool, opened: list[PartFile]
) -> None:
    put(place.root / "real", DATA if same else b"other")
    place.target.symlink_to(place.root / "real")
    report = settle(place, opened)
    assert isinstance(report, Existing)
    assert report.same is False


@posix
def test_nothing_is_written_through_a_link_that_leads_out_of_the_folder(place: Place, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    place.root.mkdir()
    (place.root / "an-1").symlink_to(outside)
    assert code_of(replace(place, target=place.root / "an-1" / "x.bam")) == "link-leads-out"
    assert list(outside.iterdir()) == []


def test_force_does_not_look_and_does_not_replace_yet(place: Place, opened: list[PartFile]) -> None:
    put(place.target, b"old")
    report = settle(replace(place, force=True), opened)
    assert isinstance(report, Opened)
    assert place.target.read_bytes() == b"old"


# --- a crash while the final name was given ---


@posix
def test_one_file_under_two_names_loses_the_unfinished_one_and_is_recognised(
    place: Place, opened: list[PartFile]
) -> None:
    put(place.target, DATA)
    part = place.root / "x.bam.part"
    os.link(place.target, part)
    report = settle(replace(place, part=part, kept=RANGES), opened)
    assert report == Existing(place.target, same=True, check=Check.WHOLE, md5_seen=md5(DATA))
    assert [path.name for path in place.root.iterdir()] == ["x.bam"]


def test_two_files_of_equal_content_are_two_files(place: Place, opened: list[PartFile]) -> None:
    part = put(place.root / "x.bam.part", DATA)
    put(place.target, DATA)
    settle(replace(place, part=part, kept=RANGES), opened)
    assert part.exists()


def test_a_file_that_got_its_name_before_the_crash_is_recognised(
    place: Place, opened: list[PartFile]
) -> None:
    put(place.target, DATA)
    report = settle(replace(place, part=place.root / "x.bam.part", kept=RANGES), opened)
    assert isinstance(report, Existing)
    assert report.same


def test_so_is_one_that_replaced_another_before_the_crash(place: Place, opened: list[PartFile]) -> None:
    put(place.target, DATA)
    moved = replace(place, part=place.root / "x.bam.part", kept=RANGES, force=True)
    report = settle(moved, opened)
    assert isinstance(report, Existing)
    assert report.same


def test_force_begins_anew_where_its_data_is_gone_and_another_file_is_there(
    place: Place, opened: list[PartFile]
) -> None:
    put(place.target, b"old")
    gone = replace(place, part=place.root / "x.bam.part", kept=RANGES, force=True)
    assert isinstance(settle(gone, opened), Opened)


# --- disks ---


def test_a_drive_that_is_away_is_waited_for_and_its_folder_not_made(place: Place) -> None:
    assert code_of(replace(place, part=place.root / "x.bam.part", kept=RANGES)) == "drive-missing"
    assert not place.root.exists()


def test_a_disk_without_room_is_waited_for(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "free_bytes", lambda _folder: 3 * GIB)
    monkeypatch.setattr(settling, "total_bytes", lambda _folder: 100 * GIB)
    with pytest.raises(ProblemError) as caught:
        settling.settle(replace(place, room=GIB + 1), nobody, never)
    assert (caught.value.problem.code, caught.value.problem.recovery) == ("no-space", Recovery.WAIT_SPACE)
    assert "3.2 GB" in caught.value.problem.cause
    assert list(place.root.iterdir()) == [], "nothing is begun where nothing can end"


def test_room_for_the_file_and_the_reserve_is_enough(
    place: Place, monkeypatch: pytest.MonkeyPatch, opened: list[PartFile]
) -> None:
    monkeypatch.setattr(settling, "free_bytes", lambda _folder: 3 * GIB)
    monkeypatch.setattr(settling, "total_bytes", lambda _folder: 100 * GIB)
    assert isinstance(settle(replace(place, room=GIB), opened), Opened)


def test_a_file_that_is_all_there_needs_no_room(
    place: Place, monkeypatch: pytest.MonkeyPatch, opened: list[PartFile]
) -> None:
    monkeypatch.setattr(settling, "free_bytes", lambda _folder: 0)
    assert isinstance(settle(replace(place, room=0), opened), Opened)


@pytest.mark.parametrize(
    ("size", "fits"), [(FAT_LARGEST_FILE, True), (FAT_LARGEST_FILE + 1, False)], ids=["4 GiB - 1", "4 GiB"]
)
def test_a_drive_that_holds_no_large_files_is_told_before_the_first_byte(
    place: Place, monkeypatch: pytest.MonkeyPatch, size: int, fits: bool, opened: list[PartFile]
) -> None:
    fat = FileSystem("vfat", FAT_LARGEST_FILE, True, 255, 4096)
    monkeypatch.setattr(settling, "file_system", lambda _folder: fat)
    large = replace(place, size=size, room=0)
    if fits:
        assert isinstance(settle(large, opened), Opened)
    else:
        assert code_of(large) == "file-too-large-for-drive"


# --- checkpoints and the end ---


class WatchedPart(PartFile):
    """Counts its syncs; `broken` makes them fail."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.syncs = 0
        self.broken = False

    def sync(self) -> None:
        self._count()
        super().sync()

    def sync_all(self) -> None:
        self._count()
        super().sync_all()

    def _count(self) -> None:
        self.syncs += 1
        if self.broken:
            raise OSError(errno.EIO, os.strerror(errno.EIO))


@pytest.fixture
def part(place: Place, opened: list[PartFile]) -> WatchedPart:
    place.root.mkdir()
    made = WatchedPart(place.root / "x.bam.part")
    made.write_at(memoryview(DATA), 0)
    opened.append(made)
    return made


def test_a_checkpoint_is_told_after_its_sync_and_only_if_that_worked(part: WatchedPart) -> None:
    report = errands.checkpoint(part, RANGES, 5000)
    assert (report.ranges, report.written, part.syncs) == (RANGES, 5000, 1)
    part.broken = True
    with pytest.raises(OSError, match="error"):
        errands.checkpoint(part, RANGES, 5000)


def test_closing_syncs_first(part: WatchedPart) -> None:
    assert errands.close(part, RANGES, sync=True).ranges == RANGES
    assert (part.syncs, part.is_open) == (1, False)


def test_closing_after_a_sync_that_met_an_error_does_not_sync_again(part: WatchedPart) -> None:
    assert errands.close(part, RangeSet(), sync=False).ranges == RangeSet()
    assert (part.syncs, part.is_open) == (0, False)


def test_a_sync_that_meets_an_error_still_closes(part: WatchedPart) -> None:
    part.broken = True
    with pytest.raises(OSError, match="error"):
        errands.close(part, RANGES, sync=True)
    assert not part.is_open


def test_what_publishing_has_synced_and_closed_needs_nothing_more(part: WatchedPart) -> None:
    part.close()
    assert errands.close(part, RANGES, sync=True).ranges == RANGES
    assert part.syncs == 0


def test_closing_what_was_never_opened() -> None:
    assert errands.close(None, RANGES, sync=True).ranges == RANGES


# --- publishing ---


def test_a_file_gets_its_final_name_after_a_sync(part: WatchedPart, place: Place) -> None:
    assert errands.publish(part, place.target, force=False) == Published(place.target)
    assert place.target.read_bytes() == DATA
    assert (part.syncs, part.is_open, part.path.exists()) == (1, False, False)


def test_a_name_that_was_taken_meanwhile_is_told_and_nothing_is_lost(part: WatchedPart, place: Place) -> None:
    put(place.target, b"mine")
    assert errands.publish(part, place.target, force=False) == NameTaken(place.target)
    assert place.target.read_bytes() == b"mine"
    assert part.path.read_bytes() == DATA
    other = place.root / "other.bam"
    assert errands.publish(part, other, force=False) == Published(other)
    assert part.syncs == 1


def test_force_replaces_when_all_is_there(part: WatchedPart, place: Place) -> None:
    put(place.target, b"old")
    assert errands.publish(part, place.target, force=True) == Published(place.target)
    assert place.target.read_bytes() == DATA
    assert not part.path.exists()


@pytest.mark.parametrize("force", [True, False])
def test_without_a_sync_there_is_no_final_name(part: WatchedPart, place: Place, force: bool) -> None:
    part.broken = True
    with pytest.raises(OSError, match="error"):
        errands.publish(part, place.target, force=force)
    assert not place.target.exists()
    assert part.is_open, "how the engine tells a sync that broke from a name that could not be given"


def test_a_name_that_cannot_be_given_leaves_the_data(
    part: WatchedPart, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_part: Path, _target: Path) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(durable, "publish", refuse)
    with pytest.raises(PermissionError):
        errands.publish(part, place.target, force=False)
    assert part.path.read_bytes() == DATA


# --- hashing ---


def test_a_file_that_somebody_cut_needs_a_person(part: WatchedPart) -> None:
    beyond = Part(1, ByteRange(0, 6000), "0" * 32)
    for look in (
        lambda: errands.follow(Follower(), part, lambda: 6000, never, lambda _behind: None),
        lambda: errands.judge(part, (beyond,), never),
    ):
        with pytest.raises(ProblemError) as caught:
            look()
        assert caught.value.problem.code == "unfinished-data-gone"


def test_bad_parts_are_named(part: WatchedPart) -> None:
    good, bad = Part(1, ByteRange(0, 1000), md5(DATA[:1000])), Part(2, ByteRange(1000, 5000), "0" * 32)
    assert errands.judge(part, (good, bad), never).bad == (bad,)
    assert errands.judge(part, (good, bad), lambda: True).bad is None
