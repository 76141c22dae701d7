"""Pictures of the real program at work on the practice site: `python -m tests.gallery.practice_run OUTDIR`.

Everything in them is what the program shows; the site holds its bodies at a known byte, so that the pictures can
be made again.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from score_gui.app import App
from score_gui.demo import Role
from score_gui.model.manifest import Entry
from score_gui.model.transfer import Status, Transfer
from score_gui.practice import PROFILE_ID
from score_gui.ui.details import Tab
from score_gui.ui.tokens import Scheme
from score_gui.wiring import Wiring
from tests.gallery.camera import dress

HELD_AT = 7_000_000
PATIENCE = 30_000


def until(qt: QApplication, condition: Callable[[], bool]) -> None:
    """Let the program work until `condition` holds."""
    deadline = QDeadlineTimer(PATIENCE)
    while not condition():
        if deadline.hasExpired():
            raise TimeoutError("the program did not come as far as the picture")
        qt.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)


def rows(app: App) -> list[Transfer]:
    model = app.window.page.view.rows
    return [model.row_at(position).transfer for position in range(model.rowCount())]


def told(page: QWidget | None) -> str:
    """All that the labels of a page say."""
    return "\n".join(one.text() for one in page.findChildren(QLabel)) if page is not None else ""


def take(qt: QApplication, app: App, path: Path) -> None:
    shoot(qt, app.window, path)


def shoot(qt: QApplication, window: QWidget, path: Path) -> None:
    deadline = QDeadlineTimer(700)  # two samples of progress and a settled layout
    until(qt, deadline.hasExpired)
    window.grab().save(str(path))


def slice_bam(qt: QApplication, app: App, folder: Path, scheme: Scheme) -> None:
    """Two regions of the practice BAM, chosen and made."""
    bam = app.practice.site.data.find(Role.BAM)
    if bam is None:
        return  # no pysam on this system
    app.slices.open_entries([Entry(bam.object_id, bam.name)], PROFILE_ID)
    dialog = app.slices.dialogs[-1]
    dialog.resize(1024, 600)
    until(qt, dialog.editor.field.isEnabled)
    dialog.editor.add_text("chr17:30,001-60,000 HLA-A*01:01:01:01 2:1-2000")
    until(qt, lambda: "region" in dialog.editor.cost.text)
    shoot(qt, dialog, folder / f"slice-{scheme.value}.png")
    dialog.editor.troubles.all_asked.emit()
    until(qt, dialog.editor.save.isEnabled)
    dialog.editor.save.click()
    until(qt, dialog.saved_page.isVisible)
    shoot(qt, dialog, folder / f"slice-result-{scheme.value}.png")
    dialog.accept()


def walk(qt: QApplication, scheme: Scheme, folder: Path, home: str) -> None:
    """First start, preview, download under way, everything verified: a picture of each."""
    app = App(qt, Wiring({"SCORE_GUI_HOME": home}), scheme)
    app.start([])
    app.window.resize(1280, 800)
    take(qt, app, folder / f"first-start-{scheme.value}.png")
    app.practice.start()
    app.practice.site.hold(after=HELD_AT)
    app.open_practice()
    until(qt, lambda: app.previews.page is not None and app.previews.page.command() is not None)
    until(qt, lambda: "open for you" in told(app.previews.page))
    take(qt, app, folder / f"preview-{scheme.value}.png")
    page = app.previews.page
    if page is None or (add := page.command()) is None:
        raise RuntimeError("the preview went away")
    page.download_asked.emit(add)
    until(qt, lambda: sum(row.status is Status.VERIFIED for row in rows(app)) == 6)
    app.practice.site.wait_held(4)
    large = next(row for row in rows(app) if row.status is not Status.VERIFIED)
    app.window.page.view.select({large.id}, large.id)
    app.window.page.details.show_tab(Tab.PARTS)
    take(qt, app, folder / f"downloading-{scheme.value}.png")
    app.practice.site.rate_limit = None
    app.practice.site.release()
    until(qt, lambda: all(row.status is Status.VERIFIED for row in rows(app)))
    take(qt, app, folder / f"verified-{scheme.value}.png")
    slice_bam(qt, app, folder, scheme)
    ended: list[bool] = []
    app.ended.connect(lambda: ended.append(True))
    app.window.close()
    until(qt, lambda: bool(ended))


def main() -> int:
    """Make the pictures in the folder that the first argument names."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    qt = QApplication(sys.argv[:1])
    dress(qt)
    for scheme in (Scheme.LIGHT, Scheme.DARK):
        with TemporaryDirectory(prefix="pictures-") as home:
            walk(qt, scheme, folder, home)
    return 0


if __name__ == "__main__":
    sys.exit(main())
