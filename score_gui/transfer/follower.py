"""Hashing what is on the disk: the whole object behind its unbroken prefix, or its parts one by one.

What is computed when: if the object's MD5 is known, only that is computed while the bytes arrive; the MD5s of the
parts are needed only to find the place when it differs, and are computed then. If only parts have MD5s, they are
computed instead, one after the other, also while the bytes arrive. Reading back from the page cache costs little next
to the hash, and it also proves that the bytes were put where they belong.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from pathlib import Path

from score_gui.model.byterange import ByteRange
from score_gui.model.specification import Part
from score_gui.transfer.part_file import PartFile

BLOCK = 1024 * 1024
FAR_BEHIND = 128 * 1024 * 1024
"""Bytes on the disk and not yet hashed from which writers had better wait: it is hashed in a quarter of a second."""


class ShortFileError(OSError):
    """The file ends before bytes that were written to it: somebody cut it."""


class Follower:
    """The running MD5 of a file up to `position`: one errand at a time moves it, anybody may read it.

    With `parts` (in file order, each with its MD5) it hashes each of them by itself instead of the whole, and passes
    over what is in none.
    """

    def __init__(self, parts: tuple[Part, ...] = ()) -> None:
        self.position = 0
        self.parts = parts
        self.bad: tuple[Part, ...] = ()
        """Those of `parts` up to `position` that do not have their MD5."""
        self._left = list(reversed(parts))
        self._digest = _new_md5()
        self._nearest: float = math.inf

    def follow(
        self,
        part: PartFile,
        limit: Callable[[], int],
        stopped: Callable[[], bool],
        far_behind: Callable[[bool], None] = lambda _: None,
    ) -> None:
        """Hash on until `limit()` is reached or `stopped()`. Raises OSError where the disk cannot be read.

        `far_behind` hears whether writers should wait. A file that was continued begins far behind, and only should
        not fall back further.
        """
        buffer = memoryview(bytearray(BLOCK))
        try:
            while not stopped() and (room := limit() - self.position) > 0:
                self._nearest = min(self._nearest, room)
                far_behind(room > max(FAR_BEHIND, self._nearest))
                self._step(part, buffer[: min(room, BLOCK)])
        finally:
            far_behind(False)

    def _step(self, part: PartFile, view: memoryview) -> None:
        if not self.parts:
            self._hash(part, view)
        elif not self._left or self.position < self._left[-1].range.start:
            until = self._left[-1].range.start if self._left else self.position + len(view)
            self.position += min(len(view), until - self.position)
        else:
            self._hash(part, view[: self._left[-1].range.stop - self.position])
            if self.position == self._left[-1].range.stop:
                self._end_part(self._left.pop())

    def _end_part(self, ended: Part) -> None:
        if self.hexdigest() != ended.md5:
            self.bad = (*self.bad, ended)
        self._digest = _new_md5()

    def _hash(self, part: PartFile, view: memoryview) -> None:
        if part.read_at(view, self.position) != len(view):
            raise ShortFileError(f"{part.path.name} ends early")
        self._digest.update(view)
        self.position += len(view)

    def hexdigest(self) -> str:
        return self._digest.hexdigest()


def _new_md5() -> hashlib._Hash:
    return hashlib.md5(usedforsecurity=False)


def md5_of(part: PartFile, wanted: ByteRange, stopped: Callable[[], bool]) -> str | None:
    """The MD5 of a range on the disk, or None if stopped. Raises ShortFileError if the file ends inside it."""
    return _md5(part.read_at, wanted, stopped)


def md5_of_file(path: Path, size: int, stopped: Callable[[], bool]) -> str | None:
    """The MD5 of the first `size` bytes of any file, read only; None if stopped."""
    with path.open("rb", buffering=0) as file:
        return _md5(lambda view, _offset: file.readinto(view) or 0, ByteRange(0, size), stopped)


def _md5(
    read: Callable[[memoryview, int], int], wanted: ByteRange, stopped: Callable[[], bool]
) -> str | None:
    digest = _new_md5()
    buffer = memoryview(bytearray(BLOCK))
    position = wanted.start
    while position < wanted.stop:
        if stopped():
            return None
        count = read(buffer[: min(wanted.stop - position, BLOCK)], position)
        if count == 0:
            raise ShortFileError("the file ends early")
        digest.update(buffer[:count])
        position += count
    return digest.hexdigest()


def bad_parts(
    part_file: PartFile, parts: tuple[Part, ...], stopped: Callable[[], bool]
) -> tuple[Part, ...] | None:
    """Those of `parts` whose bytes on the disk do not have their MD5; None if stopped. Others are not judged."""
    bad = []
    for part in parts:
        if part.md5 is None:
            continue
        seen = md5_of(part_file, part.range, stopped)
        if seen is None:
            return None
        if seen != part.md5:
            bad.append(part)
    return tuple(bad)
