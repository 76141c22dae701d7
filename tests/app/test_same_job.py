"""The same job in a terminal: what the window copies as a command fetches what the window fetched."""

from __future__ import annotations

import hashlib
import shlex
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QGuiApplication

from score_gui.cli import main
from score_gui.demo import PracticeSite
from score_gui.model.transfer import Status
from score_gui.ui.manifest_desk import ManifestDesk
from tests.app.conftest import Person

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="read as a POSIX shell does")


def content(folder: Path) -> dict[str, str]:
    """MD5s by the paths of all data files."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {
        str(path.relative_to(folder)): hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
        for path in files
        if not path.name.startswith("score-manifest")  # the receipt of the window
    }


def test_a_copied_command_fetches_the_same_files(
    person: Person, site: PracticeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person.drop(site.data.manifest)
    person.press_download()
    person.until(lambda: person.rows and all(row.status is Status.VERIFIED for row in person.rows))
    (desk,) = person.app.window.findChildren(ManifestDesk)
    (copy,) = [one for one in desk.make_menu(site.data.manifest.name).actions() if is_copy(one)]
    copy.trigger()
    _, *words = shlex.split(QGuiApplication.clipboard().text())
    here, elsewhere = words[words.index("--output-dir") + 1], str(tmp_path / "elsewhere")
    for name, value in person.environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SCORE_GUI_HOME", str(tmp_path / "other home"))
    monkeypatch.chdir(site.data.manifest.parent)
    assert main([elsewhere if word == here else word for word in words]) == 0
    assert content(Path(elsewhere)) == content(Path(here)) != {}


def is_copy(action: QAction) -> bool:
    return action.text() == "Copy as command"
