"""The choices below the regions: padding, format, which reads, the reference of a CRAM, and where the slice goes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from score_gui.model.language import mark, tr, trn
from score_gui.slicing.orders import OutputFormat
from score_gui.ui.field import Field
from score_gui.ui.icons import Icons
from score_gui.ui.marks import Spin
from score_gui.ui.preview_paint import TickBox
from score_gui.ui.slice_draft import Draft
from score_gui.ui.slice_facts import FileFacts, Weighed
from score_gui.ui.slice_words import reads_text
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import Label, button, label, menu_text, paragraph

_FORMATS = (
    (OutputFormat.BAM, mark("BAM + index")),
    (OutputFormat.CRAM, mark("CRAM + index")),
    (OutputFormat.SAM, "SAM"),
)
_MOST_PADDING = 1_000_000


class Segments(QWidget):
    """A few choices side by side, one of them taken; the arrow keys go from one to the next.

    Signals:
        chosen: the value of the choice.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, name: str, choices: tuple[tuple[OutputFormat, str], ...]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for value, words in choices:
            made = QToolButton()
            made.setText(menu_text(tr(words)))
            made.setCheckable(True)
            made.setProperty("kind", "segment")
            made.setFont(theme.font(Role.STRONG))
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            made.setAccessibleName(f"{name}: {tr(words)}")
            made.clicked.connect(lambda _=False, value=value: self.chosen.emit(value.value))
            self._group.addButton(made)
            self._buttons[value.value] = made
            row.addWidget(made)
        row.addStretch(1)

    @property
    def value(self) -> str:
        return next((value for value, made in self._buttons.items() if made.isChecked()), "")

    def choose(self, value: str) -> None:
        self._buttons[value].setChecked(True)


class PathField(QWidget):
    """A path that can be typed, and a button that looks for one.

    Signals:
        edited: the person has finished typing a path.
        choose_asked: the person wants to look for it.
    """

    edited = Signal(str)
    choose_asked = Signal()

    def __init__(self, theme: Theme, icons: Icons, name: str, icon: str) -> None:
        super().__init__()
        self.line = Field(theme, icons, icon)
        self.line.setAccessibleName(name)
        self.line.editingFinished.connect(self._on_finished)
        self.choose: QPushButton = button(theme, "…")
        self.choose.setAccessibleName(tr("Choose: {name}", name=name))
        self.choose.setMaximumWidth(theme.px(42))
        self.choose.clicked.connect(self.choose_asked)
        self._shown = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        row.addWidget(self.line, 1)
        row.addWidget(self.choose)

    def show_path(self, path: str) -> None:
        """Unless the person is typing."""
        self._shown = path
        if not (self.line.hasFocus() and self.line.isModified()):
            self.line.setText(path)
            self.line.setCursorPosition(len(path))

    def _on_finished(self) -> None:
        text = self.line.text().strip()
        if self.line.isModified() and text != self._shown:
            self.line.setModified(False)
            self._shown = text
            self.edited.emit(text)


class SliceOptions(QWidget):
    """The form. It holds the choices in its widgets; `apply` puts them into a draft.

    Signals:
        changed: one of the choices is another one now.
        output_asked: the person wants to choose the place of the slice.
        reference_asked: the person wants to choose a FASTA file.
    """

    changed = Signal()
    output_asked = Signal()
    reference_asked = Signal()

    def __init__(self, theme: Theme, icons: Icons, *, many: bool) -> None:
        super().__init__()
        self._theme = theme
        self._many = many
        self._output: Path | None = None
        self._needs_reference = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(theme.px(10))
        self._grid.setColumnMinimumWidth(0, theme.px(108))
        self._grid.setColumnStretch(1, 1)
        self.padding = self._make_padding(icons)
        self.format = Segments(theme, tr("Save as"), _FORMATS)
        self.contained = TickBox(theme, tr("Only reads that lie fully inside"))
        self.unplaced = TickBox(theme, tr("Reads without a place (*)"))
        self.pruned = TickBox(theme, tr("In the header only the read groups that the slice uses"))
        self._unplaced_count = label(theme, "", Role.SMALL, "text-2")
        self.reference = PathField(theme, icons, tr("Reference FASTA"), "file-text")
        self._reference_note = paragraph(theme, "", Role.SMALL, "text-2")
        self.output = PathField(theme, icons, tr("To"), "folder")
        self._build()
        self._connect()
        self.format.choose(OutputFormat.BAM.value)

    # --- for the dialog ---

    def apply(self, draft: Draft) -> Draft:
        """The draft with the choices of the form."""
        reference = self.reference.line.text().strip()
        if self._many:
            draft = replace(draft, folder=self._output or draft.folder)
        return replace(
            draft,
            padding=self.padding.value(),
            format=OutputFormat(self.format.value),
            contained=self.contained.isChecked(),
            unplaced=self.unplaced.isChecked(),
            pruned=self.pruned.isChecked(),
            reference=Path(reference).expanduser()
            if reference and self.reference.isVisibleTo(self)
            else None,
            output=None if self._many else self._output,
        )

    def show_draft(self, draft: Draft) -> None:
        """The choices of a draft."""
        self.padding.setValue(draft.padding)
        self.format.choose(draft.format.value)
        self.contained.setChecked(draft.contained)
        self.unplaced.setChecked(draft.unplaced)
        self.pruned.setChecked(draft.pruned)
        self.reference.line.setText("" if draft.reference is None else str(draft.reference))
        self._fit_reference()
        self.set_output(draft.folder if self._many else draft.output)

    def show_facts(self, facts: FileFacts, *, needs_reference: bool) -> None:
        """Fit the form to a file; `needs_reference` if it, or one that follows, is a CRAM."""
        self._needs_reference = needs_reference
        self._unplaced_count.setText("" if facts.unplaced is None else reads_text(facts.unplaced))
        if facts.unplaced == 0:
            self.unplaced.setToolTip(tr("The index counts none in this file"))
        self._fit_reference()

    def show_weighed(self, weighed: Weighed) -> None:
        """The name the slice would get, and how far the reference was compared."""
        self.output.show_path(str(weighed.output.parent if self._many else weighed.output))
        if weighed.problem is not None and weighed.problem.code.startswith("slice-reference"):
            self.say_of_reference(tr(weighed.problem.cause), "state-need")
        elif weighed.reference_checked == 0:
            self.say_of_reference(tr("Fits by names and lengths; the header tells no MD5s."))
        elif weighed.reference_checked is not None:
            words = trn(
                "Fits: {count} contig compared by MD5.",
                "Fits: {count} contigs compared by MD5.",
                weighed.reference_checked,
            )
            self.say_of_reference(words, "state-good")
        else:
            self.say_of_reference(tr("Compared by MD5 before anything is fetched."))

    def say_of_reference(self, words: str, color: str = "text-2") -> None:
        self._reference_note.setText(words)
        self._reference_note.set_color(color)

    def set_output(self, path: Path | None) -> None:
        """A place that the person chose; None names the slice after its regions again."""
        self._output = path
        self.output.line.setModified(False)
        if path is not None:
            self.output.show_path(str(path))
        self.changed.emit()

    def set_reference(self, path: Path) -> None:
        self.reference.line.setText(str(path))
        self.changed.emit()

    # --- building ---

    def _make_padding(self, icons: Icons) -> Spin:
        made = Spin(self._theme, icons)
        made.setRange(0, _MOST_PADDING)
        made.setSingleStep(100)
        made.setGroupSeparatorShown(True)
        made.setKeyboardTracking(True)  # a click on Save takes the number as it stands
        made.setFixedWidth(self._theme.px(104))
        made.setAccessibleName(tr("Padding, bases on each side"))
        return made

    def _build(self) -> None:
        self._row(
            tr("Padding"),
            _line(self._theme, self.padding, label(self._theme, tr("bases on each side"), color="text-2")),
        )
        self._row(tr("Save as"), self.format)
        reads = QWidget()
        column = QVBoxLayout(reads)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.contained)
        column.addWidget(_line(self._theme, self.unplaced, self._unplaced_count))
        column.addWidget(self.pruned)
        self._row(tr("Reads"), reads, first_line=22)
        self._reference_box = QWidget()
        column = QVBoxLayout(self._reference_box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.px(3))
        column.addWidget(self.reference)
        column.addWidget(self._reference_note)
        self._reference_label = self._row(tr("Reference"), self._reference_box)
        self._row(tr("To"), self.output)
        self._fit_reference()

    def _row(self, name: str, widget: QWidget, first_line: int = 31) -> Label:
        """The name stands beside the first line of the widget, so many units high."""
        head = label(self._theme, name, color="text-2")
        head.setMinimumHeight(self._theme.px(first_line))
        number = self._grid.rowCount()
        self._grid.addWidget(head, number, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(widget, number, 1)
        return head

    def _connect(self) -> None:
        self.padding.valueChanged.connect(lambda _: self.changed.emit())
        self.format.chosen.connect(self._on_format)
        self.contained.toggled.connect(lambda _: self.changed.emit())
        self.unplaced.toggled.connect(lambda _: self.changed.emit())
        self.pruned.toggled.connect(lambda _: self.changed.emit())
        self.reference.edited.connect(lambda _: self.changed.emit())
        self.reference.choose_asked.connect(self.reference_asked)
        self.output.edited.connect(self._on_output)
        self.output.choose_asked.connect(self.output_asked)

    def _on_format(self, _value: str) -> None:
        if self._output is not None and not self._many:
            self._output = self._output.with_suffix(f".{self.format.value}")
        self._fit_reference()
        self.changed.emit()

    def _on_output(self, text: str) -> None:
        self._output = Path(text).expanduser() if text else None
        self.changed.emit()

    def _fit_reference(self) -> None:
        """A CRAM is read and written against its reference; a BAM knows no reference at all."""
        wanted = self._needs_reference or self.format.value == OutputFormat.CRAM.value
        self._reference_box.setVisible(wanted)
        self._reference_label.setVisible(wanted)
        if not self._needs_reference:
            self.reference.line.setPlaceholderText(tr("None: the slice keeps its bases itself"))
        else:
            self.reference.line.setPlaceholderText(tr("The FASTA that the CRAM was written with"))


def _line(theme: Theme, *widgets: QWidget) -> QWidget:
    made = QWidget()
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px(8))
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return made
