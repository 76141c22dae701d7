"""Disks that are full, away, broken, forbidden or used by others at the same time."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from score_gui.files import durable, volumes
from score_gui.model.messages import Pause, Resume, Retry
from score_gui.model.transfer import Status
from score_gui.transfer import engine, part_file
from tests.crash.loop_disk import LoopDisk
from tests.crash.loop_disk import why_not as why_no_loop_disk
from tests.faults import faults as f
from tests.faults.bench import CONNECTIONS, SIZE, Bench, Check, Make, make_object
from tests.faults.hostile_site import HostileSite, Stored, honest

HALF = 700_000
LATER = 800_000
"""Where a server stands still once more: it is with new bytes that a lost folder is noticed."""
MB = 1 << 20
PART = 1 << 18

posix = pytest.mark.skipif(sys.platform == "win32", reason="files are held open there")
may_mount = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root may mount, and only on Linux here"
)
loop_disk = pytest.mark.skipif(bool(why_no_loop_disk()), reason=why_no_loop_disk())


def put(site: HostileSite, number: int = 1, **told: Any) -> Stored:
    return site.put(make_object(SIZE, number, part_size=PART, **told))


def is_at(bench: Bench, stored: Stored, status: Status, *codes: str) -> bool:
    row = bench.row(stored)
    return row.status is status and (not codes or (row.problem is not None and row.problem.code in codes))


def has_told(bench: Bench, code: str) -> bool:
    """Whether it is in the Activity of a row: a state that ends by itself may be over when one looks."""
    return code in [note.code for note in list(bench.notes)]


def until_verified(bench: Bench, *stored: Stored) -> None:
    bench.until(lambda: all(is_at(bench, one, Status.VERIFIED) for one in stored))


def half_way(site: HostileSite, bench: Bench, stored: Stored) -> None:
    """Fetch a part of it, and pause."""
    held = f.Held(HALF)
    site.data = held
    bench.add(stored)
    held.wait()
    bench.until_arrived(stored, HALF)
    bench.press(Pause, stored)
    bench.until(lambda: is_at(bench, stored, Status.PAUSED) and bench.row(stored).kept == HALF)
    held.release()
    site.data = honest


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Callable[[str], None]]:
    """A file system in memory at `folder`; what it gives changes its size."""
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=True)
    try:
        yield lambda new: _mount_anew(folder, f"size={new}")
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _mount_anew(folder: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(folder)], check=True)


def fill(path: Path) -> None:
    """Take all room that is left."""
    with path.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))


class Lift:
    """Lets calls of the system fail until it is lifted."""

    def __init__(self, error: Callable[[], OSError], most: int = 1 << 30) -> None:
        self._error = error
        self._left = most

    def wrap(self, really: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            if self._left > 0:
                self._left -= 1
                raise self._error()
            return really(*arguments, **options)

        return call

    def lift(self) -> None:
        self._left = 0


def broken(code: int, windows: int | None = None) -> Callable[[], OSError]:
    def error() -> OSError:
        made = OSError(code, os.strerror(code))
        if windows is not None:
            made.winerror = windows  # type: ignore[attr-defined]
        return made

    return error


# --- room ---------------------------------------------------------------------------------------------------


@may_mount
@pytest.mark.fault("F63", "no room before the first byte, then there is")
def test_nothing_begins_without_room(make: Make, check_all: Check, tmp_path: Path) -> None:
    with small_disk(tmp_path / "out", "1m") as resize:
        site, bench = make()
        stored = put(site)
        bench.add(stored)
        bench.until(lambda: is_at(bench, stored, Status.WAITING_SPACE, "no-space"))
        assert not site.data_asked
        resize("16m")
        until_verified(bench, stored)
        check_all(bench, most=SIZE)


@may_mount
@pytest.mark.fault("F64", "another program fills the disk in the middle, another drive goes on")
def test_a_disk_that_fills_up_is_waited_for_and_others_go_on(
    make: Make, check_all: Check, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "out", "8m"):
        held = f.Held(HALF)
        site, bench = make(data=held)
        (other := tmp_path / "other").mkdir()
        bench.places.add("other")
        here, there = put(site), put(site, 2)
        bench.add(here)
        held.wait()
        fill(bench.out / "filler")
        held.release()
        bench.until(lambda: is_at(bench, here, Status.WAITING_SPACE, "no-space"))
        bench.add(there, folder=other)
        until_verified(bench, there)
        assert bench.target(there).parent == other
        assert not bench.row(here).status.is_done
        (bench.out / "filler").unlink()
        until_verified(bench, here)
        check_all(bench)


@may_mount
@pytest.mark.fault("F65", "the disk of the queue fills up in the middle")
def test_a_queue_without_room_stops_the_work_and_loses_nothing(
    make: Make, check_all: Check, tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    expect_log("score_gui.transfer.books: the queue cannot be written: .*")
    with small_disk(tmp_path / "state", "2m"):
        held = f.Held(HALF)
        site, bench = make(data=held)
        stored, next_one = put(site), put(site, 2)
        bench.add(stored)
        held.wait()
        fill(tmp_path / "state" / "filler")
        bench.add(next_one)  # which has to be written down
        bench.until(lambda: is_at(bench, stored, Status.WAITING_SPACE, "no-space"))
        held.release()
        (tmp_path / "state" / "filler").unlink()
        until_verified(bench, stored, next_one)
        check_all(bench)


@pytest.mark.fault("F66", "a file over 4 GB for a FAT32 drive")
def test_a_drive_that_cannot_hold_the_file_is_told_before_the_first_byte(
    make: Make, check_all: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(volumes, "kind_of", lambda _folder: "vfat")
    site, bench = make()
    stored = put(site, told_size=5 << 30, tells_part_md5=False)
    stored.part_size = 1 << 30
    bench.add(stored)
    bench.until(lambda: is_at(bench, stored, Status.NEEDS_YOU, "file-too-large-for-drive"))
    check_all(bench, most=0)


@posix
@pytest.mark.fault("F66", "the system refuses to let the file grow (EFBIG)")
def test_a_file_that_may_not_grow_is_told_so_and_not_as_a_full_disk(make: Make, check_all: Check) -> None:
    import resource

    site, bench = make()
    stored = put(site)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (MB, before[1]))
    try:
        bench.add(stored)
        bench.until(lambda: is_at(bench, stored, Status.NEEDS_YOU, "file-too-large"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    bench.press(Retry, stored)
    until_verified(bench, stored)
    check_all(bench)


@posix
@pytest.mark.fault("F67", "a quota is used up in the middle")
def test_a_quota_is_waited_for(make: Make, check_all: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    site, bench = make()
    stored, quota = put(site), Lift(broken(errno.EDQUOT))
    monkeypatch.setattr(os, "pwrite", quota.wrap(os.pwrite))
    bench.add(stored)
    bench.until(lambda: is_at(bench, stored, Status.WAITING_SPACE, "quota"))
    quota.lift()
    until_verified(bench, stored)
    check_all(bench)


# --- the final name -----------------------------------------------------------------------------------------


@posix
@pytest.mark.fault("F68", "another program holds the finished file (as on Windows)")
def test_a_file_that_another_program_holds_is_waited_for(
    make: Make, check_all: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, bench = make()
    stored, scanner = put(site), Lift(broken(errno.EACCES, windows=32))
    monkeypatch.setattr(durable, "publish", scanner.wrap(durable.publish))
    bench.add(stored)
    bench.until(lambda: is_at(bench, stored, Status.WAITING_DRIVE, "file-in-use"))
    scanner.lift()
    until_verified(bench, stored)
    check_all(bench, most=SIZE)


@posix
@pytest.mark.fault("F75", "the same file is there already")
def test_the_same_file_is_not_fetched(make: Make, check_all: Check) -> None:
    site, bench = make()
    stored = put(site, name="a.bam")
    (bench.out / "a.bam").write_bytes(stored.data)
    bench.add(stored)
    bench.until(lambda: is_at(bench, stored, Status.SKIPPED))
    check_all(bench, most=0)


@posix
@pytest.mark.fault("F75", "another file has the name, before or at the last moment")
@pytest.mark.parametrize("late", [False, True])
def test_anothers_file_stays_and_ours_gets_another_name(make: Make, check_all: Check, late: bool) -> None:
    held = f.Held(HALF)
    site, bench = make(data=held if late else honest)
    stored, theirs = put(site, name="a.bam"), bench.out / "a.bam"
    bench.strangers[theirs] = b"mine"
    if not late:
        theirs.write_bytes(b"mine")
    bench.add(stored)
    if late:
        held.wait()
        theirs.write_bytes(b"mine")
        held.release()
    until_verified(bench, stored)
    assert bench.target(stored) != theirs
    check_all(bench, most=SIZE)


@posix
@pytest.mark.fault("F75", "a volume without hard links")
@pytest.mark.parametrize("knows_rename", [True, False])
def test_a_volume_without_hard_links_gets_its_files_too(
    make: Make, check_all: Check, monkeypatch: pytest.MonkeyPatch, knows_rename: bool
) -> None:
    monkeypatch.setattr(os, "link", Lift(broken(errno.EPERM)).wrap(os.link))
    if not knows_rename:
        monkeypatch.setattr(durable, "rename_without_replacing", lambda *_: False)
    site, bench = make()
    stored = put(site)
    bench.add(stored)
    until_verified(bench, stored)
    check_all(bench, most=SIZE)


@posix
@pytest.mark.fault("F76", "links planted at the unfinished and at the final name")
def test_planted_links_lead_nowhere(make: Make, check_all: Check) -> None:
    site, bench = make()
    first, second, victim = put(site, name="a.bam"), put(site, 2, name="b.bam"), bench.folder / "victim"
    bench.places.add("victim")
    victim.write_bytes(b"not to be touched")
    (bench.out / "a.bam.part").symlink_to(victim)
    (bench.out / "b.bam").symlink_to(victim)
    bench.strangers |= dict.fromkeys(
        (bench.out / "a.bam.part", bench.out / "b.bam", victim), b"not to be touched"
    )
    bench.add(first, second)
    until_verified(bench, first, second)
    check_all(bench, most=SIZE)


@pytest.mark.fault("F77", "names that are one on some file systems")
def test_names_that_clash_elsewhere_are_kept_apart_here(make: Make, check_all: Check) -> None:
    site, bench = make()
    names = ("A.bam", "a.bam", "caf\u00e9.bam", "cafe\u0301.bam")
    stored = [put(site, number, name=name) for number, name in enumerate(names, 1)]
    bench.add(*stored)
    until_verified(bench, *stored)
    assert len({bench.target(one).name.casefold() for one in stored}) == 4
    check_all(bench, most=SIZE, requests=60)


@posix
@pytest.mark.fault("F78", "a name of 300 letters, and a path that is too long")
def test_long_names_are_cut_and_long_paths_told(make: Make, check_all: Check) -> None:
    site, bench = make()
    long, deep = put(site, name="a" * 300 + ".bam.bai"), put(site, 2)
    bench.add(long)
    until_verified(bench, long)
    assert len(bench.target(long).name) <= 200
    bench.add(deep, folder=bench.out / Path(*["d" * 200] * 25))
    bench.until(lambda: is_at(bench, deep, Status.NEEDS_YOU, "path-too-long"))
    shutil.rmtree(bench.out / ("d" * 200), ignore_errors=True)
    check_all(bench, most=SIZE)


# --- disks that break ---------------------------------------------------------------------------------------


@posix
@pytest.mark.fault("F69", "one try more by itself after a disk error")
@pytest.mark.parametrize("call", ["pwrite", "preadv"])
def test_a_disk_error_that_passes_needs_nobody(
    make: Make, check_all: Check, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    site, bench = make()
    stored, bad = put(site), Lift(broken(errno.EIO), most=1)
    monkeypatch.setattr(os, call, bad.wrap(getattr(os, call)))
    bench.add(stored)
    until_verified(bench, stored)
    assert has_told(bench, "disk-error")
    check_all(bench)


@posix
@pytest.mark.fault(
    "F69", "what was recorded before a disk error is read again, and what is wrong fetched again alone"
)
@pytest.mark.parametrize("how", ["in this run", "in the next run"])
def test_after_a_disk_error_what_is_here_is_read_again(
    make: Make, check_all: Check, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    site, bench = make()
    stored, bad = put(site), Lift(broken(errno.EIO), most=1)
    half_way(site, bench, stored)
    spoil(bench.part(stored))
    before = len(site.data_asked)
    monkeypatch.setattr(part_file, "sync_file", bad.wrap(durable.sync_file))
    bench.press(Resume, stored)
    bench.until(lambda: has_told(bench, "disk-error"))
    if how == "in the next run":
        bench.again()
    until_verified(bench, stored)
    assert has_told(bench, "data-read-again")
    assert not has_told(bench, "repair"), "the wrong bytes were found before the end"
    check_all(bench)
    asked = [one.range.length for one in site.data_asked[before:] if one.range is not None]
    assert sum(asked) <= 2 * (SIZE - HALF) + PART


def spoil(path: Path) -> None:
    """Other bytes where the file begins, and no sign of it, as from a disk that loses what it was given."""
    before = path.stat()
    with path.open("r+b") as file:
        file.write(b"what the disk made of it")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@posix
@pytest.mark.fault("F69", "the disk refuses a write (EIO)")
def test_a_disk_error_needs_a_person_and_costs_what_it_broke(
    make: Make, check_all: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, bench = make()
    stored, bad = put(site), Lift(broken(errno.EIO))
    monkeypatch.setattr(os, "pwrite", bad.wrap(os.pwrite))
    bench.add(stored)
    bench.until(lambda: is_at(bench, stored, Status.NEEDS_YOU, "disk-error"))
    bad.lift()
    bench.press(Retry, stored)
    until_verified(bench, stored)
    check_all(bench)


@posix
@pytest.mark.fault("F69", "a sync meets an error, and what it was to keep is gone")
def test_after_a_sync_that_failed_its_bytes_do_not_count(
    make: Make, check_all: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system drops what it could not write, the next sync has nothing to complain about."""
    site, bench = make(data=(held := f.Held(HALF)))
    stored, really = put(site), durable.sync_file
    left = [1, 1]

    def loses(fd: int, **options: Any) -> None:
        if left and left.pop():
            os.pwrite(fd, bytes(os.fstat(fd).st_size), 0)
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        really(fd, **options)

    monkeypatch.setattr(part_file, "sync_file", loses)
    bench.add(stored)
    held.wait()
    bench.until(lambda: has_told(bench, "disk-error"))
    held.release()
    bench.until(lambda: is_at(bench, stored, Status.NEEDS_YOU, "disk-error"))
    assert bench.row(stored).kept == 0
    bench.press(Retry, stored)
    until_verified(bench, stored)
    check_all(bench)


@posix
@pytest.mark.fault("F70", "the finished bytes cannot be read back")
def test_bytes_that_cannot_be_read_back_are_told(
    make: Make, check_all: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, bench = make()
    stored, bad = put(site), Lift(broken(errno.EIO))
    monkeypatch.setattr(os, "preadv", bad.wrap(os.preadv))
    bench.add(stored)
    bench.until(lambda: is_at(bench, stored, Status.NEEDS_YOU, "disk-error"))
    bad.lift()
    bench.press(Retry, stored)
    until_verified(bench, stored)
    check_all(bench)


# --- folders and drives that go away ------------------------------------------------------------------------


@posix
@pytest.mark.fault("F71", "the folder is moved away in the middle, and back")
def test_a_moved_folder_is_waited_for(make: Make, check_all: Check) -> None:
    site, bench = make(data=(held := f.Held(HALF, LATER)))
    stored, away = put(site), bench.folder / "away"
    bench.add(stored)
    held.wait()
    bench.out.rename(away)
    held.go_on()
    bench.until(lambda: is_at(bench, stored, Status.WAITING_DRIVE, "folder-gone", "drive-missing"))
    held.release()
    bench.pass_time(120)
    assert not bench.out.exists(), "it is not made anew"
    away.rename(bench.out)
    until_verified(bench, stored)
    check_all(bench)


@posix
@pytest.mark.fault("F71", "the folder is deleted in the middle, and a new one made")
def test_a_deleted_folder_is_waited_for_and_a_new_one_taken(make: Make, check_all: Check) -> None:
    site, bench = make(data=(held := f.Held(HALF, LATER)))
    stored = put(site)
    bench.add(stored)
    held.wait()
    shutil.rmtree(bench.out)
    held.go_on()
    bench.until(lambda: is_at(bench, stored, Status.WAITING_DRIVE, "folder-gone", "drive-missing"))
    held.release()
    bench.out.mkdir()
    bench.foreign.write_bytes(b"not of this program")
    until_verified(bench, stored)
    check_all(bench)


@posix
@pytest.mark.fault("F71", "another folder takes its place in the middle")
def test_an_exchanged_folder_needs_a_person(make: Make, check_all: Check) -> None:
    site, bench = make(data=(held := f.Held(HALF, LATER)))
    stored, away = put(site), bench.folder / "away"
    bench.places.add("away")
    bench.add(stored)
    held.wait()
    bench.out.rename(away)
    bench.out.mkdir()
    bench.foreign.write_bytes(b"not of this program")
    held.go_on()
    bench.until(lambda: is_at(bench, stored, Status.NEEDS_YOU, "unfinished-data-gone"))
    held.release()
    bench.press(Retry, stored)
    until_verified(bench, stored)
    check_all(bench)


@loop_disk
@pytest.mark.fault("F72", "the drive is taken out in the middle, and comes back")
def test_a_drive_that_is_taken_out_is_waited_for(make: Make, check_all: Check, tmp_path: Path) -> None:
    (place := tmp_path / "place").mkdir()
    with LoopDisk(place, "ext4", 200 * MB) as drive:
        site, bench = make(data=(held := f.Held(HALF, LATER)))
        bench.places.add("place")
        stored = put(site)
        bench.add(stored, folder=drive.folder)
        held.wait()
        drive.unmount(lazily=True)
        held.go_on()
        bench.until(lambda: is_at(bench, stored, Status.WAITING_DRIVE, "other-drive"))
        held.release()
        bench.pass_time(120)
        assert list(drive.folder.iterdir()) == [], "nothing is written to the empty mount point"
        drive.mount()
        until_verified(bench, stored)
        check_all(bench)


@loop_disk
@pytest.mark.fault("F72", "the drive is away at the next start, its mount point is empty")
def test_an_empty_mount_point_is_not_taken_for_the_drive(
    make: Make, check_all: Check, tmp_path: Path
) -> None:
    (place := tmp_path / "place").mkdir()
    with LoopDisk(place, "ext4", 200 * MB) as drive:
        held = f.Held(HALF)
        site, bench = make(data=held)
        bench.places.add("place")
        begun, new = put(site), put(site, 2)
        bench.add(begun, folder=drive.folder)
        held.wait()
        bench.until_arrived(begun, HALF)
        bench.press(Pause, begun)
        bench.until(lambda: is_at(bench, begun, Status.PAUSED) and bench.row(begun).kept == HALF)
        held.release()
        bench.again(drive.unmount)
        bench.add(new, folder=drive.folder)
        bench.press(Resume, begun)
        bench.until(lambda: is_at(bench, begun, Status.WAITING_DRIVE, "other-drive"))
        bench.until(lambda: is_at(bench, new, Status.WAITING_DRIVE, "other-drive"))
        assert list(drive.folder.iterdir()) == []
        drive.mount()
        until_verified(bench, begun, new)
        check_all(bench)


@posix
@pytest.mark.fault("F72", "a stale handle of a network drive (ESTALE)")
def test_a_stale_handle_is_waited_for(make: Make, check_all: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    site, bench = make()
    stored, stale = put(site), Lift(broken(errno.ESTALE))
    monkeypatch.setattr(os, "pwrite", stale.wrap(os.pwrite))
    bench.add(stored)
    bench.until(lambda: is_at(bench, stored, Status.WAITING_DRIVE, "drive-missing"))
    stale.lift()
    until_verified(bench, stored)
    check_all(bench)


class Deaf:
    """A disk that answers nobody who asks it for one of these calls, until it is back."""

    def __init__(self, *stored: Stored) -> None:
        self._stored = stored
        self._asked = threading.Semaphore(0)
        self._is_back = threading.Event()

    def wait_for_askers(self, count: int) -> None:
        for _ in range(count):
            assert self._asked.acquire(timeout=20)

    def back(self) -> None:
        self._is_back.set()

    def pwrite(self, really: Callable[..., int]) -> Callable[..., int]:
        def call(fd: int, data: Any, offset: int) -> int:
            if any(bytes(data[:16]) == one.data[offset : offset + 16] for one in self._stored):
                self._wait()
            return really(fd, data, offset)

        return call

    def once(self, really: Callable[..., Any]) -> Callable[..., Any]:
        """Whoever asks first waits."""

        def call(*arguments: Any, **options: Any) -> Any:
            if not self._is_taken.acquire(blocking=False):
                return really(*arguments, **options)
            self._wait()
            return really(*arguments, **options)

        self._is_taken = threading.Semaphore(1)
        return call

    def _wait(self) -> None:
        self._asked.release()
        assert self._is_back.wait(30)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Bench, "disk_patience", 60.0)


@posix
@pytest.mark.fault("F72", "a write that hangs for long blocks no other file")
def test_a_write_that_hangs_blocks_no_other_file(
    make: Make, check_all: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, bench = make()
    stuck, free = put(site), put(site, 2)
    disk = Deaf(stuck)
    monkeypatch.setattr(os, "pwrite", disk.pwrite(os.pwrite))
    bench.add(stuck)
    disk.wait_for_askers(1)
    bench.add(free)
    until_verified(bench, free)
    assert not bench.row(stuck).status.is_done
    disk.back()
    until_verified(bench, stuck)
    check_all(bench, most=SIZE)


@posix
@pytest.mark.fault("F72", "a drive that answers no write is told after a minute, with all that goes there")
def test_a_drive_that_does_not_answer_holds_up_what_goes_there_and_nothing_else(
    make: Make, check_all: Check, monkeypatch: pytest.MonkeyPatch, impatient: None
) -> None:
    site, bench = make()
    stuck, late, free = (
        [put(site, number) for number in range(1, CONNECTIONS + 1)],
        put(site, 8),
        put(site, 9),
    )
    disk = Deaf(*stuck)
    monkeypatch.setattr(os, "pwrite", disk.pwrite(os.pwrite))
    for number, one in enumerate(stuck):  # as many workers as there are
        bench.add(one, folder=bench.out / f"deaf {number}")
    bench.until(lambda: all(is_at(bench, one, Status.WAITING_DRIVE, "drive-silent") for one in stuck))
    bench.add(late, folder=bench.out / "deaf 0")
    bench.until(lambda: is_at(bench, late, Status.WAITING_DRIVE, "drive-silent"))
    assert not [asked for asked in site.data_asked if asked.object_id == late.object_id]
    bench.add(free)
    until_verified(bench, free)
    bench.pass_time(600)
    assert all(is_at(bench, one, Status.WAITING_DRIVE, "drive-silent") for one in [*stuck, late])
    disk.back()
    until_verified(bench, *stuck, late)
    check_all(bench, requests=80)


@posix
@pytest.mark.fault("F72", "a sync, a look at the folder or the final name that hangs is told after a minute")
@pytest.mark.parametrize("call", ["sync_file", "make_folder", "publish"])
def test_whatever_hangs_is_told(
    make: Make, check_all: Check, monkeypatch: pytest.MonkeyPatch, impatient: None, call: str
) -> None:
    site, bench = make()
    stored, disk = put(site), Deaf()
    module = part_file if call == "sync_file" else durable
    monkeypatch.setattr(module, call, disk.once(getattr(durable, call)))
    bench.add(stored)
    disk.wait_for_askers(1)
    bench.until(lambda: is_at(bench, stored, Status.WAITING_DRIVE, "drive-silent"))
    disk.back()
    until_verified(bench, stored)
    check_all(bench)


@posix
def test_the_program_ends_although_a_write_hangs(
    make: Make, monkeypatch: pytest.MonkeyPatch, impatient: None, expect_log: Callable[[str], None]
) -> None:
    expect_log("score_gui.transfer.engine: a thread hangs in a system call and is left behind")
    monkeypatch.setattr(engine, "STOP_PATIENCE", 0.2)
    site, bench = make()
    stored = put(site)
    disk = Deaf(stored)
    monkeypatch.setattr(os, "pwrite", disk.pwrite(os.pwrite))
    bench.add(stored)
    bench.until(lambda: is_at(bench, stored, Status.WAITING_DRIVE, "drive-silent"))
    assert bench.stop()
    disk.back()


@loop_disk
@pytest.mark.fault("F73", "a drive that may only be read, and then written")
def test_a_drive_that_is_read_only_is_waited_for(make: Make, check_all: Check, tmp_path: Path) -> None:
    (place := tmp_path / "place").mkdir()
    with LoopDisk(place, "ext4", 200 * MB) as drive:
        drive.read_only(on=True)
        site, bench = make()
        bench.places.add("place")
        stored = put(site)
        bench.add(stored, folder=drive.folder)
        bench.until(lambda: is_at(bench, stored, Status.WAITING_DRIVE, "no-permission"))
        drive.read_only(on=False)
        until_verified(bench, stored)
        check_all(bench, most=SIZE)


@posix
@pytest.mark.fault("F73", "the right to write is lost in the middle (EACCES)")
def test_a_lost_right_is_waited_for(make: Make, check_all: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    site, bench = make()
    stored, forbidden = put(site), Lift(broken(errno.EACCES))
    monkeypatch.setattr(os, "pwrite", forbidden.wrap(os.pwrite))
    bench.add(stored)
    bench.until(lambda: is_at(bench, stored, Status.WAITING_DRIVE, "no-permission"))
    forbidden.lift()
    until_verified(bench, stored)
    check_all(bench)


# --- the unfinished file between two runs -------------------------------------------------------------------


def edit(part: Path) -> None:
    with part.open("r+b") as file:
        file.seek(HALF // 2)
        file.write(b"edited")


def cut(part: Path) -> None:
    os.truncate(part, HALF // 2)


def extend(part: Path) -> None:
    with part.open("ab") as file:
        file.write(b"more" * 1000)


def exchange(part: Path) -> None:
    other = part.with_name("other")
    other.write_bytes(bytes(HALF))
    other.replace(part)


def delete(part: Path) -> None:
    part.unlink()


def touch(part: Path) -> None:
    os.utime(part)


@posix
@pytest.mark.fault(
    "F74", "the unfinished file is edited, cut, extended, exchanged, deleted or touched between two runs"
)
@pytest.mark.parametrize("meddle", [edit, cut, extend, exchange, delete, touch])
def test_a_meddled_file_is_believed_as_far_as_it_is_right(
    make: Make, check_all: Check, meddle: Callable[[Path], None]
) -> None:
    site, bench = make()
    stored = put(site)
    half_way(site, bench, stored)
    part = bench.part(stored)
    bench.again(lambda: meddle(part))
    bench.press(Resume, stored)
    until_verified(bench, stored)
    check_all(bench)


@posix
@pytest.mark.fault("F74", "the same where the site tells no MD5")
@pytest.mark.parametrize("meddle", [edit, cut, exchange, delete])
def test_without_md5s_a_meddled_file_is_begun_anew(
    make: Make, check_all: Check, meddle: Callable[[Path], None]
) -> None:
    site, bench = make()
    stored = put(site, tells_md5=False, tells_part_md5=False)
    half_way(site, bench, stored)
    part = bench.part(stored)
    bench.again(lambda: meddle(part))
    bench.press(Resume, stored)
    bench.until(lambda: is_at(bench, stored, Status.COMPLETE))
    check_all(bench)


# --- file systems of their own kind -------------------------------------------------------------------------


@pytest.mark.skipif(bool(why_no_loop_disk("vfat")), reason=why_no_loop_disk("vfat"))
@pytest.mark.fault("F75", "a real FAT volume: no hard links, no case")
def test_a_fat_volume_gets_its_files(make: Make, check_all: Check, tmp_path: Path) -> None:
    (place := tmp_path / "place").mkdir()
    with LoopDisk(place, "vfat", 200 * MB) as drive:
        site, bench = make()
        bench.places.add("place")
        stored = [put(site, 1, name="A.bam"), put(site, 2, name="a.bam")]
        bench.add(*stored, folder=drive.folder)
        until_verified(bench, *stored)
        assert sorted(path.read_bytes() for path in drive.folder.iterdir()) == sorted(s.data for s in stored)
        check_all(bench, most=SIZE)
