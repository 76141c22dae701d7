"""Index files: told by their first bytes, and hostile ones are refused with words."""

from __future__ import annotations

import contextlib
import gzip
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.model.problem import ProblemError
from score_gui.slicing.binning import BinIndex
from score_gui.slicing.crai import CraiIndex
from score_gui.slicing.index import read_index

DATA = Path(__file__).parent / "data"
SAMPLES = {name: (DATA / name).read_bytes() for name in ("range.bam.bai", "index.bam.csi", "range.cram.crai")}


def test_bai_is_read() -> None:
    index = read_index(SAMPLES["range.bam.bai"])
    assert isinstance(index, BinIndex)
    assert (index.depth, index.uses_loffset, len(index.references)) == (5, False, 7)
    assert index.first is not None
    assert index.unplaced == 0
    assert sum(reference.mapped or 0 for reference in index.references) > 0


def test_csi_is_read() -> None:
    bai, csi = read_index((DATA / "index.bam.bai").read_bytes()), read_index(SAMPLES["index.bam.csi"])
    assert isinstance(bai, BinIndex)
    assert isinstance(csi, BinIndex)
    assert csi.uses_loffset
    assert [r.mapped for r in csi.references] == [r.mapped for r in bai.references]


def test_crai_is_read_packed_and_plain() -> None:
    packed = SAMPLES["range.cram.crai"]
    index = read_index(packed)
    assert isinstance(index, CraiIndex)
    assert read_index(gzip.decompress(packed)) == index


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>",
        SAMPLES["range.bam.bai"][:100],
        SAMPLES["index.bam.csi"][:60],
        SAMPLES["range.cram.crai"][:-9],
        b"BAI\1" + struct.pack("<i", 2_000_000_000),
        b"BAI\1" + struct.pack("<i", -1),
        b"BAI\1" + struct.pack("<iii", 1, 1, 5) + struct.pack("<i", 2_000_000_000),
        gzip.compress(b"CSI\1" + struct.pack("<iii", 14, 1000, 0)),
        gzip.compress(b"CSI\1" + struct.pack("<iii", 14, 5, 2_000_000_000)),
        gzip.compress(bytes(200_000_000)),
        b"0\t1\t2\t--5\t6\t7\n",
        b"0\t1\t2\t3\t4\n",
        gzip.compress(b""),
    ],
    ids=range(14),
)
def test_a_hostile_index_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(ProblemError) as caught:
        read_index(data)
    assert caught.value.problem.code == "slice-index-unreadable"


@given(
    name=st.sampled_from(sorted(SAMPLES)),
    place=st.integers(0, 2000),
    byte=st.integers(0, 255),
    cut=st.booleans(),
)
def test_a_damaged_index_is_read_or_refused(name: str, place: int, byte: int, cut: bool) -> None:
    data = bytearray(SAMPLES[name])
    if name != "range.bam.bai":
        data = bytearray(gzip.decompress(data))
    place %= len(data)
    data[place] = byte
    with contextlib.suppress(ProblemError):
        index = read_index(bytes(data[:place] if cut else data))
        if isinstance(index, BinIndex):
            index.chunks(0, 5, 5000)
        else:
            index.run(0, 5, 5000)
