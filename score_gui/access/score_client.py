"""Takes over the configuration of score-client, the Java program: its `conf/application.properties`.

Its settings are those of Spring, which takes `storage.url`, `STORAGE_URL` and `storage-url` as the same name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from score_gui.access.imports import HEADER_IS_OFF, Import, host_name, preset_for, safe_key, settled
from score_gui.access.profiles import ProfileError, checked, recognised_kind
from score_gui.access.properties import PropertiesError, Property, read_properties
from score_gui.access.vault import clean_token
from score_gui.model.language import mark, tr
from score_gui.model.problem import ProblemError
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret
from score_gui.model.settings import MOST_CONNECTIONS
from score_gui.model.token_header import TokenHeader
from score_gui.net.token_header import read_public_key

_STORAGE, _METADATA = "storageurl", "metadataurl"
# The first one that is set counts: `accessToken` only fills the other one in score-client's own defaults.
_TOKENS = ("clientaccesstoken", "accesstoken")
_PARALLEL = "transportparallel"
_PUBLIC_KEY = "tokenpublickey"
_TAKEN = frozenset({_STORAGE, _METADATA, *_TOKENS, _PUBLIC_KEY})
_NAMED = re.compile(
    rb"^[ \t]*(storage[._-]?url|metadata[._-]?url|(client[._-]?)?access[._-]?token)\b",
    re.IGNORECASE | re.MULTILINE,
)
_PLACEHOLDER = "${"
_MATTERLESS = mark("score_gui has no use for it.")
_TUNED = mark("score_gui settles this by itself.")
# What the beginning of a name without its separators stands for; the first that fits counts.
_KNOWN = (
    (
        r".*truststore.*|clientssl.*|.*trustname",
        mark("a trust store of Java is not read; choose the authority's PEM file as CA file."),
    ),
    (r"(metadata)?ssl.*|metadatassl.*", mark("TLS is always verified.")),
    (r".*proxy.*", mark("score-client never read it; choose a proxy in the settings or in the profile.")),
    (r"portalurl", mark("that portal is closed.")),
    (r"transport.*|storageretry.*|client(connect|read)timeout.*|downloadpartsize", _TUNED),
    (
        r"client(ansi|silent|quiet|uploadstatedir)|defaultprofile|istest|mount.*|logging.*",
        _MATTERLESS,
    ),
)


def looks_like_score_client(data: bytes) -> bool:
    """Whether a file names any of the settings that are taken over."""
    return _NAMED.search(data) is not None


def read_score_client(data: bytes, name: str | None = None, taken: tuple[Profile, ...] = ()) -> Import:
    """The site and token of a configuration, as a profile for the list `taken`.

    Raises ProfileError, with a sentence for people, if it holds no site that can be used.
    """
    try:
        properties = read_properties(data)
    except PropertiesError as error:
        raise ProfileError("", str(error)) from None
    last = {_plain(one.key): one for one in properties}
    site, taken_over = _with_connections(_site(last), last)
    site, header_remark = _with_header(site, last)
    profile, is_known = settled(site, name, taken)
    token, remarks = _token(last)
    understood = _TAKEN | taken_over
    if is_known and site.token_header is not None:
        header_remark = tr(
            "The profile is here already and stays as it is; its token.public-key is not taken over."
        )
    told = (*remarks, *filter(None, (header_remark,)), *_remarks(properties, last, understood))
    return Import(profile, token, told, is_known)


def _plain(key: str) -> str:
    """Spring's uniform form of a name."""
    return re.sub(r"[-_.]", "", key).lower()


def _site(last: Mapping[str, Property]) -> Profile:
    storage = _address(last, _STORAGE)
    if not storage:
        text = tr("It names no storage.url; the site that score-client then took is closed.")
        raise ProfileError("storage_url", text)
    metadata = _address(last, _METADATA) or storage
    preset = preset_for(storage, metadata)
    return preset or checked(Profile("new", host_name(storage), storage, metadata, recognised_kind(storage)))


def _address(last: Mapping[str, Property], key: str) -> str:
    found = last.get(key)
    if found is None:
        return ""
    if _PLACEHOLDER in found.value:
        text = tr(
            "Line {line}, {key}, refers to something outside the file: write the address there.",
            line=found.line,
            key=found.key,
        )
        raise ProfileError("", text)
    return found.value.strip()


def _token(last: Mapping[str, Property]) -> tuple[Secret | None, tuple[str, ...]]:
    found = next((last[key] for key in _TOKENS if key in last and last[key].value.strip()), None)
    if found is None:
        return None, ()
    where = tr("Line {line}, {key}", line=found.line, key=found.key)
    if _PLACEHOLDER in found.value:
        return None, (
            tr("{where}: it refers to something outside the file; no token was taken over.", where=where),
        )
    try:
        token = clean_token(found.value)
    except ProblemError as error:
        return None, (
            tr("{where}: no token was taken over. {cause}", where=where, cause=error.problem.cause),
        )
    return token, _token_remarks(found, where)


def _token_remarks(found: Property, where: str) -> tuple[str, ...]:
    remarks = [tr("The token still stands in the file too; remove it there when you no longer need it.")]
    if found.value.strip()[0] in "\"'":
        remarks.append(tr("{where}: the quotes belong to the token, as score-client reads it.", where=where))
    return tuple(remarks)


def _with_connections(site: Profile, last: Mapping[str, Property]) -> tuple[Profile, frozenset[str]]:
    """`transport.parallel` is how many parts score-client fetches at once; tells what was taken over."""
    found = last.get(_PARALLEL)
    value = "" if found is None else found.value.strip()
    if not (value.isascii() and value.isdecimal() and 1 <= int(value[:9]) <= MOST_CONNECTIONS):
        return site, frozenset()
    return replace(site, connections=int(value)), frozenset({_PARALLEL})


def _with_header(site: Profile, last: Mapping[str, Property]) -> tuple[Profile, str]:
    """The key with which score-client encrypts the token for the servers of the data. It always does; we ask."""
    found = last.get(_PUBLIC_KEY)
    if found is None or not found.value.strip():
        return site, ""
    try:
        header = TokenHeader(read_public_key(found.value))
    except ValueError as error:
        reason = tr(error.args[0])
        return site, tr("{place}: not taken over. {reason}", place=_place(found), reason=reason)
    return replace(site, token_header=header), tr(HEADER_IS_OFF)


def _remarks(
    properties: tuple[Property, ...], last: Mapping[str, Property], understood: frozenset[str]
) -> Iterator[str]:
    if _METADATA not in last:
        yield tr("It names no metadata.url; the storage address is taken for both.")
    for one in properties:
        plain = _plain(one.key)
        if last[plain] is not one:
            yield tr(
                "{place}: set again on line {line}, which counts.", place=_place(one), line=last[plain].line
            )
        elif plain not in understood:
            yield f"{_place(one)}: {_reason(plain)}"


def _place(one: Property) -> str:
    """Where a setting stands. A line of one word may be a token on its own: it is not repeated."""
    if not one.value:
        return tr("Line {line}", line=one.line)
    return tr("Line {line}, {key}", line=one.line, key=safe_key(one.key))


def _reason(plain: str) -> str:
    return next((tr(told) for pattern, told in _KNOWN if re.fullmatch(pattern, plain)), tr("not understood."))
