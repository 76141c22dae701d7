"""The part of a profile's form that most people never need: its own way to its servers, folded away."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from score_gui.model.language import tr, trn
from score_gui.model.network import ProxyChoice, ProxyUse
from score_gui.model.settings import MOST_CONNECTIONS
from score_gui.model.text import both_text
from score_gui.ui.icons import Icons
from score_gui.ui.network_fields import CaField, NetworkDesk, ProxyField
from score_gui.ui.profiles_header import HeaderField
from score_gui.ui.settings_fields import CountField
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import ElidedLabel, Kind, button, label, paragraph


class AdvancedFold(QWidget):
    """Connections, proxy and CA file of a profile, and the servers that its token may reach in which way.

    Signals:
        edited: a field differs from how it was shown.
    """

    edited = Signal()

    def __init__(self, theme: Theme, icons: Icons, network: NetworkDesk) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self._toggle = button(theme, f" {tr('Advanced')}", Kind.LINK)
        self._toggle.setAccessibleName(tr("Advanced"))
        self._toggle.setCheckable(True)
        self._toggle.setIconSize(QSize(theme.px(14), theme.px(14)))
        self._summary = ElidedLabel(theme, "", Role.SMALL, "text-2")
        self._count = CountField(theme, icons, 0, MOST_CONNECTIONS, 160)
        self._count.setAccessibleName(tr("Connections"))
        self._count.setSpecialValueText(tr("As in the settings"))
        self._proxy = ProxyField(theme, icons, network, may_follow=True)
        self._ca = CaField(theme, network)
        self.header = HeaderField(theme, icons, network.run)
        self._hosts: tuple[str, ...] = ()
        self._servers = paragraph(theme, "", Role.SMALL, "text-2")
        self._body = QWidget()
        self._build()
        self._count.chosen.connect(self._on_edited)
        self._proxy.edited.connect(self._on_edited)
        self._ca.chosen.connect(self._on_edited)
        self.header.edited.connect(self._on_edited)
        self._toggle.toggled.connect(self._on_toggled)
        self._on_toggled()

    # --- what it shows --------------------------------------------------------------------------------------

    def show_way(self, proxy: ProxyChoice | None, ca_file: Path | None, connections: int | None) -> None:
        """Show the way of another profile."""
        self._count.show_value(connections or 0)
        self._proxy.show_choice(proxy)
        self._ca.show_path(ca_file)
        self._refresh()

    def show_servers(self, hosts: tuple[str, ...]) -> None:
        """The servers that the token may reach."""
        self._hosts = hosts
        self._refresh()

    @property
    def connections(self) -> int | None:
        return self._count.value() or None

    @property
    def ca_file(self) -> Path | None:
        return self._ca.path

    def proxy(self) -> ProxyChoice | None:
        """Raises UnusableError while what is typed cannot be used."""
        return self._proxy.choice()

    @property
    def is_open(self) -> bool:
        return self._toggle.isChecked()

    def open(self, field: str = "proxy") -> None:
        """Unfold it and put the cursor where something is wrong."""
        self._toggle.setChecked(True)
        (self.header.key if field == "token_header" else self._proxy).setFocus()

    # --- building -------------------------------------------------------------------------------------------

    def _build(self) -> None:
        px = self._theme.px
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(self._toggle)
        head.addWidget(self._summary, 1)
        grid = QGridLayout(self._body)
        grid.setContentsMargins(0, px(4), 0, 0)
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(10))
        grid.setColumnMinimumWidth(0, px(110))
        grid.setColumnStretch(1, 1)
        count = QHBoxLayout()
        count.setSpacing(px(8))
        count.addWidget(self._count)
        count.addWidget(label(self._theme, tr("at once to this site"), color="text-2"))
        count.addStretch(1)
        grid.addWidget(label(self._theme, tr("Connections"), color="text-2"), 0, 0)
        grid.addLayout(count, 0, 1)
        fields = ((tr("Proxy"), self._proxy), (tr("Trusted besides"), self._ca))
        for row, (name, field) in enumerate(fields, start=1):
            head_of_row = label(self._theme, name, color="text-2")
            head_of_row.setContentsMargins(0, px(6), 0, 0)
            grid.addWidget(head_of_row, row, 0, alignment=Qt.AlignmentFlag.AlignTop)
            grid.addWidget(field, row, 1)
        grid.addWidget(label(self._theme, tr("Token"), color="text-2"), 3, 0)
        grid.addWidget(self._servers, 3, 1)
        grid.addWidget(self.header, 4, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addLayout(head)
        column.addWidget(self._body)

    def _on_toggled(self) -> None:
        self._body.setVisible(self.is_open)
        self._icons.bind(self._toggle, "chevron-down" if self.is_open else "chevron-right", "accent")
        self._refresh()

    def _on_edited(self) -> None:
        self._refresh()
        self.edited.emit()

    def _refresh(self) -> None:
        self._summary.setText("" if self.is_open else self._told())
        self._servers.setText(self._servers_words())

    def _servers_words(self) -> str:
        if not self._hosts:
            return tr("No server is named yet.")
        if self.header.tick.isChecked():
            return tr("It is sent to {hosts} as it is.", hosts=both_text(self._hosts))
        return tr("It is sent to {hosts} only.", hosts=both_text(self._hosts))

    def _told(self) -> str:
        try:
            proxy = self.proxy()
        except ValueError:
            return tr("The proxy cannot be used yet")
        told = [
            trn("{count} connection", "{count} connections", self.connections) if self.connections else "",
            "" if proxy is None else _proxy_words(proxy),
            tr("CA file {name}", name=self.ca_file.name) if self.ca_file else "",
            self.header.names.currentText() if self.header.tick.isChecked() else "",
        ]
        return " · ".join(filter(None, told))


def _proxy_words(proxy: ProxyChoice) -> str:
    match proxy.use:
        case ProxyUse.NONE:
            return tr("no proxy")
        case ProxyUse.SYSTEM:
            return tr("proxy as the system says")
    return tr("proxy {address}", address=proxy.address)
