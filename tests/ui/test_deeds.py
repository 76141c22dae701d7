from __future__ import annotations

from pathlib import Path

import pytest

from score_gui.model import problems, setup_problems
from score_gui.model.messages import Pause, Recheck, Relocate, Remove, Resume, Retry, StartNow
from score_gui.model.name_problems import name_shared, name_taken
from score_gui.model.transfer import Status, TransferId
from score_gui.ui.deeds import (
    Deed,
    Selection,
    deeds_for,
    delete_question,
    ids_text,
    names_text,
    needing,
    quit_question,
    retry,
    troubled,
)
from score_gui.ui.queue_rows import Row
from tests.ui.rows import transfer

INDEX = transfer(20, Status.NEEDS_YOU, companion_of=TransferId(1))


def rows(*statuses: Status) -> tuple[Row, ...]:
    return tuple(Row(transfer(n, status, kept=100)) for n, status in enumerate(statuses, 1))


def test_pause_is_about_what_can_stop() -> None:
    chosen = Selection(rows(Status.DOWNLOADING, Status.PAUSED, Status.WAITING, Status.VERIFIED))
    assert chosen.pause() == Pause((TransferId(1), TransferId(3)))
    assert chosen.can_pause() == 2


def test_resume_is_about_what_stands_still() -> None:
    chosen = Selection(rows(Status.DOWNLOADING, Status.PAUSED, Status.WAITING_NETWORK))
    assert chosen.resume() == Resume((TransferId(2), TransferId(3)))


def test_index_files_share_the_fate_of_their_file() -> None:
    index = transfer(20, Status.DOWNLOADING, companion_of=TransferId(1))
    chosen = Selection((Row(transfer(1, Status.DOWNLOADING), companions=(index,)),))
    assert chosen.pause() == Pause((TransferId(1), TransferId(20)))
    assert chosen.remove() == Remove((TransferId(1), TransferId(20)))


def test_retry_reaches_an_index_that_alone_needs_a_person() -> None:
    row = Row(transfer(1, Status.VERIFIED), companions=(INDEX,))
    assert needing((row, Row(transfer(2)))) == [row]
    assert retry((row,)) == Retry((TransferId(20),))


def test_nothing_to_do_is_no_command() -> None:
    nothing = Selection()
    assert (nothing.pause(), nothing.resume(), nothing.remove(), retry(())) == (None, None, None, None)


def test_only_what_was_downloaded_is_deleted() -> None:
    chosen = Selection(rows(Status.PAUSED, Status.VERIFIED, Status.SKIPPED, Status.COMPLETE))
    assert chosen.delete() == Remove(
        (TransferId(1), TransferId(2), TransferId(4)), delete_unfinished=True, delete_finished=True
    )
    question = delete_question(chosen)
    assert question.text == "Delete 3 files from the disk?"
    assert question.consequence == (
        "2 kB will be freed. score_gui downloaded what is deleted. 1 file of the selection is left alone."
    )
    assert question.is_dangerous


def test_a_selection_that_has_nothing_on_the_disk_has_nothing_to_delete() -> None:
    assert Selection((Row(transfer(1, Status.WAITING)),)).delete() is None


def test_only_what_is_unfinished_changes_its_folder() -> None:
    chosen = Selection(rows(Status.VERIFIED, Status.WAITING_DRIVE, Status.PAUSED))
    assert chosen.unsettled() == 2
    assert chosen.relocate(Path("new")) == Relocate((TransferId(2), TransferId(3)), Path("new"))


def test_only_what_is_finished_is_verified_again() -> None:
    chosen = Selection(rows(Status.VERIFIED, Status.DOWNLOADING, Status.SKIPPED))
    assert chosen.finished() == 2
    assert chosen.recheck() == Recheck((TransferId(1), TransferId(3)))


def test_only_what_waits_its_turn_starts_now() -> None:
    chosen = Selection(rows(Status.WAITING, Status.DOWNLOADING, Status.PAUSED, Status.WAITING_TOKEN))
    assert chosen.can_start_now() == 2
    assert chosen.start_now() == StartNow((TransferId(1), TransferId(3)))


@pytest.mark.parametrize(("running", "words"), [(1, "1 file stops at"), (3, "3 files stop at")])
def test_quitting_says_what_happens(running: int, words: str) -> None:
    assert words in quit_question(running)
    assert quit_question(running).endswith("Nothing is fetched twice.")


@pytest.mark.parametrize(
    ("row", "deed"),
    [
        (Row(transfer(1, Status.DOWNLOADING)), Deed.PAUSE),
        (Row(transfer(1, Status.PAUSED)), Deed.RESUME),
        (Row(transfer(1, Status.WAITING_TOKEN)), Deed.ADD_TOKEN),
        (Row(transfer(1, Status.WAITING_NETWORK)), Deed.TRY_NOW),
        (Row(transfer(1, Status.WAITING_SPACE)), Deed.CHOOSE_FOLDER),
        (Row(transfer(1, Status.WAITING_DRIVE)), Deed.LOCATE),
        (Row(transfer(1, Status.VERIFIED)), Deed.SHOW),
        (Row(transfer(1, Status.COMPLETE)), Deed.COMPUTE),
        (Row(transfer(1, Status.COMPLETE, md5_seen="ab" * 16)), Deed.SHOW),
        (Row(transfer(1, Status.WAITING)), Deed.START_NOW),
        (Row(transfer(1, Status.NEEDS_YOU, problem=problems.no_access("ARGO", "x"))), Deed.COPY_ID),
        (Row(transfer(1, Status.NEEDS_YOU, problem=problems.token_refused("ARGO"))), Deed.ADD_TOKEN),
        (
            Row(transfer(1, Status.NEEDS_YOU, problem=setup_problems.certificate_unknown("h", "x", None))),
            Deed.CHOOSE_CA,
        ),
        (
            Row(transfer(1, Status.NEEDS_YOU, problem=setup_problems.certificate_wrong("h", "x"))),
            Deed.TRY_AGAIN,
        ),
        (Row(transfer(1, Status.NEEDS_YOU, problem=setup_problems.proxy_password_needed("p"))), Deed.NETWORK),
        (Row(transfer(1, Status.NEEDS_YOU)), Deed.TRY_AGAIN),
    ],
)
def test_each_state_offers_at_most_one_thing(row: Row, deed: Deed | None) -> None:
    assert deeds_for(row) == ((deed,) if deed else ())


def test_two_files_of_one_name_are_the_only_question_with_several_answers() -> None:
    taken = transfer(1, Status.NEEDS_YOU, problem=name_taken(Path("a.bam")))
    shared = transfer(1, Status.NEEDS_YOU, problem=name_shared(Path("a.bam"), "id-7"))
    assert deeds_for(Row(taken)) == (Deed.KEEP_BOTH, Deed.REPLACE, Deed.LEAVE_OUT)
    assert deeds_for(Row(shared)) == (Deed.KEEP_BOTH, Deed.LEAVE_OUT)


def test_an_index_file_that_needs_a_person_speaks_for_its_row() -> None:
    index = transfer(2, Status.NEEDS_YOU, companion_of=TransferId(1), problem=name_taken(Path("a.bai")))
    row = Row(transfer(1, Status.VERIFIED), companions=(index,))
    assert troubled(row) is index
    assert deeds_for(row)[0] is Deed.KEEP_BOTH


def test_copies_are_exact() -> None:
    chosen = (Row(transfer(1, name="a\u202eb")), Row(transfer(2)))
    assert names_text(chosen) == "a\u202eb\nfile-2.bam"
    assert ids_text(chosen) == "id-1\nid-2"
