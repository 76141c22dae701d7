"""Builds the source of a profile, with the clients it needs."""

from __future__ import annotations

from collections.abc import Callable

from score_gui.model.profile import Profile, SiteKind
from score_gui.model.secret import Secret
from score_gui.net.api import ApiClient
from score_gui.net.settings import NetSettings
from score_gui.net.token_header import Headers, TokenHeaders
from score_gui.sources.base import Source
from score_gui.sources.buckets import Buckets
from score_gui.sources.imaging import ImagingSource
from score_gui.sources.score import ScoreSource
from score_gui.sources.song import SongClient


def open_source(profile: Profile, token: Callable[[], Secret | None], net: NetSettings) -> Source:
    """The source of `profile`; opens no connection yet.

    `token` is called for every question, from the thread that asks. Raises ValueError if an address is none.
    """
    if profile.kind is SiteKind.IMAGING:
        return ImagingSource(profile, Buckets(profile, net))
    return ScoreSource(
        profile,
        storage=ApiClient(profile.storage_url, token, net),
        song=open_song(profile, token, net),
        headers=_link_headers(profile, token),
    )


def _link_headers(profile: Profile, token: Callable[[], Secret | None]) -> Callable[[Secret], Headers]:
    if profile.token_header is None or not profile.token_header.is_on:
        return lambda _link: ()
    return TokenHeaders(profile.token_header, token).for_link


def open_song(profile: Profile, token: Callable[[], Secret | None], net: NetSettings) -> SongClient:
    """The metadata server of `profile`, for browsing studies and analyses."""
    return SongClient(profile, ApiClient(profile.metadata_url, token, net))
