"""Reads lists outside the GUI thread: files, pasted text, addresses. Says when one takes long, and how it ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from score_gui.manifests import ReadingStoppedError, Watch, read_manifest, read_path
from score_gui.manifests.watch import UNWATCHED
from score_gui.model import setup_problems
from score_gui.model.language import phrase, tr, trn
from score_gui.model.manifest import IMAGING_KINDS, Kind, Manifest
from score_gui.model.problem import Problem, ProblemError
from score_gui.net.fetch_list import host_of, is_list_address
from score_gui.ui.background import Runner
from score_gui.ui.preview_reading import Reading
from score_gui.ui.profiles_desk import TokenState
from score_gui.ui.side_rows import ProfileRow

PATIENCE = 400
"""Milliseconds that a list may take before it is told that it is being read."""
_USABLE = frozenset({TokenState.KEPT, TokenState.UNTIL_QUIT, TokenState.NOT_NEEDED})
Profiles = Sequence[ProfileRow]
Choices = list[tuple[str, str]]
Fetch = Callable[[str, Watch], Manifest]
"""Reads the list at an address; may block."""
Unfold = Callable[[Manifest, Watch], Manifest]
"""Puts the files in the place of the series that a list names; may block."""


def _as_it_is(manifest: Manifest, _watch: Watch) -> Manifest:
    return manifest


@dataclass(frozen=True, slots=True)
class ListOutside:
    """What reading a list asks of the world beyond the disk."""

    fetch: Fetch
    unfold: Unfold = _as_it_is


@dataclass(frozen=True, slots=True)
class Read:
    """One list as it was read, the place to find it again (empty for pasted text), and the profiles to choose from."""

    manifest: Manifest
    place: str
    profiles: Choices


class ListReader(QObject):
    """`outside` and `profiles` are called in other threads.

    Signals:
        is_slow: a `Reading` that takes long.
        done: a `Reading`, and what was read (a list of `Read`).
        stumbled: a `Reading`, and the `Problem` that ended it.
    """

    is_slow = Signal(object)
    done = Signal(object, list)
    stumbled = Signal(object, object)

    def __init__(
        self, parent: QObject, run: Runner, profiles: Callable[[], Profiles], outside: ListOutside
    ) -> None:
        super().__init__(parent)
        self._run, self._profiles, self._outside = run, profiles, outside

    def read_paths(self, paths: Sequence[Path]) -> Reading:
        """Read files one after the other."""
        name = paths[0].name if len(paths) == 1 else trn("{count} list", "{count} lists", len(paths))
        return self._read(name, lambda watch: [(_read_file(path, watch), str(path)) for path in paths])

    def read_text(self, text: str) -> Reading:
        """Read dropped or pasted text as a list, or fetch the list at an address."""
        address = text.strip()
        if is_list_address(address):
            name = tr("the list from {site}", site=host_of(address))
            return self._read(name, lambda watch: [(self._outside.fetch(address, watch), address)])
        name = tr("pasted list")
        return self._read(name, lambda watch: [(read_manifest(text.encode(), name, watch), "")])

    def choices(self, on_done: Callable[[Choices], None]) -> None:
        """The profiles that there are now."""
        self._run(lambda: choices_for(self._profiles(), Kind.SITE), on_done)

    def _read(self, name: str, read: Callable[[Watch], list[tuple[Manifest, str]]]) -> Reading:
        reading = Reading(name)

        def job() -> list[Read] | Problem | None:
            try:
                named = read(reading.watch)
                found = [(self._outside.unfold(each, reading.watch), place) for each, place in named]
                profiles = self._profiles()
                return [Read(each, place, choices_for(profiles, each.kind)) for each, place in found]
            except ReadingStoppedError:
                return None
            except ProblemError as error:
                return error.problem

        patience = QTimer(self)
        patience.setSingleShot(True)
        patience.timeout.connect(lambda: self.is_slow.emit(reading))
        patience.start(PATIENCE)

        def on_read(result: list[Read] | Problem | None) -> None:
            patience.stop()
            patience.deleteLater()
            if result is None or reading.is_stopped:
                return
            if isinstance(result, Problem):
                self.stumbled.emit(reading, result)
            else:
                self.done.emit(reading, result)

        self._run(job, on_read)
        return reading


def choices_for(profiles: Profiles, kind: Kind) -> Choices:
    """The profiles that hold what such a list names; the first is chosen, so those that can be used come first."""
    are_images = kind in IMAGING_KINDS
    fitting = [profile for profile in profiles if profile.holds_images is are_images]
    return [(one.id, one.name) for one in sorted(fitting, key=lambda one: one.token not in _USABLE)]


def read_usable(path: Path) -> Manifest:
    """The manifest in a file. Raises ProblemError also if it is none."""
    found = _read_file(path, UNWATCHED)
    if found.accepted:
        return found
    raise ProblemError(setup_problems.list_unusable(path, found.advice or phrase("It names no files.")))


def _read_file(path: Path, watch: Watch) -> Manifest:
    try:
        return read_path(path, watch)
    except OSError as error:
        raise ProblemError(
            setup_problems.list_unreadable(path, error.strerror or tr("it cannot be opened"))
        ) from None
