"""Packed lists are opened within limits; what is not for Score is named and left out."""

from __future__ import annotations

import base64
import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Callable

import pytest

from score_gui.manifests import read_manifest
from score_gui.model.manifest import Kind

from .texts import A, B, C, codes, ids, row_25k, table

GNOS = b"<?xml version='1.0'?><ResultSet><Result/></ResultSet>"
SCRIPT = b"#!/bin/bash\necho\n"
MEMBERS = {
    "manifest.collaboratory.1.tsv": table(row_25k(A), row_25k("x")),
    "manifest.pcawg-london.1.xml": GNOS,
    "manifest.ega.1.sh": SCRIPT,
}


def tar(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return packed.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return packed.getvalue()


@pytest.mark.parametrize("pack", [lambda m: gzip.compress(tar(m)), tar, zipped], ids=["tar.gz", "tar", "zip"])
def test_an_archive_of_the_portal_gives_its_score_lists(pack: Callable[[dict[str, bytes]], bytes]) -> None:
    manifest = read_manifest(pack(MEMBERS | {"__MACOSX/._m.tsv": b"\0\1"}), "manifest.1.tar.gz")
    assert (manifest.kind, manifest.accepted, manifest.name) == (
        Kind.PORTAL_ARCHIVE,
        True,
        "manifest.1.tar.gz",
    )
    assert codes(manifest) == [
        "row-3-bad-object-id",
        "member-skipped:gnos-retired",
        "member-skipped:repository-script",
    ]
    assert [(e.object_id, e.line) for e in manifest.entries] == [(A, 2)]
    assert manifest.remarks[1].message.startswith(
        "manifest.pcawg-london.1.xml is left out. This is a GNOS list."
    )


def test_two_lists_in_an_archive_become_one() -> None:
    first = table(row_25k(A, repo="aws-virginia"), row_25k("x"))
    manifest = read_manifest(tar({"one.tsv": first, "d/two.tsv": table(row_25k(A), row_25k(B))}))
    assert ids(manifest) == [A, B]
    assert manifest.entries[0].repos == ("aws-virginia", "collaboratory")
    assert [(r.code, r.line) for r in manifest.remarks] == [
        ("row-3-bad-object-id", None),
        ("several-repositories", None),
        ("same-file-name", None),
    ]
    assert manifest.remarks[0].message == "one.tsv, line 3: Object ID is not a UUID"


def test_an_archive_without_a_score_list_is_refused() -> None:
    manifest = read_manifest(tar({"m.xml": GNOS}))
    assert (manifest.accepted, manifest.reason) == (False, "no-usable-line")
    assert codes(manifest) == ["member-skipped:gnos-retired"]


def test_a_compressed_list_is_that_list() -> None:
    manifest = read_manifest(gzip.compress(table(row_25k(A))), "m.tsv.gz")
    assert (manifest.kind, codes(manifest), ids(manifest)) == (Kind.SCORE_25K, [], [A])


def test_several_gzip_members_are_one_list() -> None:
    data = table(row_25k(A), row_25k(B, name="b"))
    assert ids(read_manifest(gzip.compress(data[:50]) + gzip.compress(data[50:]))) == [A, B]


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(b"\n" * 20_000_000),
        zipped({"m.tsv": b"\n" * 20_000_000}),
        gzip.compress(table(row_25k(A)))[:-20],
        gzip.compress(tar(MEMBERS)[:700]),
        zipped(MEMBERS)[:-30],
        b"\x1f\x8b" + b"x" * 50,
        b"PK\x03\x04" + b"x" * 50,
    ],
    ids=["gzip bomb", "zip bomb", "cut gzip", "cut tar", "cut zip", "no gzip", "no zip"],
)
def test_bombs_and_broken_archives_are_refused(data: bytes) -> None:
    manifest = read_manifest(data)
    assert (manifest.accepted, manifest.reason) == (False, "unreadable-archive")


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: zipped({"m.tsv": data})], ids=["gzip", "zip"])
def test_a_bomb_is_told_from_a_broken_archive(pack: Callable[[bytes], bytes]) -> None:
    manifest = read_manifest(pack(b"\n" * 20_000_000))
    assert manifest.advice == (
        "This archive cannot be opened. It unpacks to far more than a manifest can hold."
    )


def test_archives_within_archives_stay_closed() -> None:
    inner = gzip.compress(table(row_25k(A)))
    assert codes(read_manifest(zipped({"inner.gz": inner}))) == ["member-skipped:nested-archive"]
    assert read_manifest(gzip.compress(inner)).reason == "nested-archive"


def portal_json(*lists: tuple[str, bytes]) -> bytes:
    entries = [{"repo": repo, "content": base64.b64encode(data).decode()} for repo, data in lists]
    return json.dumps({"repos": [r for r, _ in lists], "format": "json", "entries": entries}).encode()


def test_the_portals_json_holds_a_list_per_repository() -> None:
    manifest = read_manifest(portal_json(("collaboratory", table(row_25k(A), row_25k(C, name="c")))))
    assert (manifest.kind, codes(manifest), ids(manifest)) == (Kind.PORTAL_JSON, [], [A, C])


def test_the_portals_json_may_hold_lists_for_others() -> None:
    manifest = read_manifest(portal_json(("collaboratory", table(row_25k(A))), ("pcawg-london", GNOS)))
    assert (codes(manifest), ids(manifest)) == (["member-skipped:gnos-retired"], [A])


def test_json_with_broken_content_is_told() -> None:
    manifest = read_manifest(json.dumps({"entries": [{"repo": "x", "content": "not base64"}, 7]}).encode())
    assert codes(manifest) == ["member-skipped:empty-manifest"]


def test_deep_json_is_refused() -> None:
    assert not read_manifest(b"[" * 200_000).accepted
