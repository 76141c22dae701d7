"""A pair of RSA keys for tests, such as a site with a door in front of its store has."""

from __future__ import annotations

import base64
from functools import cache

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


@cache
def _private(bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def public_key(bits: int = 2048) -> str:
    """As score-client's `token.public-key`: X.509 DER in base64."""
    packed = _private(bits).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(packed).decode()


def public_pem(bits: int = 2048) -> str:
    return _private(bits).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def opened(sealed: str, bits: int = 2048) -> str:
    """What was encrypted for the key."""
    return _private(bits).decrypt(base64.b64decode(sealed, validate=True), padding.PKCS1v15()).decode()
