"""`score-gui download` and `inspect` with lists of the Imaging Data Commons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from score_gui import wiring
from score_gui.cli.speech import Exit
from tests.fakes.bucket_server import BucketServer, md5

from .terminal import Terminal

A, B = "28621ba9-1aca-4aab-a2a1-f6d2c3e2ab19", "f0b76401-c6d1-4b61-a5fd-3fa596e6cc41"
FILES = {f"{A}/1.dcm": b"one" * 1000, f"{A}/2.dcm": b"two", f"{B}/3.dcm": b"three"}
TAGGED = f"{B}/3.dcm"


@pytest.fixture
def commons(monkeypatch: pytest.MonkeyPatch) -> Iterator[BucketServer]:
    with BucketServer(
        {"idc-open-data": dict(FILES), "idc-open-data-two": {}, "idc-open-data-cr": {}}
    ) as server:
        monkeypatch.setattr(wiring, "IMAGING", server.profile)
        yield server


@pytest.fixture
def series(tmp_path: Path) -> Path:
    path = tmp_path / "manifest.s5cmd"
    path.write_text(f"cp s3://idc-open-data/{A}/* ./\ncp s3://idc-open-data/{B}/* ./\n")
    return path


def test_series_are_fetched_and_verified_without_profile_and_token(
    terminal: Terminal, commons: BucketServer, series: Path
) -> None:
    commons.etags[f"idc-open-data/{TAGGED}"] = "0" * 32 + "-2"
    ran = terminal.download("--manifest", series)
    assert ran.status == Exit.DONE, ran.err
    assert terminal.files() >= set(FILES)
    assert {name: (terminal.folder / name).read_bytes() for name in FILES} == FILES
    checks = {one["name"]: (one["md5"], one["check"]) for one in ran.events("verified")}
    assert checks["1.dcm"] == (md5(FILES[f"{A}/1.dcm"]), "whole-md5")
    assert not any("authorization" in request.lower() for request in commons.requests)


def test_a_second_run_fetches_nothing(terminal: Terminal, commons: BucketServer, series: Path) -> None:
    assert terminal.download("--manifest", series).status == Exit.DONE
    before = list(commons.fetched)
    assert terminal.download("--manifest", series).status == Exit.DONE
    assert commons.fetched == before


def test_a_file_that_differs_from_its_md5_is_never_published(
    terminal: Terminal, commons: BucketServer, series: Path
) -> None:
    commons.etags[f"idc-open-data/{A}/2.dcm"] = md5(b"something else")
    ran = terminal.download("--manifest", series)
    assert ran.status == Exit.SOME_FAILED
    assert f"{A}/2.dcm" not in terminal.files()
    assert f"{A}/1.dcm" in terminal.files()


def test_a_series_that_is_gone_is_told_by_its_line_and_the_status(
    terminal: Terminal, commons: BucketServer, series: Path
) -> None:
    del commons.files["idc-open-data"][TAGGED]
    ran = terminal.download("--manifest", series)
    assert ran.status == Exit.SOME_FAILED
    assert f"line 2: The series is in none of the buckets any more: {B}" in ran.err
    assert f"{A}/1.dcm" in terminal.files()


def test_the_layout_may_be_chosen(terminal: Terminal, commons: BucketServer, series: Path) -> None:
    assert commons.origin
    assert terminal.download("--manifest", series, "--output-layout", "filename").status == Exit.DONE
    assert terminal.files() >= {"1.dcm", "2.dcm", "3.dcm"}


def test_lists_of_two_sites_are_not_mixed(terminal: Terminal, series: Path, tmp_path: Path) -> None:
    other = tmp_path / "ids.txt"
    other.write_text(f"{A}\n")
    ran = terminal.download("--manifest", series, other)
    assert ran.status == Exit.USAGE
    assert "one after the other" in ran.err
    ran = terminal.download("--manifest", series, "--profile", "icgc-argo")
    assert ran.status == Exit.USAGE
    assert "leave --profile out" in ran.err


def test_an_unreachable_bucket_ends_the_run_in_a_sentence(
    terminal: Terminal, commons: BucketServer, series: Path
) -> None:
    del commons.files["idc-open-data"], commons.files["idc-open-data-two"], commons.files["idc-open-data-cr"]
    ran = terminal.download("--manifest", series)
    assert ran.status == Exit.SOME_FAILED
    assert "The buckets do not tell their files" in ran.err


def test_inspect_tells_the_series_and_asks_nobody(
    terminal: Terminal, commons: BucketServer, series: Path
) -> None:
    told = terminal.run("inspect", "--json", series).lines[0]
    assert (told["kind"], told["accepted"]) == ("idc-s5cmd", True)
    assert told["series"] == [
        {"provider": "aws", "bucket": "idc-open-data", "prefix": f"{A}/"},
        {"provider": "aws", "bucket": "idc-open-data", "prefix": f"{B}/"},
    ]
    assert told["files"] == []
    assert commons.requests == []


def test_images_are_named_by_their_addresses(terminal: Terminal, commons: BucketServer) -> None:
    ran = terminal.download("--object-id", f"s3://idc-open-data/{A}/2.dcm", f"s3://idc-open-data/{B}/")
    assert ran.status == Exit.DONE, ran.err
    assert terminal.files() == {f"{A}/2.dcm", f"{B}/3.dcm"}
    assert len(commons.fetched) == 2


@pytest.mark.parametrize(
    "named", ["s3://somebody/x", f"s3://idc-open-data/{A}/../x", "https://example.org/a.dcm"]
)
def test_an_address_that_is_none_of_theirs_is_refused(terminal: Terminal, named: str) -> None:
    ran = terminal.download("--object-id", f"s3://idc-open-data/{A}/2.dcm", named)
    assert ran.status == Exit.USAGE
    assert "not addresses" in ran.err


def test_a_series_that_is_named_twice_is_no_loss(
    terminal: Terminal, commons: BucketServer, series: Path
) -> None:
    series.write_text(f"cp s3://idc-open-data/{A}/* ./\n" * 2)
    assert terminal.download("--manifest", series).status == Exit.DONE
    assert len(commons.fetched) == 2
