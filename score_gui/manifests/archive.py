"""Opens packed lists (gzip, tar, zip, the portal's JSON) within limits, and joins what is in them."""

from __future__ import annotations

import base64
import binascii
import io
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from score_gui.files.names import safe_name
from score_gui.manifests.collector import SAME_FILE_NAME, Collector
from score_gui.manifests.limits import MAX_BYTES, MAX_MEMBERS, MAX_RATIO
from score_gui.manifests.named import Refusal
from score_gui.manifests.watch import Watch
from score_gui.model.entries import Fields
from score_gui.model.language import mark, tr
from score_gui.model.manifest import IMAGING_KINDS, Kind, Manifest, Remark

_SMALL = 1 << 20
_OTHER_SITE = Refusal(
    Kind.UNKNOWN, "other-site", mark("It is for another site than the first list. Open it on its own.")
)
_TAR_MARK = slice(257, 262)


class ArchiveError(Exception):
    """The archive is damaged, too large when unpacked, or locked; the text is for people."""


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    data: bytes


def is_gzip(data: bytes) -> bool:
    """By the magic bytes, as the next two."""
    return data.startswith(b"\x1f\x8b")


def is_tar(data: bytes) -> bool:
    """POSIX and GNU archives; the mark stands in the first member's header."""
    return data[_TAR_MARK] == b"ustar"


def is_zip(data: bytes) -> bool:
    """With members or empty."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def is_packed(data: bytes) -> bool:
    """One of the three."""
    return is_zip(data) or is_gzip(data) or is_tar(data)


def gunzip(data: bytes) -> bytes:
    """All that is packed in `data`. Raises ArchiveError."""
    limit = min(MAX_BYTES, max(_SMALL, MAX_RATIO * len(data)))
    parts: list[bytes] = []
    room, rest = limit, data
    try:
        while is_gzip(rest):
            unpacker = zlib.decompressobj(wbits=31)
            parts.append(unpacker.decompress(rest, room + 1))
            room -= len(parts[-1])
            if room < 0:
                raise ArchiveError(tr("It unpacks to far more than a manifest can hold."))
            if not unpacker.eof:
                raise ArchiveError(tr("It ends too early; fetch it again."))
            rest = unpacker.unused_data
    except zlib.error:
        raise ArchiveError(tr("It is damaged; fetch it again.")) from None
    return b"".join(parts)


def first_unpacked(data: bytes, count: int) -> bytes:
    """The first bytes packed in gzip data, as far as they can be read."""
    try:
        return zlib.decompressobj(wbits=31).decompress(data[: _SMALL // 8], count)
    except zlib.error:
        return b""


def tar_members(data: bytes) -> list[Member]:
    """The plain files of a tar archive. Raises ArchiveError."""
    members: list[Member] = []
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            for info in archive:
                if not info.isfile() or _is_clutter(info.name):
                    continue
                content = archive.extractfile(info)
                members.append(Member(info.name, content.read() if content else b""))
                _check_count(len(members))
    except (tarfile.TarError, OSError, ValueError, OverflowError, EOFError):
        raise ArchiveError(tr("It is damaged; fetch it again.")) from None
    return members


def zip_members(data: bytes) -> list[Member]:
    """The plain files of a zip archive. Raises ArchiveError."""
    members: list[Member] = []
    room = min(MAX_BYTES, max(_SMALL, MAX_RATIO * len(data)))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                if info.is_dir() or _is_clutter(info.filename):
                    continue
                members.append(Member(info.filename, _unzipped(archive, info, room)))
                room -= len(members[-1].data)
                _check_count(len(members))
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, NotImplementedError):
        raise ArchiveError(tr("It is damaged, or packed in a way that is not known here.")) from None
    except RuntimeError:
        raise ArchiveError(tr("It is locked with a password; unpack it first.")) from None
    return members


def portal_json_members(content: Any) -> Iterator[Member]:
    """The lists in the 25K portal's JSON: `{"entries": [{"repo": code, "content": base64}]}`."""
    entries = content.get("entries") if isinstance(content, dict) else content
    for entry in entries if isinstance(entries, list) else ():
        if not isinstance(entry, dict) or not isinstance(entry.get("content"), str):
            continue
        try:
            data = base64.b64decode(entry["content"])
        except (binascii.Error, ValueError):
            data = b""
        yield Member(str(entry.get("repo") or entry.get("repoCode") or "repository"), data)


def read_members(
    kind: Kind, members: Iterable[Member], read: Callable[[bytes, str], Manifest], name: str, watch: Watch
) -> Manifest:
    """One manifest of all lists in an archive; those that are for no site, or another one, are named and left out."""
    lists = _of_one_site([(member, read(member.data, member.name)) for member in members])
    usable = [found for _, found in lists if found.accepted]
    if usable and usable[0].kind in IMAGING_KINDS:
        kind = usable[0].kind
    collector = Collector(watch)
    for member, found in lists:
        label = safe_name(member.name, "member")
        if found.accepted:
            _take_over(found, label if len(usable) > 1 else None, collector)
        else:
            message = f"{tr('{name} is left out.', name=label)} {found.advice or ''}".strip()
            collector.remark(f"member-skipped:{found.reason}", message, blocks=True)
    return collector.finish(kind, name)


def _of_one_site(lists: list[tuple[Member, Manifest]]) -> list[tuple[Member, Manifest]]:
    """What lies at a Score site and what lies in public buckets is no one manifest: the first list decides."""
    images = [found.kind in IMAGING_KINDS for _, found in lists if found.accepted]
    if len(set(images)) < 2:
        return lists
    return [
        (member, found if (found.kind in IMAGING_KINDS) is images[0] else _OTHER_SITE.manifest(member.name))
        for member, found in lists
    ]


def _take_over(found: Manifest, label: str | None, collector: Collector) -> None:
    """Line numbers mean nothing across several lists, so the list's name takes their place in the message."""
    collector.lines += found.lines
    for remark in found.remarks:
        if remark.code != SAME_FILE_NAME:
            message = remark.message if label is None else _with_place(remark, label)
            line = remark.line if label is None else None
            collector.remark(remark.code, message, line, blocks=remark.blocks)
    for entry in found.entries:
        fields = Fields.of(entry)
        collector.add(fields if label is None else fields._replace(line=None))


def _with_place(remark: Remark, label: str) -> str:
    place = label if remark.line is None else tr("{name}, line {line}", name=label, line=remark.line)
    return f"{place}: {remark.message}"


def _unzipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo, room: int) -> bytes:
    with archive.open(info) as packed:
        data = packed.read(room + 1)
    if len(data) > room:
        raise ArchiveError(tr("It unpacks to far more than a manifest can hold."))
    return data


def _is_clutter(name: str) -> bool:
    """What macOS adds to archives."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(("._", ".DS_Store"))


def _check_count(count: int) -> None:
    if count > MAX_MEMBERS:
        raise ArchiveError(tr("It holds more than {most:,} files.", most=MAX_MEMBERS))
