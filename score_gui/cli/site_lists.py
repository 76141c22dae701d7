"""Lists that no file holds: what a site itself tells of a study, of an analysis, or of the objects of a manifest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from score_gui.cli.speech import EndError, Exit, say
from score_gui.model.manifest import Entry, Kind, Manifest
from score_gui.model.profile import Profile
from score_gui.sources.completing import Completer, complete
from score_gui.sources.song import SongClient
from score_gui.sources.song_ids import files_of
from score_gui.wiring import Wiring


def of_analysis(wiring: Wiring, profile: Profile, study: str, analysis_id: str) -> Manifest:
    """The files of a published analysis. Raises EndError if there are none, and ProblemError."""
    with _song(wiring, profile) as song:
        found = files_of(song, study, analysis_id)
    entries = tuple(file.entry for file in found.files) if found is not None else ()
    if not entries:
        raise EndError(Exit.SOME_FAILED, f"{profile.name} lists no files for this analysis.")
    return _manifest(analysis_id, entries)


def of_study(wiring: Wiring, profile: Profile, study: str) -> Manifest:
    """The files of all published analyses of a study. Raises EndError if there are none, and ProblemError."""
    with _song(wiring, profile) as song:
        if not song.has_studies:
            raise EndError(Exit.USAGE, f"{profile.name} tells no studies; name an --analysis-id too.")
        entries = tuple(_files_of_study(song, study))
    if not entries:
        raise EndError(Exit.SOME_FAILED, f"{profile.name} lists no files for this study.")
    return _manifest(study, entries)


def completed(wiring: Wiring, profile: Profile, manifest: Manifest) -> Manifest:
    """The manifest with names, sizes and MD5s from the site where it tells none. Raises ProblemError."""
    entries = list(manifest.entries)
    with _song(wiring, profile) as song:
        for place, told in complete(Completer(song), entries):
            entries[place] = told.entry
    return replace(manifest, entries=tuple(entries))


def _files_of_study(song: SongClient, study: str) -> Iterator[Entry]:
    pages, told = song.pages(study), 0
    while True:
        page = pages.next()
        for analysis in page.analyses:
            yield from (file.entry for file in analysis.files)
        told += len(page.analyses)
        if page.is_last:
            return
        say(f"{told:,} analyses so far")


def _manifest(name: str, entries: tuple[Entry, ...]) -> Manifest:
    return Manifest(Kind.SITE, accepted=True, name=name, entries=entries, lines=len(entries))


@contextmanager
def _song(wiring: Wiring, profile: Profile) -> Iterator[SongClient]:
    song = wiring.song(profile)
    try:
        yield song
    finally:
        song.close()
