"""Faults that begin or end in the middle of things: outages, tokens, storms, changed objects, TLS."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from score_gui.model.messages import Pause, Resume, TokenChanged
from score_gui.model.transfer import Status
from score_gui.net.settings import NetSettings
from score_gui.transfer import schedule
from tests.fakes.raw_server import Hangup, Step, answer
from tests.faults import faults as f
from tests.faults.bench import SIZE, Bench, Check, Make, make_object
from tests.faults.hostile_site import TOKEN, Asked, Fault, HostileSite, Stored, head, right_answer
from tests.faults.oracle import check

CERTIFICATES = Path(__file__).parents[1] / "net" / "certificates"
AUTHORITY = CERTIFICATES / "authority.pem"
NET = NetSettings(
    ca_files=(AUTHORITY,), connect_timeout=5, read_timeout=30, header_timeout=30, api_timeout=30
)
PART = 1 << 18
STALE = "canary-token-stale"


@pytest.fixture
def net() -> NetSettings:
    """Patient, with the authority of the certificates that the sites of this file show."""
    return NET


@pytest.fixture
def check_all(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Check:
    """The oracle, with what the program said aloud."""
    return lambda bench, **bounds: check(bench, told=capfd.readouterr().err + caplog.text, **bounds)


def put(site: HostileSite, count: int, size: int = SIZE, **told: Any) -> list[Stored]:
    return [site.put(make_object(size, number, **told)) for number in range(1, count + 1)]


def statuses(bench: Bench) -> set[Status]:
    return {row.status for row in list(bench.rows.values())}


def codes(bench: Bench) -> set[str | None]:
    return {None if row.problem is None else row.problem.code for row in list(bench.rows.values())}


def all_verified(bench: Bench) -> bool:
    return statuses(bench) == {Status.VERIFIED}


# --- the way there ------------------------------------------------------------------------------------------


@pytest.mark.fault("F32", "the next request comes after the pause that was asked for, not before")
@pytest.mark.parametrize("of", ["Score", "the store"])
def test_a_server_that_asks_for_a_pause_gets_it(make: Make, check_all: Check, of: str) -> None:
    asked_at: list[float] = []

    def busy(asked: Asked) -> Iterable[Step] | None:
        asked_at.append(bench.clock.now())
        return f.once(f.says("503 x", "Retry-After: 600"))(asked)

    site, bench = make(**{"api" if of == "Score" else "data": busy})
    one, other = put(site, 2)
    bench.add(one)
    bench.until(lambda: Status.WAITING_SERVER in statuses(bench))
    bench.add(other)
    bench.until(lambda: all_verified(bench))
    first, *others = asked_at
    assert min(others) >= first + 600, "the pause is one for all files"
    check_all(bench)


@pytest.mark.fault("F01", "names are not found for ten minutes")
def test_without_names_the_queue_waits_for_the_network(
    make: Make, check_all: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, bench = make()

    def no_names(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "no name")

    with monkeypatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", no_names)
        bench.add(*put(site, 1))
        bench.until(lambda: bench.standing() == {(Status.WAITING_NETWORK, "host-not-found")})
        bench.pass_time(600)
        assert statuses(bench) <= {Status.WAITING_NETWORK, Status.PREPARING, Status.WAITING}
    bench.until(lambda: all_verified(bench))
    check_all(bench, most=SIZE)


@pytest.mark.fault("F02", "the store refuses connections for long, then takes them")
def test_a_store_that_refuses_connections_is_waited_for(make: Make, check_all: Check) -> None:
    site, bench = make()
    [stored] = put(site, 1)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # and nobody listens; nobody else gets the port meanwhile
        port = closed.getsockname()[1]

        def link_to_nowhere(asked: Asked) -> list[Step]:
            told = site.specification(asked)
            for part in told["parts"]:
                part["url"] = part["url"].replace(site.store.origin, f"http://127.0.0.1:{port}")
            return [site.said(told)]

        site.api = link_to_nowhere
        bench.add(stored)
        bench.until(lambda: bench.standing() == {(Status.WAITING_SERVER, "cannot-connect")})
    site.api = f.once(lambda _: None)
    bench.until(lambda: all_verified(bench))
    check_all(bench, most=SIZE, requests=30)


@pytest.mark.fault("F47", "a certificate that has ended, names another host, or comes from a stranger")
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("ended", "certificate-wrong"),
        ("other_host", "certificate-wrong"),
        ("foreign", "certificate-not-trusted"),
    ],
)
def test_a_certificate_that_is_not_trusted_stops_the_file(
    make: Make, check_all: Check, name: str, code: str
) -> None:
    site, bench = make(certificate=CERTIFICATES / f"{name}.pem")
    bench.add(*put(site, 1))
    bench.until(lambda: statuses(bench) == {Status.NEEDS_YOU})
    assert codes(bench) == {code}
    check_all(bench, most=0, requests=0)


@pytest.mark.fault("F47", "resets during the TLS handshake")
def test_a_reset_handshake_is_tried_again(make: Make, check_all: Check) -> None:
    site, bench = make(certificate=CERTIFICATES / "good.pem", reset_first=3)
    bench.add(*put(site, 1))
    bench.until(lambda: all_verified(bench))
    check_all(bench, most=SIZE)


@pytest.mark.fault("F48", "an authority that only the chosen file knows")
def test_the_authority_of_the_house_serves_both_planes(make: Make, check_all: Check) -> None:
    site, bench = make(certificate=CERTIFICATES / "good.pem")
    bench.add(*put(site, 1))
    bench.until(lambda: all_verified(bench))
    check_all(bench, most=SIZE, requests=4)


@pytest.mark.fault("F18", "thirty pauses in the middle of an answer")
def test_pauses_use_nothing_up(make: Make, check_all: Check) -> None:
    site, bench = make(data=f.slow_but_honest(0.01, 1 << 15))
    [stored] = put(site, 1)
    bench.add(stored)
    for _ in range(30):
        bench.engine.post(Pause((bench.row(stored).id,)))
        bench.until(lambda: statuses(bench) <= {Status.PAUSED, Status.VERIFIED})
        bench.engine.post(Resume((bench.row(stored).id,)))
        bench.until(lambda: statuses(bench) <= {Status.DOWNLOADING, Status.VERIFYING, Status.VERIFIED})
    bench.until(lambda: all_verified(bench))
    check_all(bench, waste=SIZE, requests=120)


@pytest.mark.fault("F53", "a store that takes one connection and resets the others")
def test_fewer_connections_are_used_where_more_are_refused(
    make: Make, check_all: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule, "RANGE_SIZE", 1 << 17)
    held = f.slow_but_honest(0.005, 1 << 15)
    site, bench = make(most_at_once=1, data=held)
    stored = put(site, 3)
    seen: set[Status] = set()
    bench.add(*stored)

    def done() -> bool:
        seen.update(statuses(bench))
        return all_verified(bench)

    bench.until(done)
    assert Status.NEEDS_YOU not in seen
    refused = site.store.connections - 1
    assert refused < 60, f"{refused} connections were refused"
    check_all(bench, most=SIZE, requests=60)


# --- tokens and links ---------------------------------------------------------------------------------------


@pytest.mark.fault("F27", "links that end again and again in the middle")
def test_expired_links_cost_no_byte(make: Make, check_all: Check) -> None:
    site, bench = make()

    def ends_early(asked: Asked) -> Iterator[Step]:
        yield head(asked)
        yield asked.bytes[:400_000]
        site.end_links()

    site.data = lambda asked: [*ends_early(asked), Hangup] if len(asked.bytes) > 400_000 else None
    [stored] = put(site, 1)
    bench.add(stored)
    bench.until(lambda: all_verified(bench))
    assert bench.row(stored).renewals == 3
    check_all(bench, most=SIZE, requests=16)


@pytest.mark.fault("F27", "links of single parts that end in the middle")
def test_expired_part_links_cost_no_byte(make: Make, check_all: Check) -> None:
    site, bench = make(external=False)

    def ends_early(asked: Asked) -> Iterator[Step]:
        yield head(asked)
        yield asked.bytes[:100_000]
        site.end_links()

    site.data = lambda asked: [*ends_early(asked), Hangup] if asked.number % 2 else None
    [stored] = put(site, 1, part_size=PART)
    bench.add(stored)
    bench.until(lambda: all_verified(bench))
    check_all(bench, most=SIZE, requests=60)


@pytest.mark.fault("F29", "the token is revoked in the middle of a queue")
def test_a_dead_token_asks_once_per_file_and_a_new_one_frees_all(make: Make, check_all: Check) -> None:
    site, bench = make()
    stored = put(site, 6)
    bench.token = STALE
    bench.add(*stored)
    bench.until(lambda: statuses(bench) == {Status.WAITING_TOKEN})
    assert codes(bench) == {"token-refused"}
    asked = site.requests
    assert asked <= 2 * len(stored)
    bench.pass_time(600)
    assert site.requests == asked, "nobody asks again before there is a new token"
    bench.token = TOKEN
    bench.engine.post(TokenChanged("p"))
    bench.until(lambda: all_verified(bench))
    check_all(bench, most=SIZE, requests=asked + 4 * len(stored))


@pytest.mark.fault("F29", "the token is revoked while a file with a good link arrives")
def test_a_running_file_does_not_notice_a_dead_token(make: Make, check_all: Check) -> None:
    site, bench = make()
    first, second = put(site, 2)

    def revokes(_asked: Asked) -> None:
        bench.token = STALE

    site.data = revokes
    bench.add(first)
    bench.until(lambda: bench.row(first).status is Status.VERIFIED)
    bench.add(second)
    bench.until(lambda: bench.row(second).status is Status.WAITING_TOKEN)
    check_all(bench, most=SIZE)


@pytest.mark.fault("F29", "403 of a token that does not cover one file")
def test_a_token_that_does_not_cover_a_file_holds_up_no_other(make: Make, check_all: Check) -> None:
    site, bench = make()
    first, second = put(site, 2)
    text = b"Token missing required scope to download controlled-access file"
    refusal = answer("403 Forbidden", "Content-Type: text/plain", body=text)
    site.api = lambda asked: [refusal] if asked.object_id == first.object_id else None
    bench.add(first, second)
    bench.until(lambda: bench.row(second).status is Status.VERIFIED)
    bench.until(lambda: bench.row(first).status is Status.NEEDS_YOU)
    assert codes(bench) == {"access-denied", None}
    check_all(bench, most=SIZE)


# --- storms -------------------------------------------------------------------------------------------------


@pytest.mark.fault("F33", "a storm of errors from Score for ten minutes")
@pytest.mark.parametrize("status", ["500 x", "502 x", "504 x"])
def test_a_storm_is_weathered_with_few_requests(make: Make, check_all: Check, status: str) -> None:
    site, bench = make(api=f.says(status))
    stored = put(site, 8, size=10_000)
    bench.add(*stored)
    bench.pass_time(600)
    assert site.requests <= 120, f"{site.requests} requests in ten minutes"
    assert Status.NEEDS_YOU not in statuses(bench)
    site.api = f.once(lambda _: None)
    bench.until(lambda: all_verified(bench))
    check_all(bench, most=10_000, requests=160)


@pytest.mark.fault("F33", "a storm of errors from the store for ten minutes")
@pytest.mark.parametrize("status", ["502 x", "503 x", "504 x"])
def test_a_storm_of_the_store_is_weathered(make: Make, check_all: Check, status: str) -> None:
    site, bench = make(data=f.says(status))
    stored = put(site, 8, size=10_000)
    bench.add(*stored)
    bench.pass_time(600)
    assert Status.NEEDS_YOU not in statuses(bench)
    assert len(site.data_asked) <= 120, f"{len(site.data_asked)} requests in ten minutes"
    site.data = f.once(lambda _: None)
    bench.until(lambda: all_verified(bench))
    check_all(bench, most=10_000, requests=400)


@pytest.mark.fault("F31", "404 for one of three files")
def test_a_missing_file_holds_up_no_other(make: Make, check_all: Check) -> None:
    site, bench = make()
    gone, *others = put(site, 3, size=10_000)
    site.data = lambda asked: [answer("404 x")] if asked.object_id == gone.object_id else None
    bench.add(gone, *others)
    bench.until(lambda: all(bench.row(one).status is Status.VERIFIED for one in others))
    bench.until(lambda: bench.row(gone).status is Status.NEEDS_YOU)
    check_all(bench, most=10_000, requests=12)


# --- objects that change ------------------------------------------------------------------------------------


def _changes_at(site: HostileSite, stored: Stored, byte: int, new: Stored) -> Fault:
    """The store holds another object after the first cut."""

    def fault(asked: Asked) -> Iterator[Step]:
        yield from f.cut(byte)(asked) or ()
        stored.data, stored.etag = new.data, '"etag-2"'

    return lambda asked: [*fault(asked)] if asked.number == 1 else None


@pytest.mark.fault("F42", "the object is replaced in the middle, size the same")
def test_a_replaced_object_is_not_mixed_with_the_old_one(make: Make, check_all: Check) -> None:
    site, bench = make()
    [stored] = put(site, 1)
    begun = stored.data
    site.data = _changes_at(site, stored, 500_000, make_object(SIZE, 9))
    bench.add(stored)
    bench.until(lambda: statuses(bench) == {Status.NEEDS_YOU})
    assert codes(bench) == {"changed-at-source"}
    stored.data = begun
    check_all(bench, most=3 * SIZE)


@pytest.mark.fault("F46", "the object is shorter after a cut")
def test_a_shorter_object_is_told_with_both_sizes(make: Make, check_all: Check) -> None:
    site, bench = make()
    [stored] = put(site, 1)
    begun = stored.data
    shorter = make_object(400_000, 9)
    site.data = lambda asked: (
        _changes_at(site, stored, 500_000, shorter)(asked) if asked.number == 1 else [answer("416 x")]
    )
    bench.add(stored)
    bench.until(lambda: statuses(bench) == {Status.NEEDS_YOU})
    assert codes(bench) == {"changed-at-source"}
    stored.data = begun
    check_all(bench, most=3 * SIZE)


@pytest.mark.fault("F09", "a surplus is never written over the bytes behind it")
def test_a_surplus_of_one_range_does_not_reach_the_next(
    make: Make, check_all: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule, "RANGE_SIZE", 1 << 17)
    site, bench = make(data=f.surplus(70_000))
    bench.add(*put(site, 1))
    bench.until(lambda: all_verified(bench))
    check_all(bench, waste=SIZE, requests=20)


def test_the_right_answer_is_right(make: Make, check_all: Check) -> None:
    site, bench = make(data=right_answer)
    bench.add(*put(site, 1))
    bench.until(lambda: all_verified(bench))
    check_all(bench, most=SIZE, requests=3)
