from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.files.resources import resource_path
from score_gui.model import disk_problems, problems, server_problems
from score_gui.model.messages import SpanKind
from score_gui.model.transfer import Check, Priority, Status, TransferId
from score_gui.ui.queue_rows import Row
from score_gui.ui.state_looks import LOOKS
from score_gui.ui.words import (
    Context,
    bar_tip,
    day_text,
    heading,
    index_tag,
    row_text,
    short_row_text,
    shown,
    spoken_row,
    state_tip,
    title,
)
from tests.ui.rows import HOSTILE, sample, span, transfer

GB = 10**9
AT = time.mktime((2026, 11, 21, 14, 12, 0, 0, 0, -1))


def test_every_state_has_a_shape_of_its_own_and_a_word() -> None:
    assert len({look.icon for look in LOOKS.values()}) == len(Status)
    assert len({look.word for look in LOOKS.values()}) == len(Status)
    assert all(resource_path("icons", f"{look.icon}.svg").is_file() for look in LOOKS.values())


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (Row(transfer(1, Status.CHECKING)), "Comparing with files on disk"),
        (Row(transfer(1, Status.WAITING)), "No. 14 in queue"),
        (Row(transfer(1, Status.PREPARING)), "Asking ARGO for links"),
        (Row(transfer(1, Status.DOWNLOADING), sample(connections=6)), "6 parts"),
        (Row(transfer(1, Status.DOWNLOADING), sample(connections=1)), "1 part"),
        (
            Row(transfer(1, Status.DOWNLOADING, problem=server_problems.connection_lost("h"))),
            "Connection lost",
        ),
        (Row(transfer(1, Status.WAITING_NETWORK), since=AT), "since 14:12"),
        (Row(transfer(1, Status.WAITING_TOKEN, kept=900)), "900 bytes kept"),
        (
            Row(
                transfer(1, Status.WAITING_DRIVE, kept=900, problem=disk_problems.drive_missing(Path("/mnt")))
            ),
            "900 bytes kept",
        ),
        (Row(transfer(1, Status.PAUSED, kept=900)), "By you, 900 bytes kept"),
        (Row(transfer(1, Status.PAUSED)), "By you"),
        (Row(transfer(1, Status.VERIFYING), sample(1, 1000, 630)), "Checking MD5, 63 %"),
        (
            Row(transfer(1, Status.REPAIRING), sample(spans=(span(0, 9, SpanKind.AGAIN),) * 2)),
            "2 parts again",
        ),
        (Row(transfer(1, Status.VERIFIED, check=Check.WHOLE, finished=AT)), "MD5 matches, 14:12"),
        (Row(transfer(1, Status.COMPLETE, check=Check.SIZE)), "Size matches"),
        (Row(transfer(1, Status.SKIPPED)), "Already here and verified"),
        (
            Row(transfer(1, Status.NEEDS_YOU, problem=problems.no_access("ARGO", "x"))),
            "No access to this file",
        ),
    ],
)
def test_row_texts(row: Row, text: str) -> None:
    assert row_text(row, Context(14, "ARGO")) == text


@pytest.mark.parametrize("status", list(Status))
def test_no_state_is_at_a_loss_for_words(status: Status) -> None:
    row = Row(transfer(1, status))
    for text in (row_text(row), short_row_text(row), state_tip(row, Context()), *heading(row)):
        assert not re.search(r"!|[Pp]lease|[Ss]orry|[Ff]ailed|[Ii]nvalid|None", text)


def test_trouble_of_the_index_alone_is_told_by_its_file() -> None:
    index = transfer(2, Status.NEEDS_YOU, problem=problems.no_access("ARGO", "x"), companion_of=TransferId(1))
    assert row_text(Row(transfer(1, Status.VERIFIED), companions=(index,))) == "Index: No access to this file"


@pytest.mark.parametrize(
    ("name", "tag"),
    [("a.bam.bai", "+ bai"), ("a.cram.crai", "+ crai"), ("plain", "+ index"), ("a.<b>", "+ <b>")],
)
def test_an_index_is_a_tag(name: str, tag: str) -> None:
    assert index_tag(Row(transfer(1), companions=(transfer(2, name=name),))) == tag
    assert index_tag(Row(transfer(1))) == ""


def test_the_bar_says_its_figures() -> None:
    spans = (span(0, 9), span(9, 12, SpanKind.ARRIVING, 10), span(12, 14, SpanKind.AGAIN, 13))
    row = Row(
        transfer(1, Status.DOWNLOADING, size=412 * GB // 10), sample(1, 214 * GB // 10, 11 * GB, spans=spans)
    )
    assert bar_tip(row) == "21.4 of 41.2 GB on disk, 11.0 GB checked. 1 range arriving, 1 again."


def test_a_tip_holds_cause_and_next_step() -> None:
    row = Row(transfer(1, Status.NEEDS_YOU, problem=problems.no_access("ARGO", "x")))
    assert "403" in state_tip(row, Context())
    assert "help desk" in state_tip(row, Context())


@given(st.text())
def test_what_is_shown_holds_no_character_that_steers(name: str) -> None:
    assert shown(name).isprintable() or " " in name or "\u3000" in name or any(c.isspace() for c in name)
    assert not re.search("[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", shown(name))


def test_a_usual_name_is_shown_as_it_is() -> None:
    assert shown("SA408043 (2) ä&b<1>.aln.cram") == "SA408043 (2) ä&b<1>.aln.cram"
    assert "\u202e" not in shown(HOSTILE)


def test_the_title_begins_with_the_figure() -> None:
    assert title(48, 212, 54, 100, running=True) == "54 % · 48 of 212 · score_gui"
    assert title(48, 212, 54, 100, running=False) == "score_gui"
    assert title(0, 0, 0, 0, running=True) == "score_gui"


def test_days_are_named_as_people_do() -> None:
    assert [day_text(AT - days * 86_400, AT) for days in (0, 1, 2)] == ["Today", "Yesterday", "19 Nov 2026"]


def test_a_row_is_spoken_with_its_reason_when_it_has_no_percent() -> None:
    row = Row(transfer(1))
    assert spoken_row(row, 2, 9, Context(3)) == "Row 2 of 9, file-1.bam, waiting, No. 3 in queue"


def test_a_row_is_spoken_with_a_priority_that_is_not_the_usual_one() -> None:
    for priority, words in ((Priority.HIGH, "high priority"), (Priority.LOW, "low priority")):
        waiting = Row(transfer(priority=priority))
        assert spoken_row(waiting, 3, 7, Context(2)).endswith(f"No. 2 in queue, {words}")
    assert "priority" not in spoken_row(Row(transfer()), 3, 7, Context(2))
    assert "priority" not in spoken_row(
        Row(transfer(1, Status.VERIFIED, priority=Priority.HIGH)), 3, 7, Context()
    )


def test_the_heading_of_a_running_file_is_its_figure() -> None:
    row = Row(replace(transfer(1, Status.DOWNLOADING)), sample(1, 520, seconds_left=420))
    assert heading(row) == ("52 %, about 7 min left", "520 bytes of 1 kB on disk")


def test_the_overview_of_a_paused_file_tells_how_much_of_it_is_kept() -> None:
    row = Row(transfer(1, Status.PAUSED, kept=520))
    assert heading(row) == ("Paused", "By you, 520 bytes of 1 kB on disk")
