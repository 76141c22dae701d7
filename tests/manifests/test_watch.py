"""A long list tells how far it is read, and its reading can be ended."""

from __future__ import annotations

from pathlib import Path

import pytest

from score_gui.manifests import ReadingStoppedError, Watch, read_manifest, read_path
from score_gui.manifests.decode import PIECE

from .texts import ids, row_25k, table

LINES = 4 * PIECE // 37
"""Of bare ids, so many are read in several pieces."""


def object_id(number: int) -> str:
    return f"33dd93ef-aab8-561c-8cc0-{number:012x}"


LONG = table(*(row_25k(object_id(number), name=f"{number}.bam") for number in range(LINES)))
LONG_IDS = "\n".join(object_id(number) for number in range(LINES)).encode()


@pytest.mark.parametrize("data", [LONG, LONG_IDS], ids=["table", "ids"])
def test_progress_grows_towards_one(data: bytes) -> None:
    told: list[float] = []
    manifest = read_manifest(data, watch=Watch(progress=told.append))
    assert len(manifest.entries) == LINES
    assert told == sorted(set(told))
    assert len(told) >= 2
    assert 0 < told[0] < told[-1] < 1


@pytest.mark.parametrize("data", [LONG, LONG_IDS], ids=["table", "ids"])
def test_a_list_that_nobody_wants_any_more_is_let_go(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "m.tsv"
    path.write_bytes(data)
    with pytest.raises(ReadingStoppedError):
        read_path(path, Watch(stopped=lambda: True))


def test_a_short_list_is_read_before_anybody_is_asked() -> None:
    assert ids(read_manifest(table(row_25k(object_id(1))), watch=Watch(stopped=lambda: True))) == [
        object_id(1)
    ]


def test_objects_whose_ids_have_equal_hashes_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("score_gui.manifests.seen.hash", lambda _text: 7, raising=False)
    rows = [row_25k(object_id(number), name=f"{number}.bam") for number in (1, 2, 3, 2, 3, 1)]
    manifest = read_manifest(table(*rows))
    assert ids(manifest) == [object_id(number) for number in (1, 2, 3)]
    assert [remark.code for remark in manifest.remarks] == ["duplicate-object"] * 3
