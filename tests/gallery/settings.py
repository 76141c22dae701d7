"""The settings, page by page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from score_gui.model.network import ProxyChoice, ProxyUse
from score_gui.model.settings import Settings
from score_gui.net.tls import Authority
from score_gui.ui.icons import Icons
from score_gui.ui.network_fields import NetworkDesk
from score_gui.ui.settings_dialog import Doors, SettingsDialog
from score_gui.ui.theme import Theme
from tests.gallery.camera import Make, Picture
from tests.ui.preview_samples import run_at_once

SETTINGS = Settings(
    Path("/mnt/lab2/genomes"),
    proxy=ProxyChoice(ProxyUse.EXPLICIT, "http://proxy.example.org:3128", (".example.org",)),
    ca_file=Path("/etc/ssl/hospital.pem"),
    rate_limit=10_000_000,
)
LANGUAGES = (("en", "English"), ("de", "Deutsch"))
PAGES = ("downloads", "folders", "checking", "network", "power", "appearance")


def page(number: int) -> Make:
    def make(theme: Theme, icons: Icons) -> QWidget:
        network = NetworkDesk(
            run_at_once,
            lambda _account, _password: "The password is kept in the keyring.",
            lambda _path: (Authority("Hospital CA", "ab" * 32),),
            lambda _parent: None,
        )
        doors = Doors(network, lambda _parent, _start: None, LANGUAGES)
        made = SettingsDialog(theme, icons, SETTINGS, Settings(Path("/mnt/lab2/genomes")), doors)
        made.list.setCurrentRow(number)
        return made

    return make


ALBUM = {f"settings-{name}": Picture(page(number), 800, 600) for number, name in enumerate(PAGES)}
