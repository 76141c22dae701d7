"""A disk in memory that forgets what was not synced, as strictly as POSIX allows, when the power goes.

Every file and folder has two images: what programs see, and what is on the medium. A sync moves the first to the
second, for that file or that folder alone. At a crash each write that was not synced is there, is missing or is torn,
each on its own; and so is each name that was made or removed.
"""

from __future__ import annotations

import errno
import io
import os
import stat
from dataclasses import dataclass, field
from random import Random
from typing import Any

ROOT = "/score-gui-model"
_FIRST_FD = 1 << 20
_DEVICE, _VOLUME = 0x5C0, 0x5C02E
_ROOM = 1 << 40


class Crash(BaseException):
    """The power goes. No handler of the program may see it as an error."""


Names = dict[str, "Node | None"]


@dataclass(eq=False)
class Node:
    """A file or a folder. `written` are the writes that were not synced, `renamed` the names that were not."""

    number: int
    is_folder: bool
    data: bytearray = field(default_factory=bytearray)
    on_medium: bytes = b""
    written: list[tuple[int, bytes]] = field(default_factory=list)
    time: int = 0
    time_on_medium: int = 0
    names: dict[str, Node] = field(default_factory=dict)
    names_on_medium: dict[str, Node] = field(default_factory=dict)
    renamed: list[Names] = field(default_factory=list)

    def change(self, changed: Names) -> None:
        """Names that come (to a node) and go (to None), all in one entry of the journal."""
        _apply(changed, self.names)
        self.renamed.append(changed)


class ModelDisk:
    """The system calls of the program's file rooms, for paths below `ROOT`. `crash_at` is a number of a step."""

    def __init__(self, *, hard_links: bool = True) -> None:
        self.hard_links = hard_links
        self.steps = 0
        self.crash_at: int | None = None
        self.is_down = False
        self._numbers = 0
        self._time = 1_000_000_000
        self.root = self._make(is_folder=True)
        self._open: dict[int, Node] = {}
        self._held: dict[Node, int] = {}

    # --- power ---

    def step(self) -> None:
        """Every call that changes the disk is one; the power goes before it is done."""
        if self.is_down:
            raise Crash
        self.steps += 1
        if self.steps == self.crash_at:
            self.is_down = True
            raise Crash

    def restart(self, random: Random) -> None:
        """The power is back: programs see what is on the medium, and what of the rest got there by chance."""
        self._settle_folder(self.root, random)
        self._open, self._held = {}, {}
        self.is_down, self.steps, self.crash_at = False, 0, None

    def _settle_folder(self, folder: Node, random: Random) -> None:
        names = dict(folder.names_on_medium)
        for changed in _survivors(folder.renamed, random):
            _apply(changed, names)
        folder.names, folder.names_on_medium, folder.renamed = dict(names), names, []
        for node in dict.fromkeys(names.values()):
            if node.is_folder:
                self._settle_folder(node, random)
            else:
                _settle_file(node, random)

    # --- what the tests look at ---

    def content(self, path: os.PathLike[str]) -> bytes | None:
        """What programs see in a file, None if it is not there."""
        try:
            return bytes(self._find(path).data)
        except OSError:
            return None

    def files(self) -> dict[str, bytes]:
        """All files of the root's folders, by path."""
        found: dict[str, bytes] = {}

        def walk(folder: Node, path: str) -> None:
            for name, node in folder.names.items():
                if node.is_folder:
                    walk(node, f"{path}/{name}")
                else:
                    found[f"{path}/{name}"] = bytes(node.data)

        walk(self.root, ROOT)
        return found

    # --- system calls ---

    def open(self, path: Any, flags: int, mode: int = 0o777) -> int:
        folder, name = self._place(path)
        node = folder.names.get(name) if name else folder
        if node is None:
            if not flags & os.O_CREAT:
                raise _error(errno.ENOENT, path)
            self.step()
            node = self._make(is_folder=False)
            folder.change({name: node})
        elif flags & os.O_EXCL:
            raise _error(errno.EEXIST, path)
        fd = _FIRST_FD + len(self._open)
        while fd in self._open:
            fd += 1
        self._open[fd] = node
        return fd

    def close(self, fd: int) -> None:
        node = self._open.pop(fd)
        if self._held.get(node) == fd:
            del self._held[node]

    def flock(self, fd: int, operation: int) -> None:
        node = self._open[fd]
        if self._held.setdefault(node, fd) != fd:
            raise BlockingIOError(errno.EAGAIN, "held")

    def pwrite(self, fd: int, data: Any, offset: int) -> int:
        self.step()
        node, raw = self._open[fd], bytes(data)
        node.data.extend(bytes(max(0, offset - len(node.data))))
        node.data[offset : offset + len(raw)] = raw
        node.written.append((offset, raw))
        node.time = self._tick()
        return len(raw)

    def write(self, fd: int, data: Any) -> int:
        """Only ever used on files that are new and empty."""
        return self.pwrite(fd, data, len(self._open[fd].data))

    def preadv(self, fd: int, buffers: list[memoryview], offset: int) -> int:
        buffer = buffers[0]
        data = self._open[fd].data[offset : offset + len(buffer)]
        buffer[: len(data)] = data
        return len(data)

    def fdatasync(self, fd: int) -> None:
        """The data and the size, but not the time."""
        self.step()
        node = self._open[fd]
        node.on_medium, node.written = bytes(node.data), []
        node.names_on_medium, node.renamed = dict(node.names), []

    def fsync(self, fd: int) -> None:
        self.fdatasync(fd)
        node = self._open[fd]
        node.time_on_medium = node.time

    def fstat(self, fd: int) -> os.stat_result:
        return self._status(self._open[fd])

    def stat(self, path: Any) -> os.stat_result:
        return self._status(self._find(path))

    def link(self, source: Any, target: Any) -> None:
        if not self.hard_links:
            raise _error(errno.EPERM, source)
        node, (folder, name) = self._find(source), self._place(target)
        if name in folder.names:
            raise _error(errno.EEXIST, target)
        self.step()
        folder.change({name: node})

    def unlink(self, path: Any) -> None:
        self._find(path)
        folder, name = self._place(path)
        self.step()
        folder.change({name: None})

    def rename(self, source: Any, target: Any) -> None:
        """Within one folder, and in one step also at a crash."""
        node, (folder, name) = self._find(source), self._place(target)
        self.step()
        folder.change({self._place(source)[1]: None, name: node})

    def rename_without_replacing(self, source: Any, target: Any) -> bool:
        folder, name = self._place(target)
        if name in folder.names:
            raise _error(errno.EEXIST, target)
        self.rename(source, target)
        return True

    def mkdir(self, path: Any, mode: int = 0o777) -> None:
        folder, name = self._place(path)
        if name in folder.names:
            raise _error(errno.EEXIST, path)
        self.step()
        folder.change({name: self._make(is_folder=True)})

    def statvfs(self, _path: Any) -> os.statvfs_result:
        blocks = _ROOM // 4096
        numbers = (4096, 4096, blocks, blocks, blocks, 1000, 1000, 1000, 0, 255, _VOLUME)
        return os.statvfs_result(numbers)

    def fstatvfs(self, _fd: int) -> os.statvfs_result:
        return self.statvfs(ROOT)

    def read(self, path: Any) -> io.BytesIO:
        return io.BytesIO(bytes(self._find(path).data))

    # --- inside ---

    def _make(self, *, is_folder: bool) -> Node:
        self._numbers += 1
        return Node(self._numbers, is_folder, time=self._tick())

    def _tick(self) -> int:
        self._time += 1000
        return self._time

    def _find(self, path: Any) -> Node:
        folder, name = self._place(path)
        node = folder.names.get(name) if name else folder
        if node is None:
            raise _error(errno.ENOENT, path)
        return node

    def _place(self, path: Any) -> tuple[Node, str]:
        """The folder of a path and its last name; the root has no name."""
        steps = [one for one in os.fspath(path)[len(ROOT) :].split("/") if one]
        folder = self.root
        for one in steps[:-1]:
            found = folder.names.get(one)
            if found is None:
                raise _error(errno.ENOENT, path)
            if not found.is_folder:
                raise _error(errno.ENOTDIR, path)
            folder = found
        return folder, steps[-1] if steps else ""

    def _status(self, node: Node) -> os.stat_result:
        kind = stat.S_IFDIR | 0o700 if node.is_folder else stat.S_IFREG | 0o600
        seconds = node.time // 10**9
        fields = (
            kind,
            node.number,
            _DEVICE,
            self._links(node),
            0,
            0,
            len(node.data),
            seconds,
            seconds,
            seconds,
        )
        return os.stat_result(fields, {"st_mtime_ns": node.time})

    def _links(self, node: Node) -> int:
        def count(folder: Node) -> int:
            return sum((one is node) + (count(one) if one.is_folder else 0) for one in folder.names.values())

        return count(self.root)


def _apply(changed: Names, names: dict[str, Node]) -> None:
    for name, node in changed.items():
        if node is None:
            names.pop(name, None)
        else:
            names[name] = node


def _survivors(entries: list[Any], random: Random) -> list[Any]:
    """Which of the unsynced changes got to the medium: none, all, the first few, or any."""
    match random.randrange(4):
        case 0:
            return []
        case 1:
            return entries
        case 2:
            return entries[: random.randrange(len(entries) + 1)]
        case _:
            return [one for one in entries if random.random() < 0.5]


def _settle_file(node: Node, random: Random) -> None:
    data = bytearray(node.on_medium)
    for offset, raw in _survivors(node.written, random):
        torn = raw[: random.randrange(len(raw) + 1)] if random.random() < 0.3 else raw
        data.extend(bytes(max(0, offset - len(data))))
        data[offset : offset + len(torn)] = torn
    node.data, node.on_medium, node.written = data, bytes(data), []
    node.time = node.time_on_medium = random.choice([node.time, node.time_on_medium])


def _error(code: int, path: Any) -> OSError:
    return OSError(code, os.strerror(code), os.fspath(path))
