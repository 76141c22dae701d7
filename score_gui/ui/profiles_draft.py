"""What stands in the fields of the profiles dialog, on its way to becoming a profile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from score_gui.access.profiles import ProfileError, checked, new_profile_id, recognised_kind
from score_gui.model.network import ProxyChoice
from score_gui.model.profile import Profile
from score_gui.model.token_header import TokenHeader


@dataclass(frozen=True, slots=True)
class Draft:
    """The fields as typed. `base` is the kept profile, or the preset that a new one began with."""

    name: str = ""
    storage_url: str = ""
    metadata_url: str = ""
    base: Profile | None = None
    is_new: bool = False
    key_service: str = ""
    proxy: ProxyChoice | None = None
    ca_file: Path | None = None
    connections: int | None = None
    proxy_trouble: str = ""
    """Why the proxy, as it is typed, cannot be used."""
    token_header: TokenHeader | None = None
    header_trouble: str = ""
    """The same of the header that carries the token."""

    @classmethod
    def of(cls, profile: Profile) -> Draft:
        return cls(
            profile.name,
            profile.storage_url,
            profile.metadata_url,
            profile,
            key_service=profile.key_service or "",
            proxy=profile.proxy,
            ca_file=profile.ca_file,
            connections=profile.connections,
            token_header=profile.token_header,
        )

    @classmethod
    def new(cls, preset: Profile | None) -> Draft:
        """A new profile from a preset, or from nothing."""
        return cls(is_new=True) if preset is None else replace(cls.of(preset), is_new=True)

    def profile(self, taken: Sequence[Profile]) -> Profile:
        """The profile that the fields describe. Raises ProfileError if one of them cannot be right."""
        metadata = self.metadata_url.strip() or self.storage_url
        if self.base is not None and not self.is_new:
            made = self._changed(self.base, metadata)
        else:
            made = self._added(metadata, tuple(taken))
        if self.proxy_trouble:
            raise ProfileError("proxy", self.proxy_trouble)
        if self.header_trouble:
            raise ProfileError("token_header", self.header_trouble)
        made = replace(made, proxy=self.proxy, ca_file=self.ca_file, connections=self.connections)
        return checked(replace(made, token_header=self.token_header))

    def _changed(self, base: Profile, metadata: str) -> Profile:
        same_site = self.storage_url.strip().rstrip("/") == base.storage_url
        return replace(
            base,
            name=self.name,
            storage_url=self.storage_url,
            metadata_url=metadata,
            key_service=self.key_service,
            kind=base.kind if same_site else recognised_kind(self.storage_url.strip()),
        )

    def _added(self, metadata: str, taken: tuple[Profile, ...]) -> Profile:
        fresh = Profile(
            new_profile_id(self.name, taken),
            self.name,
            self.storage_url,
            metadata,
            recognised_kind(self.storage_url.strip()),
            key_service=self.key_service,
        )
        if self.base is None or self.storage_url != self.base.storage_url:
            return fresh
        is_free = all(one.id != self.base.id for one in taken)
        return replace(
            fresh,
            id=self.base.id if is_free else fresh.id,
            kind=self.base.kind,
            token_page=self.base.token_page,
        )


def host_of(url: str) -> str:
    """The server of an address as people read it; empty while there is none."""
    try:
        return urlsplit(url.strip()).hostname or ""
    except ValueError:
        return ""
