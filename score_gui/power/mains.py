"""Whether the computer is plugged in. A computer without a battery is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_SUPPLIES = Path("/sys/class/power_supply")


def linux_plugged_in(supplies: Path) -> bool:
    """Read from the kernel's list of power supplies: on battery if a battery is the only thing that delivers."""
    try:
        found = [supply for supply in supplies.iterdir() if _read(supply / "scope") != "Device"]
    except OSError:
        return True
    mains = [supply for supply in found if _read(supply / "type") not in {"Battery", ""}]
    if mains:
        return any(_read(supply / "online") == "1" for supply in mains)
    return all(_read(supply / "status") != "Discharging" for supply in found)


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii", "replace").strip()
    except OSError:
        return ""


def _macos() -> bool:
    try:
        said = subprocess.run(
            ("/usr/bin/pmset", "-g", "ps"), capture_output=True, text=True, timeout=5, check=False
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return True
    return "'Battery Power'" not in said


if sys.platform == "win32":
    import ctypes

    class _PowerStatus(ctypes.Structure):
        _fields_ = (
            ("ac_line", ctypes.c_ubyte),
            ("battery", ctypes.c_ubyte),
            ("percent", ctypes.c_ubyte),
            ("saver", ctypes.c_ubyte),
            ("seconds", ctypes.c_ulong),
            ("full_seconds", ctypes.c_ulong),
        )

    def is_plugged_in() -> bool:
        """What the system says; True where it says nothing."""
        status = _PowerStatus()
        if not ctypes.windll.kernel32.GetSystemPowerStatus(ctypes.byref(status)):
            return True
        return bool(status.ac_line != 0)

else:

    def is_plugged_in(platform: str = sys.platform) -> bool:
        """What the system says; True where it says nothing. Takes a moment: not for the thread of the window."""
        return _macos() if platform == "darwin" else linux_plugged_in(_SUPPLIES)
