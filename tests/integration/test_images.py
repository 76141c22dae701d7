"""Public buckets of a real store: listed in real pages, and fetched with the MD5s that it tells itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from score_gui import wiring
from score_gui.access.profiles import IMAGING
from score_gui.cli.speech import Exit
from tests.cli.terminal import Terminal

from .minio import Minio

MANY, FEW = "28621ba9-1aca-4aab-a2a1-f6d2c3e2ab19", "f0b76401-c6d1-4b61-a5fd-3fa596e6cc41"
GONE = "4ea3bbe6-98da-4b92-abe6-2ee18927e3c9"
# One more than a store tells in a page.
FILES = {f"{MANY}/{number:04}.dcm": f"image {number}".encode() for number in range(1001)}
MOVED = {f"{FEW}/1.dcm": b"moved" * 1_000_000}


def test_series_of_a_real_store_arrive_verified(
    minio: Minio, terminal: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    minio.publish("idc-open-data", FILES)
    minio.publish("idc-open-data-cr", MOVED)
    here = minio.address.rstrip("/")
    monkeypatch.setattr(wiring, "IMAGING", replace(IMAGING, storage_url=here, metadata_url=here))
    manifest = tmp_path / "images.s5cmd"
    manifest.write_text("".join(f"cp s3://idc-open-data/{series}/* ./\n" for series in (MANY, FEW)))
    ran = terminal.download("--manifest", manifest)
    assert ran.status == Exit.DONE, ran.err
    held = {name: (terminal.folder / name).read_bytes() for name in terminal.files() if name.endswith(".dcm")}
    assert held == FILES | MOVED
    assert {one["check"] for one in ran.events("verified")} == {"whole-md5"}
    assert ran.summary["verified"] == len(held)

    manifest.write_text(f"cp s3://idc-open-data/{GONE}/* ./\n")
    ran = terminal.download("--manifest", manifest)
    assert ran.status != Exit.DONE
    assert "answered 403 when asked" in ran.err  # by the bucket idc-open-data-two, which was never made
