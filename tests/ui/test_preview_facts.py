"""The lines of the fit check, from the facts known so far."""

from __future__ import annotations

import pytest

from score_gui.ui.preview_facts import Fit, FitLine, FolderFacts, Mark, Repair
from score_gui.ui.preview_places import Places
from score_gui.ui.preview_ticks import Sums
from score_gui.ui.profiles_desk import TokenState
from tests.ui.preview_samples import GB

SUMS = Sums(files=138, bytes=4400 * GB, unsized=0, largest=42 * GB)


def lines_of(fit: Fit) -> dict[str, FitLine]:
    return {line.title: line for line in fit.lines()}


def folder_line(title: str, facts: FolderFacts, sums: Sums = SUMS, places: Places | None = None) -> FitLine:
    return lines_of(Fit(sums, places or Places(), "/mnt/lab2", facts))[title]


def test_only_what_is_known_is_told() -> None:
    assert set(lines_of(Fit(SUMS, Places()))) == {"Names"}
    assert set(lines_of(Fit(SUMS, Places(), folder=FolderFacts("L:")))) == {"Names", "File system"}


def test_space_that_is_enough() -> None:
    line = folder_line("Space", FolderFacts("L:", free=7200 * GB))
    assert (line.mark, line.sentence) == (Mark.FITS, "4.4 TB needed, 7.2 TB free on L:")


def test_space_that_is_short_names_the_gap_and_offers_another_folder() -> None:
    line = folder_line("Space", FolderFacts("L:", free=3790 * GB))
    assert line == FitLine("Space", Mark.STOPS, "610.0 GB short on L:", Repair.CHOOSE_FOLDER)


def test_space_cannot_be_promised_while_sizes_are_unknown() -> None:
    line = folder_line("Space", FolderFacts("L:", free=7200 * GB), Sums(3, 0, 2, 0))
    assert (line.mark, line.sentence) == (Mark.LOOK, "2 files of unknown size, 7.2 TB free on L:")


def test_a_file_system_that_takes_everything() -> None:
    line = folder_line("File system", FolderFacts("L:", file_system="NTFS"))
    assert (line.mark, line.sentence) == (Mark.FITS, "NTFS takes files of this size and these paths")


@pytest.mark.parametrize(
    ("facts", "places", "mark", "sentence"),
    [
        (
            FolderFacts("E:", file_system="FAT32", largest_file=4_294_967_295),
            Places(),
            Mark.STOPS,
            "FAT32: files over 4.3 GB are too large",
        ),
        (
            FolderFacts("L:", file_system="NTFS", longest_path=259),
            Places(longest_path=250),
            Mark.STOPS,
            "A path of 260 characters is too long for NTFS",
        ),
        (FolderFacts("L:", is_writable=False), Places(), Mark.STOPS, "This folder cannot be written to"),
        (FolderFacts("L:", synced_by="OneDrive"), Places(), Mark.LOOK, "This folder is synced by OneDrive"),
    ],
)
def test_a_file_system_that_does_not(facts: FolderFacts, places: Places, mark: Mark, sentence: str) -> None:
    line = folder_line("File system", facts, places=places)
    assert (line.mark, line.sentence, line.repair) == (mark, sentence, Repair.CHOOSE_FOLDER)


def test_a_path_of_exactly_the_limit_fits() -> None:
    facts = FolderFacts("L:", file_system="NTFS", longest_path=260)
    assert folder_line("File system", facts, places=Places(longest_path=250)).mark is Mark.FITS


def test_names_that_only_the_site_knows_are_not_judged() -> None:
    assert "Names" not in lines_of(Fit(SUMS, Places(unnamed=1)))
    assert "Names" in lines_of(Fit(SUMS, Places(sharing=2, unnamed=1)))


@pytest.mark.parametrize(
    ("sharing", "mark", "sentence"),
    [
        (0, Mark.FITS, "No two files share a name"),
        (2, Mark.LOOK, "2 files share one name; both are kept, with the object ID added"),
        (5, Mark.LOOK, "5 files share names; all are kept, with the object ID added"),
    ],
)
def test_names(sharing: int, mark: Mark, sentence: str) -> None:
    line = lines_of(Fit(SUMS, Places(sharing=sharing)))["Names"]
    assert (line.mark, line.sentence) == (mark, sentence)


@pytest.mark.parametrize(
    ("state", "mark", "repair"),
    [
        (TokenState.KEPT, Mark.FITS, None),
        (TokenState.UNTIL_QUIT, Mark.FITS, None),
        (TokenState.NOT_NEEDED, Mark.FITS, None),
        (TokenState.NONE, Mark.LOOK, Repair.ADD_TOKEN),
        (TokenState.REFUSED, Mark.STOPS, Repair.ADD_TOKEN),
    ],
)
def test_token(state: TokenState, mark: Mark, repair: Repair | None) -> None:
    line = lines_of(Fit(SUMS, Places(), token=state))["Token"]
    assert (line.mark, line.repair) == (mark, repair)
