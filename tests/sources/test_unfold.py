"""A list of series becomes a list of files, and a public file is fetched without anybody's token."""

from __future__ import annotations

import threading
from contextlib import closing

import pytest

from score_gui.manifests import read_manifest
from score_gui.model.byterange import ByteRange
from score_gui.model.manifest import Entry, Manifest
from score_gui.model.problem import ProblemError
from score_gui.model.secret import Secret
from score_gui.model.specification import Specification
from score_gui.net.settings import NetSettings
from score_gui.sources import unfold as unfolding
from score_gui.sources.buckets import Buckets
from score_gui.sources.open import open_source
from score_gui.sources.unfold import QUESTIONS_AT_ONCE, unfold
from tests.fakes.bucket_server import BucketServer, Files, error, md5
from tests.fakes.raw_server import Script

A, B = "28621ba9-1aca-4aab-a2a1-f6d2c3e2ab19", "f0b76401-c6d1-4b61-a5fd-3fa596e6cc41"
EMPTY: Files = {"idc-open-data": {}, "idc-open-data-two": {}, "idc-open-data-cr": {}}
HELD: Files = {
    **EMPTY,
    "idc-open-data": {f"{A}/1.dcm": b"one", f"{A}/2.dcm": b"two!", f"{B}/3.dcm": b"three"},
}


class UnwantedError(Exception):
    """Nobody waits any more."""


def commands(*places: str) -> Manifest:
    return read_manifest("".join(f"cp s3://idc-open-data/{place} .\n" for place in places).encode(), "list")


def unfolded(server: BucketServer, manifest: Manifest, shares: list[float] | None = None) -> Manifest:
    with closing(Buckets(server.profile, NetSettings())) as buckets:
        return unfold(manifest, buckets, (shares if shares is not None else []).append)


def test_series_become_their_files_in_the_order_of_the_list() -> None:
    shares: list[float] = []
    with BucketServer(HELD) as server:
        found = unfolded(server, commands(f"{B}/*", f"{A}/*"), shares)
    assert [(e.object_id, e.file_name, e.size, e.md5, e.analysis_id, e.line) for e in found.entries] == [
        (f"s3://idc-open-data/{B}/3.dcm", "3.dcm", 5, md5(b"three"), B, 1),
        (f"s3://idc-open-data/{A}/1.dcm", "1.dcm", 3, md5(b"one"), A, 2),
        (f"s3://idc-open-data/{A}/2.dcm", "2.dcm", 4, md5(b"two!"), A, 2),
    ]
    assert shares == [0.5, 1.0]


def test_a_file_that_is_named_beside_its_series_stands_there_once() -> None:
    with BucketServer(HELD) as server:
        found = unfolded(server, commands(f"{A}/2.dcm", f"{A}/*"))
    assert [entry.file_name for entry in found.entries] == ["2.dcm", "1.dcm"]


def test_what_is_nowhere_is_told_by_its_line_and_hides_nothing() -> None:
    with BucketServer({**EMPTY, "idc-open-data": {f"{A}/1.dcm": b"one"}}) as server:
        found = unfolded(server, commands(f"{B}/*", f"{A}/*"))
    assert [entry.file_name for entry in found.entries] == ["1.dcm"]
    assert [(r.code, r.line, r.blocks) for r in found.remarks] == [("line-1-not-found", 1, True)]


def test_a_busy_bucket_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unfolding, "_PAUSE", 0.001)
    with BucketServer(HELD) as server:
        server.faults["idc-open-data"] = [error("503 Slow Down", "SlowDown")] * 3
        found = unfolded(server, commands(f"{A}/*"))
    assert len(found.entries) == 2


def test_a_bucket_that_stays_busy_is_a_problem_and_no_short_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unfolding, "_PAUSE", 0.001)
    with BucketServer(HELD) as server:
        server.faults["idc-open-data"] = [error("503 Slow Down", "SlowDown")] * 9
        with pytest.raises(ProblemError) as caught:
            unfolded(server, commands(f"{A}/*", f"{B}/*"))
    assert caught.value.problem.code == "gave-up.server-busy"


class WaitingServer(BucketServer):
    """Answers so many questions at once that a series is done, and the others when nobody wants them any more."""

    def __init__(self, files: Files) -> None:
        super().__init__(files)
        self.unwanted = threading.Event()

    def _respond(self, request: str) -> Script:
        if len(self.listed) > QUESTIONS_AT_ONCE * len(EMPTY):
            self.unwanted.wait(60)
        return super()._respond(request)


def test_whoever_does_not_want_it_any_more_waits_for_nothing() -> None:
    def stop(_share: float) -> None:
        raise UnwantedError

    places = [f"{A[:-3]}{number:03}/*" for number in range(500)]
    with WaitingServer(HELD) as server, closing(Buckets(server.profile, NetSettings())) as buckets:
        with pytest.raises(UnwantedError):
            unfold(commands(*places), buckets, stop)
        server.unwanted.set()
        for thread in threading.enumerate():
            if thread.name.startswith("question-"):
                thread.join(60)
    assert len(server.listed) < 100


def test_more_files_than_a_queue_takes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unfolding, "MOST_FILES", 1)
    with BucketServer(HELD) as server, pytest.raises(ProblemError) as caught:
        unfolded(server, commands(f"{A}/*"))
    assert caught.value.problem.code == "too-many-files"


def test_a_ticket_is_the_plain_address_and_good_for_any_range() -> None:
    with BucketServer(HELD) as server:
        source = open_source(server.profile, lambda: Secret("a-token-that-must-not-travel"), NetSettings())
        with closing(source):
            entry = Entry(f"s3://idc-open-data/{A}/2.dcm", file_name="2.dcm", size=4, md5=md5(b"two!"))
            described = source.describe(entry, with_index=True, layout_needs_analysis=True)
            ticket = source.ticket(described.specification, ByteRange(1, 3))
        assert described.specification == Specification(entry.object_id, 4, md5(b"two!"))
        assert described.open_access is True
        assert ticket.url.reveal() == f"{server.origin}/idc-open-data/{A}/2.dcm"
        assert (ticket.range, ticket.exact, ticket.headers) == (ByteRange(0, 4), False, ())
    assert server.requests == []


def test_a_file_of_unknown_size_is_looked_up_and_one_that_is_gone_is_told() -> None:
    with BucketServer(HELD) as server:
        source = open_source(server.profile, lambda: Secret("a-token-that-must-not-travel"), NetSettings())
        with closing(source):
            bare = Entry(f"s3://idc-open-data/{A}/2.dcm")
            described = source.describe(bare, with_index=False, layout_needs_analysis=False)
            assert (described.specification.size, described.entry.file_name) == (4, "2.dcm")
            for gone in (f"s3://idc-open-data/{A}/9.dcm", f"s3://idc-open-data/{A}/", "no path"):
                with pytest.raises(ProblemError) as caught:
                    source.describe(Entry(gone), with_index=False, layout_needs_analysis=False)
                assert caught.value.problem.code == "unknown-object"
    assert not any("a-token-that-must-not-travel" in request for request in server.requests)
