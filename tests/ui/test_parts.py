from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from score_gui.model.byterange import ByteRange
from score_gui.model.messages import PartState, PartView
from score_gui.ui.icons import Icons
from score_gui.ui.part_cells import cells, grid_for, link_text, live_parts, part_text, range_text, twin_text
from score_gui.ui.part_map import PartMap
from score_gui.ui.parts_page import PartsPage
from score_gui.ui.theme import Theme
from tests.gallery import queue_samples

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

GB = 10**9


def part(number: int, state: PartState, arrived: int = 0, tries: int = 1) -> PartView:
    return PartView(number, ByteRange((number - 1) * GB, number * GB), state, arrived, tries)


@given(st.integers(1, 20_000), st.integers(50, 1500), st.integers(30, 400))
def test_all_parts_fit_without_scrolling(parts: int, width: int, height: int) -> None:
    grid = grid_for(parts, width, height)
    assert grid.columns * (grid.size.width + grid.size.gap) - grid.size.gap <= width
    assert grid.height(parts) - grid.size.gap <= height


def test_cells_shrink_before_they_share() -> None:
    assert [grid_for(n, 630, 100).size.width for n in (42, 100, 300, 900)] == [42, 20, 10, 6]
    assert grid_for(5000, 630, 100).per_cell == 4


def test_a_shared_cell_shows_the_least_advanced_part() -> None:
    views = [part(1, PartState.CHECKED, GB), part(2, PartState.ARRIVING, 5), part(3, PartState.DISK, GB)]
    (first, second) = cells(views, 2)
    assert (first.state, first.arrived, first.range.length) == (PartState.ARRIVING, GB + 5, 2 * GB)
    assert second.number == 3


def test_the_text_twin_tells_the_map() -> None:
    done, rest = twin_text(queue_samples.parts().parts)
    assert f"{done} · {rest}" == "17 of 42 parts done · 5 arriving · 1 again (its MD5 differed) · 19 to come"


def test_a_part_is_named_with_its_bytes() -> None:
    view = PartView(22, ByteRange(21 * GB, 22 * GB), PartState.ARRIVING, 74 * GB // 100)
    assert part_text(view) == "Part 22: 21.0–22.0 GB, arriving, 74 %, try 1"  # noqa: RUF001 - a range takes an en dash


@pytest.mark.parametrize(
    ("start", "stop", "text"),
    [(0, 500, "0–500 bytes"), (0, 64_000_000, "0–64 MB"), (500_000_000, 1_500_000_000, "0.5–1.5 GB")],  # noqa: RUF001
)
def test_both_ends_stand_in_one_unit(start: int, stop: int, text: str) -> None:
    assert range_text(PartView(1, ByteRange(start, stop), PartState.DISK, 0)) == text


@pytest.mark.parametrize(
    ("seconds", "renewals", "text"),
    [(3060, 3, "Link valid 51 min, renewed 3 times"), (None, 1, "Link renewed once"), (None, 0, "")],
)
def test_the_link_line(seconds: float | None, renewals: int, text: str) -> None:
    assert link_text(seconds, renewals) == text


def test_only_parts_at_work_stand_in_the_small_table() -> None:
    assert [view.number for view in live_parts(queue_samples.parts().parts)] == [12, 19, 20, 21, 22, 23]


def test_arrow_keys_move_over_the_cells_and_are_heard(qtbot: QtBot, theme: Theme, icons: Icons) -> None:
    widget = PartMap(theme, icons)
    qtbot.addWidget(widget)
    widget.resize(theme.px(640), theme.px(100))
    widget.set_parts(queue_samples.parts().parts)
    widget.show()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left):
        qtbot.keyClick(widget, key)
    below_first = widget.grid.columns + 1
    assert widget.accessibleDescription().startswith(f"Part {below_first}:")
    qtbot.keyClick(widget, Qt.Key.Key_Up)
    qtbot.keyClick(widget, Qt.Key.Key_Up)
    assert widget.accessibleDescription().startswith("Part 1:")


def test_each_state_has_a_pattern_of_its_own(qtbot: QtBot, theme: Theme, icons: Icons) -> None:
    widget = PartMap(theme, icons)
    qtbot.addWidget(widget)
    widget.resize(theme.px(640), theme.px(100))
    widget.set_parts([part(n, state, GB // 2) for n, state in enumerate(PartState, 1)])
    image = widget.grab().toImage()
    found = []
    for number in range(len(PartState)):
        rect = widget.cell_rect(number)
        colors = {
            image.pixelColor(x, y).name()
            for x in range(rect.left(), rect.right())
            for y in range(rect.top(), rect.bottom())
        }
        found.append(frozenset(colors))
    assert len(set(found)) == len(PartState)
    assert theme.color("bar-checked").name() in found[0]
    assert theme.color("bar-again").name() in found[3]


def test_the_page_shows_words_and_map_or_says_why_not(qtbot: QtBot, theme: Theme, icons: Icons) -> None:
    page = PartsPage(theme, icons)
    qtbot.addWidget(page)
    page.resize(theme.px(1072), theme.px(230))
    page.show()
    assert not page.map.isVisible()
    seen = queue_samples.parts()
    page.show_parts(seen.parts, seen.link_seconds, 3)
    assert page.map.isVisible()
    page.clear()
    assert not page.map.isVisible()
