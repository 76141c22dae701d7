"""A machine that cannot have a real store skips its tests, and the reason says why."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from . import tools

GETTERS = [tools.minio, tools.azurite]
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="the made-up tools are shell scripts")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty PATH, and an empty folder for what is made."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("SCORE_GUI_STORES", str(tmp_path / "kept"))
    (tmp_path / "bin").mkdir()
    return tmp_path


def put_tool(place: Path, name: str, script: str) -> None:
    tool = place / "bin" / name
    tool.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    tool.chmod(0o755)


@pytest.mark.parametrize("get", GETTERS)
def test_they_can_be_switched_off(monkeypatch: pytest.MonkeyPatch, get: Callable[[], list[str]]) -> None:
    monkeypatch.setenv("SCORE_GUI_STORES", "off")
    with pytest.raises(tools.MissingError, match="SCORE_GUI_STORES is off"):
        get()


@pytest.mark.parametrize(("get", "tool"), [(tools.minio, "go"), (tools.azurite, "node")])
def test_without_the_tool_that_makes_it_there_is_none(
    place: Path, get: Callable[[], list[str]], tool: str
) -> None:
    with pytest.raises(tools.MissingError, match=f"no `{tool}` on the PATH"):
        get()


@posix_only
def test_a_tool_that_gives_up_is_quoted_and_leaves_nothing(place: Path) -> None:
    put_tool(place, "go", "echo one; echo 'no route to the modules' >&2; exit 1")
    with pytest.raises(tools.MissingError, match="`go install` ended with: no route to the modules"):
        tools.minio()
    assert list((place / "kept").iterdir()) == []


@posix_only
def test_a_tool_that_takes_too_long_is_ended(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools, "LONGEST_SECONDS", 0.1)
    put_tool(place, "go", "exec /bin/sleep 60")
    with pytest.raises(tools.MissingError, match="took longer"):
        tools.minio()


@posix_only
def test_what_was_made_once_is_found_again(place: Path) -> None:
    put_tool(place, "go", 'echo made > "$GOBIN/minio"')
    made = tools.minio()
    assert Path(made[0]).read_text("utf-8") == "made\n"
    (place / "bin" / "go").unlink()
    assert tools.minio() == made
