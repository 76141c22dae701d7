"""All transfers of the queue: whose turn it is, whose place on the disk is whose, what goes with what."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.model.transfer import Priority, Status, TransferId
from score_gui.transfer.record import Record
from score_gui.transfer.roster import Roster
from tests.transfer.records import FOLDER, record

ONE, TWO, THREE = TransferId(1), TransferId(2), TransferId(3)


def anybody(_record: Record) -> bool:
    return True


def any_site(_profile_id: str) -> bool:
    return True


def next_id(roster: Roster) -> int | None:
    """Take who is next, and let it run."""
    found = roster.next_waiting(any_site, anybody)
    if found is None:
        return None
    roster.change(found.transfer.id, status=Status.PREPARING)
    return found.transfer.id


# --- whose turn it is ---


@given(st.permutations(range(1, 7)))
def test_they_come_in_queue_order_however_they_were_added(numbers: list[int]) -> None:
    roster = Roster([], [])
    for number in numbers:
        roster.add(record(number))
    assert [next_id(roster) for _ in range(7)] == [1, 2, 3, 4, 5, 6, None]


def test_an_index_file_comes_right_behind_its_file() -> None:
    roster = Roster([record(1), record(2), record(3, order=1, companion_of=ONE)], [])
    assert [next_id(roster) for _ in range(3)] == [1, 3, 2]


def test_a_row_that_is_moved_has_one_place_in_the_line() -> None:
    roster = Roster([record(1), record(2), record(3), record(4, order=3, companion_of=THREE)], [])
    roster.move([THREE], ONE)
    roster.move([ONE], None)
    roster.move([ONE], TWO)
    assert [next_id(roster) for _ in range(5)] == [3, 4, 1, 2, None]


@given(st.lists(st.tuples(st.sampled_from(Priority), st.sampled_from("pqr")), max_size=12))
def test_a_higher_priority_comes_first_whatever_the_site_or_manifest(
    rows: list[tuple[Priority, str]],
) -> None:
    roster = Roster([], [])
    for number, (priority, site) in enumerate(rows, 1):
        roster.add(record(number, priority=priority, profile_id=site, manifest=f"of {site}"))
    wanted = sorted(range(1, len(rows) + 1), key=lambda number: rows[number - 1][0])
    assert [next_id(roster) for _ in rows] == wanted


def test_a_row_whose_priority_changes_has_one_place_in_the_line() -> None:
    roster = Roster([record(1), record(2), record(3, order=2, companion_of=TWO)], [])
    for priority in (Priority.HIGH, Priority.LOW, Priority.HIGH):
        for one in roster.family([TWO]):
            roster.change(one, priority=priority)
    assert [next_id(roster) for _ in range(4)] == [2, 3, 1, None]


def test_what_is_added_after_a_move_to_the_end_comes_last() -> None:
    roster = Roster([record(1), record(2)], [])
    roster.move([ONE], None)
    assert roster.last_order > roster[TWO].transfer.order
    assert roster.last_order >= roster[ONE].transfer.order


def test_who_may_not_start_keeps_their_place() -> None:
    roster = Roster([record(1), record(2)], [])
    found = roster.next_waiting(any_site, lambda row: row.transfer.id == TWO)
    assert found is not None
    assert found.transfer.id == TWO
    assert next_id(roster) == 1


def test_a_site_that_is_not_asked_lets_the_others_go_first() -> None:
    roster = Roster([record(1), record(2, profile_id="q"), record(3)], [])
    found = roster.next_waiting(lambda profile_id: profile_id == "q", anybody)
    assert found is not None
    assert found.transfer.id == TWO
    roster.change(TWO, status=Status.PREPARING)
    assert roster.next_waiting(lambda profile_id: profile_id == "q", anybody) is None
    assert [next_id(roster) for _ in range(3)] == [1, 3, None]


def test_a_site_that_is_away_costs_one_question_however_many_wait() -> None:
    roster = Roster([record(number) for number in range(1, 1000)], [])
    asked: list[str] = []

    def is_away(profile_id: str) -> bool:
        asked.append(profile_id)
        return False

    assert roster.next_waiting(is_away, anybody) is None
    assert asked == ["p"]


def test_rows_of_earlier_runs_can_be_left_alone_until_they_are_named() -> None:
    roster = Roster([record(1), record(2)], [], lined_up=False)
    assert next_id(roster) is None
    roster.add(record(3))
    roster.line_up([TWO])
    assert [next_id(roster) for _ in range(3)] == [2, 3, None]


def test_who_no_longer_waits_is_passed_over_and_comes_back_once() -> None:
    roster = Roster([record(1), record(2)], [])
    for status in (Status.PAUSED, Status.WAITING, Status.PAUSED, Status.WAITING):
        roster.change(ONE, status=status)
    assert [next_id(roster) for _ in range(3)] == [1, 2, None]
    roster.change(TWO, status=Status.WAITING)
    roster.unlist(TWO)
    assert next_id(roster) is None


# --- changes ---


def test_a_flush_tells_each_changed_row_once_and_as_it_is_now() -> None:
    roster = Roster([record(1), record(2)], [])
    assert roster.flush() == ()
    roster.change(ONE, kept=5)
    roster.change(ONE, status=Status.PAUSED)
    (changed,) = roster.flush()
    assert (changed.transfer.kept, changed.transfer.status) == (5, Status.PAUSED)
    assert roster.flush() == ()


def test_a_changed_row_is_found_by_its_key_as_it_is_now() -> None:
    roster = Roster([record(1)], [])
    roster.change(ONE, kept=5)
    assert roster.find(record(1).key) is roster[ONE]
    assert roster.find(record(2).key) is None


def test_rows_with_a_status() -> None:
    roster = Roster([record(1), record(2, status=Status.PAUSED)], [])
    assert [row.transfer.id for row in roster.with_status(Status.PAUSED)] == [TWO]


# --- on and off the list ---


def test_a_row_off_the_list_is_known_and_comes_back_with_its_data() -> None:
    part = Path("out/1.bam.part")
    roster = Roster([record(1, part=part)], [])
    roster.unlist(ONE)
    assert ONE not in roster
    assert len(roster) == 0
    (told,) = roster.flush()
    assert (told.listed, told.part) == (False, part)
    known = roster.find(record(1).key)
    assert known is not None
    roster.add(replace(known, listed=True))
    assert roster[ONE].part == part
    assert roster.rows() == (known.transfer,)


def test_rows_that_were_unlisted_before_this_start_are_known() -> None:
    gone = record(1, listed=False)
    roster = Roster([], [gone])
    assert roster.find(gone.key) == gone
    assert ONE not in roster
    assert next_id(roster) is None


# --- families ---


def test_an_order_for_a_file_goes_to_its_index_too() -> None:
    roster = Roster([record(1), record(2), record(3, order=1, companion_of=ONE)], [])
    assert roster.family([TWO, ONE]) == [TWO, ONE, THREE]
    assert roster.family([ONE, THREE]) == [ONE, THREE]
    assert roster.family([THREE]) == [THREE]


def test_nobody_off_the_list_belongs_to_a_family() -> None:
    roster = Roster([record(1), record(3, companion_of=ONE)], [])
    roster.unlist(THREE)
    assert roster.family([ONE, TransferId(99)]) == [ONE]
    roster.unlist(ONE)
    assert roster.family([ONE]) == []


# --- places on the disk ---


def places(*names: str) -> list[Path]:
    return [FOLDER / name for name in names]


def claim(roster: Roster, transfer: TransferId, *names: str) -> str:
    target = roster.claim(transfer, places(*names))
    roster.place(transfer, target)
    return target.name


def test_the_first_free_place_is_theirs() -> None:
    roster = Roster([record(1), record(2), record(3)], [])
    assert claim(roster, ONE, "a", "b") == "a"
    assert claim(roster, TWO, "a", "b") == "b"
    assert claim(roster, ONE, "a", "b") == "a", "one's own place is free"


@pytest.mark.parametrize(
    ("name", "same"), [("A.BAM", "a.bam"), ("caf\u00e9", "cafe\u0301"), ("STRASSE", "straße")]
)
def test_names_that_some_disk_takes_for_one_are_one(name: str, same: str) -> None:
    roster = Roster([record(1), record(2)], [])
    claim(roster, ONE, name)
    assert claim(roster, TWO, same, "other") == "other"


def test_the_same_name_in_another_folder_is_another_place() -> None:
    roster = Roster([record(1), record(2)], [])
    claim(roster, ONE, "a")
    assert claim(roster, TWO, "b/a") == "a"


def test_a_strangers_place_is_nobodys() -> None:
    roster = Roster([record(1), record(2)], [])
    claim(roster, ONE, "a")
    roster.forbid(FOLDER / "a")
    assert claim(roster, ONE, "a", "b") == "b"
    assert claim(roster, TWO, "a", "c") == "c"


def test_a_place_of_ones_own_that_another_took_for_a_strangers_may_be_looked_at_again() -> None:
    roster = Roster([record(1, placed="a"), record(2)], [])
    gone = roster.unlist(ONE)
    claim(roster, TWO, "a")
    roster.forbid(FOLDER / "a")
    assert claim(roster, TWO, "a", "b") == "b"
    roster.add(replace(gone, listed=True))
    assert claim(roster, ONE, "a", "c") == "a"
    roster.forbid(FOLDER / "a")
    assert claim(roster, ONE, "a", "c") == "c", "now it was looked at"


def test_who_moves_frees_the_place() -> None:
    roster = Roster([record(1), record(2)], [])
    claim(roster, ONE, "a")
    claim(roster, ONE, "b")
    assert claim(roster, TWO, "a", "c") == "a"


def test_who_leaves_the_list_frees_the_place() -> None:
    roster = Roster([record(1), record(2)], [])
    claim(roster, ONE, "a")
    roster.unlist(ONE)
    assert claim(roster, TWO, "a", "b") == "a"


def test_places_hold_over_a_restart() -> None:
    roster = Roster([record(1, placed="a"), record(2)], [])
    assert claim(roster, TWO, "a", "b") == "b"


def test_who_comes_back_does_not_take_a_place_that_was_given_away() -> None:
    roster = Roster([record(1), record(2)], [])
    claim(roster, ONE, "a")
    gone = roster.unlist(ONE)
    claim(roster, TWO, "a")
    roster.add(replace(gone, listed=True))
    assert claim(roster, ONE, "a", "b") == "b"
    assert claim(roster, TWO, "a", "c") == "a"


def test_when_all_names_are_taken_it_says_so() -> None:
    roster = Roster([record(1), record(2)], [])
    claim(roster, ONE, "a")
    with pytest.raises(LookupError):
        roster.claim(TWO, places("a"))
