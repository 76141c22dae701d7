"""Fills a list with what its site tells: names, MD5s and index files from Song, sizes from Score where Song has none.

Song finds an object by its id, and with it the analysis it is of, which tells all of its files at once. The gateway of
ICGC ARGO has no analyses: it tells names and index files only, and the size of one file at a time, to those who may
read it: without a token, of open files alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from score_gui.model.manifest import Entry
from score_gui.model.problem import Problem, ProblemError
from score_gui.model.specification import Specification
from score_gui.sources.song import NotFoundError, SongClient
from score_gui.sources.song_ids import described, file_of
from score_gui.sources.song_rows import Analysis, SongEntity, SongFile, files_of_entities
from score_gui.sources.together import ask_together

AT_ONCE = 4
"""Questions that a site gets at the same time."""
_ABOUT_THE_FILE = frozenset({"access-denied", "unknown-object", "not-published", "described-wrongly"})
_NO_TOKEN = frozenset({"token-needed", "token-refused"})

Measure = Callable[[str], Specification]


@dataclass(frozen=True, slots=True)
class Told:
    """An entry with what its site tells of it; what it told already stands. Not known: the site has no such object."""

    entry: Entry
    is_known: bool = True


def lacks_something(entry: Entry) -> bool:
    """Whether a site may know more: a name, a size or an MD5."""
    return None in (entry.file_name, entry.size, entry.md5)


class Completer:
    """Asks one site. May be used from several threads; every call blocks.

    `measure` tells the size of an object by its id; without it, sizes come from Song alone. `no_sizes` is why it is
    not asked any more: about controlled files once the token did not do for one, about all once it did not for an
    open one.
    """

    def __init__(self, song: SongClient, measure: Measure | None = None) -> None:
        self._song = song
        self._measure = measure
        self._known: dict[str, SongFile] = {}
        self._is_open_refused = False
        self.no_sizes: Problem | None = None

    def tell(self, entry: Entry) -> Told:
        """What the site tells of an entry. Raises ProblemError for what concerns more than this one."""
        told = self._known.get(entry.object_id.lower()) or self._ask(entry.object_id)
        filled = entry if told is None else _filled(entry, told.entry)
        if filled.size is not None:
            return Told(filled, is_known=told is not None)
        measured = self._measured(filled, is_open=told is not None and told.open_access is True)
        return Told(measured or filled, is_known=told is not None or measured is not None)

    def _ask(self, object_id: str) -> SongFile | None:
        try:
            entity = self._song.entity(object_id)
        except NotFoundError:
            return None
        analysis = self._around(entity)
        self._known.update((file.entry.object_id.lower(), file) for file in analysis.files)
        return file_of(analysis, entity)

    def _around(self, entity: SongEntity) -> Analysis:
        """The analysis of an object, with as much of its files as the site tells."""
        bare = Analysis(entity.analysis_id or entity.object_id, entity.study)
        if self._song.has_studies:
            return described(self._song, entity.study, entity.analysis_id) or bare
        if entity.analysis_id is None:
            return bare
        try:
            return replace(bare, files=files_of_entities(self._song.entities_of_analysis(entity.analysis_id)))
        except NotFoundError:
            return bare

    def _measured(self, entry: Entry, *, is_open: bool) -> Entry | None:
        if self._measure is None or self._is_open_refused or (self.no_sizes is not None and not is_open):
            return None
        try:
            seen = self._measure(entry.object_id)
        except ProblemError as error:
            if error.problem.code in _NO_TOKEN:
                self.no_sizes = error.problem
                if is_open:
                    self._is_open_refused = True
            elif error.problem.code not in _ABOUT_THE_FILE:
                raise
            return None
        return replace(entry, size=seen.size, md5=entry.md5 or seen.md5)


def complete(
    completer: Completer, entries: Sequence[Entry], stopped: Callable[[], bool] = lambda: False
) -> Iterator[tuple[int, Told]]:
    """What the site tells of the entries that lack something, with their places, as it comes.

    Ends when `stopped` says so. Raises ProblemError.
    """
    wanted = [(place, entry) for place, entry in enumerate(entries) if lacks_something(entry)]
    with closing(ask_together(lambda one, _over: completer.tell(one[1]), wanted, AT_ONCE)) as answers:
        for number, told in answers:
            if stopped():
                return
            yield wanted[number][0], told


def _filled(entry: Entry, told: Entry) -> Entry:
    return replace(
        entry,
        file_name=entry.file_name or told.file_name,
        size=told.size if entry.size is None else entry.size,
        md5=entry.md5 or told.md5,
        index_object_id=entry.index_object_id or told.index_object_id,
        file_type=entry.file_type or told.file_type,
        donor=entry.donor or told.donor,
        study=entry.study or told.study,
        samples=entry.samples or told.samples,
        analysis_id=entry.analysis_id or told.analysis_id,
    )
