"""Gives the memory of large tables back to the system, where the C library would keep it for later ones."""

from __future__ import annotations

import ctypes
import sys

LARGE = 256 * 1024
"""Bytes from which on a table gets pages of its own."""
_MMAP_THRESHOLD = -3
"""`M_MMAP_THRESHOLD` of glibc's malloc.h."""


def keep_no_large_tables() -> None:
    """Hold the library to its first choice: each large table that is freed lets it keep larger ones, up to 32 MiB.

    A long queue is a few tables that grow by being copied; what they leave behind was 20 MiB. Elsewhere than with
    glibc there is nothing to say.
    """
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(_MMAP_THRESHOLD, LARGE)
