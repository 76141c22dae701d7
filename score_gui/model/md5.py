"""Reading the MD5 values that servers and manifests send, with their known accidents.

A value that cannot be read means "no usable checksum", never "corrupt": the file is then verified to a lower
level, and the person sees which.
"""

from __future__ import annotations

import base64
import binascii
import re

_HEX = re.compile(r"[0-9a-f]{32}")
MD5_OF_NOTHING = "d41d8cd98f00b204e9800998ecf8427e"


def read_md5(value: object) -> str | None:
    """The MD5 as 32 lower-case hex digits, or None if `value` holds none.

    Accepts hex of either case, base64 of 16 bytes (HTTP `Content-MD5`), and the 48 hex digits that Score makes
    when it takes a hex MD5 in the user metadata for base64 and decodes it once too often.
    """
    if not isinstance(value, str):
        return None
    text = value.strip().strip('"')
    if _HEX.fullmatch(text.lower()):
        return text.lower()
    if len(text) == 24:
        return _from_base64(text)
    if len(text) == 48:
        return _undo_double_decoding(text)
    return None


def _from_base64(text: str) -> str | None:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw.hex() if len(raw) == 16 else None


def _undo_double_decoding(text: str) -> str | None:
    try:
        original = base64.b64encode(bytes.fromhex(text)).decode("ascii").lower()
    except ValueError:
        return None
    return original if _HEX.fullmatch(original) else None
