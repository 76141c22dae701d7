"""Asks each operating system in its own way what kind of volume a folder lies on."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

_OCTAL = re.compile(r"\\([0-7]{3})")
_MAC_LINE = re.compile(r"^.+? on (?P<point>/.*) \((?P<kind>[^,)]+)[^)]*\)$", re.MULTILINE)


def kind_of(folder: Path) -> str | None:
    """The name of the file system below an existing folder, or None where it cannot be told."""
    try:
        return _kind(os.path.realpath(folder))
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def kind_from_mountinfo(table: str, folder: str) -> str | None:
    """Reads Linux's table of mounts (proc(5), mountinfo): the deepest mount wins, and the last of equals."""
    mounts: list[tuple[str, str]] = []
    for line in table.split("\n"):
        left, _, right = line.partition(" - ")
        fields = left.split(" ")
        if right and len(fields) > 4:
            mounts.append((_OCTAL.sub(lambda m: chr(int(m[1], 8)), fields[4]), right.split(" ")[0]))
    return _deepest(mounts, folder)


def kind_from_mount_listing(listing: str, folder: str) -> str | None:
    """Reads what `mount` prints on macOS: `/dev/disk2s1 on /Volumes/USB (msdos, local, nodev)`."""
    mounts = [(found["point"], found["kind"].strip()) for found in _MAC_LINE.finditer(listing)]
    return _deepest(mounts, folder)


def _deepest(mounts: list[tuple[str, str]], folder: str) -> str | None:
    best, kind = -1, None
    for point, found in mounts:
        root = point.rstrip("/") + "/"
        if f"{folder}/".startswith(root) and len(root) >= best:
            best, kind = len(root), found
    return kind


if sys.platform == "win32":

    def _kind(folder: str) -> str | None:
        import ctypes

        root, kind = ctypes.create_unicode_buffer(1024), ctypes.create_unicode_buffer(64)
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        if not kernel.GetVolumePathNameW(ctypes.c_wchar_p(folder), root, len(root)):
            return None
        known = kernel.GetVolumeInformationW(root, None, 0, None, None, None, kind, len(kind))
        return kind.value if known else None

    def longest_name(_folder: Path) -> int | None:
        """The longest name of one file, in UTF-16 units."""
        return 255

    def longest_path(_folder: Path) -> int | None:
        """259 UTF-16 units unless the machine's owner allowed long paths."""
        import winreg

        key_name = r"SYSTEM\CurrentControlSet\Control\FileSystem"
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key_name) as key:
                allowed = bool(winreg.QueryValueEx(key, "LongPathsEnabled")[0])
        except OSError:
            allowed = False
        return 32_766 if allowed else 259

else:

    def longest_name(folder: Path) -> int | None:
        """The longest name of one file there, in bytes."""
        return _path_limit(folder, "PC_NAME_MAX")

    def longest_path(folder: Path) -> int | None:
        """The longest path that system calls take there, in bytes."""
        return _path_limit(folder, "PC_PATH_MAX")

    def _path_limit(folder: Path, name: str) -> int | None:
        try:
            limit = os.pathconf(folder, name)
        except (OSError, ValueError):
            return None
        return limit if limit > 0 else None


if sys.platform == "darwin":

    def _kind(folder: str) -> str | None:
        listing = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=True)
        return kind_from_mount_listing(listing.stdout, folder)

elif sys.platform != "win32":

    def _kind(folder: str) -> str | None:
        table = Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape")
        return kind_from_mountinfo(table, folder)
