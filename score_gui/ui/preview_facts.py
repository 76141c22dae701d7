"""What the preview wants to know from outside the GUI thread, and the ticks of the fit check made from it.

Free of Qt. The facts are gathered by functions that the application hands in; the page never looks at a
disk, a keyring or a server itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from score_gui.access.life import TokenEnd
from score_gui.model.manifest import Entry
from score_gui.model.problem import Problem
from score_gui.model.text import bytes_text, count_text, speed_text, time_left_text
from score_gui.model.transfer import Layout, NameRule
from score_gui.ui.preview_access import Access
from score_gui.ui.preview_here import Here
from score_gui.ui.preview_places import Places
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

    CHOOSE_FOLDER = "Choose folder…"
    ADD_TOKEN = "Add token…"  # noqa: S105 - the words of a button, not a password
    LEAVE_OUT = "Leave out"
    ASK_AGAIN = "Ask again"
    SHOW = "Show"


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
        told = self.repair.value if self.repair else ""
        return f"{told} {self.count:,}" if self.count else told


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
        if self.access is None:
            return (
                FitLine("Access", Mark.ASKING, "A few files are asked for…")
                if self.token is not None
                else None
            )
        sentence = self.access.sentence(self.sums.files)
        if self.access.refused:
            return FitLine("Access", Mark.STOPS, sentence, Repair.LEAVE_OUT, len(self.access.refused))
        if self.access.is_without_token:
            return FitLine("Access", Mark.STOPS, sentence)
        if self.access.problem is not None:
            return FitLine("Access", Mark.LOOK, sentence, Repair.ASK_AGAIN)
        if self.access.strange:
            return FitLine("Access", Mark.LOOK, sentence, Repair.LEAVE_OUT, len(self.access.strange))
        return FitLine("Access", Mark.FITS, sentence)

    def _token(self) -> FitLine | None:
        if self.token is None:
            return None
        state = self.token.token
        if state is TokenState.NONE:
            sentence = "This profile has no token; only open files can be fetched"
            return FitLine("Token", Mark.LOOK, sentence, Repair.ADD_TOKEN)
        if state is TokenState.REFUSED or (self.access is not None and self.access.is_without_token):
            return FitLine("Token", Mark.STOPS, "The site does not take it", Repair.ADD_TOKEN)
        if self.token.end is not None and state is not TokenState.NOT_NEEDED:
            return self._token_end(self.token.end)
        return FitLine("Token", Mark.FITS, _TOKEN_SENTENCES[state])

    def _token_end(self, end: TokenEnd) -> FitLine:
        told, seconds = end.words(self.now), self.seconds
        left = (end.ends - self.now).total_seconds()
        if left <= 0:
            return FitLine("Token", Mark.STOPS, told, Repair.ADD_TOKEN)
        if seconds is None:
            return FitLine("Token", Mark.FITS, told)
        if seconds > left:
            sentence = f"{told}, before the download, which takes {_hours(seconds)}"
            return FitLine("Token", Mark.STOPS, sentence, Repair.ADD_TOKEN)
        needed = f", needed for {_hours(seconds)}" if seconds >= 1 else ""
        return FitLine("Token", Mark.FITS, f"{told}{needed}")

    def _space(self) -> FitLine | None:
        if self.folder is None or self.folder.free is None:
            return None
        queued, drive = self.folder.queued, self.folder.drive
        needed, free = self.sums.bytes_to_fetch - self.coming, self.folder.free
        if needed and needed + queued > free:
            short = f"{bytes_text(needed + queued - free)} short on {drive}"
            with_queue = f", with {bytes_text(queued)} for the queue" if queued else ""
            return FitLine("Space", Mark.STOPS, f"{short}{with_queue}", Repair.CHOOSE_FOLDER)
        less = f", {bytes_text(queued)} of it for the queue" if queued else ""
        room = f"{bytes_text(free)} free on {drive}{less}"
        if self.sums.unsized:
            unknown = count_text(self.sums.unsized, "file")
            return FitLine("Space", Mark.LOOK, f"{unknown} of unknown size, {room}")
        return FitLine("Space", Mark.FITS, f"{bytes_text(needed)} needed, {room}")

    def _file_system(self) -> FitLine | None:
        folder = self.folder
        if folder is None:
            return None
        wrong = self._wrong_with(folder)
        if wrong:
            return FitLine("File system", Mark.STOPS, wrong, Repair.CHOOSE_FOLDER)
        if folder.synced_by:
            sentence = f"This folder is synced by {folder.synced_by}"
            return FitLine("File system", Mark.LOOK, sentence, Repair.CHOOSE_FOLDER)
        name = folder.file_system or "The disk"
        return FitLine("File system", Mark.FITS, f"{name} takes files of this size and these paths")

    def _wrong_with(self, folder: FolderFacts) -> str:
        name = folder.file_system or "The disk"
        if not folder.is_writable:
            return "This folder cannot be written to"
        if self.too_large:
            return f"{name}: {count_text(self.too_large, 'file')} {_are(self.too_large)} too large"
        longest = len(self.folder_name) + 1 + (self.places.longest_path if self.places else 0)
        if folder.longest_path is not None and longest > folder.longest_path:
            return f"A path of {longest} characters is too long for {name}"
        return ""

    def _names(self) -> FitLine | None:
        if self.places is None:
            return None
        sharing, taken = self.places.sharing, self.taken
        if sharing:
            told = "2 files share one name" if sharing == 2 else f"{sharing:,} files share names"
            fate = _FATES[self.rule] if sharing > 2 else _FATES_OF_TWO[self.rule]
            return FitLine("Names", Mark.LOOK, f"{told}; {fate}", Repair.SHOW)
        if taken:
            told = f"{count_text(taken, 'name')} {_are(taken)} taken by other files on the disk"
            return FitLine("Names", Mark.LOOK, f"{told}; {_FATES_OF_OURS[self.rule]}", Repair.SHOW)
        if self.places.unnamed:
            return None
        return FitLine("Names", Mark.FITS, "No two files share a name")

    def _time(self) -> FitLine | None:
        if not self.sums.files_to_fetch:
            return None
        if self.speed is None or self.speed < 1:
            return FitLine("Time", Mark.LOOK, "Known after the first minute")
        if self.seconds is None:
            return FitLine("Time", Mark.LOOK, "Known once the site has told the sizes")
        told = time_left_text(self.seconds)
        return FitLine("Time", Mark.FITS, f"{told[:1].upper()}{told[1:]} at your {speed_text(self.speed)}")


def _hours(seconds: float) -> str:
    """As exact as a token's end needs it: `about 14 hours`."""
    hours = round(seconds / 3600)
    return f"about {hours} hours" if 2 <= hours < _DAY else time_left_text(seconds)


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


_FATES = {
    NameRule.KEEP_BOTH: "all are kept",
    NameRule.LEAVE_OUT: "only the first of each is fetched",
    NameRule.ASK: "you are asked about all but the first of each",
}
_FATES_OF_TWO = {
    NameRule.KEEP_BOTH: "both are kept",
    NameRule.LEAVE_OUT: "only the first is fetched",
    NameRule.ASK: "you are asked about the second",
}
_FATES_OF_OURS = {
    NameRule.KEEP_BOTH: "ours get the object ID",
    NameRule.LEAVE_OUT: "ours are left out",
    NameRule.ASK: "you are asked, and nothing is replaced before",
}
_TOKEN_SENTENCES = {
    TokenState.KEPT: "Kept for this profile",
    TokenState.UNTIL_QUIT: "Kept until you quit",
    TokenState.NOT_NEEDED: "No token needed",
}
