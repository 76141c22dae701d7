"""No secret may be left in a file, a database or an output by any test, however long ago it ended.

What a test leaves is searched before pytest takes it away: its home and its temporary folder (settings, ledgers and
their write-ahead logs, logs, receipts, data), and what it printed and logged. What fixtures of a whole session leave is
searched when the session ends. Names of files count too. The secret itself is never told, only where it was.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

WORD = "canary"
"""It is in every token, password and link that a test makes up."""
_SUSPECT = tuple(
    text.encode(how)
    for how in ("ascii", "utf-16-le")
    for text in (WORD, "X-Amz-Signature", "sig=", "Bearer ")
)
_SECRET = re.compile(
    rb"canary[-_]?[0-9a-z]"  # a made-up token or signature
    rb"|X-Amz-Signature(=|%3D)[0-9A-Za-z]{6}"  # a pre-signed link of S3
    rb"|[?&]sig=[0-9A-Za-z%+/]{20}"  # one of Azure
    rb"|Bearer [0-9A-Za-z.-]{8}"
)
_INSTALLED = "site-packages"
"""Libraries of others, which a test of the set-up installs: one of them knows the Canary Islands."""
_MOST = 4 << 20
"""Bytes of a file that are searched as a whole; of a longer one, as many from both ends: it is data."""


@dataclass(frozen=True)
class Allowed:
    """A place where a test itself writes a secret. `test` and `file` are patterns, of a node id and of a name."""

    test: str
    file: str
    why: str


ALLOWED = (
    Allowed(
        "*tests/access/test_commands.py::*",
        "application.properties",
        "the configuration of score-client that a person imports, token included",
    ),
    Allowed(
        "*tests/test_wiring.py::test_*_reaches_the_log",
        "Captured log call",
        "pytest hears what is logged before the program's own log hides what is secret in it",
    ),
    Allowed(
        "the session",
        "azurite.log",
        "a store writes down what it is asked, its own links included; it is not this program",
    ),
)


@dataclass
class Leftovers:
    """What was searched, how long that took, and where a secret was seen that is no test's own."""

    allowed: tuple[Allowed, ...] = ALLOWED
    searched: set[Path] = field(default_factory=set)
    sightings: list[str] = field(default_factory=list)
    files: int = 0
    seconds: float = 0.0

    def search(self, test: str, *folders: Path) -> list[str]:
        """Where in `folders`, which are not searched again, a test left a secret."""
        began = time.perf_counter()
        seen = [
            f"a secret was left in {where}"
            for folder in folders
            for path in self._files(folder)
            if (where := self._where(path, folder)) and not self._may(test, path.name)
        ]
        self.searched.update(folders)
        self.seconds += time.perf_counter() - began
        return seen

    def search_text(self, test: str, where: str, text: str) -> list[str]:
        """The same for what a test printed or logged."""
        if not holds_a_secret(text.encode("utf-8", "replace")) or self._may(test, where):
            return []
        return [f"a secret was left in {where}"]

    def search_the_rest(self, *places: Path) -> None:
        """What is left at the end of the session, and belongs to no test alone."""
        for place in places:
            self.sightings += self.search("the session", place)

    def _files(self, folder: Path) -> Iterator[Path]:
        if folder.is_file():
            yield folder
        for root, folders, names in os.walk(folder):
            folders[:] = [
                name for name in folders if name != _INSTALLED and Path(root, name) not in self.searched
            ]
            yield from (
                path for name in names if not (path := Path(root, name)).is_symlink() and path.is_file()
            )

    def _where(self, path: Path, folder: Path) -> str | None:
        name = path.relative_to(folder)
        if holds_a_secret(os.fsencode(name)):
            return f"the name of a file in {folder.name}"
        try:
            data = _ends_of(path)
        except OSError:  # a test took its right to be read away, or it is gone
            return None
        self.files += 1
        return f"{folder.name}/{name}" if holds_a_secret(data) else None

    def _may(self, test: str, name: str) -> bool:
        return any(fnmatch(test, one.test) and fnmatch(name, one.file) for one in self.allowed)


def holds_a_secret(data: bytes) -> bool:
    """Whether something that looks like a secret is among the bytes, in any usual encoding."""
    if not any(word in data for word in _SUSPECT):
        return False
    return any(_SECRET.search(one) for one in (data, data.replace(b"\0", b"")))


def _ends_of(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(_MOST)
        if len(data) == _MOST and (size := path.stat().st_size) > _MOST:
            file.seek(max(_MOST, size - _MOST))
            data += file.read(_MOST)
    return data
