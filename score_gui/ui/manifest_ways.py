"""How lists come into the preview from all sides, and what becomes of a wish to download one."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from score_gui.access.profiles import IMAGING
from score_gui.manifests import Watch, read_path
from score_gui.manifests.remote import hosts_of, read_url
from score_gui.model.manifest import Manifest
from score_gui.model.messages import Add
from score_gui.model.profile import Profile
from score_gui.model.settings import Settings
from score_gui.practice import PROFILE_ID
from score_gui.ui.backstage import Backstage
from score_gui.ui.preview_flow import PreviewFlow
from score_gui.ui.preview_reader import ListOutside
from score_gui.ui.profiles_flow import ProfilesFlow
from score_gui.wiring import Wiring


def list_outside(wiring: Wiring) -> ListOutside:
    """What reading lists needs from outside; called in threads of the pool."""

    def fetch(address: str, watch: Watch) -> Manifest:
        return read_url(address, wiring.net, hosts_of(wiring.known_profiles()), watch)

    return ListOutside(fetch, lambda manifest, watch: wiring.unfold(manifest, watch.look))


class ManifestWays(QObject):
    """Knows the previews, the sites, and the practice site."""

    def __init__(
        self, behind: Backstage, previews: PreviewFlow, profiles: ProfilesFlow, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._behind, self._previews, self._profiles = behind, previews, profiles

    @property
    def _settings(self) -> Settings:
        return self._behind.choices.settings

    def review(self, chosen: Manifest, site: Profile) -> None:
        """Show what was chosen from a site."""
        settings = self._practice_settings() if site.id == PROFILE_ID else self._settings
        self._previews.show(chosen, settings, [(site.id, site.name)])

    def show_whole(self, manifest: Manifest, profiles: list[tuple[str, str]]) -> None:
        """Show files that are wanted whole, instead of slices."""
        self._previews.show(manifest, self._settings, profiles)

    def open_practice(self) -> None:
        """Start the practice site and show its manifest."""
        self._behind.pool(self._start_practice, self._on_practice_started)

    def download(self, add: Add) -> None:
        """Hand the wish on; its folder and layout are what the next one begins with."""
        self._behind.post(add)
        if add.profile_id not in {PROFILE_ID, IMAGING.id}:
            chosen = replace(self._settings, output_folder=add.folder, layout=add.layout)
            self._behind.choices.put(chosen)

    def _start_practice(self) -> Manifest:
        """Called in a thread of the pool."""
        self._behind.practice.start()
        return read_path(self._behind.practice.manifest)

    def _on_practice_started(self, manifest: Manifest) -> None:
        self._profiles.refresh()
        profile = self._behind.practice.profile
        self._previews.show(manifest, self._practice_settings(), [(PROFILE_ID, profile.name)])

    def _practice_settings(self) -> Settings:
        return replace(self._settings, output_folder=self._behind.practice.folder)
