"""Shows the sums of the queue wherever they stand: side bar, tool bar, status bar, banner, title, empty page."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtWidgets import QMainWindow

from score_gui.model.language import tr
from score_gui.model.transfer import Status
from score_gui.ui.banner_words import banner_for
from score_gui.ui.queue_model import QueueModel
from score_gui.ui.queue_rows import QueueRows
from score_gui.ui.side_rows import ProfileRow, running_files, side_rows
from score_gui.ui.telling import announce
from score_gui.ui.window_body import WindowBody
from score_gui.ui.words import title


class SumsBoard:
    """Call `show` whenever rows, profiles or the filter have changed."""

    def __init__(self, window: QMainWindow, rows: QueueRows, model: QueueModel, body: WindowBody) -> None:
        self._window = window
        self._rows = rows
        self._model = model
        self._body = body
        self._profiles: Sequence[ProfileRow] = ()
        self._previews: Sequence[str] = ()
        self._speed = 0.0
        self._held_since: dict[Status, float] = {}

    def show_in(self, body: WindowBody) -> None:
        """Go on in another body."""
        self._body = body
        self.set_profiles(self._profiles)

    def set_profiles(self, profiles: Sequence[ProfileRow]) -> None:
        self._profiles = tuple(profiles)
        names = self.names()
        self._model.set_sites(names)
        self._body.page.details.set_sites(names)
        self.show()

    def set_previews(self, names: Sequence[str]) -> None:
        """Manifests that are open and not queued yet."""
        self._previews = tuple(names)
        self.show()

    def set_speed(self, speed: float) -> None:
        """Bytes per second over all files."""
        self._speed = speed
        self.show()

    def rest(self) -> None:
        """Nothing moves any more."""
        if self._speed >= 1:
            announce(self._window, tr("The queue rests"))
        self.set_speed(0.0)

    def show(self) -> None:
        totals, body = self._rows.totals, self._body
        self._leave_a_manifest_that_left()
        running = bool(running_files(totals))
        rows = side_rows(totals, self._profiles, self._previews)
        body.page.side.set_rows(rows)
        body.tools.show_groups(rows, self._model.filter.group)
        body.tools.search.setEnabled(len(self._rows) > 0)
        body.status.show_work(self._speed, totals.left, running=running)
        done = totals.files(Status.VERIFIED, Status.COMPLETE, Status.SKIPPED)
        sums = totals.all
        self._window.setWindowTitle(title(done, sums.files, sums.done, sums.size, running=running))
        self._show_banner()
        body.page.show_empty(empty=not len(self._rows))
        body.page.show_note(self._model.filter, totals)
        body.desk.set_need_you(totals.files(Status.NEEDS_YOU))

    def _leave_a_manifest_that_left(self) -> None:
        """Its last row is gone, and with it the entry that would clear the filter."""
        wanted = self._model.filter
        if wanted.manifest is not None and wanted.manifest not in self._rows.totals.manifests:
            self._body.page.side.choose(wanted.group, None)

    def _show_banner(self) -> None:
        held = {status for status, _ in self._rows.totals.held}
        now = time.time()
        self._held_since = {status: self._held_since.get(status, now) for status in held}
        self._body.page.banner.set_words(banner_for(self._rows.totals, self.names(), self._held_since))

    def names(self) -> dict[str, str]:
        """What the sites are called, by the ids of their profiles."""
        return {profile.id: profile.name for profile in self._profiles}
