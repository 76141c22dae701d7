"""What the program does when something ends: tells it once, writes receipts, quits or lets the computer sleep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMessageBox, QWidget

from score_gui.model.language import tr
from score_gui.model.settings import Settings, WhenDone
from score_gui.model.transfer import Transfer
from score_gui.ui.background import Runner
from score_gui.ui.countdown import Countdown
from score_gui.ui.queue_rows import QueueRows
from score_gui.ui.queue_watch import Ended, ManifestWatch, QueueWatch
from score_gui.ui.side_rows import running_files

_LOOK_AT_PLUG = 30_000
"""Milliseconds between two looks at whether the computer is still plugged in."""


@dataclass(frozen=True, slots=True)
class Deeds:
    """What can be done then. `suspend`, `save_receipt` and `keep_awake` may block and run off the GUI thread.

    `save_receipt` gets a manifest's name and transfers and returns the page it wrote, `keep_awake` whether files
    are at work.
    """

    tell: Callable[[str, str], object]
    quit: Callable[[], None]
    suspend: Callable[[], bool]
    save_receipt: Callable[[str, list[Transfer]], Path]
    show_receipt: Callable[[Path], None]
    keep_awake: Callable[[bool], object]


class AfterDesk(QObject):
    """Call `look` whenever rows have changed; `settings` is asked at each end."""

    def __init__(
        self, window: QWidget, rows: QueueRows, settings: Callable[[], Settings], deeds: Deeds, run: Runner
    ) -> None:
        super().__init__(window)
        self._window = window
        self._rows = rows
        self._settings = settings
        self._deeds = deeds
        self._run = run
        self._queue = QueueWatch()
        self._manifests = ManifestWatch()
        self._is_running = False
        self._plug = QTimer(self, interval=_LOOK_AT_PLUG)
        self._plug.timeout.connect(self.keep_awake)
        self._plug.start()

    def look(self) -> None:
        """See what has begun or ended."""
        totals = self._rows.totals
        for manifest in self._manifests.look(totals):
            if self._settings().receipts:
                self._save_receipt(manifest, lambda _page: None)
        running = bool(running_files(totals))
        if running is not self._is_running:
            self._is_running = running
            self.keep_awake()
        ended = self._queue.look(totals)
        if ended is not None:
            self._on_ended(ended)

    def save_receipt(self, manifest: str) -> None:
        """Save a receipt of `manifest` as it stands now, and show it."""
        self._save_receipt(manifest, self._deeds.show_receipt)

    def _save_receipt(self, manifest: str, then: Callable[[Path], None]) -> None:
        transfers = self._rows.of_manifest(manifest)
        self._run(lambda: self._deeds.save_receipt(manifest, transfers), then)

    def keep_awake(self) -> None:
        """Fit the computer's wakefulness to what goes on and to what is chosen."""
        running = self._is_running
        self._run(lambda: self._deeds.keep_awake(running), lambda _held: None)

    def _on_ended(self, ended: Ended) -> None:
        settings = self._settings()
        if settings.notify:
            self._deeds.tell(tr("The queue is done"), ended.words)
        # What needs a person needs a program that is there and awake.
        if ended.need_you or settings.when_done is WhenDone.NOTHING:
            return
        if settings.when_done is WhenDone.QUIT:
            self._count_down(ended, tr("score_gui quits"), tr("Keep open"), tr("Quit now"), self._deeds.quit)
        else:
            self._count_down(
                ended, tr("The computer goes to sleep"), tr("Stay awake"), tr("Sleep now"), self._sleep
            )

    def _count_down(self, ended: Ended, what: str, stop: str, now: str, act: Callable[[], None]) -> None:
        box = Countdown(
            self._window, tr("The queue is done. {words}", words=ended.words), what, stop, now, act
        )
        box.finished.connect(box.deleteLater)
        box.begin()

    def _sleep(self) -> None:
        self._run(self._deeds.suspend, self._on_slept)

    def _on_slept(self, slept: bool) -> None:  # noqa: FBT001 - a slot
        if slept:
            return
        box = QMessageBox(self._window)
        box.setText(tr("The computer did not go to sleep"))
        box.setInformativeText(
            tr("The system does not let score_gui do that. The files are here all the same.")
        )
        box.finished.connect(box.deleteLater)
        box.open()
