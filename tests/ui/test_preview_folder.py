"""Facts about real folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from score_gui.ui.preview_folder import folder_facts


def test_a_folder_that_is_yet_to_be_made_is_judged_by_where_it_would_lie(tmp_path: Path) -> None:
    facts = folder_facts(tmp_path / "genomes" / "liver", {})
    assert facts.is_writable
    assert facts.free is not None
    assert facts.drive
    assert not str(facts.drive).endswith("liver")


def test_what_is_kept_free_on_purpose_does_not_count_as_room(tmp_path: Path) -> None:
    import shutil

    facts = folder_facts(tmp_path, {})
    assert facts.free is not None
    assert facts.free < shutil.disk_usage(tmp_path).free


@pytest.mark.parametrize(
    ("part", "program"),
    [("OneDrive - Institute", "OneDrive"), ("Dropbox", "Dropbox"), ("genomes", None), ("my dropbox", None)],
)
def test_a_folder_that_a_program_copies_elsewhere_is_recognised(
    tmp_path: Path, part: str, program: str | None
) -> None:
    assert folder_facts(tmp_path / part / "liver", {}).synced_by == program


def test_what_the_queue_fetches_to_the_same_volume_is_told(tmp_path: Path) -> None:
    to_come = {tmp_path / "liver": 70, tmp_path / "not yet": 5}
    assert folder_facts(tmp_path / "new", to_come).queued == 75


def test_what_goes_to_another_volume_takes_no_room_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    monkeypatch.setattr(
        "score_gui.ui.preview_folder.volume_of", lambda folder: "device:2" if folder == other else "device:1"
    )
    assert folder_facts(tmp_path / "new", {other: 900, tmp_path / "liver": 70}).queued == 70


def test_a_drive_that_is_away_takes_no_room_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def seen(folder: Path) -> Path:
        if folder.name == "away":
            raise OSError("no such drive")
        return tmp_path

    monkeypatch.setattr("score_gui.ui.preview_folder.nearest_existing", seen)
    assert folder_facts(tmp_path, {tmp_path / "away": 70, tmp_path: 5}).queued == 5
