"""The page of the settings on the way to the servers: a proxy, its password, and further authorities."""

from __future__ import annotations

from types import MappingProxyType

from score_gui.model.language import mark, tr
from score_gui.model.network import ProxyUse
from score_gui.model.settings import Settings
from score_gui.ui.icons import Icons
from score_gui.ui.network_fields import CaField, NetworkDesk, ProxyField
from score_gui.ui.settings_pages import SettingsPage
from score_gui.ui.theme import Theme

_HINTS = MappingProxyType(
    {
        ProxyUse.SYSTEM: mark(
            "The environment (HTTPS_PROXY and its like) and the settings of the system are heeded."
        ),
        ProxyUse.NONE: mark("Servers are reached directly, whatever the system says."),
        ProxyUse.EXPLICIT: mark(
            "A proxy sees which servers are reached, but neither your token nor your files."
        ),
    }
)


class NetworkPage(SettingsPage):
    """Only what can be used becomes a setting; what is in the way stands below its field."""

    names = ("proxy", "ca_file")

    def __init__(self, theme: Theme, icons: Icons, settings: Settings, desk: NetworkDesk) -> None:
        self._desk = desk
        super().__init__(theme, icons, settings)

    def _build(self) -> None:
        self.section(tr("Proxy"))
        self._proxy = ProxyField(self._theme, self._icons, self._desk)
        self._proxy.settled.connect(lambda choice: self._choose(proxy=choice))
        self.row(tr("Proxy"), self._proxy, at_top=True)
        self._hint = self.note("")
        self.section(tr("Certificates"))
        self._ca = CaField(self._theme, self._desk)
        self._ca.chosen.connect(lambda path: self._choose(ca_file=path))
        self.row(tr("Trust also"), self._ca, at_top=True)
        self.note(
            tr(
                "A file of your organisation (PEM), for a proxy that opens connections. Certificates "
                "are always checked."
            )
        )

    def _show(self) -> None:
        self._proxy.show_choice(self._settings.proxy)
        self._hint.setText(tr(_HINTS[self._settings.proxy.use]))
        self._ca.show_path(self._settings.ca_file)
