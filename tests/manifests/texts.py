"""Pieces of which the tests build manifests."""

from __future__ import annotations

from score_gui.model.manifest import Manifest

A = "33dd93ef-aab8-561c-8cc0-2fe14bd2d1ac"
B = "47e6db95-92e2-5f31-9e86-793a696fb8e0"
C = "ef84712d-121d-544d-878a-ba884b3d2a37"
INDEX = "a9e8b127-abbe-57b8-bcb8-47d54968f36e"
ANALYSIS = "8d3ac012-4cba-5f49-bbba-4feb1e681748"
MD5 = "3d6cd9a449842f02401c3a1d6ecf1905"

HEADER_25K = (
    "repo_code\tfile_id\tobject_id\tfile_format\tfile_name\tfile_size\tmd5_sum\tindex_object_id\t"
    "donor_id/donor_count\tproject_id/project_count\tstudy"
)
HEADER_ARGO = (
    "repository_code\tanalysis_id\tobject_id\tfile_type\tfile_name\tfile_size\tmd5sum\tindex_object_id\t"
    "donor_id\tsample_id(s)\tprogram_id"
)


def row_25k(
    object_id: str,
    name: str = "alpha.bam",
    size: str = "1048576",
    md5: str = MD5,
    repo: str = "collaboratory",
    index: str = "",
) -> str:
    return f"{repo}\tFI1\t{object_id}\tBAM\t{name}\t{size}\t{md5}\t{index}\tDO1\tTEST-CA\tPCAWG"


def table(*rows: str, header: str = HEADER_25K) -> bytes:
    return ("\n".join((header, *rows)) + "\n").encode()


def codes(manifest: Manifest) -> list[str]:
    """The remark codes, each once, in the order of their first appearance."""
    return list(dict.fromkeys(remark.code for remark in manifest.remarks))


def ids(manifest: Manifest) -> list[str]:
    return [entry.object_id for entry in manifest.entries]
