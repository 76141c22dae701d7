"""What is known of a site that somebody browses, for as long as the program runs. Free of Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Event

from score_gui.model.manifest import Kind, Manifest
from score_gui.model.profile import Profile
from score_gui.sources.song import SongClient
from score_gui.sources.song_ids import LookUp, look_up
from score_gui.sources.song_pages import AnalysisPage, AnalysisPages
from score_gui.ui.browse_choice import Choice
from score_gui.ui.browse_lines import BrowseLines

PAGES_AT_ONCE = 20
"""Pages that are read without being asked for: some 2,000 analyses."""
COUNTED = 300
"""Studies that are counted; each one is a question of its own."""


@dataclass(slots=True)
class Study:
    """A study, as far as it has been read. `is_asked` while a question is on its way: one at a time."""

    name: str
    pages: AnalysisPages
    lines: BrowseLines = field(default_factory=BrowseLines)
    total: int | None = None
    is_over: bool = False
    is_asked: bool = False
    is_wanted: bool = False
    allowed: int = PAGES_AT_ONCE
    """Pages that may still be read before the person is asked."""


@dataclass(slots=True)
class Session:
    """A site with the studies that were read and the files that were ticked.

    `turn` is set, and replaced, when what is on its way is not wanted any more.
    """

    profile: Profile
    song: SongClient
    turn: Event = field(default_factory=Event)
    studies: tuple[str, ...] | None = None
    counts: dict[str, int] = field(default_factory=dict)
    read: dict[str, Study] = field(default_factory=dict)
    by_ids: BrowseLines = field(default_factory=BrowseLines)
    choice: Choice = field(default_factory=Choice)
    place: str | None = None
    """The study that is looked at; None for the way by ids."""

    def stop(self) -> None:
        """Break off the questions on their way; does not wait. New ones may be asked at once."""
        self.turn.set()
        self.turn = Event()
        self.song.close()

    def study(self, name: str) -> Study:
        """The study as it was read so far."""
        if name not in self.read:
            self.read[name] = Study(name, self.song.pages(name))
        return self.read[name]

    def take(self, study: Study, page: AnalysisPage) -> None:
        """Note what a page told besides its analyses."""
        study.total = page.total if page.total is not None else study.total
        study.is_over = page.is_last
        study.allowed -= 1
        if study.total is not None:
            self.counts[study.name] = study.total

    @property
    def uncounted(self) -> str | None:
        """The next study whose analyses nobody has counted."""
        return next((one for one in (self.studies or ())[:COUNTED] if one not in self.counts), None)

    def manifest(self) -> Manifest:
        """What is ticked, as a list that the preview shows."""
        studies = self.choice.studies
        more = f" and {len(studies) - 1} more" if len(studies) > 1 else ""
        name = f"{studies[0]}{more}, {self.profile.name}" if studies else self.profile.name
        entries = self.choice.entries
        return Manifest(Kind.SITE, accepted=True, name=name, entries=entries, lines=len(entries))


def look_up_all(song: SongClient, ids: Sequence[str], turn: Event) -> tuple[LookUp, ...]:
    """As many ids as were looked up before `turn` was over. Blocks. Raises ProblemError."""
    found: list[LookUp] = []
    for one in ids:
        if turn.is_set():
            break
        found.append(look_up(song, one))
    return tuple(found)
