"""Encrypts a token for the servers that hold the data, as score-client does: RSA with PKCS #1 v1.5, in base64.

Only they get it, over an encrypted line or on this computer; it is made anew for each link and kept nowhere.
"""

from __future__ import annotations

import base64
import binascii
import logging
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import httpx

from score_gui.model.language import phrase
from score_gui.model.secret import Secret
from score_gui.model.token_header import TokenHeader
from score_gui.net.origin import Origin

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

log = logging.getLogger(__name__)

Headers = tuple[tuple[str, str], ...]
SMALLEST_KEY = 2048
"""Bits. A shorter key keeps no token secret."""
_PADDING = 11
"""Bytes that PKCS #1 v1.5 needs beside the text."""
_PEM = re.compile(r"-----BEGIN PUBLIC KEY-----(.*?)-----END PUBLIC KEY-----", re.DOTALL)


def read_public_key(text: str) -> str:
    """The key in one line of base64, from that or from PEM. Raises ValueError with a sentence for people."""
    inner = _PEM.search(text)
    packed = "".join((inner.group(1) if inner else text).split())
    key = _loaded(packed)
    if key.key_size < SMALLEST_KEY:
        raise ValueError(
            phrase(
                "The public key has {bits} bits; at least {least} keep a token secret.",
                bits=key.key_size,
                least=SMALLEST_KEY,
            )
        )
    return packed


def longest_token(public_key: str) -> int:
    """How many bytes a token may have to be encrypted with this key: 245 for RSA-2048."""
    return _loaded(public_key).key_size // 8 - _PADDING


def why_not_sent(header: TokenHeader, token: Secret) -> str:
    """Why this token cannot travel in the header, as a sentence; empty if it can. A JWT never fits."""
    length, longest = len(token.reveal().encode()), longest_token(header.public_key)
    if length <= longest:
        return ""
    return phrase(
        "The token has {length} bytes and the public key takes {longest}, so {name} is not sent.",
        length=length,
        longest=longest,
        name=header.name.value,
    )


class TokenHeaders:
    """The headers that go with a link of one profile. May be used from any thread; blocks while a keyring answers."""

    def __init__(self, header: TokenHeader, token: Callable[[], Secret | None]) -> None:
        self._header = header
        self._token = token
        self._is_told = False

    def for_link(self, link: Secret) -> Headers:
        """What is sent along with this link: nothing without a token, or where others could read it."""
        token = self._token()
        if token is None or not Origin.of(httpx.URL(link.reveal())).is_private_to_the_wire:
            return ()
        reason = why_not_sent(self._header, token)
        if reason:
            self._tell(reason)
            return ()
        return ((self._header.name.value, _encrypted(token, self._header.public_key)),)

    def _tell(self, reason: str) -> None:
        """Once: every range of every file would say the same."""
        if not self._is_told:
            self._is_told = True
            log.info("%s", reason)


def _encrypted(token: Secret, public_key: str) -> str:
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

    sealed = _loaded(public_key).encrypt(token.reveal().encode(), PKCS1v15())
    return base64.b64encode(sealed).decode("ascii")


def _loaded(packed: str) -> RSAPublicKey:
    # Here, because most people never need it and it takes its time.
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        key = load_der_public_key(base64.b64decode(packed, validate=True))
    except (binascii.Error, ValueError, UnsupportedAlgorithm):
        key = None
    if isinstance(key, RSAPublicKey):
        return key
    raise ValueError(phrase("That is no RSA public key in base64 or PEM."))
