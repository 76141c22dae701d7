"""The window's turns come first: it takes the right of way, and whatever is long gives way again and again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from score_gui.manifests import Watch, read_manifest
from score_gui.model.right_of_way import BATCH, RIGHT_OF_WAY
from score_gui.model.settings import Settings
from score_gui.model.transfer import Layout
from score_gui.ui import preview_flags as flags
from score_gui.ui.background import in_later_turn, while_alive
from score_gui.ui.main_window import MainWindow
from score_gui.ui.outside import Outside
from score_gui.ui.preview_columns import Facet
from score_gui.ui.preview_here import rows_here
from score_gui.ui.preview_keys import Column
from score_gui.ui.preview_order import Order
from score_gui.ui.preview_places import PlaceTable
from score_gui.ui.preview_queue import QueueBook
from score_gui.ui.preview_rows import PreviewRows
from score_gui.ui.theme import Theme
from tests.ui.preview_samples import entry, manifest, object_id

COUNT = 4 * flags.STEP
NAMES = [f"sample{number % 97}.{number}.bam" for number in range(COUNT)]
IDS = "\n".join(object_id(number) for number in range(2, COUNT)).encode()


@pytest.fixture(scope="module")
def rows() -> PreviewRows:
    return PreviewRows(manifest(*(entry(number, name) for number, name in enumerate(NAMES, 2))))


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """An item for each time that somebody gave way."""
    found: list[None] = []
    monkeypatch.setattr(RIGHT_OF_WAY, "give", lambda: found.append(None))
    return found


def here(rows: PreviewRows, folder: Path) -> None:
    (folder / NAMES[0]).write_bytes(b"1")
    rows_here(rows, Layout.FILENAME, folder, QueueBook())


LONG_WORK: dict[str, tuple[int, Callable[[PreviewRows, Path], object]]] = {
    "making the rows": (4, lambda rows, _: PreviewRows(manifest(*rows.entries))),
    "searching": (4, lambda rows, _: rows.find("sample7")),
    "sorting by name": (4, lambda rows, _: Order().sort(Column.NAME).apply(rows)),
    "a facet's files": (4, lambda rows, _: rows.columns[Facet.DONOR].having("DO1")),
    "weighing": (4, lambda rows, _: flags.weigh(rows.wanted, rows.sizes)),
    "combining": (3, lambda rows, _: flags.both(rows.wanted, rows.wanted)),
    "counting": (1, lambda rows, _: flags.count(rows.wanted)),
    "the places": (COUNT // BATCH, lambda rows, _: PlaceTable(rows, Layout.FILENAME)),
    "what is here": (COUNT // BATCH, here),
}


@pytest.mark.parametrize("name", LONG_WORK)
def test_long_work_gives_way_between_its_steps(
    name: str, rows: PreviewRows, tmp_path: Path, looks: list[None]
) -> None:
    least, work = LONG_WORK[name]
    work(rows, tmp_path)
    assert len(looks) >= least


def test_reading_a_list_gives_way_more_often_than_it_tells_how_far_it_is(looks: list[None]) -> None:
    told: list[float] = []
    read_manifest(IDS, watch=Watch(progress=told.append))
    assert len(looks) > len(told) > 0


def test_a_step_for_later_and_the_slot_of_an_answer_are_turns_of_the_window(
    qtbot: QtBot, owner: QObject
) -> None:
    seen: list[bool] = []
    in_later_turn(owner, lambda: seen.append(RIGHT_OF_WAY.is_taken))
    qtbot.waitUntil(lambda: bool(seen))
    while_alive(owner, lambda _: seen.append(RIGHT_OF_WAY.is_taken))(None)
    assert seen == [True, True]
    assert not RIGHT_OF_WAY.is_taken


class Canvas(QWidget):
    """Notes at each painting whether others give way."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.seen: list[bool] = []

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        self.seen.append(RIGHT_OF_WAY.is_taken)


def test_the_window_is_painted_in_turns_of_its_own(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    outside = Outside(reveal=lambda _: None)
    window = MainWindow(
        lambda _: None, settings=Settings(tmp_path), profiles=(), theme=theme, outside=outside
    )
    qtbot.addWidget(window)
    canvas = Canvas(window)
    window.show()
    qtbot.waitUntil(lambda: bool(canvas.seen))
    canvas.seen.clear()
    canvas.update()
    qtbot.waitUntil(lambda: bool(canvas.seen))
    assert all(canvas.seen)
    assert not RIGHT_OF_WAY.is_taken
