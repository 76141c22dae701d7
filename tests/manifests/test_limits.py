"""A huge or hostile file costs a sentence, not the machine."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from score_gui.manifests import limits, read_manifest, read_path, reader

from .texts import HEADER_25K, A, B, codes, ids, row_25k, table


def test_a_file_of_its_name_is_read(tmp_path: Path) -> None:
    path = tmp_path / "m.tsv"
    path.write_bytes(table(row_25k(A)))
    assert (read_path(path).name, ids(read_path(path))) == ("m.tsv", [A])


def test_a_file_over_256_mib_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "m.tsv"
    with path.open("wb") as file:
        file.truncate(limits.MAX_BYTES + 1)
    manifest = read_path(path)
    assert (manifest.reason, manifest.advice) == (
        "too-large",
        "The file has 268 MB; a manifest may have 268 MB. Split the list.",
    )


def test_too_many_bytes_and_lines_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = table(row_25k(A), row_25k(B))
    monkeypatch.setattr(reader, "MAX_LINES", 2)
    assert read_manifest(data).reason == "too-many-lines"
    monkeypatch.setattr(reader, "MAX_BYTES", 100)
    assert read_manifest(data).reason == "too-large"


@pytest.mark.skipif(os.name == "nt", reason="named pipes as POSIX has them")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="not a file"):
        read_path(tmp_path / "pipe")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_path(tmp_path / "m.tsv")


def test_a_line_over_64_kb_is_left_out() -> None:
    manifest = read_manifest(table(row_25k(B, name="x" * 70_000), row_25k(A)))
    assert (codes(manifest), ids(manifest)) == (["row-2-too-long"], [A])
    listed = read_manifest((f"{A}\n" + B * 2000).encode())
    assert (codes(listed), ids(listed)) == (["row-2-too-long"], [A])


def test_a_hundred_thousand_columns_are_no_header() -> None:
    assert not read_manifest(("x\t" * 100_000 + "object_id\n" + A).encode()).accepted


def test_the_heap_of_remarks_is_bounded() -> None:
    rows = "\n".join(row_25k("x") for _ in range(limits.MAX_REMARKS + 500))
    manifest = read_manifest(f"{HEADER_25K}\n{row_25k(A)}\n{rows}\n".encode())
    assert ids(manifest) == [A]
    assert len(manifest.remarks) == limits.MAX_REMARKS + 1
    assert (manifest.remarks[-1].code, manifest.remarks[-1].message) == (
        "remarks-cut",
        "500 more remarks are not listed.",
    )
    assert manifest.lines == limits.MAX_REMARKS + 501


@pytest.mark.parametrize(
    "text",
    ["\n" * 400_000, "cp " * 300_000, "s5cmd cp cp " * 100_000, "<" * 500_000, "{" * 500_000, '"' * 500_000],
    ids=["lines", "cp", "s5cmd", "brackets", "braces", "quotes"],
)
@pytest.mark.timeout(20)
def test_tedious_text_is_refused_without_long_searching(text: str) -> None:
    assert not read_manifest(text.encode()).accepted
