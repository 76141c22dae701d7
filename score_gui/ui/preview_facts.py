"""What the preview wants to know from outside the GUI thread, and the ticks of the fit check made from it.

Free of Qt. The facts are gathered by functions that the application hands in; the page never looks at a
disk, a keyring or a server itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from score_gui.model.text import bytes_text, count_text
from score_gui.model.transfer import Layout
from score_gui.ui.preview_places import Places
from score_gui.ui.preview_rows import PreviewRows
from score_gui.ui.preview_ticks import Sums
from score_gui.ui.profiles_desk import TokenState


@dataclass(frozen=True, slots=True)
class FolderFacts:
    """A folder as a place for files. None means that it could not be found out.

    `free` in bytes, what is kept free on purpose already taken off; `largest_file` in bytes and
    `longest_path` in characters are limits of the file system. `synced_by` names what copies the folder away.
    """

    drive: str
    free: int | None = None
    file_system: str | None = None
    largest_file: int | None = None
    longest_path: int | None = None
    is_writable: bool = True
    synced_by: str | None = None


class PreviewDesk(Protocol):
    """The questions of the preview. Each may block and is called outside the GUI thread only."""

    def folder_facts(self, folder: Path) -> FolderFacts: ...

    def token_state(self, profile_id: str) -> TokenState: ...

    def rows_here(self, preview: PreviewRows, layout: Layout, folder: Path) -> frozenset[int]: ...


class Mark(StrEnum):
    """How one line of the fit check stands."""

    FITS = "fits"
    LOOK = "look"
    STOPS = "stops"


class Repair(StrEnum):
    """What a person can do about it, with the words of its button."""

    CHOOSE_FOLDER = "Choose folder…"
    ADD_TOKEN = "Add token…"  # noqa: S105 - the words of a button, not a password


@dataclass(frozen=True, slots=True)
class FitLine:
    """One line of the fit check: a title, one sentence, and a repair where there is one."""

    title: str
    mark: Mark
    sentence: str
    repair: Repair | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """Everything known at this moment; None stands for an answer that has not come yet."""

    sums: Sums
    places: Places
    folder_name: str = ""
    folder: FolderFacts | None = None
    token: TokenState | None = None

    def lines(self) -> tuple[FitLine, ...]:
        """The ticks that can be told now; the time is not among them, for nothing has been measured yet."""
        found = (self._token(), self._space(), self._file_system(), self._names())
        return tuple(line for line in found if line is not None)

    def _token(self) -> FitLine | None:
        if self.token is None:
            return None
        if self.token is TokenState.NONE:
            sentence = "This profile has no token; only open files can be fetched"
            return FitLine("Token", Mark.LOOK, sentence, Repair.ADD_TOKEN)
        if self.token is TokenState.REFUSED:
            return FitLine("Token", Mark.STOPS, "The site refused it last time", Repair.ADD_TOKEN)
        return FitLine("Token", Mark.FITS, _TOKEN_SENTENCES[self.token])

    def _space(self) -> FitLine | None:
        if self.folder is None or self.folder.free is None:
            return None
        needed, free, drive = self.sums.bytes_to_fetch, self.folder.free, self.folder.drive
        if needed > free:
            short = f"{bytes_text(needed - free)} short on {drive}"
            return FitLine("Space", Mark.STOPS, short, Repair.CHOOSE_FOLDER)
        if self.sums.unsized:
            unknown = count_text(self.sums.unsized, "file")
            return FitLine(
                "Space", Mark.LOOK, f"{unknown} of unknown size, {bytes_text(free)} free on {drive}"
            )
        return FitLine("Space", Mark.FITS, f"{bytes_text(needed)} needed, {bytes_text(free)} free on {drive}")

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
        if folder.largest_file is not None and self.sums.largest > folder.largest_file:
            return f"{name}: files over {bytes_text(folder.largest_file)} are too large"
        longest = len(self.folder_name) + 1 + self.places.longest_path
        if folder.longest_path is not None and longest > folder.longest_path:
            return f"A path of {longest} characters is too long for {name}"
        return ""

    def _names(self) -> FitLine | None:
        if self.places.sharing:
            several = f"{self.places.sharing:,} files share names; all are kept, with the object ID added"
            two = "2 files share one name; both are kept, with the object ID added"
            return FitLine("Names", Mark.LOOK, two if self.places.sharing == 2 else several)
        if self.places.unnamed:
            return None
        return FitLine("Names", Mark.FITS, "No two files share a name")


_TOKEN_SENTENCES = {
    TokenState.KEPT: "Kept for this profile",
    TokenState.UNTIL_QUIT: "Kept until you quit",
    TokenState.NOT_NEEDED: "No token needed",
}
