"""From a row, an entry or nothing at all to an open slice dialog; each dialog is a window of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from score_gui.model.language import tr
from score_gui.model.manifest import Entry, Kind, Manifest
from score_gui.model.profile import Profile
from score_gui.model.settings import Settings
from score_gui.transfer.rate import RateLimit
from score_gui.ui.background import Runner
from score_gui.ui.icons import Icons
from score_gui.ui.main_window import MainWindow
from score_gui.ui.pool import Pool
from score_gui.ui.queue_rows import Row
from score_gui.ui.settings_desk import SettingsDesk
from score_gui.ui.slice_desk import desk_of
from score_gui.ui.slice_dialog import SliceDialog
from score_gui.ui.slice_draft import SliceTarget, is_sliceable
from score_gui.ui.slice_facts import SliceDesk
from score_gui.ui.theme import Theme
from score_gui.wiring import Wiring

FOLDER = "slices"
"""Below the folder of the downloads."""


class SliceFlow(QObject):
    """Opens dialogs and hands on what they ask for. `folder` is where downloads go, `names` are those of the sites.

    Signals:
        whole_asked: the files are wanted whole: a `Manifest` of them, and the (id, name) of their profiles.
        reveal_asked: show this path in the system's file manager.
        token_asked: the id of a profile whose token is needed.
        stumbled: a `Problem`; some work ended in a way that no dialog expected.
    """

    whole_asked = Signal(object, object)
    reveal_asked = Signal(object)
    token_asked = Signal(str)
    stumbled = Signal(object)

    def __init__(
        self,
        window: QWidget,
        theme: Theme,
        icons: Icons,
        desk: SliceDesk,
        run: Runner,
        names: Callable[[], Mapping[str, str]],
    ) -> None:
        super().__init__(window)
        self._names = names
        self.folder = Path()
        self._window, self._theme, self._icons, self._desk, self._run = window, theme, icons, desk, run
        self._open: list[SliceDialog] = []
        self._pool: Pool | None = None

    @property
    def dialogs(self) -> Sequence[SliceDialog]:
        """Those that are open, the newest last."""
        return tuple(self._open)

    def own(self, pool: Pool) -> None:
        """Close `pool` at the end, and tell what goes wrong in it."""
        self._pool = pool
        pool.stumbled.connect(self.stumbled)

    def follow(self, settings: Settings) -> None:
        """Slices go below the folder of the downloads."""
        self.folder = settings.output_folder

    def open_rows(self, rows: Iterable[Row]) -> None:
        """Slice rows of the queue; without any that can be sliced, ask for a file."""
        self._begin([self._of_row(row) for row in rows if is_sliceable(row.transfer.name)])

    def open_entries(self, entries: Iterable[Entry], profile_id: str) -> None:
        """Slice entries of a manifest; an entry without a name may be anything, and is tried."""
        site = self._names().get(profile_id, "")
        wanted = [entry for entry in entries if entry.file_name is None or is_sliceable(entry.file_name)]
        self._begin([SliceTarget(entry, profile_id, site) for entry in wanted])

    def renew(self) -> None:
        """Make the open dialogs anew; the language or the size of text is another now."""
        for dialog in self.dialogs:
            dialog.renew()

    def close(self) -> None:
        """The program ends: cancel everything."""
        for dialog in self.dialogs:
            dialog.reject()

    def end(self) -> None:
        """After `close`: wait a moment for what is still at work."""
        if self._pool is not None:
            self._pool.close()

    def _of_row(self, row: Row) -> SliceTarget:
        """A file that is here with its index is sliced here."""
        transfer = row.transfer
        entry = Entry(
            transfer.object_id,
            transfer.name,
            transfer.size,
            transfer.md5,
            donor=transfer.donor,
            file_type=transfer.file_type,
        )
        has_index = any(one.status.is_done for one in row.companions)
        path = transfer.target if transfer.status.is_done and has_index else None
        return SliceTarget(entry, transfer.profile_id, self._names().get(transfer.profile_id, ""), path)

    def _begin(self, targets: Sequence[SliceTarget]) -> None:
        dialog = SliceDialog(
            self._theme, self._icons, self._desk, self._run, self.folder / FOLDER, self._window
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.whole_asked.connect(self._on_whole)
        dialog.reveal_asked.connect(self.reveal_asked)
        dialog.token_asked.connect(self.token_asked)
        dialog.finished.connect(lambda _: self._open.remove(dialog))
        self._open.append(dialog)
        if targets:
            dialog.open_targets(targets)
        else:
            dialog.ask_for_file()
        dialog.show()

    def _on_whole(self, targets: Sequence[SliceTarget]) -> None:
        entries = tuple(target.entry for target in targets if target.entry is not None)
        if entries:
            name = tr("Whole file") if len(entries) == 1 else tr("Whole files")
            manifest = Manifest(Kind.ID_LIST, accepted=True, name=name, entries=entries, lines=len(entries))
            self.whole_asked.emit(manifest, [(targets[0].profile_id, targets[0].site)])


def make_slices(
    window: MainWindow,
    theme: Theme,
    icons: Icons,
    wiring: Wiring,
    sites: Callable[[], Sequence[Profile]],
    choices: SettingsDesk,
) -> SliceFlow:
    """With threads of its own: a slice may take minutes, and nobody else is to wait for it. Follows the settings."""
    pool, limit = Pool(window), RateLimit(rate=choices.for_engine().rate_limit)

    def listed() -> list[tuple[str, str]]:
        return [(site.id, site.name) for site in sites()]

    desk = desk_of(wiring, listed, lambda task: pool(task, lambda _none: None), limit)
    made = SliceFlow(window, theme, icons, desk, pool, lambda: window.site_names)
    made.follow(choices.settings)
    choices.changed.connect(made.follow)
    choices.engine_changed.connect(lambda settings: limit.set_rate(settings.rate_limit))
    made.own(pool)
    return made
