"""What the window needs from the world outside its panes, given to it so that tests can give something else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QMessageBox, QWidget

from score_gui.model.language import tr
from score_gui.ui.icons import Icons
from score_gui.ui.question import Question, ask
from score_gui.ui.theme import Theme


class Memory(Protocol):
    """A small store of settings of the window; `QSettings` is one."""

    def value(self, key: str, default: object = None, /) -> object: ...

    def setValue(self, key: str, value: object, /) -> None: ...


class Forgetful:
    """A memory that ends with the program."""

    def __init__(self) -> None:
        self._values: dict[str, object] = {}

    def value(self, key: str, default: object = None, /) -> object:
        return self._values.get(key, default)

    def setValue(self, key: str, value: object, /) -> None:
        self._values[key] = value


@dataclass(frozen=True, slots=True)
class Answer:
    """To a question with a tick `Do not ask again`."""

    yes: bool
    ask_again: bool = True


def choose_manifests(parent: QWidget) -> list[Path]:
    """The files a person chooses in the system's dialog; none when it is closed."""
    names, _ = QFileDialog.getOpenFileNames(parent, tr("Add manifest"))
    return [Path(name) for name in names]


def choose_folder(parent: QWidget, start: Path) -> Path | None:
    """The folder a person chooses in the system's dialog; None when it is closed."""
    name = QFileDialog.getExistingDirectory(parent, tr("Folder for the files"), str(start))
    return Path(name) if name else None


def ask_quit(parent: QWidget, question: str) -> Answer:
    """The question when files are on their way. Nothing would be lost, so Return quits."""
    box = _question(parent, question)
    tick = QCheckBox(tr("Do not ask again"))
    box.setCheckBox(tick)
    box.addButton(tr("Keep open"), QMessageBox.ButtonRole.RejectRole)
    leave = box.addButton(tr("Quit"), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(leave)
    box.exec()
    return Answer(yes=box.clickedButton() is leave, ask_again=not tick.isChecked())


def _question(parent: QWidget, text: str) -> QMessageBox:
    """A box whose text stays plain; its bold first sentence is what is asked."""
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    first, _, rest = text.partition("? ")
    box.setText(f"{first}?" if rest else text)
    box.setInformativeText(rest)
    return box


def no_empty_page(_theme: Theme, _icons: Icons) -> QWidget:
    """Stands in for the page of an empty queue."""
    return QWidget()


@dataclass(frozen=True, slots=True)
class Outside:
    """The doors of the window. `reveal` shows a file or folder in the system's file manager and must not block."""

    reveal: Callable[[Path], None]
    memory: Memory = field(default_factory=Forgetful)
    make_empty_page: Callable[[Theme, Icons], QWidget] = no_empty_page
    choose_manifests: Callable[[QWidget], list[Path]] = choose_manifests
    choose_folder: Callable[[QWidget, Path], Path | None] = choose_folder
    ask_quit: Callable[[QWidget, str], Answer] = ask_quit
    ask: Callable[[QWidget, Question, Callable[[], None]], object] = ask
