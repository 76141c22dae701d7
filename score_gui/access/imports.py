"""Profiles that come in files from elsewhere: another program's configuration, or a colleague's profile.

Whatever the file is, it comes to one `Import`, which is shown to the person before anything is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from score_gui.access.profiles import PRESETS, ProfileError, new_profile_id
from score_gui.model.language import mark, tr
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret
from score_gui.model.text import both_text

LARGEST = 1_000_000
"""Bytes of a file with settings; a larger one is none."""
HEADER_IS_OFF = mark(
    "Its public key for X-SCORE-TOKEN is taken over, and the header is off: "
    "switch it on in the profile if the site needs it."
)
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9._-]{0,39}")


@dataclass(frozen=True, slots=True)
class Import:
    """A profile that a file describes. `remarks` are sentences on what was not taken over, never with a value.

    `is_known` says that the profile is in the list already, so that only its token is new.
    """

    profile: Profile
    token: Secret | None = None
    remarks: tuple[str, ...] = ()
    is_known: bool = False

    @property
    def preview(self) -> str:
        """Where the token will go, with the host as it goes over the wire, so that no look-alike hides."""
        urls = (self.profile.storage_url, self.profile.metadata_url, self.profile.key_service)
        hosts = dict.fromkeys(wire_host(url) for url in urls if url)
        name, to = self.profile.name, both_text(tuple(hosts))
        if self.token:
            return tr(
                "{name}: Its token, which is in the file, will be sent to {hosts}.", name=name, hosts=to
            )
        return tr("{name}: Your token for it will be sent to {hosts}.", name=name, hosts=to)


def read_settings_file(path: Path) -> bytes:
    """The bytes of a file with settings. Raises ProfileError, with a sentence, if it cannot be one."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as failure:
        raise ProfileError("", f"{path}: {failure.strerror or tr('it cannot be read')}.") from None
    if len(data) > LARGEST:
        raise ProfileError("", tr("{name} is larger than any file with settings.", name=path.name))
    return data


def settled(profile: Profile, name: str | None, taken: tuple[Profile, ...]) -> tuple[Profile, bool]:
    """The profile under a free id and name, or the one of the list for the same site; tells which.

    `name` is the one that the person chose; with it the profile is always a new one. Raises ProfileError.
    """
    if name is None:
        for one in taken:
            if (one.storage_url, one.metadata_url) == (profile.storage_url, profile.metadata_url):
                return one, True
    elif any(one.name == name for one in taken):
        raise ProfileError("name", tr("There is a profile '{name}' already.", name=name))
    free = name or _free_name(profile.name, taken)
    return replace(profile, id=new_profile_id(free, taken), name=free), False


def preset_for(storage_url: str, metadata_url: str) -> Profile | None:
    """The site that is known from the start under these addresses."""
    urls = (storage_url.rstrip("/"), metadata_url.rstrip("/"))
    return next((one for one in PRESETS if (one.storage_url, one.metadata_url) == urls), None)


def wire_host(url: str) -> str:
    """The host as it goes over the wire (punycode), with its port if it is not the usual one."""
    parsed = httpx.URL(url)
    host = parsed.raw_host.decode("ascii")
    return host if parsed.port is None else f"{host}:{parsed.port}"


def host_name(url: str) -> str:
    """A name for a profile that has none: its server."""
    try:
        return urlsplit(url).hostname or tr("Imported")
    except ValueError:
        return tr("Imported")


def safe_key(key: str) -> str:
    """The name of a setting as it may be shown; where a token strayed into its place, nothing of it is."""
    return key if _KEY.fullmatch(key) else tr("a name of an unusual form")


def _free_name(name: str, taken: tuple[Profile, ...]) -> str:
    names = {one.name for one in taken}
    candidates = (name if number == 1 else f"{name} {number}" for number in range(1, len(names) + 2))
    return next(one for one in candidates if one not in names)
