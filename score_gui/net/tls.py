"""TLS as this program uses it: always verified, never older than 1.2, trusting what the system trusts."""

from __future__ import annotations

import ssl
import sys
import threading
from collections.abc import Callable, Iterable
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import truststore

from score_gui.model import setup_problems
from score_gui.model.language import phrase
from score_gui.model.problem import ProblemError

_BUNDLES = (
    Path("/etc/ssl/certs/ca-certificates.crt"),  # Debian, Arch, Alpine
    Path("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),  # Fedora, Red Hat
    Path("/etc/ssl/ca-bundle.pem"),  # SUSE
    Path("/etc/ssl/cert.pem"),
)


class Authority(NamedTuple):
    """Whom a file makes trusted: a name, and the SHA-256 of the certificate to compare it by."""

    name: str
    fingerprint: str


def authorities(ca_file: Path) -> tuple[Authority, ...]:
    """The authorities in a file (PEM). Raises ProblemError if it cannot be read or holds none."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    _trust(context, ca_file)
    told, raw = context.get_ca_certs(), context.get_ca_certs(binary_form=True)
    if not raw:
        raise ProblemError(
            setup_problems.ca_file_unusable(ca_file, phrase("it holds no certificate of an authority"))
        )
    pairs = zip(told, raw, strict=True)
    return tuple(Authority(_name(one.get("subject", ())), sha256(der).hexdigest()) for one, der in pairs)


def _name(parts: Any) -> str:
    names = dict(pair for part in parts for pair in part)
    found = names.get("commonName") or names.get("organizationName")
    return found if isinstance(found, str) and found.isprintable() else ""


class UntrustedError(ssl.SSLCertVerificationError):
    """A certificate that is not trusted. `issuer` is the authority as the certificate names it, if it does."""

    issuer: str | None = None


def untrusted(failure: ssl.SSLError, made: ssl.SSLObject) -> ssl.SSLError:
    """`failure` of a handshake, with the authority that a refused certificate names, if that is what it is about."""
    if not isinstance(failure, ssl.SSLCertVerificationError):
        return failure
    told = UntrustedError(*failure.args)
    told.verify_code, told.verify_message = failure.verify_code, failure.verify_message
    told.issuer = _issuer(made)
    return told


def _issuer(made: ssl.SSLObject) -> str | None:
    """The name of the highest authority that a refused server named, if it did."""
    # The public way to what was sent is closed after a refusal, on every version of Python.
    chain = getattr(getattr(made, "_sslobj", None), "get_unverified_chain", lambda: None)()
    if not chain:
        return None
    return _name(chain[-1].get_info().get("issuer", ())) or None


def contexts(ca_files: Iterable[Path] = ()) -> Callable[[], ssl.SSLContext]:
    """What gives each thread that asks the context it is to use: the same to all where that works."""
    make = partial(client_context, tuple(ca_files))
    return make if _asks_the_system() else _OneForAll(make)


class _OneForAll:
    """Calls `make` once, however many threads ask at the same time; again if that raised."""

    def __init__(self, make: Callable[[], ssl.SSLContext]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: ssl.SSLContext | None = None

    def __call__(self) -> ssl.SSLContext:
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made


def client_context(ca_files: Iterable[Path] = ()) -> ssl.SSLContext:
    """A context that trusts the system's authorities, and those of `ca_files` beside them.

    Where the system itself is asked, one handshake passes at a time, so each thread needs its own.
    Made without `ssl.create_default_context`, it does not heed SSLKEYLOGFILE.
    Raises ProblemError if one of `ca_files` cannot be read.
    """
    context = _system_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    for ca_file in ca_files:
        _trust(context, ca_file)
    return context


def _asks_the_system(platform: str = sys.platform) -> bool:
    return platform in {"win32", "darwin"}


def _system_context() -> ssl.SSLContext:
    if _asks_the_system():
        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # Elsewhere the system's authorities are a file, which truststore would read anew for each connection.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_default_certs()
    if ssl.get_default_verify_paths().cafile is None:
        # OpenSSL came with the program and looks where it was built.
        for bundle in _BUNDLES:
            if bundle.is_file():
                context.load_verify_locations(bundle)
                break
    return context


def _trust(context: ssl.SSLContext, ca_file: Path) -> None:
    try:
        context.load_verify_locations(cafile=ca_file)
    except ssl.SSLError:
        raise ProblemError(
            setup_problems.ca_file_unusable(ca_file, phrase("it holds no certificate in PEM form"))
        ) from None
    except OSError as failure:
        reason = failure.strerror or phrase("it cannot be read")
        raise ProblemError(setup_problems.ca_file_unusable(ca_file, reason)) from None
