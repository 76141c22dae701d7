"""The lines of the fit check, from the facts known so far."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from score_gui.access.life import EndSource, TokenEnd
from score_gui.model.problem import Problem
from score_gui.model.problems import no_access, token_refused, unknown_object
from score_gui.model.server_problems import no_network
from score_gui.model.transfer import NameRule
from score_gui.ui.preview_access import SAMPLE, Access, sample
from score_gui.ui.preview_facts import Fit, FitLine, FolderFacts, Mark, Repair
from score_gui.ui.preview_places import Places
from score_gui.ui.preview_rows import PreviewRows
from score_gui.ui.preview_sums import Sums
from score_gui.ui.profiles_desk import ProfileLine, TokenState
from tests.ui.preview_samples import GB, entry, manifest, profile

SUMS = Sums(files=138, bytes=4400 * GB, unsized=0, largest=42 * GB)


def lines_of(fit: Fit) -> dict[str, FitLine]:
    return {line.title: line for line in fit.lines()}


def folder_line(title: str, facts: FolderFacts, sums: Sums = SUMS, places: Places | None = None) -> FitLine:
    return lines_of(Fit(sums, places or Places(), "/mnt/lab2", facts))[title]


def test_only_what_is_known_is_told() -> None:
    assert set(lines_of(Fit(SUMS))) == {"Time"}
    assert set(lines_of(Fit(SUMS, Places(), folder=FolderFacts("L:")))) == {"Names", "Time", "File system"}
    assert lines_of(Fit(SUMS))["Time"].sentence == "Known after the first minute"


def test_space_that_is_enough() -> None:
    line = folder_line("Space", FolderFacts("L:", free=7200 * GB))
    assert (line.mark, line.sentence) == (Mark.FITS, "4.4 TB needed, 7.2 TB free on L:")


def test_space_that_is_short_names_the_gap_and_offers_another_folder() -> None:
    line = folder_line("Space", FolderFacts("L:", free=3790 * GB))
    assert line == FitLine("Space", Mark.STOPS, "610.0 GB short on L:", Repair.CHOOSE_FOLDER)


def test_what_the_queue_still_fetches_is_taken_off_the_space() -> None:
    line = folder_line("Space", FolderFacts("L:", free=7200 * GB, queued=1200 * GB))
    assert (line.mark, line.sentence) == (
        Mark.FITS,
        "4.4 TB needed, 7.2 TB free on L:, 1.2 TB of it for the queue",
    )
    short = folder_line("Space", FolderFacts("L:", free=5000 * GB, queued=1200 * GB))
    assert (short.mark, short.sentence) == (Mark.STOPS, "600.0 GB short on L:, with 1.2 TB for the queue")
    unknown = folder_line("Space", FolderFacts("L:", free=5000 * GB, queued=1200 * GB), Sums(3, 0, 2, 0))
    assert unknown.sentence == "2 files of unknown size, 5.0 TB free on L:, 1.2 TB of it for the queue"


def test_a_file_that_the_queue_fetches_already_needs_no_room_twice() -> None:
    full = FolderFacts("L:", free=4400 * GB, queued=4400 * GB)
    assert lines_of(Fit(SUMS, folder=full))["Space"].mark is Mark.STOPS
    assert lines_of(Fit(SUMS, folder=full, coming=4400 * GB))["Space"].mark is Mark.FITS


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


@pytest.mark.parametrize(("count", "told"), [(1, "1 file is"), (186, "186 files are")])
def test_files_that_are_too_large_for_fat32_are_counted(count: int, told: str) -> None:
    facts = FolderFacts("E:", file_system="FAT32", largest_file=4_294_967_295)
    line = lines_of(Fit(SUMS, folder=facts, too_large=count))["File system"]
    assert (line.mark, line.sentence) == (Mark.STOPS, f"FAT32: {told} too large")


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
        (2, Mark.LOOK, "2 files share one name; both are kept"),
        (5, Mark.LOOK, "5 files share names; all are kept"),
    ],
)
def test_names(sharing: int, mark: Mark, sentence: str) -> None:
    line = lines_of(Fit(SUMS, Places(sharing=sharing)))["Names"]
    assert (line.mark, line.sentence) == (mark, sentence)


def test_names_that_are_shared_under_the_rule_that_fetches_the_first() -> None:
    two = lines_of(Fit(SUMS, Places(sharing=2), rule=NameRule.LEAVE_OUT))["Names"]
    assert two.sentence == "2 files share one name; only the first is fetched"
    assert two.repair is Repair.SHOW


def test_who_wants_to_be_asked_is_told_of_what() -> None:
    def told(sharing: int, taken: int = 0) -> str:
        fit = Fit(SUMS, Places(sharing=sharing), rule=NameRule.ASK, taken=taken)
        return lines_of(fit)["Names"].sentence

    assert told(2) == "2 files share one name; you are asked about the second"
    assert told(5) == "5 files share names; you are asked about all but the first of each"
    assert told(0, taken=1).endswith("; you are asked, and nothing is replaced before")


def test_names_that_other_files_have_on_the_disk() -> None:
    line = lines_of(Fit(SUMS, Places(), taken=1))["Names"]
    assert line.sentence == "1 name is taken by other files on the disk; ours get the object ID"
    skipped = lines_of(Fit(SUMS, Places(), taken=2, rule=NameRule.LEAVE_OUT))["Names"]
    assert skipped.sentence == "2 names are taken by other files on the disk; ours are left out"


NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def kept(days: float | None = None) -> ProfileLine:
    end = None if days is None else TokenEnd(NOW + timedelta(days=days), EndSource.TOKEN)
    return ProfileLine(profile("argo"), TokenState.KEPT, end)


def test_a_token_that_lives_longer_than_the_download() -> None:
    line = lines_of(Fit(SUMS, token=kept(28), speed=91_000_000.0, now=NOW))["Token"]
    assert (line.mark, line.sentence) == (Mark.FITS, "Ends in 28 days, needed for about 13 hours")
    unmeasured = lines_of(Fit(SUMS, token=kept(28), now=NOW))["Token"]
    assert unmeasured.sentence == "Ends in 28 days"


def test_a_token_that_ends_before_the_download_is_told_with_a_way_out() -> None:
    line = lines_of(Fit(SUMS, token=kept(0.4), speed=91_000_000.0, now=NOW))["Token"]
    assert (line.mark, line.repair) == (Mark.STOPS, Repair.ADD_TOKEN)
    assert line.sentence.endswith("before the download, which takes about 13 hours")


def test_a_token_that_does_not_reach_the_servers_of_the_data_is_told() -> None:
    line = lines_of(Fit(SUMS, token=replace(kept(28), unsent="Too long for the header."), now=NOW))["Token"]
    assert (line.mark, line.sentence) == (Mark.LOOK, "Too long for the header.")
    ended = lines_of(Fit(SUMS, token=replace(kept(-1), unsent="Too long."), now=NOW))["Token"]
    assert ended.sentence == "Ended 31 Oct"


def test_a_token_that_has_ended() -> None:
    line = lines_of(Fit(SUMS, token=kept(-1), now=NOW))["Token"]
    assert (line.mark, line.sentence, line.repair) == (Mark.STOPS, "Ended 31 Oct", Repair.ADD_TOKEN)


def test_the_time_it_takes() -> None:
    assert lines_of(Fit(SUMS, speed=91_000_000.0))["Time"] == FitLine(
        "Time", Mark.FITS, "About 13 h 25 min at your 91 MB/s"
    )
    unsized = Sums(files=3, bytes=10, unsized=1, largest=10)
    assert lines_of(Fit(unsized, speed=9e7))["Time"].sentence == "Known once the site has told the sizes"
    here = Sums(files=3, bytes=10, unsized=0, largest=10, here=3, bytes_here=10)
    assert "Time" not in lines_of(Fit(here, speed=9e7))


REFUSED = no_access("ICGC ARGO", "an id")


@pytest.mark.parametrize(
    ("answers", "mark", "sentence", "words"),
    [
        ([None] * 6, Mark.FITS, "6 of 138 files asked for, all open for you", ""),
        ([None, REFUSED, REFUSED], Mark.STOPS, "2 of 3 files asked for are refused", "Leave out 2"),
        ([REFUSED], Mark.STOPS, "1 of 1 file asked for is refused", "Leave out 1"),
        (
            [None, unknown_object("ARGO")],
            Mark.LOOK,
            "1 of 2 files asked for not known to the site",
            "Leave out 1",
        ),
        ([no_network("argo.org")], Mark.LOOK, "Not known. No network", "Ask again"),
        ([token_refused("ICGC ARGO")], Mark.STOPS, "Not known. Token refused", ""),
    ],
)
def test_access(answers: list[Problem | None], mark: Mark, sentence: str, words: str) -> None:
    access = Access.of(range(6), answers)
    line = lines_of(Fit(SUMS, token=kept(), access=access))["Access"]
    assert (line.mark, line.sentence, line.words) == (mark, sentence, words)


def test_when_all_were_asked_all_are_told() -> None:
    few = Sums(files=2, bytes=10, unsized=0, largest=10)
    told = lines_of(Fit(few, token=kept(), access=Access.of([0, 1], [None, None])))["Access"]
    assert told.sentence == "All 2 open for you"


def test_access_is_asked_for_once_the_token_is_known() -> None:
    assert "Access" not in lines_of(Fit(SUMS))
    assert lines_of(Fit(SUMS, token=kept()))["Access"].mark is Mark.ASKING


def test_a_token_that_the_site_refuses_now_is_told_where_it_can_be_mended() -> None:
    refused = Access.of([0], [token_refused("ICGC ARGO")])
    line = lines_of(Fit(SUMS, token=kept(28), access=refused, now=NOW))["Token"]
    assert (line.mark, line.repair) == (Mark.STOPS, Repair.ADD_TOKEN)


def test_the_sample_takes_every_project_and_repository_before_it_takes_more_of_one() -> None:
    many = [entry(line, program_id="LIRI-JP") for line in range(1, 40)]
    rows = PreviewRows(manifest(*many, entry(40, program_id="LICA-FR"), entry(41, repos=("other",))))
    asked = sample(rows, rows.wanted)
    assert {39, 40} <= set(asked)
    assert len(asked) == SAMPLE
    assert sample(rows, bytes(len(rows))) == []
    assert sample(rows, b"\1" + bytes(len(rows) - 1)) == [0]


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
    line = lines_of(Fit(SUMS, Places(), token=ProfileLine(profile("argo"), state)))["Token"]
    assert (line.mark, line.repair) == (mark, repair)
