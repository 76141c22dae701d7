"""What a pre-signed URL tells about itself: whether it is safe to use, how long it is good, what it signs."""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime

import httpx

from score_gui.model.language import phrase
from score_gui.model.secret import Secret
from score_gui.net.origin import Origin

_LONGEST = 16_384


class UnsafeLinkError(ValueError):
    """A link that is never used. `detail` says why and does not quote it."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


def read_link(value: object, storage: Origin) -> Secret:
    """A link that the site at `storage` handed out. Raises UnsafeLinkError.

    Only a site on this computer may point to this computer, or to an address without encryption.
    """
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST:
        raise UnsafeLinkError(phrase("it is empty"))
    if not value.isascii() or not value.isprintable() or " " in value or "\\" in value:
        raise UnsafeLinkError(phrase("it holds characters that no link has"))
    try:
        url = httpx.URL(value)
        target = Origin.of(url)
    except (httpx.InvalidURL, ValueError):
        raise UnsafeLinkError(phrase("it is no web address")) from None
    if url.userinfo:
        raise UnsafeLinkError(phrase("it carries a user name"))
    _check_target(target, storage)
    return Secret(value)


def _check_target(target: Origin, storage: Origin) -> None:
    if target.scheme != "https" and not (storage.scheme == "http" and storage.is_loopback):
        raise UnsafeLinkError(phrase("it is not https"))
    if _is_inside(target) and not storage.is_loopback:
        raise UnsafeLinkError(phrase("it points into this computer"))


def _is_inside(target: Origin) -> bool:
    try:
        number = ipaddress.ip_address(target.host)
    except ValueError:
        return target.is_loopback
    return number.is_loopback or number.is_link_local or number.is_unspecified or number.is_multicast


def signs_range(link: Secret) -> bool:
    """The `Range` header is part of the signature (AWS version 4), so no other range will do."""
    signed = httpx.URL(link.reveal()).params.get("X-Amz-SignedHeaders", "")
    return "range" in signed.lower().split(";")


def lifetime(link: Secret, server_time: float | None) -> float | None:
    """How many seconds the link is good from now, None if it does not tell.

    Measured on the server's clock (seconds since the epoch), since this computer's may be wrong by days.
    Knows AWS versions 4 and 2, Google, and Azure's shared access signatures.
    """
    params = {name.lower(): value for name, value in httpx.URL(link.reveal()).params.items()}
    for vendor in ("amz", "goog"):
        span = _whole_number(params.get(f"x-{vendor}-expires"))
        if span is not None:
            return _signed_span(span, _moment(params.get(f"x-{vendor}-date")), server_time)
    end = _whole_number(params.get("expires")) or _moment(params.get("se"))
    if end is None or server_time is None or end <= server_time:
        return None
    return end - server_time


def _signed_span(span: float, signed: float | None, server_time: float | None) -> float:
    if signed is None or server_time is None:
        return span
    left = signed + span - server_time
    return left if 0 < left <= span else span


def _whole_number(text: str | None) -> float | None:
    if text is None or not (text.isascii() and text.isdecimal() and len(text) <= 12):
        return None
    return float(text)


def _moment(text: str | None) -> float | None:
    """`20261121T062736Z` or `2026-11-21T06:27:36Z`, in seconds since the epoch."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
