"""The one entry point: finds out what a file is and hands it to the module that reads its family."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

from score_gui.manifests import archive, binary, named
from score_gui.manifests.collector import Collector
from score_gui.manifests.decode import DAMAGE, PIECE, Pieces, Text, pieces_in, pieces_of
from score_gui.manifests.header import Header, find_glued_header, find_header, first_rows
from score_gui.manifests.id_list import is_id_list, named_list, read_id_list
from score_gui.manifests.limits import MAX_BYTES, MAX_JSON_BYTES, MAX_LINES
from score_gui.manifests.named import Refusal
from score_gui.manifests.no_ids import table_without_ids
from score_gui.manifests.s5cmd import read_commands
from score_gui.manifests.series_table import find_series_header, read_series_json, read_series_table
from score_gui.manifests.table import read_table
from score_gui.manifests.values import shown
from score_gui.manifests.watch import UNWATCHED, Watch
from score_gui.model.language import mark, tr
from score_gui.model.manifest import Kind, Manifest
from score_gui.model.text import bytes_text

_IDC_KEYS = ('"crdc_series', '"seriesinstanceuid', '"idc_version', '"series_aws_url', '"aws_url')
_DRS_VALUES = ('"drs://', '"dg.')
_LONGEST_WORD = 24

_UTF_16 = mark("The file is UTF-16 text, as a spreadsheet saves it; read as such")
_EMPTY = mark("The file is empty. Save the manifest again from the portal.")


def read_path(path: Path, watch: Watch = UNWATCHED) -> Manifest:
    """Read a file of at most 256 MiB. Raises OSError if it cannot be read, ReadingStoppedError if `watch` ends it."""
    facts = path.stat()
    if stat.S_ISREG(facts.st_mode) and facts.st_size > MAX_BYTES:
        return _too_large(path.name, facts.st_size)
    if stat.S_ISFIFO(facts.st_mode) or stat.S_ISCHR(facts.st_mode) or stat.S_ISBLK(facts.st_mode):
        raise OSError(f"not a file: {path.name}")
    size = facts.st_size or MAX_BYTES
    with path.open("rb") as file:
        head = file.read(min(PIECE, size))
        if archive.is_packed(head):
            return read_manifest(head + file.read(size - len(head) + 1), path.name, watch)
    return _read_plain(head, pieces_in(path, size), path.name, watch)


def read_manifest(data: bytes, name: str = "", watch: Watch = UNWATCHED) -> Manifest:
    """What these bytes list, whichever portal wrote them; `name` is only passed on.

    Raises ReadingStoppedError if `watch` ends it, and nothing else.
    """
    if len(data) > MAX_BYTES:
        return _too_large(name, len(data))
    if not archive.is_packed(data):
        return _read_plain(data, pieces_of(data), name, watch)
    refusal = binary.named_binary(data)
    if refusal:
        return refusal.manifest(name)
    try:
        return _read_packed(data, name, watch)
    except archive.ArchiveError as error:
        advice = f"{tr('This archive cannot be opened.')} {error}"
        return Refusal(Kind.PORTAL_ARCHIVE, "unreadable-archive", advice).manifest(name)


def _read_packed(data: bytes, name: str, watch: Watch) -> Manifest:
    """What an archive holds. Raises ArchiveError."""

    def read_member(member: bytes, member_name: str) -> Manifest:
        return _read_member(member, member_name, watch)

    if archive.is_zip(data):
        members = archive.zip_members(data)
        if binary.is_workbook(members):
            return binary.WORKBOOK.manifest(name)
        return archive.read_members(Kind.PORTAL_ARCHIVE, members, read_member, name, watch)
    if archive.is_gzip(data):
        data = archive.gunzip(data)
        if not archive.is_tar(data):
            return read_member(data, name)
    members = archive.tar_members(data)
    return archive.read_members(Kind.PORTAL_ARCHIVE, members, read_member, name, watch)


def _read_member(data: bytes, name: str, watch: Watch) -> Manifest:
    """Archives within archives are not opened: that is how bombs are made."""
    if archive.is_packed(data):
        advice = tr("An archive within an archive is not opened. Unpack it first.")
        return Refusal(Kind.PORTAL_ARCHIVE, "nested-archive", advice).manifest(name)
    return _read_plain(data, pieces_of(data), name, watch)


def _read_plain(head: bytes, pieces: Pieces, name: str, watch: Watch) -> Manifest:
    """What bytes that are no archive list; `head` is their beginning."""
    refusal = binary.named_binary(head)
    return refusal.manifest(name) if refusal else _read_text(Text.of(pieces), name, watch)


def _read_text(source: Text | None, name: str, watch: Watch) -> Manifest:
    if source is None:
        return binary.NO_TEXT.manifest(name)
    if source.is_blank:
        return Refusal(Kind.UNKNOWN, "empty-manifest", _EMPTY).manifest(name)
    if source.lines > MAX_LINES:
        advice = tr("The list has more than {most:,} lines. Split it and open the pieces.", most=MAX_LINES)
        return Refusal(Kind.UNKNOWN, "too-many-lines", advice).manifest(name)
    return _read_lines(source, name, watch)


def _read_lines(source: Text, name: str, watch: Watch) -> Manifest:
    line = _first_told(source)
    if line.lstrip()[:1] in {"{", "["}:
        found = _read_json(source, name, watch)
        if found:
            return found
    header = find_header(source.first)
    if header is None and named.is_imaging_list(source.head):
        return _read_imaging(source, name, watch)
    if header is None or header.preamble:
        beginning = named.named_beginning(source.head)
        header = find_glued_header(source) if beginning else header
        if beginning and not header:
            return beginning.manifest(name)
    collector = Collector(watch)
    if source.is_utf_16:
        collector.remark("utf-16", tr(_UTF_16))
    return _read_table(source, header, collector, name) or _read_list(source, collector, name)


def _read_table(source: Text, header: Header | None, collector: Collector, name: str) -> Manifest | None:
    rows = list(first_rows(source.first))
    if any(named.is_upload_header(row) for row in rows):
        return named.UPLOAD.manifest(name)
    header = header or find_glued_header(source)
    if header and header.columns.kind is Kind.ID_LIST:
        read_id_list(source, collector, after=header.line)
        return collector.finish(Kind.ID_LIST, name)
    if header:
        kind = read_table(source, header, collector)
        return collector.finish(kind, name)
    series = find_series_header(source.first)
    if series:
        read_series_table(source, series, collector)
        return collector.finish(Kind.IDC_CSV, name)
    refusal = next((found for row in rows if (found := named.named_header(row))), None)
    return refusal.manifest(name) if refusal else None


def _read_imaging(source: Text, name: str, watch: Watch) -> Manifest:
    collector = Collector(watch)
    return collector.finish(read_commands(source, collector), name)


def _read_list(source: Text, collector: Collector, name: str) -> Manifest:
    refusal = named_list(source.first)
    if refusal:
        return refusal.manifest(name)
    lacking = table_without_ids(source.first)
    if lacking:
        return lacking.manifest(name)
    if is_id_list(source.first):
        read_id_list(source, collector)
        return collector.finish(Kind.ID_LIST, name)
    return _unknown(source).manifest(name)


def _read_json(source: Text, name: str, watch: Watch) -> Manifest | None:
    """What a JSON text lists, or None if it is no JSON after all."""
    if source.length > MAX_JSON_BYTES:
        return _too_large(name, source.length)
    text = source.whole()
    try:
        content: Any = json.loads(text)
    except (ValueError, RecursionError):
        return None
    members = list(archive.portal_json_members(content))
    if members:
        return archive.read_members(
            Kind.PORTAL_JSON, members, lambda data, each: _read_member(data, each, watch), name, watch
        )
    collector = Collector(watch)
    if read_series_json(content, collector):
        return collector.finish(Kind.IDC_JSON, name)
    return _named_json(text.lower()).manifest(name)


def _named_json(text: str) -> Refusal:
    if any(key in text for key in _IDC_KEYS):
        return named.IDC_JSON
    if any(value in text for value in _DRS_VALUES):
        return named.DRS
    advice = tr(
        "This JSON file is not a manifest that score_gui knows. Save the file manifest (TSV) from the portal."
    )
    return Refusal(Kind.UNKNOWN, "not-recognised", advice)


def _unknown(source: Text) -> Refusal:
    line = _first_told(source)
    if source.damaged:
        number, _ = source.find(DAMAGE) or (1, "")
        advice = tr("Line {line} is not UTF-8 text. Save the list as UTF-8 and open it again.", line=number)
        return Refusal(Kind.UNKNOWN, "not-utf-8", advice)
    if find_header(["\t".join(line[:1000].split())]):
        advice = tr(
            "The columns of this list are separated by blanks. Save it again with tabs between the columns."
        )
        return Refusal(Kind.UNKNOWN, "blanks-for-tabs", advice)
    words = " ".join(word if len(word) <= _LONGEST_WORD else f"{word[:8]}…" for word in line[:500].split())
    advice = tr(
        'This is not a manifest that score_gui knows. Its first line is "{words}".', words=shown(words)
    )
    return Refusal(Kind.UNKNOWN, "not-recognised", advice)


def _first_told(source: Text) -> str:
    """The first line that is not blank."""
    return next((line for _, line in UNWATCHED.lines(source) if line.strip()), "")


def _too_large(name: str, size: int) -> Manifest:
    advice = tr(
        "The file has {size}; a manifest may have {most}. Split the list.",
        size=bytes_text(size),
        most=bytes_text(MAX_BYTES),
    )
    return Refusal(Kind.UNKNOWN, "too-large", advice).manifest(name)
