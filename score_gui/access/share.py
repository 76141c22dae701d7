"""A profile as a small file to give to a colleague: its name and addresses, and never its token."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from score_gui.access.imports import HEADER_IS_OFF, Import, preset_for, safe_key, settled, wire_host
from score_gui.access.profile_rows import own_from_json, own_to_json
from score_gui.access.profiles import ProfileError, checked, recognised_kind
from score_gui.access.score_client import looks_like_score_client, read_score_client
from score_gui.model.language import phrase, tr
from score_gui.model.network import ProxyUse
from score_gui.model.profile import Profile
from score_gui.net.proxy import read_proxy
from score_gui.net.strict_json import read_json

_SCHEMA = "score_gui_profile"
_VERSION = 1
_TEXTS = ("name", "storage_url", "metadata_url")
_PAGES = ("token_page", "key_service")
_SHARED = ("proxy", "connections", "token_header")
_KNOWN = frozenset({_SCHEMA, *_PAGES, *_SHARED, *_TEXTS})


def exported(profile: Profile) -> str:
    """The text of a file that `read_profile_file` takes. It holds no secret.

    A CA file stays out: whom to trust is for everybody to decide, and its path means nothing elsewhere. So does the
    user name for a proxy.
    """
    texts = {name: getattr(profile, name) for name in _TEXTS}
    pages = {name: getattr(profile, name) for name in _PAGES if getattr(profile, name)}
    way = own_to_json(_without_what_is_ones_own(profile))
    return json.dumps({_SCHEMA: _VERSION, **texts, **pages, **way}, indent=2, ensure_ascii=False) + "\n"


def _without_what_is_ones_own(profile: Profile) -> Profile:
    proxy = profile.proxy
    if proxy is not None and "@" in proxy.address:
        scheme, mark, rest = proxy.address.rpartition("//")
        proxy = replace(proxy, address=f"{scheme}{mark}{rest.rpartition('@')[2]}")
    return replace(profile, ca_file=None, proxy=proxy)


def read_profile_file(data: bytes, name: str | None = None, taken: tuple[Profile, ...] = ()) -> Import:
    """The profile in a file, recognised by its content: one of ours, or score-client's configuration.

    Raises ProfileError, with a sentence for people, for anything else and for what cannot be used.
    """
    text = data.removeprefix(b"\xef\xbb\xbf").strip()
    if text.startswith(b"{"):
        return _read(text, name, taken)
    if looks_like_score_client(data):
        return read_score_client(data, name, taken)
    text_for_people = tr(
        "It is neither a profile of score_gui nor a configuration of score-client with a storage.url."
    )
    raise ProfileError("", text_for_people)


def _read(text: bytes, name: str | None, taken: tuple[Profile, ...]) -> Import:
    row = _row(text)
    profile, is_known = settled(_site(row), name, taken)
    return Import(profile, None, _remarks(row, profile, is_known=is_known), is_known)


def _row(text: bytes) -> Mapping[str, Any]:
    try:
        row = read_json(text)
    except ValueError:
        raise ProfileError("", tr("It is no JSON that can be read.")) from None
    version = row.get(_SCHEMA)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise ProfileError("", tr("It is JSON, but no profile of score_gui."))
    if version > _VERSION:
        raise ProfileError("", tr("A newer score_gui made it; update this one to read it."))
    return dict(row)


def _site(row: Mapping[str, Any]) -> Profile:
    texts = [row.get(name) for name in _TEXTS]
    page, keys = (row.get(name) for name in _PAGES)
    if not all(isinstance(text, str) for text in [*texts, page or "", keys or ""]):
        raise ProfileError("", tr("A name or an address is missing, or is no text."))
    name, storage, metadata = (str(text).strip() for text in texts)
    preset = preset_for(storage, metadata)
    kind = recognised_kind(storage)
    profile = preset or Profile("new", name, storage, metadata, kind, token_page=page, key_service=keys)
    return checked(replace(profile, **_way(row)))


def _way(row: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return _switched_off(own_from_json({name: row[name] for name in _SHARED if name in row}))
    except (ValueError, TypeError, KeyError):
        text = tr("Its proxy, its number of connections or its token header cannot be used.")
        raise ProfileError("proxy", text) from None


def _switched_off(own: dict[str, Any]) -> dict[str, Any]:
    """Whether a token goes to one more server is for everybody to decide."""
    header = own.get("token_header")
    return own if header is None else {**own, "token_header": replace(header, is_on=False)}


def _remarks(row: Mapping[str, Any], profile: Profile, *, is_known: bool) -> tuple[str, ...]:
    foreign = sorted(safe_key(key) for key in row if key not in _KNOWN)
    remarks = [tr("{key}: not understood.", key=key) for key in foreign]
    if profile.token_page and wire_host(profile.token_page) != wire_host(profile.storage_url):
        remarks.append(tr("Its token page is at {host}.", host=wire_host(profile.token_page)))
    if profile.proxy is not None and profile.proxy.use is ProxyUse.EXPLICIT:
        proxy = read_proxy(profile.proxy.address, phrase("The proxy"))
        remarks.append(
            tr(
                "Its servers are reached over the proxy {proxy}, which cannot read what passes.",
                proxy=proxy.shown,
            )
        )
    if profile.token_header is not None and not is_known:
        remarks.append(tr(HEADER_IS_OFF))
    return tuple(remarks)
