"""The slice dialog in its states."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from score_gui.model.manifest import Entry
from score_gui.slicing import troubles
from score_gui.ui.icons import Icons
from score_gui.ui.slice_dialog import SliceDialog
from score_gui.ui.slice_draft import SliceTarget
from score_gui.ui.slice_editor import Mode
from score_gui.ui.slice_facts import LineState, Progress, Stage
from score_gui.ui.theme import Theme
from tests.gallery.camera import Picture
from tests.ui.preview_samples import run_at_once
from tests.ui.slice_samples import CRAM, FOLDER, TARGET, FakeSliceDesk, facts

Make = Callable[[Theme, Icons], SliceDialog]
TEXT = "TP53 BRCA2"
BRCA1 = "17:43,044,295-43,125,364"


def dialog(desk: FakeSliceDesk, theme: Theme, icons: Icons, *targets: SliceTarget) -> SliceDialog:
    made = SliceDialog(theme, icons, desk, run_at_once, FOLDER)
    if targets:
        made.open_targets(targets)
    return made


def editing(*texts: str, cram: bool = False, padding: int = 0, decoys: bool = False) -> Make:
    def make(theme: Theme, icons: Icons) -> SliceDialog:
        desk = FakeSliceDesk(facts(cram=cram, decoys=decoys))
        made = dialog(desk, theme, icons, CRAM if cram else TARGET)
        made.editor.options.padding.setValue(padding)
        for text in texts:
            made.editor.add_text(text)
        weigh(made)
        return made

    return make


def weigh(made: SliceDialog) -> None:
    """Without the pause of typing."""
    made.weighing.pause.stop()
    made.weighing.pause.timeout.emit()


def many(theme: Theme, icons: Icons) -> SliceDialog:
    made = editing(" ".join(f"chr{n}:1,000,001-{1_000_000 + 1700 * n:,}" for n in range(1, 20)), decoys=True)(
        theme, icons
    )
    made.editor.add_chip(
        facts().reader.read_bed(
            Path("panel_v7.bed"), b"".join(b"chr2\t%d\t%d\n" % (n, n + 90) for n in range(9, 99999, 100))
        )
    )
    weigh(made)
    return made


def broken_bed(theme: Theme, icons: Icons) -> SliceDialog:
    made = editing("7:1-100", "MT", "chrM:16000-20000", "chr1:10-5")(theme, icons)
    made.editor.add_chip(facts().reader.read_bed(Path("exome_b37.bed"), b"1\t0\t100\n17\t5\t10\nMT\t3\t4\n"))
    weigh(made)
    return made


def reference(theme: Theme, icons: Icons) -> SliceDialog:
    made = editing(TEXT, cram=True)(theme, icons)
    made.editor.options.set_reference(Path("/mnt/lab2/reference/GRCh38_no_alt.fa"))
    weigh(made)
    return made


def most(theme: Theme, icons: Icons) -> SliceDialog:
    desk = FakeSliceDesk()
    desk.download = 96_000_000_000
    made = dialog(desk, theme, icons, TARGET)
    made.editor.add_text("chr1 chr2 chr3 chr4 chr5 chr6 chr7 chr8")
    weigh(made)
    return made


def taken(theme: Theme, icons: Icons) -> SliceDialog:
    desk = FakeSliceDesk()
    desk.in_the_way = troubles.output_exists("tp53.bam")
    made = dialog(desk, theme, icons, TARGET)
    made.editor.add_text("TP53")
    made.editor.options.set_output(FOLDER / "tp53.bam")
    weigh(made)
    return made


def running(stage: Stage) -> Make:
    def make(theme: Theme, icons: Icons) -> SliceDialog:
        made = editing(TEXT)(theme, icons)
        progress = Progress()
        progress.stage, progress.planned, progress.fetched, progress.reads = (
            stage,
            5_200_000,
            3_100_000,
            12_288,
        )
        made.editor.set_mode(Mode.SAVING)
        made.editor.show_progress(progress)
        return made

    return make


def opening(theme: Theme, icons: Icons) -> SliceDialog:
    made = SliceDialog(theme, icons, FakeSliceDesk(), lambda _work, _done: None, FOLDER)
    made.open_targets([TARGET])
    return made


def saved(*, reads: int | None = None, padding: int = 500) -> Make:
    def make(theme: Theme, icons: Icons) -> SliceDialog:
        desk = FakeSliceDesk()
        desk.reads = reads
        made = dialog(desk, theme, icons, TARGET)
        made.editor.options.padding.setValue(padding)
        made.editor.add_text("TP53 BRCA2 BRCA1")
        weigh(made)
        made.editor.save.click()
        return made

    return make


def igv_silent(theme: Theme, icons: Icons) -> SliceDialog:
    made = saved()(theme, icons)
    desk = made.desk
    assert isinstance(desk, FakeSliceDesk)
    desk.igv_problem = troubles.igv_silent(60151)
    made.saved_page.igv.click()
    return made


def refused(code: str) -> Make:
    def make(theme: Theme, icons: Icons) -> SliceDialog:
        desk = FakeSliceDesk()
        desk.problem = troubles.no_index(TARGET.name) if code == "index" else troubles.no_reader()
        return dialog(desk, theme, icons, TARGET)

    return make


def start(theme: Theme, icons: Icons) -> SliceDialog:
    made = dialog(FakeSliceDesk(), theme, icons)
    made.ask_for_file()
    return made


def batch(*, ends: bool) -> Make:
    def make(theme: Theme, icons: Icons) -> SliceDialog:
        targets = [replace(TARGET, entry=Entry(f"{n:032x}", f"SA4080{n}.aln.bam")) for n in range(46, 58)]
        desk = FakeSliceDesk()
        desk.stops = {
            "SA408049.aln.bam": troubles.no_index("SA408049.aln.bam"),
            "SA408052.aln.bam": troubles.region_unclear("This file has no contig chr17. It has 17."),
        }
        made = dialog(desk, theme, icons, *targets)
        made.editor.add_text("TP53")
        weigh(made)
        made.editor.save.click()
        if not ends:
            running = desk.batches[-1]
            running.lines = tuple(
                replace(
                    line, state=LineState.WORKING if n == 5 else LineState.WAITING, saved=None, problem=None
                )
                if n >= 5
                else line
                for n, line in enumerate(running.lines)
            )
            running.progress.planned, running.progress.fetched = 2_100_000, 900_000
            made.batch_page.show_batch(running)
        return made

    return make


WIDE, RESULT, NARROW = (1024, 656), (1024, 600), (640, 600)
ALBUM = {
    "slice": Picture(editing(TEXT, BRCA1, padding=500), *WIDE),
    "slice-good": Picture(editing(TEXT), *WIDE),
    "slice-empty": Picture(editing(), *WIDE),
    "slice-many": Picture(many, *WIDE),
    "slice-broken": Picture(broken_bed, *WIDE),
    "slice-cram": Picture(editing(TEXT, cram=True), *WIDE),
    "slice-cram-reference": Picture(reference, *WIDE),
    "slice-most": Picture(most, *WIDE),
    "slice-taken": Picture(taken, *WIDE),
    "slice-opening": Picture(opening, *WIDE),
    "slice-fetching": Picture(running(Stage.FETCHING), *WIDE),
    "slice-writing": Picture(running(Stage.READING), *WIDE),
    "slice-narrow": Picture(editing(TEXT, BRCA1, padding=500), *NARROW),
    "slice-result": Picture(saved(), *RESULT),
    "slice-result-narrow": Picture(saved(), 640, 700),
    "slice-result-tight": Picture(saved(), 900, 600),
    "slice-result-empty": Picture(saved(reads=0), *RESULT),
    "slice-igv-silent": Picture(igv_silent, *RESULT),
    "slice-no-index": Picture(refused("index"), *RESULT),
    "slice-no-reader": Picture(refused("reader"), *RESULT),
    "slice-start": Picture(start, 720, 420),
    "slice-batch-running": Picture(batch(ends=False), *RESULT),
    "slice-batch-end": Picture(batch(ends=True), *RESULT),
}
