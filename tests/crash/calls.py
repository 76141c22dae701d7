"""Puts a model disk below the program's own code: its calls on paths of the model go there, others to the system.

The program is not told. What is driven on the model is what runs on a real disk.
"""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Callable
from typing import Any

import pytest

from score_gui.files import durable, rename
from tests.crash.storage import ROOT, ModelDisk


class Calls:
    """Which disk is below now; a test changes it for each example."""

    def __init__(self) -> None:
        self.disk = ModelDisk()

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        import fcntl  # not on Windows, where this module is only collected

        by_path = ("open", "stat", "lstat", "link", "unlink", "rename", "replace", "mkdir", "statvfs")
        for name in by_path:
            monkeypatch.setattr(os, name, self._by_path(getattr(os, name), name))
        for name in ("close", "pwrite", "preadv", "write", "fsync", "fdatasync", "fstat"):
            monkeypatch.setattr(os, name, self._by_fd(getattr(os, name), name))
        monkeypatch.setattr(fcntl, "flock", self._by_fd(fcntl.flock, "flock"))
        monkeypatch.setattr(io, "open", self._reading(io.open))
        really = rename.rename_without_replacing
        monkeypatch.setattr(
            durable,
            "rename_without_replacing",
            lambda source, target: (
                self.disk.rename_without_replacing(source, target)
                if _is_model(source)
                else really(source, target)
            ),
        )

    def _by_path(self, really: Callable[..., Any], name: str) -> Callable[..., Any]:
        ours = {"lstat": "stat", "replace": "rename"}.get(name, name)

        def call(path: Any, *more: Any, **options: Any) -> Any:
            if not _is_model(path):
                if isinstance(path, int) and path >= 1 << 20:
                    return getattr(self.disk, f"f{ours}")(path)
                return really(path, *more, **options)
            options = {key: value for key, value in options.items() if key not in _NOT_OURS}
            return getattr(self.disk, ours)(path, *more, **options)

        return call

    def _by_fd(self, really: Callable[..., Any], name: str) -> Callable[..., Any]:
        def call(fd: Any, *more: Any) -> Any:
            if isinstance(fd, int) and fd >= 1 << 20:
                return getattr(self.disk, name)(fd, *more)
            return really(fd, *more)

        return call

    def _reading(self, really: Callable[..., Any]) -> Callable[..., Any]:
        def call(file: Any, *more: Any, **options: Any) -> Any:
            return self.disk.read(file) if _is_model(file) else really(file, *more, **options)

        return call


_NOT_OURS = frozenset({"dir_fd", "follow_symlinks", "src_dir_fd", "dst_dir_fd"})


def _is_model(path: Any) -> bool:
    with contextlib.suppress(TypeError):
        text = os.fspath(path)
        return isinstance(text, str) and (text == ROOT or text.startswith(f"{ROOT}/"))
    return False
