"""The search for secrets that watches over every other test here can find them."""

from __future__ import annotations

from pathlib import Path

import pytest

from score_gui.demo import Flavour, PracticeData, PracticeSite, Role

from .canary import Canary
from .terminal import Terminal


@pytest.mark.parametrize("flavour", Flavour)
def test_tokens_and_signatures_are_known(
    terminal: Terminal, canary: Canary, data: PracticeData, tmp_path: Path, flavour: Flavour
) -> None:
    with PracticeSite(data, flavour=flavour) as site:
        terminal.use(site)
        url = terminal.run("url", "--object-id", data.get(Role.VCF).object_id, shows_secrets=True).out
    assert canary.in_text(url)
    assert canary.in_text(f"Authorization: Bearer {site.token}")
    assert not canary.in_text("Authorization: Bearer somebody else's")
    spilt = tmp_path / "deep" / "spilt.db"
    spilt.parent.mkdir()
    spilt.write_bytes(b"\x00" + url.encode())
    assert canary.in_files(tmp_path) == [spilt]
    spilt.unlink()
