"""Whether a window can be opened here. Qt itself would end the process, with advice that does not help."""

from __future__ import annotations

import ctypes
import os
import sys

_NAMES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def has_display() -> bool:
    """Whether a window can be opened: always on Windows and macOS, else where a display server answers."""
    return why_no_display() is None


def why_no_display() -> str | None:
    """What stands in the way of a window, as a sentence; None if nothing does."""
    platform: str = sys.platform  # a plain name, so that types are checked for every system at once
    if platform in {"win32", "darwin"}:
        return None
    if not any(os.environ.get(name) for name in _NAMES):
        return "There is no display to open a window on."
    return _why_x11_is_silent()


def _why_x11_is_silent() -> str | None:
    display = os.environ.get("DISPLAY")
    chosen = os.environ.get("QT_QPA_PLATFORM", "xcb").partition(":")[0]
    if not display or os.environ.get("WAYLAND_DISPLAY") or chosen != "xcb" or _x11_answers():
        return None
    return f"The display {display} does not answer, or takes no windows of yours."


def _x11_answers() -> bool:
    """Asked as Qt asks, with the same library and the same rights."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # whether Qt can do without, it knows better
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    try:
        return bool(xcb.xcb_connection_has_error(connection) == 0)
    finally:
        xcb.xcb_disconnect(connection)
