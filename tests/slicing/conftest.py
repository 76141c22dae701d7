"""The made files, once for the whole run. Without pysam (Windows) only the pure part of this room can be tested."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.slicing.files import Made


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    pytest.importorskip("pysam", reason="pysam does not exist for this system")
    from tests.slicing.files import make_files

    return make_files(tmp_path_factory.mktemp("alignments"))
