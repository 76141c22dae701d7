"""Facts about real folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from score_gui.ui.preview_folder import folder_facts


def test_a_folder_that_is_yet_to_be_made_is_judged_by_where_it_would_lie(tmp_path: Path) -> None:
    facts = folder_facts(tmp_path / "genomes" / "liver")
    assert facts.is_writable
    assert facts.free is not None
    assert facts.drive
    assert not str(facts.drive).endswith("liver")


def test_what_is_kept_free_on_purpose_does_not_count_as_room(tmp_path: Path) -> None:
    import shutil

    facts = folder_facts(tmp_path)
    assert facts.free is not None
    assert facts.free < shutil.disk_usage(tmp_path).free


@pytest.mark.parametrize(
    ("part", "program"),
    [("OneDrive - Institute", "OneDrive"), ("Dropbox", "Dropbox"), ("genomes", None), ("my dropbox", None)],
)
def test_a_folder_that_a_program_copies_elsewhere_is_recognised(
    tmp_path: Path, part: str, program: str | None
) -> None:
    assert folder_facts(tmp_path / part / "liver").synced_by == program
