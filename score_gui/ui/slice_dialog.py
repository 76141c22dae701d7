"""The slice dialog: from a file and some regions to a small BAM, one page after the other.

It holds which page and which file there is, and leaves all work to the desk's threads.
Closing it cancels what is going on; a slice is either whole under its name or not there at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from score_gui.model.language import tr, trn
from score_gui.model.problem import Problem
from score_gui.ui.background import Runner, while_alive
from score_gui.ui.drops import DropTarget
from score_gui.ui.icons import Icons
from score_gui.ui.slice_after import AfterSlice, Made
from score_gui.ui.slice_asks import Asks
from score_gui.ui.slice_batch import BatchPage
from score_gui.ui.slice_batch_work import BatchWork
from score_gui.ui.slice_draft import Draft, SliceTarget, is_sliceable
from score_gui.ui.slice_editor import SliceEditor
from score_gui.ui.slice_facts import FileFacts, Saved, SliceDesk, SliceFile
from score_gui.ui.slice_intake import SliceIntake
from score_gui.ui.slice_pages import SlicePages
from score_gui.ui.slice_result import ResultPage
from score_gui.ui.slice_saving import SliceSaving
from score_gui.ui.slice_start import RefusedPage, StartPage
from score_gui.ui.slice_weighing import SliceWeighing
from score_gui.ui.slice_words import file_line, is_of_this_file, saved_head
from score_gui.ui.slice_work import Ended, ended
from score_gui.ui.telling import announce
from score_gui.ui.theme import Theme
from score_gui.ui.widgets import fill

T = TypeVar("T")


class SliceDialog(QDialog):
    """Slices of one or several files; `open_targets` or `ask_for_file` begins.

    Signals:
        whole_asked: the whole files are wanted instead (a tuple of `SliceTarget`).
        reveal_asked: show this path in the system's file manager.
        token_asked: the id of a profile whose token is needed.
    """

    whole_asked = Signal(object)
    reveal_asked = Signal(object)
    token_asked = Signal(str)

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        desk: SliceDesk,
        run: Runner,
        folder: Path,
        parent: QWidget | None = None,
        *,
        asks: Asks | None = None,
    ) -> None:
        super().__init__(parent)
        fill(self, theme, "chrome")
        self._theme, self._icons, self.desk, self._run = theme, icons, desk, run
        self._folder = folder
        self._asks = asks or Asks()
        self._targets: tuple[SliceTarget, ...] = ()
        self._file: SliceFile | None = None
        self._refusal: Problem | None = None
        self._em = theme.em
        self._pages = SlicePages(theme, icons, folder)
        self.after = AfterSlice(self, self._pages.saved, desk, run, self._asks)
        self.batch = BatchWork(self, self._pages.batch, run)
        self._intake = SliceIntake(self, run, lambda: self._file, lambda: self.editor)
        self.weighing = SliceWeighing(self, run, lambda: self._file, lambda: self.editor)
        self.saving = SliceSaving(self, run, lambda: self.editor)
        self._drops = DropTarget(self, theme)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._pages)
        self._fit(QSize(theme.px(1024), theme.px(656)))
        self._connect()

    @property
    def editor(self) -> SliceEditor:
        return self._pages.editor

    @property
    def start_page(self) -> StartPage:
        return self._pages.start

    @property
    def refused_page(self) -> RefusedPage:
        return self._pages.refused

    @property
    def saved_page(self) -> ResultPage:
        return self._pages.saved

    @property
    def batch_page(self) -> BatchPage:
        return self._pages.batch

    def renew(self) -> None:
        """Make the pages anew, in the language and the size of text that hold now; what is at work goes on."""
        former, file = self._pages, self._file
        self._pages = SlicePages(self._theme, self._icons, self._folder, max(1, len(self._targets)))
        self._pages.take_over(former)
        self.after.show_in(self.saved_page)
        self.batch.show_in(self.batch_page)
        if self._refusal is not None:
            self.refused_page.show_problem(self._targets[0], self._refusal)
        if file is not None and self.editor.facts is not None:
            self._say_file(file, self.editor.facts)
        self.saving.look()
        self._connect_pages()
        self._column.replaceWidget(former, self._pages)
        former.hide()
        self._pages.show()
        former.deleteLater()
        grown, self._em = self._theme.em / self._em, self._theme.em
        self._fit(QSize(round(self.width() * grown), round(self.height() * grown)))

    # --- pages ----------------------------------------------------------------------------------------------

    def open_targets(self, targets: Sequence[SliceTarget]) -> None:
        """Begin with these files; the header of the first is what regions are checked against."""
        self._leave_file()
        self._targets = tuple(targets)
        first = self._targets[0]
        self._pages.new_editor(len(self._targets))
        self._connect_editor()
        self.editor.head.say(self._title(), "")
        self.setWindowTitle(
            tr("Slice a file on this computer") if first.path is not None else tr("Slice a remote file")
        )
        self._pages.setCurrentWidget(self.editor)
        self._open(first)

    def _open(self, target: SliceTarget) -> None:
        self._file = file = self.desk.file(target)
        self._do(file.open, lambda found: self._on_opened(file, found))

    def _title(self) -> str:
        count = len(self._targets)
        return self._targets[0].name if count == 1 else trn("{count} file", "{count} files", count)

    def ask_for_file(self) -> None:
        """Begin with the question what is to be sliced."""
        self._leave_file()
        self.setWindowTitle(tr("Slice"))
        self._pages.setCurrentWidget(self.start_page)
        self.start_page.object_id.setFocus()
        self._do(self.desk.profiles, self._on_profiles)

    def _on_profiles(self, found: Ended[Sequence[tuple[str, str]]]) -> None:
        if found.value is not None:
            self.start_page.set_profiles(found.value)

    def _refuse(self, problem: Problem) -> None:
        self._refusal = problem
        self.refused_page.show_problem(self._targets[0], problem)
        self._pages.setCurrentWidget(self.refused_page)

    # --- opening and weighing -------------------------------------------------------------------------------

    def _on_opened(self, file: SliceFile, found: Ended[FileFacts]) -> None:
        if file is not self._file:
            return
        if found.problem is not None:
            self._on_closed_door(file, found.problem)
        elif found.value is not None:
            facts = found.value
            self._say_file(file, facts)
            any_cram = any(target.name.lower().endswith(".cram") for target in self._targets)
            self.editor.show_facts(facts, is_local=file.target.path is not None, any_cram=any_cram)
            self.weighing.begin_anew()

    def _say_file(self, file: SliceFile, facts: FileFacts) -> None:
        title = facts.name
        if len(self._targets) > 1:
            title = tr("{files}, checked against {name}", files=self._title(), name=facts.name)
        self.editor.head.say(title, file_line(file.target, facts))

    def _on_closed_door(self, file: SliceFile, problem: Problem) -> None:
        """Of several files the next one may do to check regions against; the table tells of this one in the end."""
        self._leave_file()
        place = self._targets.index(file.target) + 1
        if place < len(self._targets) and is_of_this_file(problem):
            self._open(self._targets[place])
        else:
            self._refuse(problem)

    # --- saving ---------------------------------------------------------------------------------------------

    def _on_save(self) -> None:
        if self.editor.commit() or self.weighing.weighed is None:
            self.weighing.save_when_known()
        elif len(self._targets) > 1:
            self._save_all()
        elif self._file is not None:
            self.saving.start(self._file, self.weighing.weighed)

    def _on_made(self, draft: Draft, saved: Saved) -> None:
        facts = self.editor.facts
        if facts is not None:
            self.setWindowTitle(tr("Slice of {name}", name=facts.name))
            self.after.show(Made(self._targets[0], facts, draft, saved))
            self._pages.setCurrentWidget(self.saved_page)
            announce(self, saved_head(saved))

    def _save_all(self) -> None:
        facts, draft = self.editor.facts, self.editor.draft
        if facts is None:
            return
        self._leave_file()
        self._pages.setCurrentWidget(self.batch_page)
        self.batch.start(self.desk.batch(self._targets, draft, facts.contigs), draft.folder)

    # --- leaving --------------------------------------------------------------------------------------------

    def _on_cancel(self) -> None:
        if not self.saving.cancel():
            self.reject()

    def _leave_file(self) -> None:
        self.weighing.drop_answers()
        if self._file is not None:
            self._file.close()
            self._file = None

    def done(self, result: int) -> None:
        self.saving.leave()
        self.weighing.pause.stop()
        self.batch.cancel()
        self._leave_file()
        super().done(result)

    # --- after a slice --------------------------------------------------------------------------------------

    def _on_new(self) -> None:
        """Other regions of the same file; of a batch, the same files from the start."""
        if len(self._targets) > 1:
            self.open_targets(self._targets)
            return
        self.editor.start_anew()
        self._pages.setCurrentWidget(self.editor)

    def _on_whole(self) -> None:
        self.whole_asked.emit(self._targets)
        self.reject()

    def _on_token(self) -> None:
        self.token_asked.emit(self._targets[0].profile_id)

    # --- building -------------------------------------------------------------------------------------------

    def _fit(self, wanted: QSize) -> None:
        """Take this size, as far as the screen has it."""
        room = self.screen().availableGeometry().size()
        self.setMinimumSize(
            min(self._theme.px(560), room.width()), min(self._theme.px(380), 480, room.height())
        )
        self.resize(wanted.boundedTo(room))

    def _connect(self) -> None:
        self.weighing.save_due.connect(self._on_save)
        self.saving.made.connect(self._on_made)
        self.after.reveal_asked.connect(self.reveal_asked)
        self.batch.reveal_asked.connect(self.reveal_asked)
        self._drops.dropped_paths.connect(self._on_dropped)
        self._drops.dropped_text.connect(self._on_text)
        self._connect_pages()

    def _connect_pages(self) -> None:
        self._connect_editor()
        self.start_page.chosen.connect(lambda target: self.open_targets([target]))
        self.start_page.file_asked.connect(self._on_file)
        self.refused_page.again_asked.connect(lambda: self.open_targets(self._targets))
        self.refused_page.other_asked.connect(self.ask_for_file)
        self.refused_page.whole_asked.connect(self._on_whole)
        self.refused_page.token_asked.connect(self._on_token)
        self.saved_page.new_asked.connect(self._on_new)
        self.saved_page.done_asked.connect(self.accept)
        self.batch_page.new_asked.connect(self._on_new)
        self.batch_page.done_asked.connect(self.accept)
        for page in (self.start_page, self.refused_page):
            page.cancelled.connect(self.reject)

    def _connect_editor(self) -> None:
        editor = self.editor
        editor.changed.connect(self.weighing.begin_anew)
        editor.read_asked.connect(self._intake.read_text)
        editor.save_asked.connect(self._on_save)
        editor.cancelled.connect(self._on_cancel)
        editor.whole_asked.connect(self._on_whole)
        editor.other_asked.connect(self.ask_for_file)
        editor.bed_asked.connect(lambda: self._asks.bed(self, self._intake.read_bed))
        editor.options.reference_asked.connect(
            lambda: self._asks.reference(self, editor.options.set_reference)
        )
        editor.options.output_asked.connect(self._on_output)

    def _on_file(self) -> None:
        self._asks.alignment(self, lambda path: self.open_targets([SliceTarget(path=path)]))

    def _on_dropped(self, paths: Sequence[Path]) -> None:
        """BAM and CRAM are sliced in place of what is here, anything else is read as BED; not while a slice is made."""
        files = [SliceTarget(path=path) for path in paths if is_sliceable(path.name)]
        if self.saving.looking.isActive() or self.batch.looking.isActive():
            return
        if files:
            self.open_targets(files)
        else:
            self._intake.read_bed(paths[0])

    def _on_text(self, text: str) -> None:
        self.editor.add_text(text)

    def _on_output(self) -> None:
        options = self.editor.options
        ask = self._asks.folder if len(self._targets) > 1 else self._asks.output
        ask(self, Path(options.output.line.text()), options.set_output)

    def _do(self, work: Callable[[], T], on_done: Callable[[Ended[T]], None]) -> None:
        self._run(ended(work), while_alive(self, on_done))
