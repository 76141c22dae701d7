"""A profile: one site, its addresses, and how it wants to be asked. Never its token."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from score_gui.model.network import ProxyChoice
from score_gui.model.token_header import TokenHeader


class SiteKind(StrEnum):
    """How a site behaves where the servers of the family differ."""

    OVERTURE = "overture"
    """A Score server and a Song server."""
    ARGO = "argo"
    """The ICGC ARGO gateway: one address for both, plain-text errors, no studies."""
    PRACTICE = "practice"
    """The site inside this program."""
    IMAGING = "imaging"
    """The public buckets of the Imaging Data Commons: no token, no Song."""


PRACTICE_SIZE = 200_000_000
"""Bytes of the large file of the practice site; said before anything of that site is there."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One site. `id` is stable and safe as a key; `name` is what the person reads.

    `ca_file` holds authorities (PEM) that are trusted for this site too. `proxy` None means the way that the settings
    choose, `connections` None as many as they allow.
    """

    id: str
    name: str
    storage_url: str
    metadata_url: str
    kind: SiteKind = SiteKind.OVERTURE
    token_page: str | None = None
    ca_file: Path | None = None
    proxy: ProxyChoice | None = None
    connections: int | None = None
    token_header: TokenHeader | None = None
    key_service: str | None = None
    """Where keys are issued: an EGO, or a realm of a Keycloak. It gets the token too, so a person names it."""
