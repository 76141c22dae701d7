"""Calls files that are no text by their name, so that a person sees at once what went wrong."""

from __future__ import annotations

from score_gui.manifests.archive import Member, first_unpacked, is_gzip
from score_gui.manifests.named import Refusal
from score_gui.model.language import mark, phrase
from score_gui.model.manifest import Kind


def _data_file(what: str) -> Refusal:
    advice = phrase("This is {what}, not a manifest. Open the list that the portal gave for it.", what=what)
    return Refusal(Kind.UNKNOWN, "data-file-not-manifest", advice)


_PACKED_OTHERWISE = Refusal(
    Kind.PORTAL_ARCHIVE,
    "unreadable-archive",
    mark("This file is packed in a way that is not opened here. Unpack it first, or pack it as zip."),
)

_BEGINNINGS = (
    (b"7z\xbc\xaf\x27\x1c", _PACKED_OTHERWISE),
    (b"\xfd7zXZ\0", _PACKED_OTHERWISE),
    (b"BZh91AY&SY", _PACKED_OTHERWISE),
    (b"Rar!\x1a\x07", _PACKED_OTHERWISE),
    (b"\x28\xb5\x2f\xfd", _PACKED_OTHERWISE),
    (b"CRAM", _data_file(phrase("a CRAM file"))),
    (b"BAI\x01", _data_file(phrase("a BAM index"))),
    (b"##fileformat=VCF", _data_file(phrase("a VCF file"))),
    (b"@HD\tVN:", _data_file(phrase("a SAM file"))),
    (b"%PDF", _data_file(phrase("a PDF"))),
    (b"\x89PNG", _data_file(phrase("a picture"))),
    (b"\xff\xd8\xff", _data_file(phrase("a picture"))),
    (b"SQLite format 3", _data_file(phrase("a database"))),
    (b"PAR1", _data_file(phrase("a Parquet table"))),
)
_PACKED_BEGINNINGS = (
    (b"BAM\x01", _data_file(phrase("a BAM file"))),
    (b"CSI\x01", _data_file(phrase("an index"))),
    (b"TBI\x01", _data_file(phrase("an index"))),
    (b"##fileformat=VCF", _data_file(phrase("a VCF file"))),
    (b"BCF", _data_file(phrase("a BCF file"))),
)

NO_TEXT = Refusal(
    Kind.UNKNOWN,
    "not-text",
    mark("This is not a text file. A manifest is text; save it again from the portal."),
)
WORKBOOK = Refusal(
    Kind.UNKNOWN,
    "workbook-not-manifest",
    mark(
        "This is a spreadsheet workbook. Open the manifest as the portal saved it, or save the sheet as tab-separated"
        " text."
    ),
)


def named_binary(data: bytes) -> Refusal | None:
    """The kind of file whose magic bytes `data` begins with, looking into compressed ones too."""
    packed = is_gzip(data)
    head = first_unpacked(data, 64) if packed else data[:64]
    beginnings = _PACKED_BEGINNINGS if packed else _BEGINNINGS
    return next((refusal for magic, refusal in beginnings if head.startswith(magic)), None)


def is_workbook(members: list[Member]) -> bool:
    """Excel's and LibreOffice's files are zip archives with these members."""
    names = {member.name for member in members}
    return bool(names & {"[Content_Types].xml", "xl/workbook.xml", "content.xml"})
