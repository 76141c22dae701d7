"""What the overview says of one file or of several, as plain values. Free of Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from score_gui.model.language import mark, tr, trn
from score_gui.model.text import bytes_text, number_text, percent, speed_text, time_left_text
from score_gui.model.transfer import Check, Status, Transfer
from score_gui.ui import priorities
from score_gui.ui.part_cells import renewed_text
from score_gui.ui.queue_rows import Row
from score_gui.ui.state_looks import LOOKS
from score_gui.ui.words import check_word, clock_text, share_text, shown, target_text

LEFT_NAMES = (
    mark("From"),
    mark("To"),
    mark("Index"),
    mark("Donor"),
    mark("Manifest"),
    mark("Object ID"),
    mark("Priority"),
)
RIGHT_NAMES = (mark("MD5 expected"), mark("MD5 seen"), mark("Check"), mark("Link"))
SUM_NAMES = (mark("On disk"), mark("Speed"), mark("Time left"), mark("Folders"), mark("Check"))


def left_facts(row: Row, site: str) -> Mapping[str, str]:
    """Where the file comes from and where it goes."""
    item = row.transfer
    return {
        "From": shown(site),
        "To": target_text(item),
        "Index": ", ".join(_index_text(index) for index in row.companions),
        "Manifest": shown(item.manifest or ""),
        "Donor": shown(", ".join(filter(None, (item.donor, item.project)))),
        "Object ID": shown(item.object_id),
        "Priority": priorities.word(row) if priorities.sign(row) is not None else "",
    }


def right_facts(row: Row) -> Mapping[str, str]:
    """How far the file can be trusted."""
    item = row.transfer
    seen = item.md5_seen or ("" if item.status.is_done else tr("known after the last byte"))
    return {
        "MD5 expected": item.md5 or tr("not told; the size is checked"),
        "MD5 seen": seen,
        "Check": _check_text(row),
        "Link": renewed_text(item.renewals),
    }


def _index_text(item: Transfer) -> str:
    size = bytes_text(item.size) if item.size else ""
    return ", ".join(filter(None, (shown(item.title), size, LOOKS[item.status].word_inside)))


def _check_text(row: Row) -> str:
    if row.transfer.check is not Check.NONE:
        return check_word(row.transfer.check)
    return tr("{share} read for the MD5", share=share_text(row.checked, row.size)) if row.checked else ""


def several_title(rows: Sequence[Row]) -> tuple[str, str]:
    """`7 files selected, 328.0 GB`, and how many are in which state."""
    counts = Counter(LOOKS[row.status].word_inside for row in rows)
    states = ", ".join(f"{number_text(count)} {word}" for word, count in counts.most_common())
    size = bytes_text(sum(row.size for row in rows))
    title = trn("{count} file selected, {size}", "{count} files selected, {size}", len(rows), size=size)
    return title, states


def several_facts(rows: Sequence[Row]) -> Mapping[str, str]:
    """Sums over the selected rows."""
    size, done = sum(row.size for row in rows), sum(row.done for row in rows)
    speed = speed_text(sum(row.speed for row in rows))
    left = [row.seconds_left for row in rows if row.seconds_left is not None]
    folders = Counter(shown(str(row.transfer.folder)) for row in rows)
    checked = sum(row.status in {Status.VERIFIED, Status.SKIPPED} for row in rows)
    return {
        "On disk": f"{share_text(done, size)} ({percent(done, size)} %)",
        "Speed": tr("{speed} together", speed=speed) if speed else "",
        "Time left": _several_left(left),
        "Folders": ", ".join(f"{folder} ({number_text(count)})" for folder, count in folders.most_common(4)),
        "Check": tr("{done:,} verified, {rest:,} to come", done=checked, rest=len(rows) - checked),
    }


def _several_left(left: Sequence[float]) -> str:
    if not left:
        return ""
    time = time_left_text(max(left))
    if len(left) == 1:
        return tr("{time} for the one that runs", time=time)
    return tr("{time} for the {files:,} that run", time=time, files=len(left))


def trouble_title(trouble: Transfer) -> str:
    """The name of the problem of a file, which may be an index file."""
    title = tr(trouble.problem.title) if trouble.problem else LOOKS[trouble.status].word
    return title if trouble.companion_of is None else tr("Index file: {trouble}", trouble=title)


def problem_trace(row: Row, trouble: Transfer) -> str:
    """The last line under a problem: when, and the code a help desk asks for."""
    problem = trouble.problem
    if problem is None:
        return ""
    seen = tr("Since {clock}", clock=clock_text(row.since)) if row.since else ""
    return " · ".join(filter(None, (seen, problem.code)))
