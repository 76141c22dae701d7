"""Whatever the bytes are, reading ends with a manifest that can be trusted and shown."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from score_gui.manifests import read_manifest

from .fuzz import VECTORS, check

HOW_MANY = os.environ.get("SCORE_GUI_FUZZ", "600")
PIECES = [
    b"\t", b"\n", b"\r", b",", b";", b'"', b"\0", b"\xff", b"\xff\xfe", b"<", b"#!", b"{", b"[", b"|",
    "\u202e".encode(), b"\xed\xa0\x80", b"..", b"/", b"undefined", b"object_id", b"1E+5", b"\x1f\x8b",
]  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A real list with pieces of it cut out, repeated, or replaced by something nasty."""
    data = draw(st.sampled_from(VECTORS))
    for _ in range(draw(st.integers(1, 6))):
        start, stop = sorted(draw(st.tuples(*[st.integers(0, len(data))] * 2)))
        middle = draw(st.sampled_from([b"", data[start:stop] * 2, *PIECES]))
        data = data[:start] + middle + data[stop if draw(st.booleans()) else start :]
    return data


@settings(max_examples=300)
@given(mutated())
def test_a_damaged_list_is_read_without_surprise(data: bytes) -> None:
    check(read_manifest(data))
    check(read_manifest(gzip.compress(data)))


@given(st.binary(max_size=2000))
def test_any_bytes_are_read_without_surprise(data: bytes) -> None:
    check(read_manifest(data))


@given(st.text(st.sampled_from("\t\n\r,;\"'{}[]<>#! abcdef0123456789-_.\u202eé"), max_size=400))
def test_any_text_is_read_without_surprise(text: str) -> None:
    check(read_manifest(text.encode()))
    check(read_manifest(text.encode("utf-16")))


@given(st.lists(st.text(max_size=30).filter(lambda t: not set(t) & set("\t\r\n")), min_size=11, max_size=11))
def test_any_cells_are_read_without_surprise(cells: list[str]) -> None:
    header = VECTORS[0].split(b"\n")[0]
    check(read_manifest(header + b"\n" + "\t".join(cells).encode("utf-8", "replace") + b"\n"))


@pytest.mark.timeout(0)
def test_no_damage_makes_the_reader_stumble_hang_or_hoard() -> None:
    """In a process of its own, with a gigabyte of memory; `SCORE_GUI_FUZZ` says how many, `SCORE_GUI_SEED` which."""
    seed = os.environ.get("SCORE_GUI_SEED", "1")
    words = [sys.executable, "-m", "tests.manifests.fuzz", HOW_MANY, seed]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    assert done.stdout.startswith(f"{HOW_MANY} lists read")
