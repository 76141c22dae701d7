"""The same regions out of several files, one after the other, in the thread it is run in. No Qt.

The regions were chosen on the first file. Another file takes them only if the contigs are the same ones there:
the same name with another length is another assembly, where the same numbers are another place.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

from score_gui.model.language import tr
from score_gui.model.problem import ProblemError
from score_gui.slicing import troubles
from score_gui.slicing.batch import Outcome, run_batch
from score_gui.slicing.fetch import CancelledError
from score_gui.slicing.regions import Contigs
from score_gui.ui.slice_draft import Draft, SliceTarget
from score_gui.ui.slice_facts import BatchLine, FileFacts, LineState, Progress, SliceFile


class BatchRun:
    """See `SliceBatch`."""

    def __init__(
        self,
        open_file: Callable[[SliceTarget], SliceFile],
        targets: Sequence[SliceTarget],
        draft: Draft,
        contigs: Contigs,
    ) -> None:
        self.progress = Progress()
        self._open_file = open_file
        self._draft = draft
        names = {region.contig for chip in draft.chips.all for region in chip.regions}
        self._lengths = {name: contigs[name] for name in names}
        self._lines = [BatchLine(target) for target in targets]
        self._cancel = threading.Event()
        self._lock = threading.Lock()
        self._file: SliceFile | None = None

    @property
    def lines(self) -> Sequence[BatchLine]:
        return tuple(self._lines)

    def run(self) -> None:
        run_batch(range(len(self._lines)), self._one, self._cancel, self._note)

    def cancel(self) -> None:
        with self._lock:
            self._cancel.set()
            if self._file is not None:
                self._file.cancel()

    def _one(self, place: int) -> None:
        """Make one slice. Raises ProblemError or CancelledError."""
        line = self._lines[place]
        self.progress = Progress()
        self._lines[place] = replace(line, state=LineState.WORKING)
        file = self._open_file(line.target)
        try:
            with self._lock:
                if self._cancel.is_set():
                    raise CancelledError
                self._file = file
            self._check(file.open())
            weighed = file.weigh(self._draft)
            if weighed.problem is not None:
                raise ProblemError(weighed.problem)
            saved = file.save(self._draft, weighed, self.progress)
            self._lines[place] = replace(line, state=LineState.DONE, saved=saved)
        finally:
            with self._lock:
                self._file = None
            file.close()

    def _check(self, facts: FileFacts) -> None:
        for name, length in self._lengths.items():
            here = facts.contigs.get(name)
            if here is None:
                detail = tr("{file} has no contig {name}.", file=facts.name, name=name)
                raise ProblemError(troubles.region_unclear(detail))
            if here != length:
                detail = tr(
                    "{name} has {here:,} bases in {file} and {length:,} in the first file. "
                    "It is another assembly.",
                    name=name,
                    here=here,
                    file=facts.name,
                    length=length,
                )
                raise ProblemError(troubles.region_unclear(detail))

    def _note(self, outcome: Outcome[int]) -> None:
        line = self._lines[outcome.target]
        if outcome.problem is not None:
            self._lines[outcome.target] = replace(line, state=LineState.STOPPED, problem=outcome.problem)
        elif line.state is not LineState.DONE:
            self._lines[outcome.target] = replace(line, state=LineState.LEFT)
