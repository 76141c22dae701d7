"""SCORE_GUI_HOME moves every file the program keeps."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from score_gui.files.folders import AppFolders


def all_of(folders: AppFolders) -> list[Path]:
    return [folders.config, folders.state, folders.cache, folders.log, folders.downloads]


def test_one_variable_moves_everything(tmp_path: Path) -> None:
    folders = AppFolders.from_environment({"SCORE_GUI_HOME": str(tmp_path / "home")})
    assert len(set(all_of(folders))) == 5
    assert all(folder.parent == tmp_path / "home" for folder in all_of(folders))
    assert folders.downloads.name == "downloads"


def test_a_relative_home_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folders = AppFolders.from_environment({"SCORE_GUI_HOME": "here"})
    assert folders.state == tmp_path / "here" / "state"


@pytest.mark.parametrize("environ", [{}, {"SCORE_GUI_HOME": ""}, {"SCORE_GUI_HOME": "  "}])
def test_without_it_the_platform_decides(environ: dict[str, str]) -> None:
    folders = AppFolders.from_environment(environ)
    assert all(folder.is_absolute() for folder in all_of(folders))
    assert folders.downloads.name == "score_gui"


def test_its_own_folders_are_for_this_user_only(tmp_path: Path) -> None:
    folders = AppFolders.below(tmp_path / "home")
    folders.state.mkdir(parents=True)
    folders.state.chmod(0o755)
    folders.create()
    folders.create()
    assert not folders.downloads.exists()
    for folder in (folders.config, folders.state, folders.cache, folders.log):
        assert folder.is_dir()
        if os.name != "nt":
            assert folder.stat().st_mode & 0o777 == 0o700
