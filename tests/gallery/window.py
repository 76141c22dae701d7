"""The window with its queue: a realistic one, every state of a file, and what stands around the table."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from score_gui.model import check_problems, disk_problems, problems, server_problems
from score_gui.model.language import tr, trn
from score_gui.model.problem import Problem
from score_gui.model.settings import Settings
from score_gui.model.text import bytes_text
from score_gui.model.transfer import Check, Status, TransferId
from score_gui.ui.countdown import Countdown
from score_gui.ui.deeds import Selection, remove_question
from score_gui.ui.details import Tab
from score_gui.ui.empty_page import EmptyPage
from score_gui.ui.help_boxes import keys_dialog
from score_gui.ui.icons import Icons
from score_gui.ui.main_window import MainWindow
from score_gui.ui.outside import Outside
from score_gui.ui.question import ask
from score_gui.ui.theme import Theme
from score_gui.ui.trouble_boxes import tell_problem
from tests.gallery import queue_samples as samples
from tests.gallery.camera import Make, Picture, settle

SITE, HOST = "ICGC ARGO", "score.argo.example.org"
WHY: dict[Status, Problem] = {
    Status.WAITING_NETWORK: server_problems.no_network(HOST),
    Status.WAITING_TOKEN: problems.token_refused(SITE),
    Status.WAITING_SPACE: disk_problems.no_space(samples.FOLDER, 41_200_000_000, 9_000_000_000),
    Status.WAITING_DRIVE: disk_problems.drive_missing(samples.FOLDER),
    Status.WAITING_SERVER: server_problems.server_busy(HOST, 503, 120),
    Status.REPAIRING: check_problems.md5_differs(1, 42, 1_000_000_000),
    Status.NEEDS_YOU: problems.no_access(SITE, "7f41c0de-52aa-5d0e-8c1b-90b6d1a2c3e4"),
}
CHECKS = {Status.VERIFIED: Check.WHOLE, Status.COMPLETE: Check.SIZE}
UNTOUCHED = frozenset({Status.CHECKING, Status.WAITING, Status.PREPARING})
Act = Callable[[MainWindow], object]


def window(theme: Theme, *, empty: bool = False) -> MainWindow:
    """The window with the sample queue, or with none."""
    outside = Outside(
        lambda _: None,
        make_empty_page=lambda theme, icons: EmptyPage(
            theme, icons, keyring=tr("the system keyring"), practice_size=bytes_text(300_000_000)
        ),
    )
    made = MainWindow(
        lambda _: None,
        settings=Settings(samples.FOLDER),
        profiles=samples.PROFILES,
        theme=theme,
        icons=Icons(theme),
        outside=outside,
    )
    if not empty:
        made.load(samples.queue())
        made.on_event(samples.tick())
        made.set_disk("D:", int(1.5e12))
        for note in samples.notes():
            made.on_event(note)
    return made


def show(made: MainWindow, tab: Tab, *rows: int) -> None:
    """Select these rows of the shown window, with this tab in view."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    settle(app, made, (1280, 800))
    made.page.details.show_tab(tab)
    made.page.view.select({TransferId(row) for row in rows}, TransferId(rows[0]))
    app.processEvents()
    made.on_event(samples.parts())
    made.page.details.show_flow(*samples.flow())


def open_details(made: MainWindow) -> None:
    """With large text they take the place of the table when they are asked for."""
    if not made.page.has_details:
        made.actions_.details.trigger()


def queue(tab: Tab, *rows: int) -> Make:
    def make(theme: Theme, _icons: Icons) -> QWidget:
        made = window(theme)
        show(made, tab, *rows)
        open_details(made)
        return made

    return make


def states(selected: Status | None = None) -> Make:
    """A queue with a file in each of the sixteen states; the details tell of one."""

    def make(theme: Theme, _icons: Icons) -> QWidget:
        made = window(theme, empty=True)
        made.load(
            [
                samples.transfer(
                    number,
                    f"SA4080{number:02}.aln.cram",
                    41.2,
                    status,
                    problem=WHY.get(status),
                    kept=0 if status in UNTOUCHED else int((41.2 if status in CHECKS else 17.3) * samples.GB),
                    check=CHECKS.get(status, Check.NONE),
                )
                for number, status in enumerate(Status, 1)
            ]
        )
        show(made, Tab.OVERVIEW, list(Status).index(selected or Status.DOWNLOADING) + 1)
        if selected is not None:
            open_details(made)
        return made

    return make


def acted(act: Act, *rows: int) -> Make:
    """The sample queue after a person did something with these rows."""

    def make(theme: Theme, _icons: Icons) -> QWidget:
        made = window(theme)
        show(made, Tab.OVERVIEW, *(rows or (1,)))
        act(made)
        return made

    return make


def nothing(theme: Theme, _icons: Icons) -> QWidget:
    return window(theme, empty=True)


def dragging(theme: Theme, icons: Icons) -> QWidget:
    page = EmptyPage(theme, icons, keyring="Windows Credential Manager", practice_size="300 MB")
    page.set_dragging(True)
    return page


def keys(theme: Theme, icons: Icons) -> QWidget:
    made = window(theme, empty=True)
    return keys_dialog(made, theme, made.actions_.all)


def asked(made: MainWindow) -> None:
    made.on_event(samples.asked())
    open_details(made)


def searched(made: MainWindow) -> None:
    made.tools.search.setText("DO999")
    QTest.keyClick(made.tools.search, Qt.Key.Key_Return)


def removed(made: MainWindow) -> None:
    rows = [row for row in made.rows if row.transfer.manifest == "argo_nov.tsv"]
    ask(made, remove_question("argo_nov.tsv", Selection(tuple(rows))), lambda: None)


def counting(made: MainWindow) -> None:
    done = tr("The queue is done. {words}", words=trn("{count} file verified", "{count} files verified", 48))
    words = (tr("The computer goes to sleep"), tr("Stay awake"), tr("Sleep now"))
    Countdown(made, done, *words, lambda: None).begin()


def compact(made: MainWindow) -> None:
    made.actions_.compact.trigger()


ALBUM = {
    **{f"window-{tab.name.lower()}": Picture(queue(tab, 1), 1280, 800) for tab in Tab},
    "window-several": Picture(queue(Tab.OVERVIEW, *range(1, 8)), 1280, 800),
    "window-small": Picture(acted(lambda _: None), 960, 600),
    "window-name-taken": Picture(acted(asked, samples.ASKED), 1280, 800),
    "window-compact": Picture(acted(compact), 1280, 800),
    "window-delete": Picture(acted(lambda made: made.actions_.delete.trigger(), 12), 1280, 800),
    "window-remove": Picture(acted(removed), 1280, 800),
    "window-sleep": Picture(acted(counting), 1280, 800),
    "window-problem": Picture(acted(lambda made: tell_problem(made, WHY[Status.WAITING_SPACE])), 1280, 800),
    "window-about": Picture(acted(lambda made: made.actions_.about.trigger()), 1280, 800),
    "window-no-match": Picture(acted(searched), 1280, 800),
    "states": Picture(states(), 1280, 800),
    **{f"state-{status}": Picture(states(status), 1280, 800) for status in Status},
    "empty": Picture(nothing, 1280, 800),
    "empty-narrow": Picture(nothing, 752, 560),
    "empty-dragging": Picture(dragging, 1072, 672),
    "keys": Picture(keys, 900, 560),
}
