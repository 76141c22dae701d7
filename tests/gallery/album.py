"""All pictures of the gallery by their names: every window, dialog and state that a person can meet."""

from __future__ import annotations

from tests.gallery import browse, preview, profiles, settings, slices, window
from tests.gallery.camera import Album

ALBUM: Album = {
    **window.ALBUM,
    **preview.ALBUM,
    **profiles.ALBUM,
    **browse.ALBUM,
    **slices.ALBUM,
    **settings.ALBUM,
}
