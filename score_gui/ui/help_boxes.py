"""What the Help menu opens: the list of keys, made from the actions themselves, and a word about the program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QMessageBox, QVBoxLayout, QWidget

from score_gui import __version__
from score_gui.model.language import mark, tr
from score_gui.ui.profiles_body import ScrollingForm
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import fill, label

_IN_TABLE = (
    ("Space", mark("Pause or resume the selection")),
    ("Return", mark("Details of an unfinished file, folder of a finished one")),
    ("Ctrl+V", mark("Read a manifest or object IDs from the clipboard")),
)


def key_rows(actions: Sequence[QAction]) -> Iterator[tuple[str, str]]:
    """Key and what it does, for every action that has a key."""
    for key, words in _IN_TABLE:
        yield QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText), tr(words)
    for action in actions:
        if not action.shortcut().isEmpty():
            key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            yield key, action.text().replace("&", "").removesuffix("…")


def keys_dialog(parent: QWidget, theme: Theme, actions: Sequence[QAction]) -> QDialog:
    """The list of keys, in two blocks where they are no wider than the window."""
    dialog = QDialog(parent)
    dialog.setWindowTitle(tr("Keyboard shortcuts"))
    rows = list(key_rows(actions))
    listed = _blocks(theme, rows, 2)
    if listed.sizeHint().width() > parent.window().width() - 3 * theme.px(20):
        listed = _blocks(theme, rows, 1)
    fill(listed, theme, "chrome")
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.button(QDialogButtonBox.StandardButton.Close).setText(tr("Close"))
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(*(theme.px(20),) * 4)
    layout.setSpacing(theme.px(16))
    layout.addWidget(ScrollingForm(listed), 1)
    layout.addWidget(buttons)
    return dialog


def _blocks(theme: Theme, rows: Sequence[tuple[str, str]], blocks: int) -> QWidget:
    """The rows below one another in so many blocks."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.px(20))
    grid.setVerticalSpacing(theme.px(7))
    height = -(-len(rows) // blocks)
    for number, (key, words) in enumerate(rows):
        block, line = divmod(number, height)
        grid.addWidget(label(theme, key, Role.STRONG), line, 2 * block)
        grid.addWidget(label(theme, words, color="text-2"), line, 2 * block + 1)
        grid.setColumnStretch(2 * block + 1, 1)
    return made


def show_keys(parent: QWidget, theme: Theme, actions: Sequence[QAction]) -> None:
    """Open the list of keys."""
    dialog = keys_dialog(parent, theme, actions)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def show_about(parent: QWidget) -> None:
    """Open a word about the program."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(tr("About score_gui"))
    box.setText(f"score_gui {__version__}")
    box.setInformativeText(
        tr(
            "Downloads large genomic files from Overture Score sites, and images from the Imaging Data Commons. "
            "Verifies them all."
        )
    )
    box.open()
