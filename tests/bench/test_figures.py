"""The benchmark's arithmetic and its table: medians, ranks, targets, and what is left out is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench.figures import Report, Row, Series, Target, as_json, as_markdown, rows_of

NUMBERS = st.lists(st.floats(0, 1e9), min_size=1, max_size=30)


@given(NUMBERS, st.sampled_from([0.01, 0.5, 0.9, 0.99, 1.0]))
def test_a_quantile_is_the_least_value_that_its_share_does_not_exceed(
    values: list[float], share: float
) -> None:
    found = Series(tuple(values)).quantile(share)
    assert sum(value <= found for value in values) >= share * len(values)
    lower = [value for value in values if value < found]
    assert not lower or len(lower) < share * len(values)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ((1.0,), "1"),
        ((3.0, 1.0, 2.0), "2 (1-3)"),
        ((0.12345, 0.5), "0.312 (0.123-0.5)"),
        ((1234.5, 99.94), "667 (99.9-1,234)"),
        ((0.0,), "0"),
    ],
)
def test_a_series_reads_as_its_median_and_range(values: tuple[float, ...], text: str) -> None:
    assert Series(values).text == text


@pytest.mark.parametrize(
    ("target", "is_met"),
    [
        (Target.at_most("t", 1.15, 1.15), True),
        (Target.at_most("t", 1.15, 1.16), False),
        (Target.at_least("t", 1.25, 1.25), True),
        (Target.at_least("t", 1.25, 1.24), False),
    ],
)
def test_a_target_is_met_up_to_its_limit(target: Target, is_met: bool) -> None:
    assert target.is_met is is_met


def report() -> Report:
    found = {
        "one": [{"MB/s": 100.0, "tail": 1.0}, {"MB/s": 300.0, "tail": 2.0}],
        "two": [{"MB/s": 50.0}],
        "none": [],
    }
    targets = (Target.at_least("speed", 2, 1.5, " x"),)
    return Report("Title", "A note.", rows_of(found), targets, {"tool": "not on the PATH"})


def test_runs_become_rows_and_a_program_without_runs_none() -> None:
    assert [row.name for row in report().rows] == ["one", "two"]
    assert report().median("one", "MB/s") == 200
    assert report().rows[0] == Row("one", {"MB/s": Series((100.0, 300.0)), "tail": Series((1.0, 2.0))})


def test_the_table_leaves_cells_empty_and_says_what_was_missed_and_left_out() -> None:
    lines = as_markdown([report()]).splitlines()
    assert "|  | MB/s | tail |" in lines
    assert "| one | 200 (100-300) | 1.5 (1-2) |" in lines
    assert "| two | 50 |  |" in lines
    assert "| speed | at least 2 x | 1.5 | **no** |" in lines
    assert "Left out: tool, not on the PATH." in lines


def test_json_keeps_every_run() -> None:
    (said,) = as_json([report()])
    assert said["rows"]["one"]["MB/s"] == [100.0, 300.0]
    assert said["targets"] == [{"what": "speed", "wanted": "at least 2 x", "seen": 1.5, "met": False}]
    assert said["absent"] == {"tool": "not on the PATH"}
