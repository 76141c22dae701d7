"""A file is known again by what it was left as, a volume by either of its two ids."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from score_gui.files.identity import FileMark, mark_of, same_volume, volume_of


def mark(path: Path) -> FileMark:
    return mark_of(path.lstat(), path)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "x.part"
    path.write_bytes(b"0123")
    return path


def test_a_file_that_nobody_touched_fits(file: Path) -> None:
    assert mark(file).fits(mark(file))


def test_an_edited_a_cut_and_a_longer_file_do_not_fit(file: Path) -> None:
    left = mark(file)
    for change in (b"0923", b"01", b"012345"):
        file.write_bytes(change)
        os.utime(file, ns=(0, (left.mtime_ns or 0) + 10_000_000))
        assert not left.fits(mark(file)), change


def test_a_copy_with_its_time_fits_though_it_is_another_file(file: Path, tmp_path: Path) -> None:
    left, copy = mark(file), tmp_path / "copy.part"
    copy.write_bytes(file.read_bytes())
    os.utime(copy, ns=(left.mtime_ns or 0, left.mtime_ns or 0))
    assert left.fits(mark(copy)), "some volumes number their files anew with every mount"


def test_after_a_crash_only_another_file_does_not_fit(file: Path, tmp_path: Path) -> None:
    left = mark(file).at_work()
    file.write_bytes(b"what came after the last mark")
    assert left.fits(mark(file))
    other = tmp_path / "other.part"
    other.write_bytes(b"0123")
    assert not left.fits(mark(other))


def test_one_of_the_two_ids_is_enough_to_be_the_same_volume() -> None:
    assert same_volume("device:801/id:ff", "device:811/id:ff"), "device numbers change with a restart"
    assert same_volume("device:801/id:ff", "device:801")
    assert not same_volume("device:801/id:ff", "device:2/id:1")
    assert not same_volume("device:801", "device:2")


def test_two_folders_of_one_volume_say_so(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert same_volume(volume_of(tmp_path), volume_of(tmp_path / "a"))
