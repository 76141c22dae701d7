"""A door in front of the object store, such as some sites have: it lets those through who send their token, sealed.

score-client seals it with the door's public key and sends it as `X-SCORE-TOKEN`, before July 2024 `X-ICGC-TOKEN`.
"""

from __future__ import annotations

import base64
import threading

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from score_gui.demo.answers import text_answer
from score_gui.demo.tokens import Tokens
from score_gui.demo.wire import Endpoint, Request, Response

_NAMES = ("x-score-token", "x-icgc-token")


class StoreDoor:
    """Stands open until `lock`. Safe to use from every thread."""

    def __init__(self, tokens: Tokens, store: Endpoint) -> None:
        self._tokens = tokens
        self._store = store
        self._key: rsa.RSAPrivateKey | None = None
        self._lock = threading.Lock()
        self._seen: list[tuple[str, str]] = []

    def lock(self) -> str:
        """From now on only the site's token opens; returns the public key as a configuration names it."""
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        packed = self._key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return base64.b64encode(packed).decode()

    @property
    def seen(self) -> tuple[tuple[str, str], ...]:
        """The headers that came with a sealed token, name and value, one for each request that was let through."""
        with self._lock:
            return tuple(self._seen)

    def answer(self, request: Request) -> Response:
        """Answer one request to the store."""
        key = self._key
        if key is None:
            return self._store(request)
        for name in _NAMES:
            if _opened(key, request.headers.get(name, "")) == self._tokens.token:
                with self._lock:
                    self._seen.append((name, request.headers[name]))
                return self._store(request)
        return text_answer("No token that opens this door", 403)


def _opened(key: rsa.RSAPrivateKey, sealed: str) -> str:
    try:
        return key.decrypt(base64.b64decode(sealed, validate=True), padding.PKCS1v15()).decode()
    except ValueError:
        return ""
