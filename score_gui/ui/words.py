"""The words of the queue: short row texts and sentences. Free of Qt, so that each has a test."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType

from score_gui.model import text
from score_gui.model.language import mark, tr, trn
from score_gui.model.messages import SpanKind
from score_gui.model.text import (
    bytes_text,
    date_text,
    percent,
    speed_text,
    spoken_time_text,
    time_left_text,
)
from score_gui.model.transfer import Check, Status, Transfer
from score_gui.ui import priorities
from score_gui.ui.queue_rows import Row
from score_gui.ui.state_looks import LOOKS

CHECKS: Mapping[Check, str] = MappingProxyType(
    {
        Check.WHOLE: mark("MD5 matches"),
        Check.PARTS: mark("MD5 of the parts matches"),
        Check.SIZE: mark("Size matches"),
        Check.NONE: mark("Not checked"),
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


def check_word(check: Check) -> str:
    """How far a file was verified."""
    return tr(CHECKS[check])


def clock_text(moment: float) -> str:
    """`14:31` in local time; `moment` in seconds since the epoch."""
    return text.clock_text(_local(moment))


def day_text(moment: float, now: float) -> str:
    """`Today`, `Yesterday` or `20 Nov 2026`."""
    day = _local(moment).date()
    ago = (_local(now).date() - day).days
    if ago in {0, 1}:
        return tr("Yesterday") if ago else tr("Today")
    return date_text(day.day, day.month, day.year)


def moment_text(moment: float | None) -> str:
    """`20 Nov 2026 14:31` in local time; empty where there is none."""
    if not moment:
        return ""
    day = _local(moment)
    return f"{date_text(day.day, day.month, day.year)} {text.clock_text(day)}"


def _local(moment: float) -> datetime:
    return datetime.fromtimestamp(moment, UTC).astimezone()


def kept_text(row: Row) -> str:
    """`21.4 GB kept`; empty when nothing is on the disk."""
    return tr("{size} kept", size=bytes_text(row.done)) if row.done else ""


def _downloading(row: Row) -> str:
    parts = row.live.connections if row.live else 0
    if not parts and row.transfer.problem:
        return tr(row.transfer.problem.title)
    return trn("{count} part", "{count} parts", parts) if parts else ""


def _network(row: Row) -> str:
    return tr("since {clock}", clock=clock_text(row.since)) if row.since else kept_text(row)


def _held_up(row: Row) -> str:
    return tr(row.transfer.problem.title) if row.transfer.problem else kept_text(row)


def _paused(row: Row) -> str:
    return ", ".join(filter(None, (tr("By you"), kept_text(row))))


def _verifying(row: Row) -> str:
    return tr("Checking MD5, {percent} %", percent=row.percent) if row.percent else tr("Checking MD5")


def _repairing(row: Row) -> str:
    spans = row.live.spans if row.live else ()
    again = sum(span.kind is SpanKind.AGAIN for span in spans)
    return trn("{count} part again", "{count} parts again", again) if again else tr("Fetching parts again")


def _verified(row: Row) -> str:
    verdict = check_word(Check.WHOLE if row.transfer.check is not Check.PARTS else Check.PARTS)
    return f"{verdict}, {clock_text(row.transfer.finished)}" if row.transfer.finished else verdict


def _needs_you(row: Row) -> str:
    return tr(row.transfer.problem.title) if row.transfer.problem else ""


_ROW_TEXTS: Mapping[Status, Callable[[Row], str]] = MappingProxyType(
    {
        Status.CHECKING: lambda _: tr("Comparing with files on disk"),
        Status.DOWNLOADING: _downloading,
        Status.WAITING_NETWORK: _network,
        Status.WAITING_TOKEN: kept_text,
        Status.WAITING_SPACE: kept_text,
        Status.WAITING_DRIVE: kept_text,
        Status.WAITING_SERVER: _held_up,
        Status.PAUSED: _paused,
        Status.VERIFYING: _verifying,
        Status.REPAIRING: _repairing,
        Status.VERIFIED: _verified,
        Status.COMPLETE: lambda row: check_word(row.transfer.check),
        Status.SKIPPED: lambda _: tr("Already here and verified"),
        Status.NEEDS_YOU: _needs_you,
    }
)


def row_text(row: Row, context: Context = _NOWHERE) -> str:
    """The short reason beside the state word. Trouble of an index file alone is told by its file."""
    trouble = index_trouble(row)
    if trouble is not None and row.status is not Status.NEEDS_YOU:
        return tr("Index: {trouble}", trouble=trouble)
    if row.status is Status.WAITING:
        return tr("No. {place:,} in queue", place=context.place) if context.place else ""
    if row.status is Status.PREPARING:
        if context.site:
            return tr("Asking {site} for links", site=context.site)
        return tr("Asking the site for links")
    return _ROW_TEXTS[row.status](row)


def short_row_text(row: Row, context: Context = _NOWHERE) -> str:
    """The reason where room is short: a figure or nothing; the tool tip holds the rest."""
    if row.status is Status.WAITING:
        return tr("No. {place:,}", place=context.place) if context.place else ""
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
            return tr(item.problem.title) if item.problem else LOOKS[Status.NEEDS_YOU].word
    return None


def index_tag(row: Row) -> str:
    """`+ bai`; empty without an index file."""
    kinds = [item.name.rsplit(".", 1)[-1][:4] for item in row.companions if "." in item.name]
    return f"+ {shown(', '.join(kinds))}" if kinds else (tr("+ index") if row.companions else "")


def state_line(row: Row, context: Context = _NOWHERE) -> str:
    """State and reason: `Waiting: No. 3 in queue`."""
    reason = row_text(row, context)
    return (
        tr("{state}: {reason}", state=LOOKS[row.status].word, reason=reason)
        if reason
        else LOOKS[row.status].word
    )


def state_tip(row: Row, context: Context) -> str:
    """The whole sentence: state, reason, and what the program does about it or what is next."""
    first = state_line(row, context)
    problem = row.transfer.problem
    if problem is None or row.status.is_done:
        return first
    return tr(
        "{state}. {cause} {next_step}",
        state=first,
        cause=tr(problem.cause),
        next_step=tr(problem.next_step),
    )


def share_text(done: int, size: int) -> str:
    """`21.4 of 41.2 GB`, `900 MB of 41.2 GB`: the unit once where both have the same."""
    part, whole = bytes_text(done), bytes_text(size)
    figure, unit = part.rsplit(" ", 1)
    return tr("{part} of {whole}", part=figure if whole.endswith(f" {unit}") else part, whole=whole)


def on_disk_text(row: Row) -> str:
    """`21.4 of 41.2 GB on disk, 11.0 GB checked`."""
    share = share_text(row.done, row.size)
    if row.checked:
        return tr("{share} on disk, {checked} checked", share=share, checked=bytes_text(row.checked))
    return tr("{share} on disk", share=share)


def bar_tip(row: Row) -> str:
    """`21.4 of 41.2 GB on disk, 11.0 GB checked. 5 ranges arriving, 1 again.`"""
    if not row.size:
        return tr("{size} on disk, size not known yet", size=bytes_text(row.done)) if row.done else ""
    moving = _moving_text(row)
    first = on_disk_text(row)
    return tr("{fact}. {more}.", fact=first, more=moving) if moving else tr("{fact}.", fact=first)


def _moving_text(row: Row) -> str:
    spans = row.live.spans if row.live else ()
    arriving = sum(span.kind is SpanKind.ARRIVING for span in spans)
    again = sum(span.kind is SpanKind.AGAIN for span in spans)
    if again:
        return trn(
            "{count} range arriving, {again} again",
            "{count} ranges arriving, {again} again",
            arriving,
            again=again,
        )
    return trn("{count} range arriving", "{count} ranges arriving", arriving) if arriving else ""


def spoken_row(row: Row, number: int, total: int, context: Context) -> str:
    """What a screen reader says of a row: place, name, state, and figures in words."""
    said = [
        tr("Row {number:,} of {total:,}", number=number, total=total),
        shown(row.transfer.title),
        LOOKS[row.status].word_inside,
    ]
    if row.percent:
        said.append(tr("{percent} percent", percent=row.percent))
    left = spoken_time_text(row.seconds_left)
    said.append(tr("{left} left", left=left) if left else "")
    if not row.percent:
        said.append(row_text(row, context))
    said.append(priorities.said(row))
    return ", ".join(filter(None, said))


def heading(row: Row) -> tuple[str, str]:
    """The first line of the overview and the plain words after it."""
    size = bytes_text(row.size) if row.size else ""
    if row.status is Status.DOWNLOADING and row.percent:
        first = ", ".join(filter(None, (f"{row.percent} %", _left(row))))
        return first, on_disk_text(row) if row.size else bar_tip(row)
    if row.status is Status.PAUSED and row.done and row.size:
        return LOOKS[row.status].word, ", ".join((tr("By you"), on_disk_text(row)))
    second = row_text(row)
    return LOOKS[row.status].word, ", ".join(filter(None, (second, size)))


def _left(row: Row) -> str:
    left = time_left_text(row.seconds_left)
    return tr("{left} left", left=left) if left else speed_text(row.speed)


def title(done_files: int, files: int, done: int, size: int, *, running: bool) -> str:
    """The title of the window, figure first, because that is what a task bar shows."""
    if not running or not files:
        return "score_gui"
    return tr(
        "{percent} % · {done_files:,} of {files:,} · score_gui",
        percent=percent(done, size),
        done_files=done_files,
        files=files,
    )


def target_text(transfer: Transfer) -> str:
    """Where the file goes, or the folder until its place is settled."""
    return shown(str(transfer.target or transfer.folder))
