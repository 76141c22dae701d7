"""From ids that somebody typed or pasted to files: an id may be that of an object or of an analysis."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, replace

from score_gui.model import problems
from score_gui.model.problem import ProblemError
from score_gui.sources.song import NotFoundError, SongClient
from score_gui.sources.song_rows import Analysis, SongEntity, SongFile, files_of_entities

_BETWEEN = re.compile(r"[\s,;|\"']+")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{2,99}")


@dataclass(frozen=True, slots=True)
class Typed:
    """The ids in a text, each once, and the words that cannot be any."""

    ids: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LookUp:
    """What a site knows of an id: the analysis with the files that are meant; none of it if it knows nothing."""

    asked: str
    analysis: Analysis | None = None


def read_ids(text: str) -> Typed:
    """UUIDs in any writing become those that servers use; an analysis may have an id of another shape."""
    words = [word for word in _BETWEEN.split(text) if word]
    ids = dict.fromkeys(one for word in words if (one := _id(word)) is not None)
    wrong = dict.fromkeys(word for word in words if _id(word) is None)
    return Typed(tuple(ids), tuple(wrong))


def look_up(song: SongClient, asked: str) -> LookUp:
    """Ask a site about an id. Raises ProblemError for everything but "there is none"."""
    try:
        entity = song.entity(asked)
    except NotFoundError:
        return LookUp(asked, _analysis_of(song, asked))
    found = described(song, entity.study, entity.analysis_id)
    if found is None:
        found = Analysis(entity.analysis_id or asked, entity.study)
    return LookUp(asked, replace(found, files=(file_of(found, entity),)))


def files_of(song: SongClient, study: str, analysis_id: str) -> Analysis | None:
    """A published analysis with its files; None if the site knows none. Raises ProblemError, also if it is a draft."""
    if not song.has_studies:
        return _analysis_of(song, analysis_id)
    try:
        found = song.analysis(study, analysis_id)
    except NotFoundError:
        return None
    if found is not None and not found.is_published:
        raise ProblemError(problems.not_published(song.site, found.state))
    return found


def _id(word: str) -> str | None:
    try:
        if "-" in word:  # 32 digits in a row are more often an MD5
            return str(uuid.UUID(word))
    except ValueError:
        pass
    return word if _ID.fullmatch(word) else None


def _analysis_of(song: SongClient, asked: str) -> Analysis | None:
    try:
        entities = song.entities_of_analysis(asked)
    except NotFoundError:
        return None
    if not entities:
        return None
    study = entities[0].study
    found = described(song, study, asked)
    return found or Analysis(asked, study, files=files_of_entities(entities))


def described(song: SongClient, study: str | None, analysis_id: str | None) -> Analysis | None:
    """An analysis with its files; None where the site tells none. Raises ProblemError."""
    if not (song.has_studies and study and analysis_id):
        return None
    try:
        return song.analysis(study, analysis_id)
    except NotFoundError:
        return None


def file_of(analysis: Analysis, entity: SongEntity) -> SongFile:
    """The file itself, or what its entity tells where the analysis tells nothing of it, as of an index file."""
    wanted = entity.object_id.lower()
    listed = (one for one in analysis.files if one.entry.object_id.lower() == wanted)
    return next(listed, files_of_entities([entity])[0])
