"""The written table is that of the cases: whoever adds one writes the table anew."""

from __future__ import annotations

import re

from tests.faults.cases import CASES
from tests.faults.elsewhere import NOT_HERE
from tests.faults.table import PLACE


def test_every_row_stands_in_the_table() -> None:
    written = PLACE.read_text(encoding="utf-8")
    rows = [(case.row, case.what) for case in CASES] + [(row, what) for row, what, _ in NOT_HERE]
    assert [one for one in rows if f"| {one[0]} | {one[1]} |" not in written] == []


def test_no_row_of_the_table_fails() -> None:
    assert "FAILS" not in PLACE.read_text(encoding="utf-8")


def test_every_fault_has_a_line() -> None:
    written = set(re.findall(r"^\| (F\d\d) \|", PLACE.read_text(encoding="utf-8"), re.MULTILINE))
    assert [f"F{number:02}" for number in range(1, 97) if f"F{number:02}" not in written] == []
