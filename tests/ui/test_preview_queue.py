"""What the preview knows of the queue: told by the engine's events alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from score_gui.model.messages import Changed, Gone, Sample, Ticked
from score_gui.model.transfer import Layout, Status, Transfer, TransferId
from score_gui.ui.preview_queue import QueueBook

LIVER, LUNG = Path("liver"), Path("lung")


def row(
    number: int, status: Status, folder: Path = LIVER, *, size: int | None = 100, kept: int = 0
) -> Transfer:
    return Transfer(
        TransferId(number),
        f"object-{number}",
        f"{number}.bam",
        folder,
        Layout.FILENAME,
        "argo",
        status,
        number,
        size,
        kept=kept,
        placed=f"{number}.bam",
    )


def test_what_is_still_to_come_is_summed_by_folder() -> None:
    book = QueueBook()
    book.take(
        Changed(
            (
                row(1, Status.WAITING),
                row(2, Status.PAUSED, kept=30),
                row(3, Status.DOWNLOADING, LUNG),
                row(4, Status.WAITING, LUNG, size=None),
            )
        )
    )
    assert book.to_come() == {LIVER: 170, LUNG: 100}


@pytest.mark.parametrize("status", [Status.VERIFIED, Status.COMPLETE, Status.SKIPPED, Status.NEEDS_YOU])
def test_a_file_that_no_more_bytes_are_fetched_for_does_not_count(status: Status) -> None:
    book = QueueBook()
    book.take(Changed((row(1, Status.DOWNLOADING),)))
    book.take(Changed((row(1, status),)))
    assert book.to_come() == {LIVER: 0}
    assert not book.is_coming("object-1", LIVER, Layout.FILENAME)
    assert (book.find("object-1", LIVER) is not None) is status.is_done


def test_progress_makes_it_less() -> None:
    book = QueueBook()
    book.take(Changed((row(1, Status.DOWNLOADING), row(2, Status.WAITING))))
    book.take(Ticked((Sample(TransferId(1), done=60, checked=0), Sample(TransferId(9), 5, 0)), 1.0, 60))
    assert book.to_come() == {LIVER: 140}


def test_a_row_that_goes_to_another_folder_or_off_the_list_leaves_its_place() -> None:
    book = QueueBook()
    book.take(Changed((row(1, Status.WAITING),)))
    book.take(Changed((row(1, Status.WAITING, LUNG),)))
    assert book.to_come() == {LIVER: 0, LUNG: 100}
    assert book.is_coming("object-1", LUNG, Layout.FILENAME)
    assert not book.is_coming("object-1", LIVER, Layout.FILENAME)
    book.take(Gone((TransferId(1),)))
    assert book.to_come() == {LIVER: 0, LUNG: 0}
    assert not book.is_coming("object-1", LUNG, Layout.FILENAME)
