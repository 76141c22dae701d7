"""What can be done with a slice that is there: show it, open it in IGV, have it as a command, keep a receipt of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from score_gui import __version__
from score_gui.model.language import tr
from score_gui.ui.background import Runner, while_alive
from score_gui.ui.slice_asks import Asks
from score_gui.ui.slice_draft import Draft, SliceTarget, command_line
from score_gui.ui.slice_facts import FileFacts, Saved, SliceDesk
from score_gui.ui.slice_result import ResultPage
from score_gui.ui.slice_words import COPIED, RECEIPT_SAVED, problem_line, source_line
from score_gui.ui.slice_work import Ended, ended

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Made:
    """A slice with all that it was made of."""

    target: SliceTarget
    facts: FileFacts
    draft: Draft
    saved: Saved


def receipt(made: Made, now: datetime) -> str:
    """What was sliced from what, as JSON for a methods section; no link, no token."""
    saved, draft, entry = made.saved, made.draft, made.target.entry
    fields = {
        "program": f"score_gui {__version__}",
        "made": now.isoformat(timespec="seconds"),
        "source": {
            "name": made.facts.name,
            "object_id": None if entry is None else entry.object_id,
            "site": made.target.site or None,
            "size": saved.source_size,
            "assembly": made.facts.assembly or None,
        },
        "regions": [region.text for region in saved.regions.regions],
        "unplaced_reads": saved.regions.unplaced,
        "padding": draft.padding,
        "contained_only": draft.contained,
        "reference": None if draft.reference is None else str(draft.reference),
        "slice": {
            "path": str(saved.path),
            "index": None if saved.index is None else saved.index.name,
            "size": saved.size,
            "md5": saved.md5,
            "reads": saved.reads,
            "bytes_received": saved.received,
        },
        "command": command_line(made.target, draft, saved.regions, saved.path),
    }
    return json.dumps(fields, indent=2, ensure_ascii=False) + "\n"


class AfterSlice(QObject):
    """Serves the buttons of the result page.

    Signals:
        reveal_asked: show this path in the system's file manager.
    """

    reveal_asked = Signal(object)

    def __init__(self, window: QWidget, page: ResultPage, desk: SliceDesk, run: Runner, asks: Asks) -> None:
        super().__init__(window)
        self._window, self._page, self._desk, self._run, self._asks = window, page, desk, run, asks
        self._made: Made | None = None
        self._connect(page)

    def _connect(self, page: ResultPage) -> None:
        page.reveal_asked.connect(lambda: self._with(lambda made: self.reveal_asked.emit(made.saved.path)))
        page.command_asked.connect(lambda: self._with(self._copy))
        page.igv_asked.connect(lambda: self._with(self._open_in_igv))
        page.receipt_asked.connect(lambda: self._with(self._ask_receipt))

    def show_in(self, page: ResultPage) -> None:
        """Go on in another page."""
        self._page = page
        self._connect(page)
        if self._made is not None:
            self.show(self._made)

    def show(self, made: Made) -> None:
        """Tell all about a slice."""
        self._made = made
        self._page.show_saved(
            made.saved, source=source_line(made.target, made.facts), is_local=made.target.path is not None
        )

    def _with(self, act: Callable[[Made], None]) -> None:
        if self._made is not None:
            act(self._made)

    def _copy(self, made: Made) -> None:
        text = command_line(made.target, made.draft, made.saved.regions, made.saved.path)
        QGuiApplication.clipboard().setText(text)
        self._say(tr(COPIED))

    def _open_in_igv(self, made: Made) -> None:
        shown = self._page.chosen
        region = None if shown is None else shown.region
        self._page.igv.setEnabled(False)

        def answered(found: Ended[str]) -> None:
            self._page.igv.setEnabled(True)
            self._tell(found, found.value or "")

        self._do(lambda: self._desk.open_in_igv(made.saved, region, made.facts.assembly), answered)

    def _ask_receipt(self, made: Made) -> None:
        text = receipt(made, datetime.now(UTC))
        start = made.saved.path.with_name(f"{made.saved.path.name}.receipt.json")

        def save(path: Path) -> None:
            self._do(
                lambda: self._desk.save_receipt(path, text),
                lambda found: self._tell(found, tr(RECEIPT_SAVED)),
            )

        self._asks.receipt(self._window, start, save)

    def _do(self, work: Callable[[], T], on_done: Callable[[Ended[T]], None]) -> None:
        self._run(ended(work), while_alive(self, on_done))

    def _tell(self, found: Ended[T], words: str) -> None:
        if found.problem is not None:
            self._page.foot.say(problem_line(found.problem), "info", "state-wait")
        else:
            self._say(words)

    def _say(self, words: str) -> None:
        self._page.foot.say(words, "circle-check", "state-good")
