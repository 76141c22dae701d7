"""The same rows are the same entries, however a portal, a spreadsheet or a person wrapped them."""

from __future__ import annotations

import base64
import csv
import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from score_gui.manifests import read_manifest, write_manifest
from score_gui.model.manifest import Entry, Kind

from .made_up import entries_25k, entries_argo, lists_of, without_line
from .texts import HEADER_25K, HEADER_ARGO, A, ids

Rows = list[list[str]]

# What portals call the columns, by what we call them; the first is what we write.
CALLED = {
    "repo_code": ("Repo code", "repository_code", "repositories.code", "REPO_CODE"),
    "repository_code": ("repository_code", "Repository Code"),
    "object_id": ("objectId", "Object UUID", "File UUID", "object-id", "OBJECT ID"),
    "file_name": ("filename", "file.name", "File name"),
    "file_size": ("file.size", "size", "File Size"),
    "md5_sum": ("md5sum", "file_md5sum", "md5", "file.md5", "file.md5sum", "File md5sum"),
    "md5sum": ("md5_sum", "file_md5sum", "file.md5sum"),
    "index_object_id": ("file.index_file.object_id", "Index file UUID", "index file object id"),
    "analysis_id": ("analysis.analysis_id", "Analysis ID"),
    "donor_id": ("donors.donor_id", "Donor ID"),
    "sample_id(s)": ("donors.specimens.samples.sample_id", "sample_id"),
    "file_type": ("file_format", "File Type"),
    "file_format": ("File format", "file_type"),
}


def rows_of(text: str) -> Rows:
    return [line.split("\t") for line in text.removesuffix("\n").split("\n")]


def with_tabs(rows: Rows) -> str:
    return "".join("\t".join(row) + "\n" for row in rows)


def separated_by(separator: str) -> Callable[[Rows], str]:
    def spreadsheet(rows: Rows) -> str:
        out = io.StringIO()
        plain = [[_unquoted(cell) for cell in row] for row in rows]
        csv.writer(out, delimiter=separator, lineterminator="\n").writerows(plain)
        return out.getvalue()

    return spreadsheet


def _unquoted(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell


def zipped(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.tsv", data)
        archive.writestr("__MACOSX/._manifest.tsv", b"\0\1")
    return out.getvalue()


def tarred(data: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        info = tarfile.TarInfo("manifest.collaboratory.1.tsv")
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def in_portal_json(data: bytes) -> bytes:
    entry = {"repo": "collaboratory", "format": "tsv", "content": base64.b64encode(data).decode()}
    return json.dumps({"entries": [entry]}).encode()


layouts = st.sampled_from([with_tabs, separated_by(","), separated_by(";")])
encodings = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le-mark"])
ends = st.sampled_from(["\n", "\r\n", "\r"])
_PACKINGS: list[Callable[[bytes], bytes]] = [bytes, gzip.compress, zipped, tarred, in_portal_json]
packings = st.sampled_from(_PACKINGS)
_SPELLINGS: list[Callable[[str], str]] = [str, str.upper, "{{{}}}".format, '"{}"'.format, " {}".format]
spellings = st.sampled_from(_SPELLINGS)


@st.composite
def rearranged(draw: st.DrawFn, rows: Rows) -> Rows:
    """The columns in another order and under other names, with a column between that means nothing here."""
    header = rows[0]
    names = [draw(st.sampled_from((name, *CALLED.get(name, ())))) for name in header]
    order = draw(st.permutations(range(len(header) + 1)))
    wide = [[*names, "notes"], *([*row, draw(st.sampled_from(["", "mine"]))] for row in rows[1:])]
    return [[row[place] for place in order] for row in wide]


@st.composite
def wrapped(draw: st.DrawFn, text: str) -> bytes:
    """Other columns, separators, line ends and encodings; blank lines and comments between; packed or not."""
    rows = draw(rearranged(rows_of(text)))
    lines = draw(layouts)(rows).removesuffix("\n").split("\n")
    for between in draw(st.lists(st.sampled_from(["", "# a comment", "   "]), max_size=3)):
        lines.insert(draw(st.integers(1, len(lines))), between)
    end = draw(ends)
    whole = end.join(lines) + draw(st.sampled_from(["", end]))
    encoding = draw(encodings)
    data = b"\xff\xfe" + whole.encode("utf-16-le") if encoding == "utf-16-le-mark" else whole.encode(encoding)
    return draw(packings)(data)


@given(st.data(), lists_of(entries_25k))
def test_a_25k_manifest_is_the_same_in_any_wrapping(data: st.DataObject, entries: list[Entry]) -> None:
    manifest = read_manifest(data.draw(wrapped(write_manifest(entries, Kind.SCORE_25K))))
    assert [without_line(entry) for entry in manifest.entries] == [without_line(entry) for entry in entries]


@given(st.data(), lists_of(entries_argo))
def test_an_argo_manifest_is_the_same_in_any_wrapping(data: st.DataObject, entries: list[Entry]) -> None:
    manifest = read_manifest(data.draw(wrapped(write_manifest(entries, Kind.SCORE_ARGO))))
    assert [without_line(entry) for entry in manifest.entries] == [without_line(entry) for entry in entries]


@given(st.data(), st.lists(st.uuids().map(str), min_size=1, max_size=20, unique=True))
def test_a_list_of_ids_is_the_same_in_any_wrapping(data: st.DataObject, wanted: list[str]) -> None:
    between = data.draw(st.sampled_from(["\n", "\r\n", "\r", ", ", ";", " ", "\t", "\n\n", "\n# more\n"]))
    header = data.draw(st.sampled_from(["", "object_id\n", "# ids\n"]))
    text = header + between.join(data.draw(spellings)(each) for each in wanted)
    encoded = text.encode(data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])))
    assert ids(read_manifest(data.draw(packings)(encoded))) == wanted


def test_a_cell_that_looks_like_a_comment_or_a_quote_comes_back() -> None:
    entries = [Entry(A, repos=("#1 store",), study='"PCAWG"', file_type="BAM")]
    manifest = read_manifest(write_manifest(entries, Kind.SCORE_25K).encode())
    assert [without_line(entry) for entry in manifest.entries] == [without_line(entry) for entry in entries]


def test_the_names_of_columns_tried_here_are_those_that_are_written() -> None:
    assert CALLED.keys() <= {*HEADER_25K.split("\t"), *HEADER_ARGO.split("\t")}
