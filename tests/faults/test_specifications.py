"""Descriptions that were tampered with: whatever Score says, no wrong byte gets a final name."""

from __future__ import annotations

import copy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from score_gui.model.transfer import Status
from score_gui.net.settings import NetSettings
from tests.fakes.raw_server import Hangup, Step
from tests.faults.bench import Bench, make_object
from tests.faults.hostile_site import Asked, HostileSite, head
from tests.faults.oracle import check

SIZE = 50_000
PART = 20_000
NET = NetSettings(connect_timeout=5, read_timeout=30, header_timeout=30, api_timeout=30)

NUMBERS: st.SearchStrategy[Any] = st.sampled_from(
    [-1, 0, 1, PART, SIZE - 1, SIZE, SIZE + 1, 2**31, 2**63, 2**64, 1.5, True, None, "5", []]
)
TEXTS = st.sampled_from(
    [
        None,
        "",
        "null",
        5,
        "0" * 32,
        "0" * 31 + "g",
        "F" * 32,
        "0" * 32 + "-3",
        " " + "0" * 32,
        "AwHKU8hhOLqnW3qjVwVUBQ==",
    ]
)
LINKS = st.sampled_from(
    [
        None,
        "",
        "x",
        5,
        "/relative",
        "javascript:1",
        "file:///etc/passwd",
        "http://user:pw@127.0.0.1:9/x",
        "http://127.0.0.1:1/\r\nX: y",
    ]
)
IDS = st.sampled_from([None, 5, "", "0d8a1d10-2c6c-5f8f-9b1e-9f5f6a8f5c11"])

CHANGES = st.one_of(
    st.tuples(st.just("objectSize"), NUMBERS),
    st.tuples(st.just("objectMd5"), TEXTS),
    st.tuples(st.just("objectId"), IDS),
    st.tuples(st.just("parts"), st.sampled_from([None, [], {}, "x", [None]])),
    st.tuples(st.sampled_from(["swap", "twice", "without first", "without last", "drop"]), st.integers(0, 2)),
    st.tuples(st.sampled_from(["offset", "partSize"]), NUMBERS),
    st.tuples(st.just("partNumber"), NUMBERS),
    st.tuples(st.just("sourceMd5"), TEXTS),
    st.tuples(st.just("url"), LINKS),
)


def changed(told: dict[str, Any], changes: list[tuple[str, Any]]) -> dict[str, Any]:
    """A description with some of its facts replaced, or its parts in another order or number."""
    new = copy.deepcopy(told)
    for name, value in changes:
        _change(new, name, value)
    return new


def _change(new: dict[str, Any], name: str, value: Any) -> None:
    parts = new.get("parts")
    if name.startswith("object") or name == "parts":
        new[name] = value
    elif not isinstance(parts, list) or not parts or not isinstance(parts[0], dict):
        return
    elif name == "swap":
        parts.reverse()
    elif name == "twice":
        parts.append(copy.deepcopy(parts[value % len(parts)]))
    elif name.startswith(("without", "drop")):
        del parts[{"without first": 0, "without last": -1}.get(name, value % len(parts))]
    else:
        parts[-1][name] = value


def _tamper(site: HostileSite, changes: list[tuple[str, Any]], which: str) -> None:
    def fault(asked: Asked) -> list[Step] | None:
        is_external = "external" in asked.params
        if (which == "whole") == (asked.params.get("length") == "-1" and not is_external):
            return [site.said(changed(site.specification(asked), changes))]
        return None

    site.api = fault


@pytest.mark.fault("F56", "numbers that are none, mutated")
@pytest.mark.fault("F58", "parts that overlap, leave gaps or are missing, mutated")
@pytest.mark.fault("F59", "MD5s that are none, mutated")
@pytest.mark.fault("F60", "other object ids and unsafe links, mutated")
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(
    changes=st.lists(CHANGES, min_size=1, max_size=3),
    which=st.sampled_from(["whole", "links"]),
    external=st.booleans(),
)
def test_a_mutated_description_never_leads_to_wrong_bytes(
    changes: list[tuple[str, Any]], which: str, external: bool
) -> None:
    with TemporaryDirectory() as folder, HostileSite(external=external) as site:
        stored = site.put(make_object(SIZE, part_size=PART))
        _tamper(site, changes, which)
        bench = Bench(Path(folder), site, NET)
        try:
            bench.add(stored)
            bench.until(lambda: bench.row(stored).status.is_done or bench.row(stored).status in ENDS)
            check(bench, waste=8 * SIZE, requests=60)
        finally:
            bench.end()


ENDS = {Status.NEEDS_YOU, Status.WAITING_SERVER, Status.WAITING_NETWORK}


@pytest.mark.fault("F61", "another part layout after a renewal")
@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(part_size=st.integers(7_000, 60_000), cut=st.integers(1, SIZE - 1))
def test_another_part_layout_costs_no_byte(part_size: int, cut: int) -> None:
    with TemporaryDirectory() as folder, HostileSite(external=False) as site:
        stored = site.put(make_object(SIZE, part_size=SIZE))

        def fault(asked: Asked) -> list[Step] | None:
            if asked.number > 1:
                return None
            stored.part_size = part_size
            site.end_links()
            return [head(asked), asked.bytes[:cut], Hangup]

        site.data = fault
        bench = Bench(Path(folder), site, NET)
        try:
            bench.add(stored)
            bench.until(lambda: bench.row(stored).status is Status.VERIFIED)
            check(bench, most=SIZE, requests=40)
        finally:
            bench.end()
