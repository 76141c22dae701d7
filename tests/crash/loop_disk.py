"""A small file system in a file, where the system lets us mount one: to be filled, cut off, or made read-only."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

_SHUTDOWN = 0x8004587D  # FS_IOC_SHUTDOWN, linux/fs.h
_NO_LOG_FLUSH = 2


@cache
def why_not(kind: str = "ext4") -> str:
    """Why such a disk cannot be had here; empty if it can."""
    if sys.platform != "linux":
        return "loop devices are Linux's"
    if os.geteuid() != 0:
        return "only root may mount"
    if shutil.which(f"mkfs.{kind}") is None:
        return f"mkfs.{kind} is not installed"
    if kind not in Path("/proc/filesystems").read_text("utf-8").split():
        return f"this kernel knows no {kind}"
    tried = subprocess.run(["losetup", "--find"], capture_output=True, check=False)
    return "there is no free loop device" if tried.returncode else ""


class LoopDisk:
    """Mounted at `folder` while it is entered. `room` in bytes; the image grows only as it is used."""

    def __init__(self, place: Path, kind: str, room: int) -> None:
        self.image = place / "disk.img"
        self.folder = place / "disk"
        self._kind = kind
        self._room = room

    def __enter__(self) -> Self:
        self.folder.mkdir()
        self._make()
        self._mount()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.unmount(lazily=True)
        self.image.unlink()

    def empty(self) -> None:
        """A new file system in place of the old one."""
        self.unmount()
        self._make()
        self._mount()

    def cut_power(self) -> None:
        """From here on nothing reaches the disk, not even the journal."""
        import fcntl  # not on Windows, where this module is only collected

        fd = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(fd, _SHUTDOWN, struct.pack("I", _NO_LOG_FLUSH))
        finally:
            os.close(fd)

    def mount_again(self) -> None:
        """The power is back."""
        self.unmount()
        self._mount()

    def read_only(self, *, on: bool) -> None:
        """What an operator does, or the kernel after an error."""
        _run("mount", "-o", f"remount,{'ro' if on else 'rw'}", str(self.folder))

    def unmount(self, *, lazily: bool = False) -> None:
        """`lazily` takes the name away at once, and leaves open files to those who have them."""
        if os.path.ismount(self.folder):
            _run("umount", *(["--lazy"] if lazily else []), str(self.folder))

    def mount(self) -> None:
        """Put it back where it was."""
        self._mount()

    def _make(self) -> None:
        with self.image.open("wb") as file:
            file.truncate(self._room)
        quiet = ["-q", "-E", "lazy_itable_init=1,nodiscard"] if self._kind == "ext4" else []
        _run(f"mkfs.{self._kind}", *quiet, str(self.image))

    def _mount(self) -> None:
        _run("mount", "-o", "loop", str(self.image), str(self.folder))


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stderr}"
