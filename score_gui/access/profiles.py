"""The list of sites, kept in one small file without tokens, and the sites that come with the program."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import httpx

from score_gui.access.life import TokenEnd
from score_gui.access.own_files import not_kept
from score_gui.access.profile_rows import Row, Rows, from_json, to_json
from score_gui.files.whole import write_whole
from score_gui.model import problems
from score_gui.model.language import mark, phrase, tr
from score_gui.model.network import ProxyUse
from score_gui.model.problem import ProblemError
from score_gui.model.profile import Profile, SiteKind
from score_gui.model.settings import MOST_CONNECTIONS
from score_gui.model.token_header import TokenHeader
from score_gui.net.origin import Origin
from score_gui.net.proxy import read_proxy
from score_gui.net.strict_json import read_json
from score_gui.net.token_header import read_public_key

ENVIRONMENT_ID = "environment"
_ARGO_URL = "https://api.platform.icgc-argo.org/storage-api"
_ARGO_HOST = "icgc-argo.org"
_CALLED = {
    "storage_url": mark("The storage address"),
    "metadata_url": mark("The metadata address"),
    "token_page": mark("The token page"),
    "key_service": mark("The key service"),
}
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")

ARGO = Profile(
    id="icgc-argo",
    name="ICGC ARGO",
    storage_url=_ARGO_URL,
    metadata_url=_ARGO_URL,
    kind=SiteKind.ARGO,
    token_page="https://platform.icgc-argo.org/user",  # noqa: S106 - the page where people find theirs
)
LOCAL_OVERTURE = Profile(
    id="overture-local",
    name="Local Overture",
    storage_url="http://localhost:8087",
    metadata_url="http://localhost:8080",
)
IMAGING = Profile(
    id=".imaging",
    name="Imaging Data Commons",
    storage_url="https://s3.us-east-1.amazonaws.com",
    metadata_url="https://storage.googleapis.com",
    kind=SiteKind.IMAGING,
)
"""Always known and never kept: there is nothing to set up. Its addresses are those of the two clouds that hold it."""
PRESETS = (ARGO, LOCAL_OVERTURE)


class ProfileError(ValueError):
    """A profile that cannot be used. `field` is the name of the wrong one; the text is for people."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


class ProfileStore:
    """The profiles of one person, in `folder`. Blocks on the disk; may be used from any thread.

    Until something is saved, the list holds ICGC ARGO. Raises ProblemError where the file cannot be read or
    written; it is then left as it is.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "profiles.json"
        self._lock = threading.Lock()

    def list(self) -> tuple[Profile, ...]:
        """All profiles in the order in which they were added."""
        with self._lock:
            return tuple(row.profile for row in self._read().rows)

    def get(self, profile_id: str) -> Profile | None:
        return next((one for one in self.list() if one.id == profile_id), None)

    def save(self, profile: Profile) -> Profile:
        """Add a profile, or put it in the place of the one with its id. Returns it as it was kept.

        Raises ProfileError if it cannot be used.
        """
        kept = checked(profile)
        with self._lock:
            before = self._read()
            if any(row.profile.id == kept.id for row in before.rows):
                rows = (replace(r, profile=kept) if r.profile.id == kept.id else r for r in before.rows)
                self._write(replace(before, rows=tuple(rows)))
            else:
                self._write(replace(before, rows=(*before.rows, Row(kept))))
        return kept

    def remove(self, profile_id: str) -> None:
        """Take a profile off the list; nothing happens if it is not there. Its token is the vault's business."""
        with self._lock:
            before = self._read()
            after = tuple(row for row in before.rows if row.profile.id != profile_id)
            if after != before.rows:
                self._write(replace(before, rows=after))

    def token_ends(self) -> Mapping[str, TokenEnd]:
        """When the tokens end, by the ids of their profiles, as far as that was noted."""
        with self._lock:
            return {row.profile.id: row.end for row in self._read().rows if row.end is not None}

    def note_token_end(self, profile_id: str, end: TokenEnd | None) -> None:
        """Note when the token of a profile ends, None if that is not known; nothing happens without the profile."""
        with self._lock:
            before = self._read()
            after = tuple(replace(r, end=end) if r.profile.id == profile_id else r for r in before.rows)
            if after != before.rows:
                self._write(replace(before, rows=after))

    def _read(self) -> Rows:
        try:
            kept = from_json(read_json(self._path.read_bytes()))
            return replace(kept, rows=tuple(replace(row, profile=checked(row.profile)) for row in kept.rows))
        except FileNotFoundError:
            return Rows((Row(ARGO),))
        except OSError as failure:
            raise self._unreadable(failure.strerror or phrase("it cannot be read")) from None
        except (ValueError, KeyError, TypeError):
            raise self._unreadable(phrase("it is not in order")) from None

    def _write(self, rows: Rows) -> None:
        text = json.dumps(to_json(rows), indent=2)
        try:
            write_whole(self._path, text.encode())
        except OSError as failure:
            raise ProblemError(not_kept(self._path, failure)) from None

    def _unreadable(self, reason: str) -> ProblemError:
        return ProblemError(problems.profiles_unreadable(self._path, reason))


def from_environment(environ: Mapping[str, str]) -> Profile | None:
    """The unnamed profile of `STORAGE_URL` and `METADATA_URL`, as score-client knows them; None without them.

    Raises ProfileError if only one of them is set, or one is no address.
    """
    storage = environ.get("STORAGE_URL", "").strip()
    metadata = environ.get("METADATA_URL", "").strip()
    if not (storage or metadata):
        return None
    name = _host(storage) or "Environment"
    return checked(Profile(ENVIRONMENT_ID, name, storage, metadata, recognised_kind(storage)))


def recognised_kind(storage_url: str) -> SiteKind:
    """What kind of site an address belongs to, as far as its host tells."""
    host = _host(storage_url)
    is_argo = host == _ARGO_HOST or host.endswith(f".{_ARGO_HOST}")
    return SiteKind.ARGO if is_argo else SiteKind.OVERTURE


def new_profile_id(name: str, taken: tuple[Profile, ...]) -> str:
    """A free id for a profile, made of its name."""
    stem = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:48] or "site"
    ids = {one.id for one in taken} | {ENVIRONMENT_ID}
    candidates = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(ids) + 2))
    return next(one for one in candidates if one not in ids)


def checked(profile: Profile) -> Profile:
    """The profile with its texts trimmed. Raises ProfileError if it cannot be used."""
    if not _ID.fullmatch(profile.id):
        raise ProfileError("id", tr("The id may hold small letters, digits and dashes."))
    name = " ".join(profile.name.split())
    if not name or not name.isprintable():
        raise ProfileError("name", tr("The profile needs a name."))
    _check_network(profile)
    token_page = (profile.token_page or "").strip()
    key_service = (profile.key_service or "").strip()
    return replace(
        profile,
        name=name,
        storage_url=_address("storage_url", profile.storage_url),
        metadata_url=_address("metadata_url", profile.metadata_url),
        token_page=_address("token_page", token_page) if token_page else None,
        key_service=_address("key_service", key_service) if key_service else None,
        token_header=_header(profile.token_header),
    )


def _check_network(profile: Profile) -> None:
    if profile.proxy is not None and profile.proxy.use is ProxyUse.EXPLICIT:
        try:
            read_proxy(profile.proxy.address, phrase("The address of the proxy"))
        except ProblemError as error:
            raise ProfileError("proxy", tr(error.problem.cause)) from None
    if profile.ca_file is not None and not profile.ca_file.is_absolute():
        raise ProfileError("ca_file", tr("The CA file is named by its whole path."))
    if profile.connections is not None and not 1 <= profile.connections <= MOST_CONNECTIONS:
        words = tr("The number of connections lies between 1 and {most}.", most=MOST_CONNECTIONS)
        raise ProfileError("connections", words)


def _header(header: TokenHeader | None) -> TokenHeader | None:
    try:
        return None if header is None else replace(header, public_key=read_public_key(header.public_key))
    except ValueError as error:
        raise ProfileError("token_header", tr(error.args[0])) from None


def _address(field: str, text: str) -> str:
    text = text.strip().rstrip("/")
    if trouble := _address_trouble(tr(_CALLED[field]), text):
        raise ProfileError(field, trouble)
    return text


def _address_trouble(called: str, text: str) -> str:
    """Why `text` is no address; `called` begins the sentence. Empty if it is one."""
    if not text:
        return tr("{called} is missing.", called=called)
    try:
        url = httpx.URL(text)
        origin = Origin.of(url)
    except (httpx.InvalidURL, ValueError):
        return tr("{called} is no web address, such as https://score.example.org.", called=called)
    if not origin.is_private_to_the_wire:
        return tr("{called} must begin with https, so that nobody reads your token.", called=called)
    if url.userinfo or url.query or url.fragment or not text.isprintable():
        return tr("{called} must end with its path, without user names or questions.", called=called)
    return ""


def _host(url: str) -> str:
    try:
        return httpx.URL(url).host
    except httpx.InvalidURL:
        return ""
