"""What is written can be read again, here and by score-client."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given

from score_gui.manifests import read_manifest, save_manifest, shape_of, write_manifest
from score_gui.model.manifest import Entry, Kind

from .made_up import entries_25k, entries_argo, lists_of, without_line
from .texts import HEADER_25K, HEADER_ARGO, MD5, A, codes


@given(lists_of(entries_25k))
def test_a_25k_manifest_comes_back_as_it_was(entries: list[Entry]) -> None:
    manifest = read_manifest(write_manifest(entries, Kind.SCORE_25K).encode())
    assert manifest.kind is Kind.SCORE_25K
    assert [without_line(e) for e in manifest.entries] == [without_line(e) for e in entries]
    assert set(codes(manifest)) <= {"same-file-name"}


@given(lists_of(entries_argo))
def test_an_argo_manifest_comes_back_as_it_was(entries: list[Entry]) -> None:
    manifest = read_manifest(write_manifest(entries, Kind.SCORE_ARGO).encode())
    assert manifest.kind is Kind.SCORE_ARGO
    assert [without_line(e) for e in manifest.entries] == [without_line(e) for e in entries]
    assert set(codes(manifest)) <= {"same-file-name"}


@pytest.mark.parametrize(("shape", "header"), [(Kind.SCORE_25K, HEADER_25K), (Kind.SCORE_ARGO, HEADER_ARGO)])
def test_score_client_gets_eleven_columns_the_id_third_and_no_empty_line(shape: Kind, header: str) -> None:
    entries = [Entry(A, "a\tb\r\nc.bam", samples=("x\ny",)), Entry(str(UUID(int=1)), size=0, md5=MD5)]
    text = write_manifest(entries, shape)
    lines = text.removesuffix("\n").split("\n")
    assert text.endswith("\n")
    assert lines[0] == header
    assert [len(line.split("\t")) for line in lines] == [11, 11, 11]
    assert [line.split("\t")[2] for line in lines[1:]] == [e.object_id for e in entries]


def test_other_shapes_are_not_written() -> None:
    with pytest.raises(ValueError, match="not written"):
        write_manifest([], Kind.GDC)


def test_a_list_is_saved_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "m.tsv"
    path.write_text("what was there")
    with pytest.raises(ValueError, match="not written"):
        save_manifest(path, [Entry(A)], Kind.TCIA)
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("m.tsv", "what was there")]
    save_manifest(path, [Entry(A)], shape_of(Kind.ID_LIST))
    assert path.read_bytes() == write_manifest([Entry(A)]).encode()
    assert list(tmp_path.iterdir()) == [path]


def test_a_list_of_the_25k_portal_stays_one() -> None:
    assert [shape_of(kind) for kind in (Kind.SCORE_25K, Kind.SCORE_ARGO, Kind.ID_LIST)] == [
        Kind.SCORE_25K,
        Kind.SCORE_ARGO,
        Kind.SCORE_ARGO,
    ]
