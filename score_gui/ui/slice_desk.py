"""What the slice dialog asks of the real world: files, batches, the sites there are, a place in IGV. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from score_gui.model.language import tr
from score_gui.net.data import DataClient
from score_gui.slicing.igv import open_in_igv
from score_gui.slicing.regions import Contigs, Region
from score_gui.transfer.rate import RateLimit
from score_gui.ui.slice_batch_run import BatchRun
from score_gui.ui.slice_draft import Draft, SliceTarget
from score_gui.ui.slice_facts import Saved, SliceBatch, SliceFile
from score_gui.ui.slice_file import RealFile, Surroundings, as_problems
from score_gui.wiring import Wiring


class Desk:
    """A `SliceDesk` for the real world."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings

    def file(self, target: SliceTarget) -> SliceFile:
        return RealFile(self._surroundings, target)

    def batch(self, targets: Sequence[SliceTarget], draft: Draft, contigs: Contigs) -> SliceBatch:
        return BatchRun(self.file, targets, draft, contigs)

    def profiles(self) -> Sequence[tuple[str, str]]:
        return self._surroundings.sites()

    def open_in_igv(self, saved: Saved, region: Region | None, assembly: str) -> str:
        del assembly  # the genome is the person's choice: loading another one would close their session
        open_in_igv(saved.path, region)
        return tr("Shown in IGV.")

    def save_receipt(self, path: Path, text: str) -> None:
        with as_problems(path):
            path.write_text(text, encoding="utf-8")


def desk_of(
    wiring: Wiring,
    sites: Callable[[], Sequence[tuple[str, str]]],
    release: Callable[[Callable[[], None]], None],
    limit: RateLimit,
) -> Desk:
    """The desk of this run of the program."""

    def data(profile_id: str) -> DataClient:
        return DataClient(wiring.net_for(wiring.profile(profile_id)))

    return Desk(Surroundings(wiring.folders.cache, data, wiring.source, sites, release, limit))
