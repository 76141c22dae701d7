"""What is known of a site that somebody browses, for as long as the program runs. Free of Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock

from score_gui.model.language import tr
from score_gui.model.manifest import Kind, Manifest
from score_gui.model.profile import Profile, SiteKind
from score_gui.sources.song import SongClient
from score_gui.sources.song_ids import LookUp, look_up
from score_gui.sources.song_pages import AnalysisPage, AnalysisPages
from score_gui.ui.browse_choice import Choice
from score_gui.ui.browse_lines import BrowseLines

PAGES_AT_ONCE = 20
"""Pages that are read without being asked for: some 2,000 analyses."""
COUNTED = 300
"""Studies that are counted; each one is a question of its own."""


OpenSong = Callable[[Profile], SongClient]
"""Opens the client of a site; may block."""


class Site:
    """The metadata server of a profile; its client is opened by the thread that first asks something."""

    def __init__(self, profile: Profile, open_song: OpenSong) -> None:
        self._profile = profile
        self._open = open_song
        self._lock = Lock()
        self._song: SongClient | None = None

    @property
    def has_studies(self) -> bool:
        """The gateway of ICGC ARGO lists none."""
        return self._profile.kind is not SiteKind.ARGO

    @property
    def song(self) -> SongClient:
        """Not for the GUI thread."""
        with self._lock:
            if self._song is None:
                self._song = self._open(self._profile)
            return self._song

    def studies(self) -> tuple[str, ...]:
        """Not for the GUI thread."""
        return self.song.studies()

    def pages(self, study: str) -> AnalysisPages:
        """The analyses of a study; asks nobody yet."""
        return AnalysisPages(lambda offset: self.song.page(study, offset))

    def break_off(self) -> None:
        """End the questions on their way; does not wait. New ones may be asked at once."""
        song = self._song
        if song is not None:
            song.close()


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
    site: Site
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
        self.site.break_off()

    def study(self, name: str) -> Study:
        """The study as it was read so far."""
        if name not in self.read:
            self.read[name] = Study(name, self.site.pages(name))
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
        name = self.profile.name
        if len(studies) > 1:
            name = tr("{study} and {more} more, {site}", study=studies[0], more=len(studies) - 1, site=name)
        elif studies:
            name = f"{studies[0]}, {name}"
        entries = self.choice.entries
        return Manifest(Kind.SITE, accepted=True, name=name, entries=entries, lines=len(entries))


def look_up_all(site: Site, ids: Sequence[str], turn: Event) -> tuple[LookUp, ...]:
    """As many ids as were looked up before `turn` was over. Blocks. Raises ProblemError."""
    found: list[LookUp] = []
    for one in ids:
        if turn.is_set():
            break
        found.append(look_up(site.song, one))
    return tuple(found)
