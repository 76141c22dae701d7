"""The header that carries a token, encrypted, to the servers that hold the data. Off unless a person switches it on.

score-client sends it with every part (its `TokenEncryptionService`); Score and the object stores do not read it. It
serves a proxy in front of a store that holds the private key and lets through whom it knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class HeaderName(StrEnum):
    """What the header is called: by score-client since July 2024, and before."""

    SCORE = "X-SCORE-TOKEN"
    ICGC = "X-ICGC-TOKEN"


@dataclass(frozen=True, slots=True)
class TokenHeader:
    """`public_key` is RSA, X.509 DER in base64, in one line. It may be kept while the header is off."""

    public_key: str
    name: HeaderName = HeaderName.SCORE
    is_on: bool = False
