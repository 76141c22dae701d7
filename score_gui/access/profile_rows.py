"""How a profile stands in a file, each value read strictly; what a newer version wrote beside it is kept as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from score_gui.access.kinds import PATH_OR_NONE, PROXY, Kind, flag, number, or_none
from score_gui.access.life import EndSource, TokenEnd
from score_gui.model.profile import Profile, SiteKind
from score_gui.model.settings import MOST_CONNECTIONS
from score_gui.model.token_header import HeaderName, TokenHeader

_TEXTS = ("id", "name", "storage_url", "metadata_url")
_PAGES = ("token_page", "key_service")
_END = ("token_ends", "token_end_source")


def _read_header(value: Any) -> TokenHeader:
    if not isinstance(value, dict) or not isinstance(value["public_key"], str):
        raise TypeError("a token header is an object with a public key")
    return TokenHeader(value["public_key"], HeaderName(value["name"]), flag(value["is_on"]))


def _write_header(header: TokenHeader) -> dict[str, Any]:
    return {"public_key": header.public_key, "name": header.name.value, "is_on": header.is_on}


TOKEN_HEADER = Kind(_read_header, _write_header)
_OWN = {
    "ca_file": PATH_OR_NONE,
    "proxy": PROXY,
    "connections": Kind(or_none(number(1, MOST_CONNECTIONS))),
    "token_header": TOKEN_HEADER,
}
_KNOWN = frozenset({*_TEXTS, *_PAGES, *_END, *_OWN, "kind"})


@dataclass(frozen=True, slots=True)
class Row:
    """A profile as it stands in the list, with what is known of the end of its token.

    `foreign` is what this version does not know; it goes back into the file.
    """

    profile: Profile
    end: TokenEnd | None = None
    foreign: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rows:
    """The list as it stands in its file."""

    rows: tuple[Row, ...]
    foreign: Mapping[str, Any] = field(default_factory=dict)


def to_json(kept: Rows) -> dict[str, Any]:
    """What `from_json` takes."""
    return {"version": 1, **kept.foreign, "profiles": [_row_to_json(row) for row in kept.rows]}


def from_json(told: Mapping[str, Any]) -> Rows:
    """Raises ValueError, TypeError or KeyError for what is no list of profiles."""
    rows = tuple(_row_from_json(row) for row in told["profiles"])
    return Rows(rows, {name: value for name, value in told.items() if name != "profiles"})


def _row_to_json(row: Row) -> dict[str, Any]:
    end = row.end
    noted = {} if end is None else dict(zip(_END, (end.ends.isoformat(), end.source), strict=True))
    profile = row.profile
    texts = {name: getattr(profile, name) for name in (*_TEXTS, *_PAGES)}
    return {**row.foreign, **texts, "kind": profile.kind.value, **own_to_json(profile), **noted}


def _row_from_json(told: Mapping[str, Any]) -> Row:
    texts = {name: told[name] for name in _TEXTS}
    pages: dict[str, Any] = {name: told.get(name) for name in _PAGES}
    if not all(isinstance(text, str) for text in [*texts.values(), *(page or "" for page in pages.values())]):
        raise TypeError("a profile is made of texts")
    profile = Profile(**texts, **pages, kind=SiteKind(told["kind"]), **own_from_json(told))
    return Row(profile, _end(told), {name: value for name, value in told.items() if name not in _KNOWN})


def own_to_json(profile: Profile) -> dict[str, Any]:
    """What a profile has of its own on the way to its servers; nothing where it has none."""
    own = {name: getattr(profile, name) for name in _OWN}
    return {name: _OWN[name].write(value) for name, value in own.items() if value is not None}


def own_from_json(told: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a profile that `own_to_json` wrote. Raises ValueError, TypeError or KeyError."""
    return {name: _OWN[name].read(told[name]) for name in _OWN if name in told}


def _end(told: Mapping[str, Any]) -> TokenEnd | None:
    when, source = _END
    if when not in told:
        return None
    ends = datetime.fromisoformat(told[when])
    if ends.tzinfo is None:
        raise ValueError("an end without its zone")
    return TokenEnd(ends, EndSource(told[source]))
