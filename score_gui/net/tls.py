"""TLS as this program uses it: always verified, never older than 1.2, trusting what the system trusts."""

from __future__ import annotations

import ssl
import sys
from pathlib import Path

import truststore

from score_gui.model import problems
from score_gui.model.problem import ProblemError

_BUNDLES = (
    Path("/etc/ssl/certs/ca-certificates.crt"),  # Debian, Arch, Alpine
    Path("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),  # Fedora, Red Hat
    Path("/etc/ssl/ca-bundle.pem"),  # SUSE
    Path("/etc/ssl/cert.pem"),
)


def client_context(ca_file: Path | None = None) -> ssl.SSLContext:
    """A context that trusts the system's authorities, and those of `ca_file` beside them.

    Where it asks the system itself, one handshake passes at a time, so give each thread its own.
    Made without `ssl.create_default_context`, it does not heed SSLKEYLOGFILE.
    Raises ProblemError if `ca_file` cannot be read.
    """
    context = _system_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    if ca_file is not None:
        _trust(context, ca_file)
    return context


def _system_context(platform: str = sys.platform) -> ssl.SSLContext:
    if platform in {"win32", "darwin"}:
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
            problems.ca_file_unusable(ca_file, "it holds no certificate in PEM form")
        ) from None
    except OSError as failure:
        reason = failure.strerror or "it cannot be read"
        raise ProblemError(problems.ca_file_unusable(ca_file, reason)) from None
