"""Where a file may go: the plain name first, and always one more name."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from score_gui.model.manifest import Entry
from score_gui.model.transfer import Layout
from score_gui.transfer.places import is_placed_early, places
from score_gui.transfer.record import Record
from tests.transfer.records import record

OBJECT_ID = "a9e8b127-0000-4000-8000-000000000000"


def wanted(
    layout: Layout, name: str | None, analysis_id: str | None = None, project: str | None = None
) -> Record:
    made = record(1, object_id=OBJECT_ID, layout=layout, name=name or OBJECT_ID, donor="DO7", project=project)
    return replace(made, entry=Entry(OBJECT_ID, file_name=name, analysis_id=analysis_id))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            wanted(Layout.FILENAME, "x.aln.bam"),
            ["x.aln.bam", "x.a9e8b127.aln.bam", "2 x.a9e8b127.aln.bam", "3 x.a9e8b127.aln.bam"],
        ),
        (
            wanted(Layout.BUNDLE, "x.bam", "an-1"),
            ["an-1/x.bam", "an-1/x.a9e8b127.bam", "an-1/2 x.a9e8b127.bam", "an-1/3 x.a9e8b127.bam"],
        ),
        (
            wanted(Layout.DONOR, "x.bam"),
            ["DO7/x.bam", "DO7/x.a9e8b127.bam", "DO7/2 x.a9e8b127.bam", "DO7/3 x.a9e8b127.bam"],
        ),
        (
            wanted(Layout.PORTAL, "x.bam", project="RECA-EU"),
            [
                "RECA-EU/DO7/x.bam",
                "RECA-EU/DO7/x.a9e8b127.bam",
                "RECA-EU/DO7/2 x.a9e8b127.bam",
                "RECA-EU/DO7/3 x.a9e8b127.bam",
            ],
        ),
        (
            wanted(Layout.ID, "x.bam"),
            [OBJECT_ID, f"{OBJECT_ID}.a9e8b127", f"2 {OBJECT_ID}.a9e8b127", f"3 {OBJECT_ID}.a9e8b127"],
        ),
    ],
    ids=["filename", "bundle", "donor", "portal", "id"],
)
def test_the_plain_name_then_the_id_then_numbers(row: Record, expected: list[str]) -> None:
    assert [str(path.relative_to("out").as_posix()) for path in islice(places(row), 4)] == expected


def test_a_place_that_it_had_comes_first() -> None:
    """Its file may lie there, even if a better name has become free since."""
    row = wanted(Layout.FILENAME, "x.bam")
    had = replace(row, transfer=replace(row.transfer, placed="x.a9e8b127.bam"))
    assert [path.name for path in islice(places(had), 3)] == ["x.a9e8b127.bam", "x.bam", "2 x.a9e8b127.bam"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/cron.d/x", "C:\\Windows\\x.dll", "..", "x.part"])
def test_every_place_lies_in_the_folder(name: str) -> None:
    for path in islice(places(wanted(Layout.FILENAME, name)), 5):
        assert path.parent == Path("out")
        assert path.suffix != ".part"


def test_places_do_not_run_out_soon_and_differ() -> None:
    many = list(places(wanted(Layout.FILENAME, "x.bam")))
    assert len(set(many)) == len(many) == 1000


@pytest.mark.parametrize(
    ("row", "early"),
    [
        (wanted(Layout.FILENAME, "x.bam"), True),
        (wanted(Layout.FILENAME, None), False),
        (wanted(Layout.DONOR, "x.bam"), True),
        (wanted(Layout.PORTAL, "x.bam", project="RECA-EU"), True),
        (wanted(Layout.PORTAL, "x.bam"), False),
        (wanted(Layout.PORTAL, None, project="RECA-EU"), False),
        (wanted(Layout.ID, None), True),
        (wanted(Layout.BUNDLE, "x.bam", "an-1"), False),
    ],
)
def test_a_place_is_known_early_where_the_site_is_not_needed(row: Record, early: bool) -> None:
    assert is_placed_early(row) is early
