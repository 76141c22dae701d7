"""Pictures of the preview and the first-run page, in light and dark.

Run: python -m tests.gallery.preview_gallery FOLDER
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget

from score_gui.model.manifest import Kind, Manifest, Remark
from score_gui.model.settings import Settings
from score_gui.ui.empty_page import EmptyPage
from score_gui.ui.icons import Icons
from score_gui.ui.preview_columns import Facet
from score_gui.ui.preview_page import PreviewPage
from score_gui.ui.preview_reading import Reading, ReadingView
from score_gui.ui.preview_rows import Row
from score_gui.ui.preview_survey import PreviewOutside
from score_gui.ui.theme import Theme
from score_gui.ui.tokens import Scheme
from tests.ui.preview_samples import FakePreviewDesk, liver, run_at_once

SETTINGS = Settings(Path("/mnt/lab2/genomes/liver"))
PROFILES = (("argo", "ICGC ARGO"),)
Make = Callable[[Theme, Icons], QWidget]


def worth_a_look(page: PreviewPage) -> int:
    """The row whose remark is about its name."""
    assert page.content is not None
    lines = (page.content.model.line(place) for place in range(page.content.model.rowCount()))
    return next(
        line.number for line in lines if isinstance(line, Row) and line.remark.startswith("Same name")
    )


def preview(manifest: Manifest, *, many_profiles: bool = False, here: int = 0) -> Make:
    profiles = (*PROFILES, ("lab", "Lab Overture")) if many_profiles else PROFILES

    def make(theme: Theme, icons: Icons) -> QWidget:
        desk = FakePreviewDesk()
        desk.here = frozenset(range(10, 10 + here))
        outside = PreviewOutside(desk, run_at_once)
        page = PreviewPage(theme, icons, manifest, SETTINGS, profiles, outside=outside)
        if page.content is not None:
            page.content.model.set_value(Facet.TYPE, "VCF", on=False)
            page.content.table.choose(worth_a_look(page))
        return page

    return make


def reading(theme: Theme, _icons: Icons) -> QWidget:
    made = Reading("icgc_all_2026-11.tsv")
    made.watch.look(0.42)
    return ReadingView(theme, made)


def empty(*, dragging: bool = False) -> Make:
    def make(theme: Theme, icons: Icons) -> QWidget:
        page = EmptyPage(theme, icons, keyring="Windows Credential Manager", practice_size="36 MB")
        page.set_dragging(dragging)
        return page

    return make


UNKNOWN = Manifest(
    Kind.UNKNOWN,
    accepted=False,
    name="notes.txt",
    reason="not-recognised",
    advice="This is not a manifest that score_gui knows. Its first line is “Dear all, the minutes of Monday”.",
)
NOTED = replace(
    liver(40),
    remarks=(*liver(40).remarks, Remark("utf-16", "Saved by a spreadsheet as UTF-16; read as such.")),
)
PICTURES: dict[str, tuple[Make, int, int]] = {
    "preview": (preview(liver()), 1280, 742),
    "preview-here": (preview(liver(), here=24), 1280, 742),
    "preview-reading": (reading, 1280, 742),
    "preview-narrow": (preview(liver()), 960, 560),
    "preview-noted": (preview(NOTED, many_profiles=True), 1280, 742),
    "preview-tiny": (preview(NOTED, many_profiles=True), 700, 560),
    "empty": (empty(), 1072, 672),
    "empty-dragging": (empty(dragging=True), 1072, 672),
    "empty-narrow": (empty(), 752, 500),
    "preview-refused": (preview(UNKNOWN), 1280, 742),
}


LOOKS = {"light": (Scheme.LIGHT, 13), "dark": (Scheme.DARK, 13), "large": (Scheme.LIGHT, 26)}


def main(folder: Path) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    for look, (scheme, pixels) in LOOKS.items():
        font = QFont("Inter")
        font.setPixelSize(pixels)
        app.setFont(font)
        theme = Theme(app, scheme)
        theme.apply()
        icons = Icons(theme)
        for name, (make, width, height) in PICTURES.items():
            widget = make(theme, icons)
            widget.resize(width, height)
            widget.show()
            app.processEvents()
            widget.grab().save(str(folder / f"{name}-{look}.png"))
            widget.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
