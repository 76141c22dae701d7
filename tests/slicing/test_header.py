"""Headers of BAM and CRAM: what is read, and what hostile bytes may do, which is nothing but be refused."""

from __future__ import annotations

import contextlib
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.slicing.header import BAM_END, FileKind, read_header
from score_gui.slicing.inflate import DamagedError, NeedMoreError

DATA = Path(__file__).parent / "data"
SAMPLES = {name: (DATA / name).read_bytes() for name in ("range.bam", "range.cram", "colons.bam")}
WORMS = {"CHROMOSOME_I": 1009800, "CHROMOSOME_II": 5000, "CHROMOSOME_III": 5000, "CHROMOSOME_IV": 5000}


def block(content: bytes) -> bytes:
    """A BGZF block."""
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(content) + packer.flush()
    head = bytes.fromhex("1f8b08040000000000ff060042430200") + struct.pack("<H", len(packed) + 25)
    return head + packed + struct.pack("<II", zlib.crc32(content), len(content))


@pytest.mark.parametrize(("name", "kind"), [("range.bam", FileKind.BAM), ("range.cram", FileKind.CRAM)])
def test_contigs_are_read_in_their_order(name: str, kind: FileKind) -> None:
    header = read_header(SAMPLES[name])
    assert header.kind is kind
    assert list(header.contigs.items())[:4] == list(WORMS.items())
    assert header.text.startswith("@")


def test_a_cram_tells_the_md5s_of_its_contigs() -> None:
    header = read_header(SAMPLES["range.cram"])
    assert set(header.md5s) == set(header.contigs)
    assert all(len(md5) == 32 for md5 in header.md5s.values())


@pytest.mark.parametrize("name", ["range.bam", "range.cram"])
def test_a_beginning_asks_for_more(name: str) -> None:
    with pytest.raises(NeedMoreError):
        read_header(SAMPLES[name][:200])


def test_a_header_may_go_over_several_blocks() -> None:
    text = b"@CO\tlong\n" * 20_000
    plain = (
        b"BAM\1"
        + struct.pack("<i", len(text))
        + text
        + struct.pack("<ii", 1, 2)
        + b"c\0"
        + struct.pack("<i", 77)
    )
    data = b"".join(block(plain[n : n + 60_000]) for n in range(0, len(plain), 60_000)) + BAM_END
    assert read_header(data).contigs == {"c": 77}


@pytest.mark.parametrize(
    "data",
    [
        b"@HD\tVN:1.6\n@SQ\tSN:chr1\tLN:5\n",
        b"<html><body>Sign in to go on</body></html>",
        b"CRAM\x09" + bytes(200),
        b"CRAM\x03" + bytes(21) + struct.pack("<i", 2_000_000_000) + bytes(100),
        b"CRAM\x03" + bytes(21) + struct.pack("<i", -5) + bytes(100),
        block(b"not a BAM at all"),
        block(b"BAM\1" + struct.pack("<i", -1) + b"12345678"),
        block(b"BAM\1" + struct.pack("<i", 2_000_000_000) + b"12345678"),
        block(
            b"BAM\1" + struct.pack("<iii", 0, 2, 2) + b"c\0" + struct.pack("<ii", 7, 2) + b"c\0" + bytes(4)
        ),
        block(b"BAM\1" + struct.pack("<ii", 0, -7)),
    ],
    ids=range(10),
)
def test_what_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(DamagedError):
        read_header(data)


@given(name=st.sampled_from(sorted(SAMPLES)), place=st.integers(0, 1500), byte=st.integers(0, 255))
def test_a_damaged_header_is_read_or_refused(name: str, place: int, byte: int) -> None:
    data = bytearray(SAMPLES[name])
    data[place % len(data)] = byte
    with contextlib.suppress(DamagedError, NeedMoreError):
        read_header(bytes(data))
