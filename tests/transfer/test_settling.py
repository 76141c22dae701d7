"""What is believed of an unfinished file: as much as can be proved when it is not as it was left."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from score_gui.files.identity import mark_of
from score_gui.files.locks import HeldElsewhereError, hold
from score_gui.model.byterange import ByteRange, RangeSet
from score_gui.model.problem import ProblemError, Recovery
from score_gui.model.specification import Part
from score_gui.transfer import settling
from score_gui.transfer.disk import disk_problem
from score_gui.transfer.part_file import PartFile
from score_gui.transfer.settling import Existing, Place
from score_gui.transfer.unfinished import Found, Opened
from tests.fakes.memory_store import md5
from tests.transfer.conftest import make_bytes

DATA = make_bytes(5000)
PARTS = tuple(
    Part(number + 1, ByteRange(start, start + 1000), md5(DATA[start : start + 1000]))
    for number, start in enumerate(range(0, 5000, 1000))
)
KEPT = RangeSet.of([ByteRange(0, 3500)])
Settle = Callable[..., Existing | Opened]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """3,500 bytes of 5,000 are here, in an unfinished file that was closed in good order."""
    root = tmp_path / "out"
    root.mkdir()
    part = root / "x.bam.part"
    part.write_bytes(DATA[:3500])
    return Place(
        root=root,
        target=root / "x.bam",
        part=part,
        size=5000,
        room=1500,
        force=False,
        md5s=frozenset({md5(DATA)}),
        parts=PARTS,
        kept=KEPT,
        mark=mark_of(part.lstat(), part),
        volume=mark_of(part.lstat(), part).volume,
    )


@pytest.fixture
def settle() -> Iterator[Settle]:
    opened: list[PartFile] = []

    def run(place: Place, looks: list[str] | None = None, stopped: bool = False) -> Existing | Opened:
        heard = [] if looks is None else looks
        report = settling.settle(place, lambda: heard.append("looking"), lambda: stopped)
        if isinstance(report, Opened):
            opened.append(report.part)
        return report

    yield run
    for part in opened:
        part.close()


def change(place: Place, data: bytes) -> None:
    """Somebody writes to the unfinished file, a second later."""
    assert place.part is not None
    before = place.part.stat().st_mtime_ns
    place.part.write_bytes(data)
    os.utime(place.part, ns=(before, before + 10**9))


def kept(report: Existing | Opened) -> RangeSet:
    assert isinstance(report, Opened)
    return report.kept


# --- the unfinished file ---


def test_a_file_as_it_was_left_is_believed_without_a_look(place: Place, settle: Settle) -> None:
    looks: list[str] = []
    assert kept(settle(place, looks)) == KEPT
    assert looks == []


def test_after_a_crash_the_ledger_is_believed(place: Place, settle: Settle) -> None:
    assert place.mark is not None
    change(place, DATA[:3600])
    assert kept(settle(replace(place, mark=place.mark.at_work()))) == KEPT


def test_of_an_edited_file_the_whole_parts_that_are_right_are_kept(place: Place, settle: Settle) -> None:
    change(place, DATA[:1500] + b"?" + DATA[1501:3500])
    looks: list[str] = []
    report = settle(place, looks)
    assert kept(report) == RangeSet.of([ByteRange(0, 1000), ByteRange(2000, 3000)])
    assert isinstance(report, Opened)
    assert report.found is Found.CHANGED
    assert looks == ["looking"], "a person sees that it is being checked"


def test_of_a_cut_file_only_what_is_in_it_counts(place: Place, settle: Settle) -> None:
    change(place, DATA[:2500])
    assert kept(settle(place)) == RangeSet.of([ByteRange(0, 2000)])


def test_a_file_that_was_exchanged_during_a_crash_is_looked_through(place: Place, settle: Settle) -> None:
    assert place.part is not None
    assert place.mark is not None
    other = place.root / "other"
    other.write_bytes(DATA[:1000] + bytes(2500))
    other.replace(place.part)
    assert kept(settle(replace(place, mark=place.mark.at_work()))) == RangeSet.of([ByteRange(0, 1000)])


def test_where_no_part_has_an_md5_nothing_of_a_changed_file_is_believed(place: Place, settle: Settle) -> None:
    change(place, DATA[:3400] + bytes(100))
    unknown = tuple(replace(part, md5=None) for part in PARTS)
    assert kept(settle(replace(place, parts=unknown))) == RangeSet()


def test_a_look_that_is_stopped_decides_nothing_and_lets_go_of_the_file(place: Place, settle: Settle) -> None:
    assert place.part is not None
    change(place, DATA[:3400] + bytes(100))
    report = settle(place, stopped=True)
    assert isinstance(report, Existing)
    assert report.same is None
    PartFile(place.part).close()


def test_a_removed_file_is_begun_anew(place: Place, settle: Settle) -> None:
    assert place.part is not None
    place.part.unlink()
    assert kept(settle(place)) == RangeSet()


# --- the drive ---


def problem(place: Place) -> tuple[str, Recovery]:
    with pytest.raises(ProblemError) as caught:
        settling.settle(place, lambda: None, lambda: False)
    return caught.value.problem.code, caught.value.problem.recovery


def test_an_empty_mount_point_is_not_taken_for_the_drive(place: Place) -> None:
    assert place.part is not None
    place.part.unlink()
    elsewhere = replace(place, volume="device:ffff/id:ffff")
    assert problem(elsewhere) == ("other-drive", Recovery.WAIT_DRIVE)
    assert list(place.root.iterdir()) == []


def test_nor_is_it_for_a_file_that_was_not_begun(place: Place) -> None:
    (place.root / "x.bam.part").unlink()
    new = replace(place, part=None, kept=RangeSet(), mark=None, volume="device:ffff/id:ffff")
    assert problem(new) == ("other-drive", Recovery.WAIT_DRIVE)
    place.root.rmdir()
    assert problem(new) == ("other-drive", Recovery.WAIT_DRIVE)
    assert not place.root.exists(), "the folder of a drive that is away is not made"


def test_a_drive_that_carries_the_unfinished_file_is_the_drive(place: Place, settle: Settle) -> None:
    assert kept(settle(replace(place, volume="device:ffff/id:ffff"))) == KEPT


# --- other programs ---


def test_a_file_that_another_program_writes_is_waited_for(place: Place) -> None:
    assert place.part is not None
    with place.part.open("r+b") as other:
        hold(other.fileno(), place.part)
        with pytest.raises(HeldElsewhereError) as caught:
            settling.settle(place, lambda: None, lambda: False)
        assert disk_problem(caught.value, place.part).code == "file-in-use"
        new = replace(place, part=None, kept=RangeSet(), mark=None)
        assert problem(new) == ("file-in-use", Recovery.WAIT_DRIVE)
    assert sorted(path.name for path in place.root.iterdir()) == ["x.bam.part"]


def test_a_name_that_a_crash_left_reserved_does_not_count_as_a_file(place: Place, settle: Settle) -> None:
    assert place.part is not None
    place.target.write_bytes(b"score_gui keeps this name for x.bam.part\n")
    assert kept(settle(place)) == KEPT
    assert not place.target.exists()


def test_an_empty_file_that_a_crash_left_behind_is_taken_up(place: Place, settle: Settle) -> None:
    assert place.part is not None
    place.part.write_bytes(b"")
    report = settle(replace(place, part=None, kept=RangeSet(), mark=None))
    assert isinstance(report, Opened)
    assert report.part.path == place.part
