from __future__ import annotations

import pytest

from score_gui.model.transfer import Status
from score_gui.ui.queue_filter import GROUP_STATUSES, Filter, Group
from score_gui.ui.queue_rows import Row
from tests.ui.rows import transfer


def passes(wanted: Filter, **more: object) -> bool:
    return wanted.matcher()(Row(transfer(1, **more)))  # type: ignore[arg-type]


def test_every_state_is_in_one_entry_of_the_side_bar() -> None:
    for status in Status:
        holders = [g for g, statuses in GROUP_STATUSES.items() if status in statuses and g is not Group.ALL]
        assert len(holders) == 1, status


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", True),
        ("  ", True),
        ("aln", True),
        ("ALN.cram", True),
        ("do328", True),
        ("sa4 do32839", True),
        ("33dd93ef", True),
        ("do328 bam", False),
        ("liri", True),
    ],
)
def test_search_looks_into_name_donor_project_and_ids(text: str, found: bool) -> None:
    facts = {
        "name": "SA408043.aln.cram",
        "donor": "DO32839",
        "project": "LIRI-JP",
        "object_id": "33dd93ef-aab8",
    }
    assert passes(Filter(text=text), **facts) is found


def test_state_manifest_and_text_must_all_hold() -> None:
    wanted = Filter(Group.PAUSED, "a.tsv", "file")
    assert passes(wanted, status=Status.PAUSED, manifest="a.tsv")
    assert not passes(wanted, status=Status.WAITING, manifest="a.tsv")
    assert not passes(wanted, status=Status.PAUSED, manifest="b.tsv")
    assert not wanted.is_open
    assert Filter(text=" ").is_open
