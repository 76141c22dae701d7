"""Room, reserves and what a volume can hold; unknown is None."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.files import volumes
from score_gui.files.space import (
    FAT_LARGEST_FILE,
    GIB,
    file_system,
    free_bytes,
    reserve_bytes,
    total_bytes,
    volume_id,
    volume_name,
)

MOUNTINFO = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 8:17 / /media/me/USB\\040STICK rw,nosuid shared:9 - vfat /dev/sdb1 rw,uid=1000
41 22 0:50 / /data rw - nfs4 server:/data rw
42 22 0:51 / /data rw - xfs /dev/sdc1 rw
"""

MOUNT_LISTING = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk2s1 on /Volumes/USB STICK (msdos, local, nodev, nosuid, noowners)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/me", "ext4"),
        ("/media/me/USB STICK/x", "vfat"),
        ("/media/me/USB STICKS", "ext4"),
        ("/data", "xfs"),
    ],
)
def test_linux_tells_the_kind_of_the_deepest_and_last_mount(folder: str, kind: str) -> None:
    assert volumes.kind_from_mountinfo(MOUNTINFO, folder) == kind


def test_macos_tells_the_kind_of_the_deepest_mount() -> None:
    assert volumes.kind_from_mount_listing(MOUNT_LISTING, "/Volumes/USB STICK/out") == "msdos"
    assert volumes.kind_from_mount_listing(MOUNT_LISTING, "/Users/me") == "apfs"


@pytest.mark.parametrize("table", ["", "garbage\n - \n", "1 2 3"])
def test_a_table_that_says_nothing_gives_nothing(table: str) -> None:
    assert volumes.kind_from_mountinfo(table, "/x") is None
    assert volumes.kind_from_mount_listing(table, "/x") is None


def test_fat32_takes_files_below_4_gib_and_ignores_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in ("vfat", "FAT32", "msdos"):
        monkeypatch.setattr(volumes, "kind_of", lambda _, kind=kind: kind)
        facts = file_system(tmp_path)
        assert facts.is_fat32
        assert facts.largest_file == FAT_LARGEST_FILE == 4 * GIB - 1
        assert facts.ignores_case is True


def test_an_unknown_kind_has_no_known_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(volumes, "kind_of", lambda _: None)
    facts = file_system(tmp_path)
    assert facts.largest_file is None
    assert not facts.is_fat32


def test_case_is_looked_up_and_nothing_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "MixedCase"
    folder.mkdir()
    blind = (tmp_path / "mIXEDcASE").exists()
    assert file_system(folder).ignores_case is blind
    assert list(folder.iterdir()) == []


def test_this_volume_has_its_limits(tmp_path: Path) -> None:
    facts = file_system(tmp_path)
    assert facts.longest_name is not None
    assert facts.longest_name >= 200
    assert facts.longest_path is not None
    assert facts.longest_path >= 200


def test_a_volume_is_called_after_its_mount_and_the_system_s_own_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = {tmp_path.anchor}
    monkeypatch.setattr(os.path, "ismount", lambda path: str(path) in mounts)
    assert volume_name(tmp_path) == tmp_path.drive
    mounts.add(str(tmp_path))
    (tmp_path / "deep" / "er").mkdir(parents=True)
    assert volume_name(tmp_path / "deep" / "er") == (tmp_path.drive or str(tmp_path))


def test_a_folder_that_is_yet_to_be_made_counts_as_its_parent(tmp_path: Path) -> None:
    later = tmp_path / "not" / "there"
    assert 0 <= free_bytes(later) <= total_bytes(later) == total_bytes(tmp_path)
    assert volume_id(later) == volume_id(tmp_path)


@pytest.mark.parametrize(
    ("total", "reserve"),
    [
        (2_000 * GIB, 40 * GIB),
        (20 * GIB, GIB),
        (5 * GIB, GIB // 2),
        (0, 0),
    ],
)
def test_the_reserve_fits_the_volume(total: int, reserve: int) -> None:
    assert reserve_bytes(total) == reserve


@given(st.integers(0, 1 << 60))
def test_the_reserve_is_never_over_a_tenth(total: int) -> None:
    assert 0 <= reserve_bytes(total) <= total / 10
