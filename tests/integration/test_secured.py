"""A store behind a certificate of the organisation's own authority."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from score_gui.demo import PracticeData, PracticeObject
from tests.cli.terminal import Terminal

from .minio import Minio
from .real_site import RealSite

AUTHORITY = Path(__file__).parents[1] / "net" / "certificates" / "authority.pem"


def test_it_is_refused_until_its_authority_is_named_and_then_serves_all(
    sit_down: Callable[[RealSite], Terminal], data: PracticeData, secured_minio: Minio, large: PracticeObject
) -> None:
    with RealSite(data, secured_minio, secured_minio) as site:
        here = sit_down(site)
        refused = here.download("--object-id", large.object_id)
        assert refused.status == 1
        (failed,) = refused.events("failed")
        assert failed["code"] == "certificate-not-trusted"
        assert here.run("settings", "set", "--ca-file", AUTHORITY).status == 0
        done = here.download("--object-id", large.object_id)
    assert done.status == 0, done.err
    assert done.summary["bytes_received"] == large.size
    assert large.path is not None
    assert (here.folder / large.name).read_bytes() == large.path.read_bytes()
