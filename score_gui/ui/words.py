"""The words of the queue: states, short row texts, sentences. Free of Qt, so that each has a test.

A state is told by the shape of its icon, its word and its colour, in this order; the colour alone says nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType

from score_gui.model.messages import SpanKind
from score_gui.model.text import bytes_text, count_text, percent, speed_text, time_left_text
from score_gui.model.transfer import Check, Status, Transfer
from score_gui.ui import priorities
from score_gui.ui.queue_rows import Row


@dataclass(frozen=True, slots=True)
class Look:
    """The icon of a state, its word, and the colour tokens of both."""

    icon: str
    word: str
    color: str
    word_color: str


def _rest(icon: str, word: str) -> Look:
    """States at rest keep their word in the colour of text."""
    return Look(icon, word, "state-rest", "text")


def _tinted(icon: str, word: str, color: str) -> Look:
    return Look(icon, word, color, color)


LOOKS: Mapping[Status, Look] = MappingProxyType(
    {
        Status.CHECKING: _rest("scan-search", "Checking"),
        Status.WAITING: _rest("clock", "Waiting"),
        Status.PREPARING: _tinted("link", "Asking for link", "state-work"),
        Status.DOWNLOADING: _tinted("circle-arrow-down", "Downloading", "state-work"),
        Status.WAITING_NETWORK: _tinted("wifi-off", "Waiting for network", "state-wait"),
        Status.WAITING_TOKEN: _tinted("key-round", "Waiting for token", "state-wait"),
        Status.WAITING_SPACE: _tinted("hard-drive", "Waiting for space", "state-wait"),
        Status.WAITING_DRIVE: _tinted("unplug", "Waiting for drive", "state-wait"),
        Status.WAITING_SERVER: _tinted("server", "Waiting for server", "state-wait"),
        Status.PAUSED: _rest("circle-pause", "Paused"),
        Status.VERIFYING: _tinted("fingerprint", "Verifying", "state-good"),
        Status.REPAIRING: _tinted("rotate-ccw", "Repairing", "state-wait"),
        Status.VERIFIED: _tinted("circle-check", "Verified", "state-good"),
        Status.COMPLETE: _rest("circle-dashed", "Complete, not verified"),
        Status.SKIPPED: _rest("square-check", "Skipped"),
        Status.NEEDS_YOU: _tinted("triangle-alert", "Needs you", "state-need"),
    }
)

CHECKS: Mapping[Check, str] = MappingProxyType(
    {
        Check.WHOLE: "MD5 matches",
        Check.PARTS: "MD5 of the parts matches",
        Check.SIZE: "Size matches",
        Check.NONE: "Not checked",
    }
)


@dataclass(frozen=True, slots=True)
class Context:
    """What a row text needs from outside the row: its place among the waiting, and the name of its site."""

    place: int = 0
    site: str = ""


_NOWHERE = Context()


def shown(name: str) -> str:
    """A foreign name safe to look at: what would steer the line or hide in it becomes a replacement sign."""
    if name.isprintable():
        return name
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(c)[0] == "C" else c for c in name)


def clock_text(moment: float) -> str:
    """`14:31` in local time; `moment` in seconds since the epoch."""
    return datetime.fromtimestamp(moment, UTC).astimezone().strftime("%H:%M")


def day_text(moment: float, now: float) -> str:
    """`Today`, `Yesterday` or `20 Nov 2026`."""
    day = datetime.fromtimestamp(moment, UTC).astimezone().date()
    ago = (datetime.fromtimestamp(now, UTC).astimezone().date() - day).days
    return {0: "Today", 1: "Yesterday"}.get(ago, f"{day.day} {day:%b %Y}")


def moment_text(moment: float | None) -> str:
    """`20 Nov 2026 14:31` in local time; empty where there is none."""
    if not moment:
        return ""
    local = datetime.fromtimestamp(moment, UTC).astimezone()
    return f"{local.day} {local:%b %Y %H:%M}"


def kept_text(row: Row) -> str:
    """`21.4 GB kept`; empty when nothing is on the disk."""
    return f"{bytes_text(row.done)} kept" if row.done else ""


def _downloading(row: Row) -> str:
    parts = row.live.connections if row.live else 0
    if not parts and row.transfer.problem:
        return row.transfer.problem.title
    return count_text(parts, "part") if parts else ""


def _network(row: Row) -> str:
    return f"since {clock_text(row.since)}" if row.since else kept_text(row)


def _held_up(row: Row) -> str:
    return row.transfer.problem.title if row.transfer.problem else kept_text(row)


def _paused(row: Row) -> str:
    return ", ".join(filter(None, ("By you", kept_text(row))))


def _verifying(row: Row) -> str:
    return f"Checking MD5, {row.percent} %" if row.percent else "Checking MD5"


def _repairing(row: Row) -> str:
    spans = row.live.spans if row.live else ()
    again = sum(span.kind is SpanKind.AGAIN for span in spans)
    return f"{count_text(again, 'part')} again" if again else "Fetching parts again"


def _verified(row: Row) -> str:
    verdict = "MD5 matches" if row.transfer.check is not Check.PARTS else CHECKS[Check.PARTS]
    return f"{verdict}, {clock_text(row.transfer.finished)}" if row.transfer.finished else verdict


def _needs_you(row: Row) -> str:
    return row.transfer.problem.title if row.transfer.problem else ""


_ROW_TEXTS: Mapping[Status, Callable[[Row], str]] = MappingProxyType(
    {
        Status.CHECKING: lambda _: "Comparing with files on disk",
        Status.DOWNLOADING: _downloading,
        Status.WAITING_NETWORK: _network,
        Status.WAITING_TOKEN: kept_text,
        Status.WAITING_SPACE: _held_up,
        Status.WAITING_DRIVE: _held_up,
        Status.WAITING_SERVER: _held_up,
        Status.PAUSED: _paused,
        Status.VERIFYING: _verifying,
        Status.REPAIRING: _repairing,
        Status.VERIFIED: _verified,
        Status.COMPLETE: lambda row: CHECKS[row.transfer.check],
        Status.SKIPPED: lambda _: "Already here and verified",
        Status.NEEDS_YOU: _needs_you,
    }
)


def row_text(row: Row, context: Context = _NOWHERE) -> str:
    """The short reason beside the state word. Trouble of an index file alone is told by its file."""
    trouble = index_trouble(row)
    if trouble is not None and row.status is not Status.NEEDS_YOU:
        return f"Index: {trouble}"
    if row.status is Status.WAITING:
        return f"No. {context.place:,} in queue" if context.place else ""
    if row.status is Status.PREPARING:
        return f"Asking {context.site or 'the site'} for links"
    return _ROW_TEXTS[row.status](row)


def short_row_text(row: Row, context: Context = _NOWHERE) -> str:
    """The reason where room is short: a figure or nothing; the tool tip holds the rest."""
    if row.status is Status.WAITING:
        return f"No. {context.place:,}" if context.place else ""
    if row.status is Status.VERIFYING:
        return f"{row.percent} %" if row.percent else ""
    if row.status is Status.VERIFIED:
        return clock_text(row.transfer.finished) if row.transfer.finished else ""
    short = row.status.is_held_up or row.status in {Status.PAUSED, Status.COMPLETE, Status.PREPARING}
    return "" if short else row_text(row, context)


def index_trouble(row: Row) -> str | None:
    """The name of the problem of an index file that needs a person."""
    for item in row.companions:
        if item.status is Status.NEEDS_YOU:
            return item.problem.title if item.problem else LOOKS[Status.NEEDS_YOU].word
    return None


def index_tag(row: Row) -> str:
    """`+ bai`; empty without an index file."""
    kinds = [item.name.rsplit(".", 1)[-1][:4] for item in row.companions if "." in item.name]
    return f"+ {shown(', '.join(kinds))}" if kinds else ("+ index" if row.companions else "")


def state_tip(row: Row, context: Context) -> str:
    """The whole sentence: state, reason, and what the program does about it or what is next."""
    first = ": ".join(filter(None, (LOOKS[row.status].word, row_text(row, context))))
    problem = row.transfer.problem
    if problem is None or row.status.is_done:
        return first
    return f"{first}. {problem.cause} {problem.next_step}"


def share_text(done: int, size: int) -> str:
    """`21.4 of 41.2 GB`, `900 MB of 41.2 GB`: the unit once where both have the same."""
    part, whole = bytes_text(done), bytes_text(size)
    figure, unit = part.rsplit(" ", 1)
    return f"{figure if whole.endswith(f' {unit}') else part} of {whole}"


def bar_tip(row: Row) -> str:
    """`21.4 of 41.2 GB on disk, 11.0 GB checked. 5 ranges arriving, 1 again.`"""
    if not row.size:
        return f"{bytes_text(row.done)} on disk, size not known yet" if row.done else ""
    text = f"{share_text(row.done, row.size)} on disk"
    if row.checked:
        text += f", {bytes_text(row.checked)} checked"
    spans = row.live.spans if row.live else ()
    arriving = sum(span.kind is SpanKind.ARRIVING for span in spans)
    again = sum(span.kind is SpanKind.AGAIN for span in spans)
    if arriving or again:
        text += f". {count_text(arriving, 'range')} arriving" + (f", {again} again" if again else "")
    return text + "."


def short_time(seconds: float | None) -> str:
    """`~7 min` where the column is narrow."""
    return time_left_text(seconds).replace("about ", "~").replace("under ", "<")


def spoken_row(row: Row, number: int, total: int, context: Context) -> str:
    """What a screen reader says of a row: place, name, state, and figures in words."""
    said = [f"Row {number:,} of {total:,}", shown(row.transfer.title), LOOKS[row.status].word.lower()]
    if row.percent:
        said.append(f"{row.percent} percent")
    left = time_left_text(row.seconds_left)
    said.append(f"{left.replace(' min', ' minutes').replace(' h', ' hours')} left" if left else "")
    if not row.percent:
        said.append(row_text(row, context))
    said.append(priorities.said(row))
    return ", ".join(filter(None, said))


def heading(row: Row) -> tuple[str, str]:
    """The first line of the overview and the plain words after it."""
    size = bytes_text(row.size) if row.size else ""
    if row.status is Status.DOWNLOADING and row.percent:
        first = ", ".join(filter(None, (f"{row.percent} %", _left(row))))
        return first, f"{bar_tip(row).split('. ')[0].rstrip('.')}"
    second = row_text(row)
    return LOOKS[row.status].word, ", ".join(filter(None, (second, size)))


def _left(row: Row) -> str:
    left = time_left_text(row.seconds_left)
    return f"{left} left" if left else speed_text(row.speed)


def title(done_files: int, files: int, done: int, size: int, *, running: bool) -> str:
    """The title of the window, figure first, because that is what a task bar shows."""
    if not running or not files:
        return "score_gui"
    return f"{percent(done, size)} % · {done_files:,} of {files:,} · score_gui"


def target_text(transfer: Transfer) -> str:
    """Where the file goes, or the folder until its place is settled."""
    return shown(str(transfer.target or transfer.folder))
