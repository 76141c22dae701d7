"""The bar: where its pieces lie, and the pixels that come of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from score_gui.model.messages import SpanKind
from score_gui.model.transfer import Status
from score_gui.ui.bar_painter import BarWidget, paint_bar
from score_gui.ui.bar_shape import GAP, Piece, pieces
from score_gui.ui.queue_rows import Row
from score_gui.ui.theme import Theme
from tests.ui.rows import sample, span, transfer

WIDTH = 100


def row(status: Status, done: int = 0, checked: int = 0, *spans: object, **more: object) -> Row:
    told = sample(1, done, checked, spans=spans)
    return Row(transfer(1, status, kept=done, **more), told)


def colors(shape: tuple[Piece, ...]) -> list[str]:
    return [piece.color for piece in shape]


def test_bytes_lie_at_their_true_places() -> None:
    shape = pieces(row(Status.DOWNLOADING, 200, 0, span(0, 100), span(500, 600)), WIDTH)
    assert [(p.start, p.stop) for p in shape if p.color == "bar-disk"] == [(0, 10), (50, 60)]


def test_an_arriving_range_shows_its_share_and_ends_in_a_gap() -> None:
    shape = pieces(row(Status.DOWNLOADING, 50, 0, span(100, 200, SpanKind.ARRIVING, 150)), WIDTH)
    assert [(p.color, p.start, p.stop) for p in shape[1:]] == [
        ("bar-flight", 10, 20),
        ("bar-disk", 10, 15),
        (GAP, 19, 20),
    ]


def test_a_part_fetched_again_is_amber() -> None:
    shape = pieces(row(Status.REPAIRING, 900, 0, span(100, 200, SpanKind.AGAIN, 150)), WIDTH)
    assert colors(shape)[1:3] == ["bar-again-rest", "bar-again"]


def test_what_was_checked_is_a_lane_at_the_foot() -> None:
    lane = pieces(row(Status.DOWNLOADING, 500, 300, span(0, 500)), WIDTH)[-1]
    assert (lane.color, lane.start, lane.stop, lane.bottom) == ("bar-checked", 0, 30, 1.0)
    assert lane.top >= 0.6


def test_verifying_has_two_phases() -> None:
    shape = pieces(row(Status.VERIFYING, 1000, 630), WIDTH)
    assert [(p.color, p.start, p.stop) for p in shape[1:]] == [
        ("bar-disk", 0, 100),
        ("bar-checked", 0, 63),
        (GAP, 63, 64.5),
    ]


@pytest.mark.parametrize(
    "status", [s for s in Status if s.is_held_up or s in {Status.PAUSED, Status.NEEDS_YOU}]
)
def test_a_file_at_rest_keeps_its_fill_in_grey(status: Status) -> None:
    shape = pieces(row(status, 400), WIDTH)
    assert (shape[1].color, shape[1].start, shape[1].stop) == ("bar-still", 0, 40)
    assert "bar-disk" not in colors(shape)


def test_paused_and_needs_you_have_end_marks() -> None:
    paused, needs = (pieces(row(s, 400), WIDTH)[-1] for s in (Status.PAUSED, Status.NEEDS_YOU))
    assert (paused.color, paused.start, paused.stop) == ("text", 40, 42)
    assert (needs.color, needs.start, needs.stop) == ("state-need", 40, 43)


def test_needs_you_is_marked_even_with_nothing_on_the_disk() -> None:
    assert colors(pieces(row(Status.NEEDS_YOU), WIDTH))[-1] == "state-need"


@pytest.mark.parametrize("status", [Status.VERIFIED, Status.SKIPPED])
def test_a_finished_file_is_a_thin_line(status: Status) -> None:
    (line,) = pieces(row(status, 1000), WIDTH)
    assert line.color == "bar-checked"
    assert 0 < line.top < line.bottom < 1


def test_complete_but_not_verified_is_dashed() -> None:
    shape = pieces(row(Status.COMPLETE, 1000), WIDTH)
    assert len(shape) == 10
    assert {p.color for p in shape} == {"bar-still"}


def test_a_selected_row_has_the_darker_track() -> None:
    assert pieces(row(Status.WAITING), WIDTH, on_selection=True)[0].color == "bar-track-on"


def test_an_empty_file_that_waits_has_an_empty_track() -> None:
    assert colors(pieces(row(Status.WAITING, size=0), WIDTH)) == ["bar-track"]


def test_an_unknown_size_is_two_tones() -> None:
    assert set(colors(pieces(row(Status.DOWNLOADING, 5, size=None), WIDTH))) == {"bar-track", "bar-flight"}


spans = st.lists(
    st.builds(
        lambda start, length, kind, share: span(start, start + length, kind, start + length * share // 100),
        st.integers(0, 900),
        st.integers(1, 100),
        st.sampled_from(SpanKind),
        st.integers(0, 100),
    ),
    max_size=300,
)


@given(st.sampled_from(Status), st.integers(0, 1000), st.integers(0, 1000), spans)
def test_nothing_is_painted_outside_and_little_is_painted_at_all(
    status: Status, done: int, checked: int, told: list[object]
) -> None:
    on_disk = [s for s in told if s.kind is SpanKind.DISK]  # type: ignore[attr-defined]
    shape = pieces(row(status, done, min(checked, done), *sorted(on_disk, key=lambda s: s.range)), WIDTH)  # type: ignore[attr-defined]
    assert all(0 <= p.start <= p.stop <= WIDTH + 3 for p in shape)
    assert len(shape) <= WIDTH + 4


def painted(theme: Theme, what: Row) -> QImage:
    image = QImage(WIDTH, 10, QImage.Format.Format_RGB32)
    image.fill(theme.color("surface"))
    painter = QPainter(image)
    paint_bar(painter, theme, what, QRectF(0, 0, WIDTH, 10), theme.color("surface"))
    painter.end()
    return image


def at(image: QImage, x: int, y: int) -> QColor:
    return image.pixelColor(x, y)


def test_pixels_of_a_download(theme: Theme) -> None:
    image = painted(theme, row(Status.DOWNLOADING, 500, 300, span(0, 500)))
    assert at(image, 20, 3) == theme.color("bar-disk")
    assert at(image, 20, 8) == theme.color("bar-checked")
    assert at(image, 20, 6) == theme.color("surface")
    assert at(image, 40, 8) == theme.color("bar-disk")
    assert at(image, 80, 5) == theme.color("bar-track")


def test_pixels_of_a_verified_file(theme: Theme) -> None:
    image = painted(theme, row(Status.VERIFIED, 1000))
    assert at(image, 50, 1) == theme.color("surface")
    assert at(image, 50, 5) == theme.color("bar-checked")


def test_the_bar_of_the_overview_speaks(qtbot: QtBot, theme: Theme) -> None:
    widget = BarWidget(theme)
    qtbot.addWidget(widget)
    widget.set_row(row(Status.DOWNLOADING, 500))
    assert widget.accessibleDescription() == "500 bytes of 1 kB on disk."
    widget.resize(WIDTH, 14)
    assert widget.grab().toImage().pixelColor(20, 7) == theme.color("bar-disk")
