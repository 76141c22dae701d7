"""How long a token lives and what it opens, as far as that can be known without asking anybody.

A JSON Web Token (RFC 7519) tells its scopes, owner and end to everybody who holds it; a bare key tells nothing. The
signature is not checked: the site does that, and what is read here is a hint to its owner and decides nothing.
"""

from __future__ import annotations

import base64
import binascii
import math
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from score_gui.model.language import tr
from score_gui.model.profile import Profile, SiteKind
from score_gui.model.secret import Secret
from score_gui.model.text import date_text, day_month_text, read_month
from score_gui.net.strict_json import read_json

ARGO_DAYS = 30
"""Days that a token of ICGC ARGO lives, as its documentation says."""

_YEARS = range(2000, 2200)
_MOST_SCOPES = 100
_LONGEST_NAME = 120


class EndSource(StrEnum):
    """Who said when a token ends."""

    TOKEN = "token"  # noqa: S105 - where a date comes from, not a password
    PERSON = "person"
    SITE = "site"
    """The rule of the site, counted from the day on which the token was given."""


@dataclass(frozen=True, slots=True)
class TokenEnd:
    """When a token ends (an instant with its zone) and who said so. No secret."""

    ends: datetime
    source: EndSource

    @classmethod
    def on(cls, day: date, source: EndSource) -> TokenEnd:
        """The last moment of a day, where this computer is."""
        return cls(datetime.combine(day, time(23, 59, 59)).astimezone(UTC), source)

    def days_left(self, now: datetime) -> int:
        """Days from `now`; 1 on the last day, and 0 once the token has ended."""
        return 0 if now >= self.ends else max(1, self._days(now))

    def words(self, now: datetime) -> str:
        """`Ends in 28 days` or `Ended 20 Nov`."""
        day = self.ends.astimezone()
        if now >= self.ends:
            return tr("Ended {day}", day=day_text(day.date(), now.astimezone().date()))
        match self._days(now):
            case 0:
                return tr("Ends today")
            case 1:
                return tr("Ends tomorrow")
            case days:
                return tr("Ends in {days} days", days=days)

    def _days(self, now: datetime) -> int:
        return (self.ends.astimezone().date() - now.astimezone().date()).days


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """What a token tells of itself. The texts are foreign; control characters are gone."""

    scopes: tuple[str, ...] = ()
    owner: str | None = None
    ends: datetime | None = None
    subject: str | None = None
    """The owner's id, by which EGO and Keycloak know them."""

    @property
    def sentence(self) -> str:
        """Scopes and owner in a sentence; says that nobody has checked them."""
        scopes = ", ".join(self.scopes)
        if self.owner and scopes:
            return tr(
                "It says of itself that it is for {owner} and opens {scopes}.",
                owner=self.owner,
                scopes=scopes,
            )
        if self.owner:
            return tr("It says of itself that it is for {owner}.", owner=self.owner)
        return tr("It says of itself that it opens {scopes}.", scopes=scopes) if scopes else ""


BARE_KEY = "This token is a key that does not tell its end or what it opens."


def day_text(day: date, today: date) -> str:
    """`20 Nov`, with the year where it is another one."""
    return full_day_text(day) if day.year != today.year else day_month_text(day.day, day.month)


def full_day_text(day: date) -> str:
    """`20 Nov 2026`."""
    return date_text(day.day, day.month, day.year)


def read_day(text: str) -> date:
    """The day in `20 Nov 2026`, in the language of the process too, or in `2026-11-20`.

    Raises ValueError, also for a century that no token sees.
    """
    words = text.split()
    if len(words) == 3:
        number, month, year = words
        day = date(int(year), read_month(month), int(number.rstrip(".")))
    else:
        day = date.fromisoformat(text.strip())
    if day.year not in _YEARS:
        raise ValueError("not a year of our time")
    return day


def token_facts(token: Secret) -> TokenFacts | None:
    """What a JSON Web Token tells; None for any other token. Never raises."""
    claims = _claims(token.reveal())
    if claims is None:
        return None
    subject = clean_text(claims.get("sub")) or None
    return TokenFacts(_scopes(claims), _owner(claims), _instant(claims.get("exp")), subject)


def token_end(profile: Profile, token: Secret, typed: date | None, now: datetime) -> TokenEnd | None:
    """The end of a token: as it tells itself, else as typed, else by the rule of the site, else unknown."""
    facts = token_facts(token)
    if facts is not None and facts.ends is not None:
        return TokenEnd(facts.ends, EndSource.TOKEN)
    if typed is not None:
        return TokenEnd.on(typed, EndSource.PERSON)
    day = usual_end(profile.kind, now)
    return None if day is None else TokenEnd.on(day, EndSource.SITE)


def usual_end(kind: SiteKind, now: datetime) -> date | None:
    """The day on which a token given now ends, where sites of this kind have a rule for all."""
    return now.astimezone().date() + timedelta(days=ARGO_DAYS) if kind is SiteKind.ARGO else None


def _claims(token: str) -> Mapping[str, Any] | None:
    parts = token.split(".")
    if len(parts) != 3:
        return None
    try:
        head, body = (read_json(_unpacked(part)) for part in parts[:2])
    except (ValueError, binascii.Error):
        return None
    return body if isinstance(head, dict) and isinstance(body, dict) and "alg" in head else None


def _unpacked(part: str) -> bytes:
    return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)


def _inner(claims: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = claims.get(name)
    return found if isinstance(found, dict) else {}


def _scopes(claims: Mapping[str, Any]) -> tuple[str, ...]:
    """EGO puts them into `context.scope`, Keycloak into its permissions, others into a text with blanks."""
    scopes = _inner(claims, "context").get("scope") or _permissions(claims) or claims.get("scope")
    words = scopes.split() if isinstance(scopes, str) else scopes
    if not isinstance(words, list):
        return ()
    clean = (clean_text(word) for word in words[:_MOST_SCOPES])
    return tuple(word for word in clean if word)


def _permissions(claims: Mapping[str, Any]) -> list[str]:
    permissions = _inner(claims, "authorization").get("permissions")
    found = [one for one in permissions if isinstance(one, dict)] if isinstance(permissions, list) else []
    pairs = ((one.get("rsname"), one.get("scopes")) for one in found)
    return [f"{name}.{scope}" for name, scopes in pairs if isinstance(scopes, list) for scope in scopes]


def _owner(claims: Mapping[str, Any]) -> str | None:
    user = _inner(_inner(claims, "context"), "user")
    named = (
        user.get("email"),
        user.get("name"),
        claims.get("preferred_username"),
        claims.get("email"),
    )
    return next((clean for clean in map(clean_text, named) if clean), None)


def clean_text(text: object) -> str:
    """Foreign text on one line, without signs that cannot be seen; empty if it is no text."""
    if not isinstance(text, str):
        return ""
    seen = "".join(sign for sign in text if unicodedata.category(sign)[0] not in "CZ" or sign == " ")
    return seen.strip()[:_LONGEST_NAME]


def _instant(seconds: object) -> datetime | None:
    """An `exp`: seconds since 1970, by RFC 7519, 4.1.4."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not math.isfinite(seconds):
        return None
    try:
        found = datetime.fromtimestamp(seconds, UTC)
        found.astimezone()
    except (OverflowError, OSError, ValueError):
        return None
    return found
