"""The made files and the practice site, once for the whole run.

Without pysam (Windows) only the pure part of this room can be tested.
"""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from score_gui.demo import PracticeData, PracticeSite, make_practice_data
from tests.slicing.shell import Shell

if TYPE_CHECKING:
    from tests.slicing.files import Made

DATA = Path(__file__).parent / "data"
REAL = (
    "range.bam",
    "range.cram",
    "colons.bam",
    "no_hdr_sq_1.bam",
    *(f"bgzf_boundaries{number}.bam" for number in (1, 2, 3)),
)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    pytest.importorskip("pysam", reason="pysam does not exist for this system")
    from tests.slicing.files import make_files

    return make_files(tmp_path_factory.mktemp("alignments"))


@pytest.fixture(scope="session")
def worms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    """The small real files, with an index beside each and the reference of the CRAM."""
    pysam = pytest.importorskip("pysam", reason="pysam does not exist for this system")
    from tests.slicing.files import Made

    folder = tmp_path_factory.mktemp("worms")
    reference = folder / "ce.fa"
    reference.write_bytes(gzip.decompress((DATA / "ce.fa.gz").read_bytes()))
    found: dict[str, Made] = {}
    for name in REAL:
        path = Path(shutil.copy(DATA / name, folder))
        index = next((Path(shutil.copy(one, folder)) for one in DATA.glob(f"{name}.*ai")), None)
        if index is None:
            index = folder / f"{name}.bai"
            pysam.index("-o", str(index), str(path))
        found[name] = Made(path, index, reference if name.endswith(".cram") else None)
    return found


@pytest.fixture(scope="session")
def practice(tmp_path_factory: pytest.TempPathFactory) -> PracticeData:
    return make_practice_data(tmp_path_factory.mktemp("practice"), large_size=25_000_001)


@pytest.fixture(params=[True, False], ids=["whole-object links", "part links"])
def site(
    practice: PracticeData, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[PracticeSite]:
    with PracticeSite(practice, external=request.param) as running:
        monkeypatch.setenv("STORAGE_URL", running.storage_url)
        monkeypatch.setenv("METADATA_URL", running.metadata_url)
        monkeypatch.setenv("ACCESSTOKEN", running.token)
        yield running


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Shell:
    return Shell(capsys, tmp_path)
