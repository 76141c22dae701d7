"""Keeps the computer from falling asleep by itself, by the means that each system has for it.

The screen may still go dark, and a closed lid is the person's word: neither is held up. What holds the computer
awake ends with this program, however it ends.
"""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
from collections.abc import Sequence
from typing import Protocol

log = logging.getLogger(__name__)

_LINUX = (
    "systemd-inhibit", "--what=idle:sleep", "--who=score_gui", "--why=Files are being downloaded",
    "--mode=block", "cat",
)  # fmt: skip
"""`cat` ends when our end of its pipe is closed, by us or by the system when this program is gone."""


class Hold(Protocol):
    """A way to keep the computer awake. Both calls may be repeated; `begin` tells whether it works."""

    def begin(self) -> bool: ...
    def end(self) -> None: ...


class ProcessHold:
    """A helper of the system that holds the computer awake until its standard input ends, or it is stopped."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = tuple(command)
        self._process: subprocess.Popen[bytes] | None = None

    def begin(self) -> bool:
        if self._process is not None and self._process.poll() is None:
            return True
        self.end()
        program = shutil.which(self._command[0])
        if program is None:
            return False
        try:
            self._process = subprocess.Popen(
                (program, *self._command[1:]),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            log.warning("%s could not be started: %s", self._command[0], error.strerror)
            return False
        return True

    def end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        process.terminate()
        process.wait()


class NoHold:
    """A system without a way to stay awake that this program knows."""

    def begin(self) -> bool:
        return False

    def end(self) -> None:
        pass


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _SIMPLE_REASON, _SYSTEM_REQUIRED = 1, 1

    class _Reason(ctypes.Structure):
        """REASON_CONTEXT of the Windows API, with a plain sentence."""

        _fields_ = (
            ("version", wintypes.ULONG),
            ("flags", wintypes.DWORD),
            ("sentence", wintypes.LPWSTR),
        )

    class RequestHold:
        """A power request of Windows; it is listed by `powercfg /requests` and ends with this program."""

        def __init__(self) -> None:
            self._kernel = ctypes.windll.kernel32
            self._kernel.PowerCreateRequest.restype = wintypes.HANDLE
            self._handle: int | None = None

        def begin(self) -> bool:
            if self._handle is None:
                reason = _Reason(0, _SIMPLE_REASON, "score_gui downloads files")
                handle = self._kernel.PowerCreateRequest(ctypes.byref(reason))
                if handle in {None, wintypes.HANDLE(-1).value}:
                    return False
                self._handle = handle
            return bool(self._kernel.PowerSetRequest(wintypes.HANDLE(self._handle), _SYSTEM_REQUIRED))

        def end(self) -> None:
            handle, self._handle = self._handle, None
            if handle is not None:
                self._kernel.PowerClearRequest(wintypes.HANDLE(handle), _SYSTEM_REQUIRED)
                self._kernel.CloseHandle(wintypes.HANDLE(handle))

    def system_hold(_process_id: int) -> Hold:
        """The way of Windows."""
        return RequestHold()

else:

    def system_hold(process_id: int, platform: str = sys.platform) -> Hold:
        """The way of this system. `process_id` is this program's: on macOS the helper watches it."""
        if platform == "darwin":
            return ProcessHold(("caffeinate", "-i", "-w", str(process_id)))
        return ProcessHold(_LINUX) if platform.startswith("linux") else NoHold()
