"""A part file puts bytes in their place, whoever writes at the same time, and gives exactly them back."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.transfer.part_file import PartFile
from tests.transfer.conftest import make_bytes

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX file rights and system calls")


@pytest.fixture
def part(tmp_path: Path) -> Iterator[PartFile]:
    made = PartFile(tmp_path / "x.bam.part")
    yield made
    made.close()


def read(part: PartFile, offset: int, count: int) -> bytes:
    buffer = bytearray(count)
    return bytes(buffer[: part.read_at(memoryview(buffer), offset)])


def test_bytes_come_back_from_where_they_were_put(part: PartFile) -> None:
    part.write_at(memoryview(b"world"), 6)
    part.write_at(memoryview(b"hello "), 0)
    assert read(part, 0, 11) == b"hello world"
    assert read(part, 4, 3) == b"o w"


def test_a_hole_reads_as_zeros_and_the_end_as_nothing(part: PartFile) -> None:
    part.write_at(memoryview(b"x"), 3)
    assert read(part, 0, 10) == b"\0\0\0x"
    assert read(part, 4, 10) == b""
    assert part.size() == 4


@given(pieces=st.lists(st.tuples(st.integers(0, 300), st.binary(max_size=60)), max_size=10))
def test_the_file_is_what_was_written_over_it_in_order(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[tuple[int, bytes]]
) -> None:
    part, expected = PartFile(tmp_path_factory.mktemp("p") / "x.part"), bytearray()
    for offset, data in pieces:
        part.write_at(memoryview(data), offset)
        if data:
            expected.extend(bytes(max(0, offset - len(expected))))
            expected[offset : offset + len(data)] = data
    assert read(part, 0, 1000) == bytes(expected)
    part.close()


def test_many_writers_do_not_disturb_each_other(part: PartFile) -> None:
    data, step = make_bytes(1 << 20), 1 << 14

    def write(start: int) -> None:
        for offset in range(start, start + step, 1000):
            stop = min(offset + 1000, start + step)
            part.write_at(memoryview(data)[offset:stop], offset)
            assert read(part, offset, stop - offset) == data[offset:stop]

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(0, len(data), step)))
    assert read(part, 0, len(data)) == data


@posix
def test_a_short_write_is_gone_on_with(part: PartFile, monkeypatch: pytest.MonkeyPatch) -> None:
    really, counts = os.pwrite, []

    def short(fd: int, data: memoryview, offset: int) -> int:
        counts.append(really(fd, data[: max(1, len(data) // 2)], offset))
        return counts[-1]

    monkeypatch.setattr(os, "pwrite", short)
    part.write_at(memoryview(b"0123456789"), 5)
    monkeypatch.undo()
    assert len(counts) > 1
    assert read(part, 5, 20) == b"0123456789"


@posix
def test_a_short_read_is_gone_on_with(part: PartFile, monkeypatch: pytest.MonkeyPatch) -> None:
    part.write_at(memoryview(b"0123456789"), 0)
    really = os.preadv
    monkeypatch.setattr(os, "preadv", lambda fd, buffers, offset: really(fd, [buffers[0][:3]], offset))
    assert read(part, 0, 100) == b"0123456789"


@posix
def test_a_full_disk_is_told_and_what_was_written_stays(
    part: PartFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = os.pwrite

    def full(fd: int, data: memoryview, offset: int) -> int:
        if offset >= 4:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return really(fd, data[:4], offset)

    monkeypatch.setattr(os, "pwrite", full)
    with pytest.raises(OSError, match="No space"):
        part.write_at(memoryview(b"01234567"), 0)
    assert read(part, 0, 100) == b"0123"


def test_opened_again_it_holds_what_it_held(part: PartFile) -> None:
    part.write_at(memoryview(b"kept"), 0)
    part.sync()
    part.close()
    again = PartFile(part.path)
    assert read(again, 0, 10) == b"kept"
    again.close()


@posix
def test_it_is_for_the_owner_only(part: PartFile) -> None:
    assert part.path.stat().st_mode & 0o777 == 0o600


@posix
def test_a_link_in_its_place_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"mine")
    (tmp_path / "x.part").symlink_to(other)
    with pytest.raises(OSError, match="plain file"):
        PartFile(tmp_path / "x.part")
    assert other.read_bytes() == b"mine"


def test_closing_twice_does_nothing(part: PartFile) -> None:
    assert part.is_open
    part.close()
    part.close()
    assert not part.is_open
