"""Large tables have pages of their own, so that they go back to the system when they are freed."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

_COUNT = """
import ctypes
from score_gui.power.memory import keep_no_large_tables

class Info(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in "arena ordblks smblks hblks hblkhd".split()]
    _fields_ += [(f"more{number}", ctypes.c_size_t) for number in range(5)]

library = ctypes.CDLL(None)
library.mallinfo2.restype = Info
if CALLED:
    keep_no_large_tables()
freed = bytearray(16 << 20)
del freed
before = library.mallinfo2().hblks
kept = [bytearray(2 << 20) for _ in range(5)]
print(library.mallinfo2().hblks - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="of glibc")
@pytest.mark.parametrize(("called", "pages_of_their_own"), [(True, "5"), (False, "0")])
def test_a_large_table_that_was_freed_changes_nothing(called: bool, pages_of_their_own: str) -> None:
    code = f"CALLED = {called}\n{_COUNT}"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == pages_of_their_own
