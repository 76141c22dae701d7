"""The progress bar as rectangles: where each colour begins and ends, in units of the bar. Free of Qt.

The whole width is the whole file, so a stretch stands where its bytes lie. What is at work shows as a comb,
what was checked as a lane at the foot, and a file at rest shows neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from score_gui.model.messages import Span, SpanKind
from score_gui.model.transfer import Status
from score_gui.ui.queue_rows import Row


@dataclass(frozen=True, slots=True)
class Piece:
    """A rectangle from `start` to `stop` (pixels), over the height or a share of it from the top."""

    start: float
    stop: float
    color: str
    top: float = 0.0
    bottom: float = 1.0


GAP = "gap"
"""The colour of a gap: that of whatever lies behind the bar."""

_MARKS = {Status.PAUSED: ("text", 2.0), Status.NEEDS_YOU: ("state-need", 3.0)}
_LINES = {Status.VERIFIED: "bar-checked", Status.SKIPPED: "bar-checked"}
_WITH_COMB = frozenset({Status.DOWNLOADING, Status.REPAIRING})
LINE = (0.35, 0.65)
"""The share of the height that the line of a finished file takes."""

_LANE = 0.7
_LANE_GAP = 0.6


def pieces(row: Row, width: float, *, on_selection: bool = False) -> tuple[Piece, ...]:
    """What to paint over one another, first to last, for a bar `width` pixels wide."""
    status = row.status
    if status in _LINES:
        return (Piece(0, width, _LINES[status], *LINE),)
    if status is Status.COMPLETE:
        return tuple(_dashes(width))
    track = Piece(0, width, "bar-track-on" if on_selection else "bar-track")
    if row.transfer.size == 0:
        return (track,)
    if not row.size:
        return (track, *_bands(width))
    scale = width / row.size
    if status is Status.VERIFYING:
        return (track, *_verifying(row, scale, width))
    if status in _WITH_COMB:
        return (track, *_comb(row, scale), *_lane(row.checked * scale))
    if status is Status.CHECKING:
        return (track, Piece(0, row.checked * scale, "bar-flight"))
    return (track, *_still(row, scale, width))


def _dashes(width: float) -> Iterator[Piece]:
    position = 0.0
    while position < width:
        yield Piece(position, min(position + 6, width), "bar-still", *LINE)
        position += 10


def _bands(width: float) -> Iterator[Piece]:
    """A size nobody knows yet: two tones that stand still."""
    position = 8.0
    while position < width:
        yield Piece(position, min(position + 8, width), "bar-flight")
        position += 16


def _verifying(row: Row, scale: float, width: float) -> Iterator[Piece]:
    yield Piece(0, width, "bar-disk")
    edge = row.checked * scale
    if edge > 0:
        yield Piece(0, edge, "bar-checked")
        yield Piece(edge, min(edge + 1.5, width), GAP)


def _comb(row: Row, scale: float) -> Iterator[Piece]:
    spans = row.live.spans if row.live else ()
    if not spans:
        yield from _run(0, row.done * scale, "bar-disk")
    for start, stop in _joined([span for span in spans if span.kind is SpanKind.DISK], scale):
        yield from _run(start, stop, "bar-disk")
    for span in spans:
        if span.kind is not SpanKind.DISK:
            yield from _arriving(span, scale)


def _arriving(span: Span, scale: float) -> Iterator[Piece]:
    again = span.kind is SpanKind.AGAIN
    start, stop = span.range.start * scale, span.range.stop * scale
    stop = max(stop, start + 1)
    yield Piece(start, stop, "bar-again-rest" if again else "bar-flight")
    filled = min(max(span.filled, span.range.start), span.range.stop) * scale
    yield from _run(start, filled, "bar-again" if again else "bar-disk")
    if stop - start > 2:
        yield Piece(stop - 1, stop, GAP)


def _lane(checked: float) -> Iterator[Piece]:
    if checked >= 1:
        yield Piece(0, checked, GAP, _LANE_GAP, _LANE)
        yield Piece(0, checked, "bar-checked", _LANE, 1.0)


def _still(row: Row, scale: float, width: float) -> Iterator[Piece]:
    spans = row.sample.spans if row.sample and row.sample.done == row.done else ()
    found = list(_joined([span for span in spans if span.kind is SpanKind.DISK], scale))
    end = 0.0
    for start, stop in found or [(0.0, row.done * scale)]:
        yield from _run(start, stop, "bar-still")
        end = max(end, stop)
    color, thick = _MARKS.get(row.status, ("", 0.0))
    if thick and (end or row.status is Status.NEEDS_YOU):
        start = min(max(0.0, end), width - thick)
        yield Piece(start, start + thick, color)


def _joined(spans: list[Span], scale: float) -> Iterator[tuple[float, float]]:
    """Stretches in pixels; those closer than a pixel become one."""
    current: tuple[float, float] | None = None
    for span in spans:
        start, stop = span.range.start * scale, span.range.stop * scale
        if current is not None and start - current[1] < 1:
            current = (current[0], max(stop, current[1]))
            continue
        if current is not None:
            yield current
        current = (start, stop)
    if current is not None:
        yield current


def _run(start: float, stop: float, color: str) -> Iterator[Piece]:
    """A stretch that is there at all is at least a pixel wide."""
    if stop > start:
        yield Piece(start, max(stop, start + 1), color)
