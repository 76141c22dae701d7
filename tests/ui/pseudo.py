"""A language in which every message stands in brackets and is longer, and an eye for what is not in it.

`⟦It goes on at ⟪14.8 GB⟫.~~~⟧`: what is in ⟦⟧ came out of a catalogue, what is in ⟪⟫ was put into one of its places
and has to be in brackets itself, or data.
"""

from __future__ import annotations

import gettext
import html
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QDoubleSpinBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QSpinBox,
    QTabBar,
    QTextEdit,
    QWidget,
)

from score_gui.model.language import Language

_PLACE = re.compile(r"\{\w+(?::[^}]*)?\}")
_WORD = re.compile(r"\S*[^\W\d_]{2}\S*")
_CODE = re.compile(r"[\d/\\._@=+]|:\w|[a-z][A-Z]|^[A-Z-]+$|^[a-z]+(-[a-z]+){2,}$|^chr[XYM]$")
_AROUND = ".,;:!?()[]'\"·&…~<>=-" + "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{EN DASH}"
_COMMAND = re.compile(r"score-gui( \S+)+")
_FIRST, _REST = re.compile("⟦[^⟧]*[.]"), re.compile("[^⟦]*⟧")
"""A message in two: its first sentence stands as a heading, and the rest below it."""
_TAG = re.compile(r"<[^>]*>")
_MOST_ROWS = 40
_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.StatusTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)

NAMES = frozenset(
    {
        "score_gui",
        "ICGC",
        "ARGO",
        "Lab",
        "Overture",
        "IDC",
        "CRAM",
        "BAM",
        "VCF",
        "DICOM",
        "FASTA",
        "BED",
        "MD5",
    }
    | {
        "Toronto",
        "Collaboratory",
        "collaboratory",
        "rdpc-toronto",
        "kb",
        "Mb",
        "Local",
        "localhost",
        "laptop",
        "Imaging",
        "Data",
        "Commons",
        "bam",
        "img",
    }
    | {"Qt", "Python", "OneDrive", "NTFS", "FAT32", "IGV", "Windows", "Credential", "Manager", "Del", "Esc"}
    | {
        "bai",
        "crai",
        "tbi",
        "Scroll Left",
        "Scroll Right",
        "Return",
        "Space",
        "Hospital",
        "English",
        "Deutsch",
    }
)
"""Products, sites and formats, which are called the same in every language; and what Qt names, in its own."""
CODES = frozenset(
    {"access-denied", "no-network", "no-space", "token-refused", "drive-missing", "name-taken", "server-busy"}
)
"""Codes of problems, which a help desk asks for."""


class Catalogue(gettext.NullTranslations):
    """Has a translation of everything."""

    def gettext(self, message: str) -> str:
        if message == "1,234.5":
            return message
        body = _PLACE.sub(lambda place: f"⟪{place[0]}⟫", message)
        return f"⟦{body}{'~' * math.ceil(0.4 * len(message))}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, _context: str, message: str) -> str:
        return self.gettext(message)


PSEUDO = Language("xx", Catalogue())


def untranslated(text: str) -> list[str]:
    """The words of a text that came out of no catalogue and are no data."""
    if "…" in text and (text.count("⟦"), text.count("⟪")) != (text.count("⟧"), text.count("⟫")):
        return []  # cut to fit; it is told whole elsewhere
    if text in NAMES | CODES:
        return []
    if _FIRST.fullmatch(text) or _REST.fullmatch(text):
        text = f"⟦{text.strip('⟦⟧')}⟧"
    if text.startswith("<"):
        text = html.unescape(_TAG.sub(" ", text))
    text = _COMMAND.sub(" ", text)
    return [word for piece in _bare(text) for word in _WORD.findall(piece) if not _is_data(word)]


def _bare(text: str) -> Iterator[str]:
    """What stands outside of brackets, or in a place of a message."""
    depth, piece = [""], ""
    for letter in text:
        if letter in "⟦⟪⟧⟫":
            if depth[-1] != "⟦":
                yield piece
            piece = ""
            if letter in "⟦⟪":
                depth.append(letter)
            elif len(depth) > 1:
                depth.pop()
            else:
                yield f"unmatched bracket in {text}"
        else:
            piece += letter
    yield piece if depth[-1] != "⟦" else f"unmatched bracket in {text}"


def _is_data(word: str) -> bool:
    """Names of files, ids, addresses and the like: they hold digits or signs that no word holds."""
    plain = word.strip(_AROUND)
    return (
        bool(_CODE.search(plain)) or _is_name(plain) or _is_name(word) or not re.search(r"[^\W\d_]{2}", plain)
    )


def _is_name(plain: str) -> bool:
    return plain in NAMES | CODES or (
        plain.endswith("…") and any(name.startswith(plain[:-1]) for name in NAMES)
    )


@dataclass
class Seen:
    """What a person, or a screen reader, can come across: where, and the text."""

    texts: set[tuple[str, str]] = field(default_factory=set)

    def add(self, where: str, text: object) -> None:
        if isinstance(text, str) and text:
            self.texts.add((where, text))

    def complaints(self) -> list[str]:
        found = ((where, text, untranslated(text)) for where, text in self.texts)
        return sorted(f"{where}: {text!r} ({', '.join(words)})" for where, text, words in found if words)


def look_at(root: QWidget, seen: Seen) -> None:
    """Everything in a window and below it, shown or not."""
    for menu in root.findChildren(QMenu):
        menu.aboutToShow.emit()
    for widget in [root, *root.findChildren(QWidget)]:
        kind = type(widget).__name__
        for name in ("windowTitle", "toolTip", "statusTip", "accessibleName", "accessibleDescription"):
            seen.add(f"{kind}.{name}", getattr(widget, name)())
        for action in widget.actions():
            _look_at_action(kind, action, seen)
        for of, look in _LOOKS:
            if isinstance(widget, of):
                look(kind, widget, seen)


def _look_at_action(kind: str, action: QAction, seen: Seen) -> None:
    for name in ("text", "toolTip", "statusTip"):
        seen.add(f"{kind}.action.{name}", getattr(action, name)())


def _look_at_model(kind: str, view: QAbstractItemView, seen: Seen) -> None:
    model, root = view.model(), QModelIndex()
    if model is None:
        return
    columns = range(1 if isinstance(model, QAbstractListModel) else model.columnCount(root))
    for column in columns:
        for role in _ROLES:
            seen.add(f"{kind}.header", model.headerData(column, Qt.Orientation.Horizontal, role))
    for row in range(min(model.rowCount(root), _MOST_ROWS)):
        for column in columns:
            for role in _ROLES:
                seen.add(f"{kind}[{column}].{role.name}", model.data(model.index(row, column, root), role))


def _look_at_tabs(kind: str, bar: QTabBar, seen: Seen) -> None:
    for place in range(bar.count()):
        seen.add(f"{kind}.tab", bar.tabText(place))
        seen.add(f"{kind}.tab tip", bar.tabToolTip(place))


def _look_at_spin(kind: str, box: QSpinBox | QDoubleSpinBox, seen: Seen) -> None:
    for name in ("prefix", "suffix", "specialValueText"):
        seen.add(f"{kind}.{name}", getattr(box, name)())


def _asked(*names: str) -> Callable[[str, Any, Seen], None]:
    def look(kind: str, widget: Any, seen: Seen) -> None:
        for name in names:
            seen.add(f"{kind}.{name}", getattr(widget, name)())

    return look


_LOOKS: tuple[tuple[Any, Callable[[str, Any, Seen], None]], ...] = (
    (QMenu, _asked("title")),
    (QLabel, _asked("text")),
    (QAbstractButton, _asked("text")),
    (QGroupBox, _asked("title")),
    (QLineEdit, _asked("placeholderText")),
    ((QPlainTextEdit, QTextEdit), _asked("placeholderText")),
    (QTextEdit, _asked("toPlainText")),
    (QComboBox, _asked("currentText", "placeholderText")),
    (QProgressBar, _asked("text")),
    (QTabBar, _look_at_tabs),
    ((QSpinBox, QDoubleSpinBox), _look_at_spin),
    (QAbstractSpinBox, _asked("text")),
    (QAbstractItemView, _look_at_model),
)


def watch_painting(monkeypatch: pytest.MonkeyPatch, seen: Seen) -> None:
    """Listen to what is painted letter by letter."""
    draw = QPainter.drawText

    def listen(painter: QPainter, *words: Any) -> Any:
        for word in words:
            if "…" not in str(word):  # cut to fit; it is told whole elsewhere
                seen.add("painted", word)
        return draw(painter, *words)

    monkeypatch.setattr(QPainter, "drawText", listen)
