"""What the preview wants to know from outside the GUI thread, and the ticks of the fit check made from it.

Free of Qt. The facts are gathered by functions that the application hands in; the page never looks at a
disk, a keyring or a server itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from score_gui.access.life import TokenEnd
from score_gui.model.language import mark, tr, trn
from score_gui.model.manifest import Entry
from score_gui.model.problem import Problem
from score_gui.model.text import bytes_text, speed_text, time_left_text
from score_gui.model.transfer import Layout, NameRule
from score_gui.ui.preview_access import Access
from score_gui.ui.preview_here import Here
from score_gui.ui.preview_places import Places
from score_gui.ui.preview_progress import Answers
from score_gui.ui.preview_rows import PreviewRows
from score_gui.ui.preview_sums import Sums
from score_gui.ui.profiles_desk import ProfileLine, TokenState


@dataclass(frozen=True, slots=True)
class FolderFacts:
    """A folder as a place for files. None means that it could not be found out.

    `free` in bytes, what is kept free on purpose already taken off; `largest_file` in bytes and
    `longest_path` in characters are limits of the file system. `synced_by` names what copies the folder away.
    `queued` bytes are still to come to the same volume.
    """

    drive: str
    free: int | None = None
    file_system: str | None = None
    largest_file: int | None = None
    longest_path: int | None = None
    is_writable: bool = True
    synced_by: str | None = None
    queued: int = 0


_DAY = 24


class PreviewDesk(Protocol):
    """The questions of the preview. Each may block and is called outside the GUI thread only."""

    def folder_facts(self, folder: Path) -> FolderFacts: ...

    def token(self, profile_id: str) -> ProfileLine | None:
        """A profile with the state of its token; None if it is gone."""
        ...

    def rows_here(self, preview: PreviewRows, layout: Layout, folder: Path) -> Here: ...

    def access(self, profile_id: str, entries: Sequence[Entry]) -> Sequence[Problem | None]:
        """What the site says of these entries, None where it opens one; stops at what concerns them all."""
        ...

    def complete(
        self, profile_id: str, entries: Sequence[Entry], stopped: Callable[[], bool]
    ) -> Answers | None:
        """What the site tells of entries that lack something; None where it tells no more than its lists."""
        ...

    def speed(self) -> float | None:
        """Bytes per second that downloads had lately; None before the first one."""
        ...


class Mark(StrEnum):
    """How one line of the fit check stands."""

    FITS = "fits"
    LOOK = "look"
    STOPS = "stops"
    ASKING = "asking"


class Repair(StrEnum):
    """What a person can do about it, with the words of its button."""

    CHOOSE_FOLDER = mark("Choose folder…")
    ADD_TOKEN = mark("Add token…")
    LEAVE_OUT = mark("Leave out")
    ASK_AGAIN = mark("Ask again")
    SHOW = mark("Show")


@dataclass(frozen=True, slots=True)
class FitLine:
    """One line of the fit check: a title, one sentence, and a repair where there is one."""

    title: str
    mark: Mark
    sentence: str
    repair: Repair | None = None
    count: int = 0
    """What the repair concerns, where that is worth telling."""

    @property
    def words(self) -> str:
        """The words of the button."""
        if self.repair is Repair.LEAVE_OUT and self.count:
            return tr("Leave out {files:,}", files=self.count)
        return tr(self.repair.value) if self.repair else ""


@dataclass(frozen=True, slots=True)
class Fit:
    """Everything known at this moment; None stands for an answer that has not come yet."""

    sums: Sums
    places: Places | None = None
    folder_name: str = ""
    folder: FolderFacts | None = None
    token: ProfileLine | None = None
    access: Access | None = None
    speed: float | None = None
    too_large: int = 0
    """Files that the file system does not take."""
    taken: int = 0
    """Files whose name another file on the disk has."""
    coming: int = 0
    """Bytes of files that the queue fetches to this folder already."""
    rule: NameRule = NameRule.KEEP_BOTH
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def lines(self) -> tuple[FitLine, ...]:
        """What can be told now, in the order in which it is shown."""
        found = (
            self._access(),
            self._token(),
            self._space(),
            self._file_system(),
            self._names(),
            self._time(),
        )
        return tuple(line for line in found if line is not None)

    @property
    def seconds(self) -> float | None:
        """How long the download takes as far as that is known."""
        if self.speed is None or self.speed < 1 or self.sums.unsized:
            return None
        return self.sums.bytes_to_fetch / self.speed

    def _access(self) -> FitLine | None:
        if not self.sums.files:
            return None
        title = tr("Access")
        if self.access is None:
            asked = FitLine(title, Mark.ASKING, tr("A few files are asked for…"))
            return asked if self.token is not None else None
        sentence = self.access.sentence(self.sums.files)
        if self.access.refused:
            return FitLine(title, Mark.STOPS, sentence, Repair.LEAVE_OUT, len(self.access.refused))
        if self.access.is_without_token:
            return FitLine(title, Mark.STOPS, sentence)
        if self.access.problem is not None:
            return FitLine(title, Mark.LOOK, sentence, Repair.ASK_AGAIN)
        if self.access.strange:
            return FitLine(title, Mark.LOOK, sentence, Repair.LEAVE_OUT, len(self.access.strange))
        return FitLine(title, Mark.FITS, sentence)

    def _token(self) -> FitLine | None:
        if self.token is None:
            return None
        state = self.token.token
        if state is TokenState.NONE:
            sentence = tr("This profile has no token; only open files can be fetched")
            return FitLine(tr("Token"), Mark.LOOK, sentence, Repair.ADD_TOKEN)
        if state is TokenState.REFUSED or (self.access is not None and self.access.is_without_token):
            return FitLine(tr("Token"), Mark.STOPS, tr("The site does not take it"), Repair.ADD_TOKEN)
        line = FitLine(tr("Token"), Mark.FITS, tr(_TOKEN_SENTENCES[state]))
        if self.token.end is not None and state is not TokenState.NOT_NEEDED:
            line = self._token_end(self.token.end)
        if line.mark is Mark.FITS and self.token.unsent:
            return FitLine(line.title, Mark.LOOK, self.token.unsent)
        return line

    def _token_end(self, end: TokenEnd) -> FitLine:
        title, told, seconds = tr("Token"), end.words(self.now), self.seconds
        left = (end.ends - self.now).total_seconds()
        if left <= 0:
            return FitLine(title, Mark.STOPS, told, Repair.ADD_TOKEN)
        if seconds is None or seconds < 1:
            return FitLine(title, Mark.FITS, told)
        if seconds > left:
            sentence = tr("{end}, before the download, which takes {time}", end=told, time=_hours(seconds))
            return FitLine(title, Mark.STOPS, sentence, Repair.ADD_TOKEN)
        return FitLine(title, Mark.FITS, tr("{end}, needed for {time}", end=told, time=_hours(seconds)))

    def _space(self) -> FitLine | None:
        if self.folder is None or self.folder.free is None:
            return None
        queued, drive = self.folder.queued, self.folder.drive
        needed, free = self.sums.bytes_to_fetch - self.coming, self.folder.free
        if needed and needed + queued > free:
            short = _short_words(needed + queued - free, drive, queued)
            return FitLine(tr("Space"), Mark.STOPS, short, Repair.CHOOSE_FOLDER)
        room = _room_words(free, drive, queued)
        if self.sums.unsized:
            unknown = trn(
                "{count} file of unknown size, {room}",
                "{count} files of unknown size, {room}",
                self.sums.unsized,
                room=room,
            )
            return FitLine(tr("Space"), Mark.LOOK, unknown)
        sentence = tr("{size} needed, {room}", size=bytes_text(needed), room=room)
        return FitLine(tr("Space"), Mark.FITS, sentence)

    def _file_system(self) -> FitLine | None:
        folder = self.folder
        if folder is None:
            return None
        wrong = self._wrong_with(folder)
        if wrong:
            return FitLine(tr("File system"), Mark.STOPS, wrong, Repair.CHOOSE_FOLDER)
        if folder.synced_by:
            sentence = tr("This folder is synced by {service}", service=folder.synced_by)
            return FitLine(tr("File system"), Mark.LOOK, sentence, Repair.CHOOSE_FOLDER)
        name = folder.file_system or tr("The disk")
        sentence = tr("{name} takes files of this size and these paths", name=name)
        return FitLine(tr("File system"), Mark.FITS, sentence)

    def _wrong_with(self, folder: FolderFacts) -> str:
        name = folder.file_system or tr("The disk")
        if not folder.is_writable:
            return tr("This folder cannot be written to")
        if self.too_large:
            return trn(
                "{name}: {count} file is too large",
                "{name}: {count} files are too large",
                self.too_large,
                name=name,
            )
        longest = len(self.folder_name) + 1 + (self.places.longest_path if self.places else 0)
        if folder.longest_path is not None and longest > folder.longest_path:
            return tr("A path of {length} characters is too long for {name}", length=longest, name=name)
        return ""

    def _names(self) -> FitLine | None:
        if self.places is None:
            return None
        sharing, taken = self.places.sharing, self.taken
        if sharing:
            told = tr("2 files share one name")
            if sharing > 2:
                told = tr("{files:,} files share names", files=sharing)
            fate = _FATES[self.rule] if sharing > 2 else _FATES_OF_TWO[self.rule]
            return FitLine(tr("Names"), Mark.LOOK, f"{told}; {tr(fate)}", Repair.SHOW)
        if taken:
            told = trn(
                "{count} name is taken by other files on the disk",
                "{count} names are taken by other files on the disk",
                taken,
            )
            return FitLine(tr("Names"), Mark.LOOK, f"{told}; {tr(_FATES_OF_OURS[self.rule])}", Repair.SHOW)
        if self.places.unnamed:
            return None
        return FitLine(tr("Names"), Mark.FITS, tr("No two files share a name"))

    def _time(self) -> FitLine | None:
        if not self.sums.files_to_fetch:
            return None
        if self.speed is None or self.speed < 1:
            return FitLine(tr("Time"), Mark.LOOK, tr("Known after the first minute"))
        if self.seconds is None:
            return FitLine(tr("Time"), Mark.LOOK, tr("Known once the site has told the sizes"))
        told = time_left_text(self.seconds)
        sentence = tr(
            "{time} at your {speed}", time=told[:1].upper() + told[1:], speed=speed_text(self.speed)
        )
        return FitLine(tr("Time"), Mark.FITS, sentence)


def _short_words(missing: int, drive: str, queued: int) -> str:
    """How much room is missing, with what the queue needs."""
    size = bytes_text(missing)
    if not queued:
        return tr("{size} short on {drive}", size=size, drive=drive)
    queue = bytes_text(queued)
    return tr("{size} short on {drive}, with {queue} for the queue", size=size, drive=drive, queue=queue)


def _room_words(free: int, drive: str, queued: int) -> str:
    """How much room there is, and what of it the queue needs."""
    size = bytes_text(free)
    if not queued:
        return tr("{size} free on {drive}", size=size, drive=drive)
    queue = bytes_text(queued)
    return tr("{size} free on {drive}, {queue} of it for the queue", size=size, drive=drive, queue=queue)


def _hours(seconds: float) -> str:
    """As exact as a token's end needs it: `about 14 hours`."""
    hours = round(seconds / 3600)
    return tr("about {hours} hours", hours=hours) if 2 <= hours < _DAY else time_left_text(seconds)


_FATES = {
    NameRule.KEEP_BOTH: mark("all are kept"),
    NameRule.LEAVE_OUT: mark("only the first of each is fetched"),
    NameRule.ASK: mark("you are asked about all but the first of each"),
}
_FATES_OF_TWO = {
    NameRule.KEEP_BOTH: mark("both are kept"),
    NameRule.LEAVE_OUT: mark("only the first is fetched"),
    NameRule.ASK: mark("you are asked about the second"),
}
_FATES_OF_OURS = {
    NameRule.KEEP_BOTH: mark("ours get the object ID"),
    NameRule.LEAVE_OUT: mark("ours are left out"),
    NameRule.ASK: mark("you are asked, and nothing is replaced before"),
}
_TOKEN_SENTENCES = {
    TokenState.KEPT: mark("Kept for this profile"),
    TokenState.UNTIL_QUIT: mark("Kept until you quit"),
    TokenState.NOT_NEEDED: mark("No token needed"),
}
