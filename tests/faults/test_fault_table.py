"""Every fault of the table, through the real engine, data client and Score source."""

from __future__ import annotations

from pathlib import Path

import pytest

from score_gui.model.transfer import Status, Transfer
from score_gui.net import pace
from score_gui.net.settings import NetSettings
from tests.faults.bench import Bench, make_object
from tests.faults.cases import CASES, SIZE, Case, as_params
from tests.faults.hostile_site import HostileSite
from tests.faults.oracle import check

NET = NetSettings(connect_timeout=5, read_timeout=30, header_timeout=30, api_timeout=30)
QUICK = NetSettings(connect_timeout=5, read_timeout=1.0, header_timeout=1.0, api_timeout=30)


@pytest.mark.parametrize("case", as_params(CASES))
def test_a_fault(
    case: Case,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if case.quick:
        monkeypatch.setattr(pace, "_STALL_SECONDS", 1.0)
        monkeypatch.setattr(pace, "_STALL_BYTES", 1000)
    with HostileSite(api=case.api, data=case.data, external=case.external, **case.site) as site:
        stored = site.put(make_object(SIZE, **case.told))
        bench = Bench(tmp_path, site, QUICK if case.quick else NET)
        try:
            bench.add(stored, size=case.manifest_size)
            row = bench.until(lambda: _ended(bench, case))
            assert row is not None
            assert (row.status, row.problem and row.problem.code) == (case.ends, case.code)
            told = capfd.readouterr().err + caplog.text
            check(bench, told=told, waste=case.waste, requests=case.requests, most=case.most)
        finally:
            bench.end()


def _ended(bench: Bench, case: Case) -> Transfer | None:
    """The row in the state it must end in, or in one that nothing leads out of."""
    row = next(iter(bench.rows.values()))
    if row.status == case.ends:
        has_ended = case.code is None or (row.problem is not None and row.problem.code == case.code)
    else:
        has_ended = row.status.is_done or row.status is Status.NEEDS_YOU
    return row if has_ended else None
