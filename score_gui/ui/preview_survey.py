"""Looks around for one preview: folder, token, access, what is here, how fast. Keeps the answers.

Every question is asked outside the GUI thread; an answer to a question that nobody asks any more is dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock

from PySide6.QtCore import QObject, Signal

from score_gui.model.transfer import Layout, NameRule
from score_gui.ui import preview_flags as flags
from score_gui.ui.background import Later, Latest, Runner, at_once
from score_gui.ui.outside import Forgetful, Memory
from score_gui.ui.preview_access import Access, sample
from score_gui.ui.preview_columns import Facet
from score_gui.ui.preview_facts import Fit, FolderFacts, PreviewDesk
from score_gui.ui.preview_here import Here
from score_gui.ui.preview_loading import Loaded
from score_gui.ui.preview_places import Places, PlaceTable
from score_gui.ui.preview_rows import PreviewRows
from score_gui.ui.preview_sums import Picked, Sums
from score_gui.ui.preview_values import HERE, NOT_ASKED, NOT_HERE, OPENS, REFUSED, VERIFIED, LearnedFacet
from score_gui.ui.profiles_desk import ProfileLine, TokenState


@dataclass(frozen=True, slots=True)
class PreviewOutside:
    """What a preview needs from the world: answers, threads that wait for them, a memory for columns."""

    desk: PreviewDesk
    run: Runner
    memory: Memory = field(default_factory=Forgetful)
    later: Later = at_once


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person chose, as far as the surroundings matter to it."""

    folder: Path
    layout: Layout
    profile_id: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What the ticks of one moment come to; `skipped` has a flag for each ticked row that the rule leaves out."""

    sums: Sums
    skipped: bytes
    places: Places | None = None
    taken: int = 0
    too_large: int = 0
    coming: int = 0


class Survey(QObject):
    """The answers known so far.

    Signals:
        changed: an answer came.
        token_came: the token is known now, so that the site can be asked for files.
        learned: a facet that was looked for (a `LearnedFacet`).
    """

    changed = Signal()
    token_came = Signal()
    learned = Signal(object)

    def __init__(self, parent: QObject, preview: PreviewRows, outside: PreviewOutside) -> None:
        super().__init__(parent)
        self._preview, self._desk, run = preview, outside.desk, outside.run
        self.folder: FolderFacts | None = None
        self.token: ProfileLine | None = None
        self.access: Access | None = None
        self.here = Here.nothing(preview)
        self._places: PlaceTable | None = None
        self._speed: float | None = None
        self._wish: Wish | None = None
        self._turn = Lock()
        self._ask_folder: Latest[FolderFacts] = Latest(self, run, self._on_folder)
        self._ask_token: Latest[tuple[ProfileLine | None, float | None]] = Latest(self, run, self._on_token)
        self._ask_access: Latest[tuple[Access, LearnedFacet]] = Latest(self, run, self._on_access)
        self._ask_here: Latest[tuple[Here, LearnedFacet]] = Latest(self, run, self._on_here)
        self._ask_places: Latest[PlaceTable] = Latest(self, run, self._on_places, self._turn)

    # --- asking ---------------------------------------------------------------------------------------------

    def look(self, wish: Wish) -> None:
        """Ask again what depends on something that is chosen differently now."""
        former, self._wish = self._wish, wish
        preview, layout, folder = self._preview, wish.layout, wish.folder
        if former is None or former.folder != folder:
            self.look_at_folder()
        if former is None or former.layout is not layout:
            self._ask_places.ask(lambda: PlaceTable(preview, layout))
        if former is None or (former.folder, former.layout) != (folder, layout):
            self.look_here()
        if former is None or former.profile_id != wish.profile_id:
            self.token = self.access = None
            self.look_at_token()

    def take(self, preview: PreviewRows) -> None:
        """More is known of the same rows: names and sizes, by which they are looked for on the disk."""
        self._preview, wish = preview, self._wish
        if wish is not None:
            self._ask_places.ask(lambda: PlaceTable(preview, wish.layout))
            self.look_here()

    def look_at_folder(self) -> None:
        """Look at the folder and its disk."""
        wish, desk = self._wish, self._desk
        if wish is not None:
            self._ask_folder.ask(lambda: desk.folder_facts(wish.folder))

    def look_here(self) -> None:
        """Look for the files on the disk."""
        wish, preview, desk = self._wish, self._preview, self._desk
        if wish is None or not wish.folder.is_absolute():
            return

        def look() -> tuple[Here, LearnedFacet]:
            here = desk.rows_here(preview, wish.layout, wish.folder)
            values = {NOT_HERE: preview.wanted, HERE: here.here, VERIFIED: here.verified}
            with self._turn:
                return here, LearnedFacet.of(preview, Facet.DISK, values)

        self._ask_here.ask(look)

    def look_at_token(self) -> None:
        """Look at the token, and then for access again."""
        wish, desk = self._wish, self._desk
        if wish is not None and wish.profile_id:
            self.access = None
            self._ask_token.ask(lambda: (desk.token(wish.profile_id), desk.speed()))

    def ask_for_access(self, ticked: bytes) -> None:
        """Ask the site for a few of the ticked files, unless it would only say that it wants a token."""
        wish, preview, desk = self._wish, self._preview, self._desk
        if wish is None or self.token is None or self.token.token is TokenState.NONE:
            return
        self.access = None

        def ask() -> tuple[Access, LearnedFacet]:
            rows = sample(preview, ticked)
            entries = [preview.entries[row - preview.left_out] for row in rows]
            found = Access.of(rows, desk.access(wish.profile_id, entries))
            count = len(preview)
            values = {
                NOT_ASKED: preview.wanted,
                OPENS: flags.of(count, found.opens),
                REFUSED: flags.of(count, found.refused),
            }
            return found, LearnedFacet.of(preview, Facet.ACCESS, values)

        self._ask_access.ask(ask)
        self.changed.emit()

    # --- answers --------------------------------------------------------------------------------------------

    def _on_folder(self, facts: FolderFacts) -> None:
        self.folder = facts
        self.changed.emit()

    def _on_token(self, found: tuple[ProfileLine | None, float | None]) -> None:
        self.token, self._speed = found
        self.token_came.emit()
        self.changed.emit()

    def _on_access(self, found: tuple[Access, LearnedFacet]) -> None:
        self.access, facet = found
        if self.access.refused:
            self.learned.emit(facet)
        self.changed.emit()

    def _on_here(self, found: tuple[Here, LearnedFacet]) -> None:
        self.here, facet = found
        self.learned.emit(facet)

    def _on_places(self, made: PlaceTable) -> None:
        self._places = made
        self.changed.emit()

    # --- what follows ---------------------------------------------------------------------------------------

    def tally(self, picked: Picked, rule: NameRule) -> Tally:
        """What these ticks come to. Slow for long lists."""
        ticked = picked.ticked
        places = self._places.places(ticked) if self._places is not None else None
        taken = flags.both(self.here.taken, ticked)
        skipped = flags.none(len(ticked))
        if rule is NameRule.LEAVE_OUT:
            twins = places.sharers - places.keepers if places is not None else ()
            skipped = flags.either(flags.of(len(ticked), twins), taken)
        picked = replace(picked, ticked=flags.without(ticked, skipped))
        sums = picked.sums()
        limit = self.folder.largest_file if self.folder is not None else None
        too_large = picked.over(limit) if limit is not None and sums.largest > limit else 0
        coming = replace(picked, ticked=flags.both(picked.ticked, self.here.coming)).sums().bytes_to_fetch
        return Tally(sums, skipped, places, flags.count(taken), too_large, coming)

    def fit(self, tally: Tally, rule: NameRule) -> Fit:
        """The fit check as it stands now."""
        return Fit(
            sums=tally.sums,
            places=tally.places,
            folder_name=str(self._wish.folder) if self._wish is not None else "",
            folder=self.folder,
            token=self.token,
            access=self.access,
            speed=self._speed,
            too_large=tally.too_large,
            taken=tally.taken,
            coming=tally.coming,
            rule=rule,
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """What of a preview outlives its page: the rows with their ticks, and the answers."""

    loaded: Loaded
    survey: Survey
