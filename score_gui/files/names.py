"""Turns any name a server or a manifest may send into one safe path component, the same on every system.

Names come from strangers: they hold paths, control characters, text that runs backwards, or the name of a DOS
device. The result can be created on Linux, macOS and Windows, and never leaves its folder.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

LONGEST_NAME = 200
"""In bytes of UTF-8. File systems take 255; the rest is room for own suffixes and the id of a twin."""

_LONGEST_EXTENSIONS = 24
_ID_DIGITS = 8

_HARMLESS = re.compile(
    r"(?!(?i:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\.|$)|(?i:desktop\.ini|autorun\.inf)$|[._]*$)"
    r"[A-Za-z0-9_\[(][A-Za-z0-9_.\-\[\]()]{0,198}[A-Za-z0-9_\-\[\]()](?<!(?i:\.part))"
)
"""Song's own pattern for file names, less all that needs care: nearly every real name, told in one look."""

_FORBIDDEN = frozenset('<>:"/\\|?*\x7f')
_BAD_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_RESERVED = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
    | {f"{device}{digit}" for device in ("COM", "LPT") for digit in "123456789¹²³"}
)
_OWN_SUFFIX = ".part"
_ACTED_UPON = frozenset({"desktop.ini", "autorun.inf"})
_ACTED_UPON_RAW = frozenset({".DS_Store", "Icon\r"})


def safe_name(raw: str | None, fallback_id: str) -> str:
    """One path component of at most 200 bytes that can be created on every system. Safe names stay as is.

    Of a path only its last component counts, whichever slash it was written with. A name of which nothing
    useful is left becomes `fallback_id`.
    """
    named = _mapped(raw) if isinstance(raw, str) and raw else ""
    return named or _mapped(fallback_id) or "file"


def clash_key(name: str) -> str:
    """Equal for two names that are one file on a file system that ignores case or Unicode form."""
    if name.isascii():
        return name.lower()
    return _nfkc(_nfkc(name).casefold())


def with_id(name: str, object_id: str) -> str:
    """A safe name made unique by the first 8 characters of the object id, put before its extensions.

    `SA408210.aln.bam` becomes `SA408210.a9e8b127.aln.bam`, and its index `SA408210.aln.bam.bai` goes on
    fitting it when given the same id.
    """
    digits = "".join(c for c in object_id if c.isascii() and c.isalnum())[:_ID_DIGITS] or "0"
    stem, dot, extensions = name.partition(".")
    unique = f"{stem}.{digits}{dot}{extensions}"
    return _shortened(unique, unique)


def last_component(raw: str) -> str:
    """What stands behind the last slash of either kind; slashes at the very end do not count."""
    return re.split(r"[/\\]", raw.rstrip("/\\"))[-1]


def _mapped(raw: str) -> str:
    """The safe form of `raw`, or nothing if no usable name is left."""
    if _HARMLESS.fullmatch(raw):
        return raw
    last = last_component(raw)
    if last in _ACTED_UPON_RAW:
        return ""
    clean = _clean(last)
    if not clean.strip("._ ") or clean.lower() in _ACTED_UPON:
        return ""
    return _shortened(_unreserved(clean), raw)


def _clean(text: str) -> str:
    normal = unicodedata.normalize("NFC", text)
    clean = "".join("_" if _is_bad(c) else c for c in normal).lstrip(" ").rstrip(". ")
    return "_" + clean[1:] if clean[:1] in {".", "-", "~"} else clean


def _is_bad(character: str) -> bool:
    if character == " ":
        return False
    return (
        character in _FORBIDDEN
        or character.isspace()
        or unicodedata.category(character) in _BAD_CATEGORIES
        or unicodedata.category(character) == "Zs"
    )


def _unreserved(name: str) -> str:
    if name.lower().endswith(_OWN_SUFFIX):
        name = f"{name[: -len(_OWN_SUFFIX)]}_{name[1 - len(_OWN_SUFFIX) :]}"
    stem = name.partition(".")[0].rstrip(" ")
    return f"_{name}" if stem.upper() in _RESERVED else name


def _shortened(name: str, raw: str) -> str:
    """Cuts the stem, keeps the extensions, and tags the name so that two long names stay two."""
    if len(name.encode()) <= LONGEST_NAME:
        return name
    extensions = _extensions(name)
    tag = "~" + hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    room = LONGEST_NAME - len(tag) - len(extensions.encode())
    stem = name[: len(name) - len(extensions)].encode()[:room].decode("utf-8", "ignore")
    return f"{stem}{tag}{extensions}"


def _extensions(name: str) -> str:
    """As many extensions from the end as fit into 24 bytes, with their dots."""
    kept = ""
    for piece in reversed(name.split(".")[1:]):
        longer = f".{piece}{kept}"
        if len(longer.encode()) > _LONGEST_EXTENSIONS:
            break
        kept = longer
    return kept


def _nfkc(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
