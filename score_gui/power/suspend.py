"""Puts the computer to sleep, as its own menu would."""

from __future__ import annotations

import shutil
import subprocess
import sys

_COMMANDS = {
    "darwin": ("pmset", "sleepnow"),
    "win32": ("rundll32.exe", "powrprof.dll,SetSuspendState", "0,1,0"),
    "linux": ("systemctl", "suspend"),
}


def suspend(platform: str = sys.platform) -> bool:
    """Ask the system to sleep. False where it has no such command or says no. Blocks until it is awake again."""
    command = _COMMANDS.get(platform)
    program = shutil.which(command[0]) if command is not None else None
    if command is None or program is None:
        return False
    try:
        ended = subprocess.run(
            (program, *command[1:]),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return ended.returncode == 0
