"""The files that travel with the program are found wherever it is installed."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from score_gui.files import resources


def test_an_icon_is_found_in_a_checkout() -> None:
    assert resources.resource_path("icons", "check.svg").is_file()


@pytest.mark.parametrize("place", ["score_gui/_resources", "resources"])
def test_resources_are_found_inside_or_beside_the_package(place: str, tmp_path: Path) -> None:
    (tmp_path / place / "icons").mkdir(parents=True)
    module = tmp_path / "score_gui" / "files" / "resources.py"
    module.parent.mkdir(parents=True)
    module.write_bytes(Path(resources.__file__).read_bytes())
    spec = importlib.util.spec_from_file_location("copied", module)
    assert spec is not None
    assert spec.loader is not None
    copied = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(copied)

    assert copied.resource_path("icons") == tmp_path / place / "icons"
