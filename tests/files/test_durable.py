"""A finished file gets its name without taking another's, and a crash in between can be repeated."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from score_gui.files import durable
from score_gui.files.durable import (
    clear_placeholder,
    open_part,
    patiently,
    publish,
    replace,
    sync_file,
    sync_folder,
)
from score_gui.files.locks import HeldElsewhereError, is_held

posix = pytest.mark.skipif(os.name == "nt", reason="hard links and modes as POSIX has them")


@pytest.fixture
def part(tmp_path: Path) -> Path:
    path = tmp_path / "a.bam.part"
    path.write_bytes(b"finished")
    return path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "a.bam"


def refuse_links(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def link(*_: object) -> NoReturn:
        raise OSError(code, "no hard links here")

    monkeypatch.setattr(os, "link", link)


def know_no_rename(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable, "rename_without_replacing", lambda _part, _target: False)


def reserve_and_crash(
    part: Path, target: Path, monkeypatch: pytest.MonkeyPatch, crash: BaseException
) -> None:
    """Publish on a volume that knows nothing, and break off when the name is reserved."""

    def no_replace(*_: object) -> NoReturn:
        raise crash

    refuse_links(monkeypatch, errno.EPERM)
    know_no_rename(monkeypatch)
    monkeypatch.setattr(Path, "replace", no_replace)
    with pytest.raises(type(crash)):
        publish(part, target)


def test_a_finished_file_gets_its_name(part: Path, target: Path) -> None:
    publish(part, target)
    assert target.read_bytes() == b"finished"
    assert not part.exists()


def test_a_taken_name_is_left_alone(part: Path, target: Path) -> None:
    target.write_bytes(b"somebody's")
    with pytest.raises(FileExistsError):
        publish(part, target)
    assert target.read_bytes() == b"somebody's"
    assert part.read_bytes() == b"finished"


@posix
def test_a_dangling_link_at_the_name_is_left_alone_too(part: Path, target: Path) -> None:
    target.symlink_to("nowhere")
    with pytest.raises(FileExistsError):
        publish(part, target)
    assert target.is_symlink()


@posix
def test_a_crash_between_the_two_names_is_finished_by_repeating(part: Path, target: Path) -> None:
    os.link(part, target)
    publish(part, target)
    assert target.read_bytes() == b"finished"
    assert not part.exists()


@posix
@pytest.mark.parametrize("code", [errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS])
@pytest.mark.parametrize("knows_rename", [True, False])
def test_a_volume_without_hard_links_works_too(
    part: Path, target: Path, monkeypatch: pytest.MonkeyPatch, code: int, knows_rename: bool
) -> None:
    refuse_links(monkeypatch, code)
    if not knows_rename:
        know_no_rename(monkeypatch)
    publish(part, target)
    assert target.read_bytes() == b"finished"
    assert not part.exists()


@posix
@pytest.mark.parametrize("knows_rename", [True, False])
def test_a_taken_name_is_left_alone_without_hard_links(
    part: Path, target: Path, monkeypatch: pytest.MonkeyPatch, knows_rename: bool
) -> None:
    refuse_links(monkeypatch, errno.EPERM)
    if not knows_rename:
        know_no_rename(monkeypatch)
    target.write_bytes(b"somebody's")
    with pytest.raises(FileExistsError):
        publish(part, target)
    assert target.read_bytes() == b"somebody's"


@pytest.mark.skipif(sys.platform != "linux", reason="the rename of Linux")
def test_without_hard_links_there_is_no_moment_with_a_file_that_is_none(
    part: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_links(monkeypatch, errno.EPERM)
    monkeypatch.setattr(durable, "_move_over_placeholder", lambda *_: pytest.fail("a second step"))
    publish(part, target)
    assert target.read_bytes() == b"finished"


@posix
def test_a_reserved_name_is_given_back_when_the_move_does_not_work(
    part: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reserve_and_crash(part, target, monkeypatch, OSError(errno.EIO, "bad sector"))
    assert not target.exists()
    assert part.exists()


@posix
def test_a_name_that_a_crash_left_reserved_is_known_and_given_back(
    part: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reserve_and_crash(part, target, monkeypatch, KeyboardInterrupt())
    assert target.exists(), "the crash came between the two steps"
    clear_placeholder(part, target)
    assert not target.exists()


@pytest.mark.parametrize("content", [b"", b"mine", b"score_gui keeps this name for b.bam.part\n"])
def test_no_other_file_is_taken_for_a_reserved_name(part: Path, target: Path, content: bytes) -> None:
    target.write_bytes(content)
    clear_placeholder(part, target)
    assert target.read_bytes() == content


@posix
def test_a_real_error_of_linking_is_not_worked_around(
    part: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_links(monkeypatch, errno.EIO)
    with pytest.raises(OSError, match="no hard links here"):
        publish(part, target)
    assert not target.exists()


@posix
def test_a_link_is_never_published(tmp_path: Path, part: Path, target: Path) -> None:
    planted = tmp_path / "planted.part"
    planted.symlink_to(part)
    with pytest.raises(OSError, match="not a plain file"):
        publish(planted, target)


def test_force_takes_the_place(part: Path, target: Path) -> None:
    target.write_bytes(b"old")
    replace(part, target)
    assert target.read_bytes() == b"finished"
    assert not part.exists()


def held_open(times: int) -> Callable[[], None]:
    left = [PermissionError(13, "in use")] * times

    def action() -> None:
        if left:
            raise left.pop()

    return action


def test_a_file_that_a_scanner_holds_is_waited_for() -> None:
    pauses: list[float] = []
    patiently(held_open(4), pauses.append)
    assert pauses == [0.05, 0.1, 0.2, 0.4]


def test_patience_ends_after_thirty_seconds() -> None:
    pauses: list[float] = []
    with pytest.raises(PermissionError):
        patiently(held_open(1000), pauses.append)
    assert sum(pauses) == pytest.approx(30)
    assert max(pauses) == 5


def test_a_new_part_file_is_ours_alone(tmp_path: Path) -> None:
    fd = open_part(tmp_path / "a.part")
    os.write(fd, b"abc\r\n")
    sync_file(fd)
    os.close(fd)
    assert (tmp_path / "a.part").read_bytes() == b"abc\r\n"
    if os.name != "nt":
        assert (tmp_path / "a.part").stat().st_mode & 0o777 == 0o600


def test_an_existing_part_file_keeps_its_bytes(part: Path) -> None:
    fd = open_part(part)
    assert os.read(fd, 100) == b"finished"
    os.close(fd)


@posix
def test_planted_links_and_devices_are_refused(tmp_path: Path, part: Path) -> None:
    victim = tmp_path / "victim"
    (tmp_path / "soft.part").symlink_to(victim)
    os.link(part, tmp_path / "hard.part")
    os.mkfifo(tmp_path / "pipe.part")
    (tmp_path / "folder.part").mkdir()
    for name in ("soft.part", "hard.part", "pipe.part", "folder.part"):
        with pytest.raises(OSError, match=r"not a plain file|another name"):
            open_part(tmp_path / name)
    assert not victim.exists()


def test_a_missing_folder_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        open_part(tmp_path / "gone" / "a.part")


@posix
def test_a_mount_that_cannot_sync_folders_is_no_obstacle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(code: int) -> Callable[[int], NoReturn]:
        def fsync(_: int) -> NoReturn:
            raise OSError(code, "fsync")

        return fsync

    monkeypatch.setattr(os, "fsync", refuse(errno.EINVAL))
    sync_folder(tmp_path)
    monkeypatch.setattr(os, "fsync", refuse(errno.EIO))
    with pytest.raises(OSError, match="fsync"):
        sync_folder(tmp_path)


def test_folders_are_made_down_to_the_last_one_and_their_names_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(durable, "sync_folder", synced.append)
    durable.make_folder(tmp_path / "a" / "b")
    durable.make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    assert synced == [tmp_path, tmp_path / "a"]


def test_a_file_that_is_held_is_not_opened_twice(part: Path) -> None:
    fd = open_part(part)
    with pytest.raises(HeldElsewhereError):
        open_part(part)
    assert is_held(part)
    os.close(fd)
    assert not is_held(part)
    os.close(open_part(part))
