"""Images of the Imaging Data Commons in the real window: a list of series is dropped, its files arrive, verified."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from score_gui import wiring
from score_gui.access.profiles import IMAGING
from score_gui.model.transfer import Check, Status
from tests.app.conftest import Person
from tests.fakes.bucket_server import BucketServer

A, B = "28621ba9-1aca-4aab-a2a1-f6d2c3e2ab19", "f0b76401-c6d1-4b61-a5fd-3fa596e6cc41"
FILES = {f"{A}/1.dcm": b"one" * 100_000, f"{A}/2.dcm": b"two", f"{B}/3.dcm": b"three"}


@pytest.fixture
def commons(monkeypatch: pytest.MonkeyPatch) -> Iterator[BucketServer]:
    """The buckets, which must be there before the person opens the program."""
    with BucketServer(
        {"idc-open-data": dict(FILES), "idc-open-data-two": {}, "idc-open-data-cr": {}}
    ) as server:
        monkeypatch.setattr(wiring, "IMAGING", server.profile)
        yield server


def test_series_arrive_verified_in_folders_of_their_own(
    commons: BucketServer, person: Person, tmp_path: Path
) -> None:
    commons.etags[f"idc-open-data/{B}/3.dcm"] = f"{'0' * 32}-2"
    manifest = tmp_path / "images.s5cmd"
    manifest.write_text(f"cp s3://idc-open-data/{A}/* ./\ncp s3://idc-open-data/{B}/* ./\n")
    person.drop(manifest)
    person.press_download()
    person.until(lambda: len(person.rows) == 3 and all(row.status.is_done for row in person.rows))
    states = {row.name: (row.status, row.check) for row in person.rows}
    assert states == {
        "1.dcm": (Status.VERIFIED, Check.WHOLE),
        "2.dcm": (Status.VERIFIED, Check.WHOLE),
        "3.dcm": (Status.COMPLETE, Check.SIZE),
    }
    assert {row.profile_id for row in person.rows} == {IMAGING.id}
    folder = person.rows[0].folder
    assert {name: (folder / name).read_bytes() for name in FILES} == FILES
