"""The tickets of one object: one is shared by all workers, and renewed once for all of them."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from score_gui.model import server_problems
from score_gui.model.byterange import ByteRange
from score_gui.model.manifest import Entry
from score_gui.model.problem import ProblemError
from score_gui.model.secret import Secret
from score_gui.model.specification import Part, Specification
from score_gui.sources.base import Description, Ticket
from score_gui.transfer.tickets import TicketBook

OBJECT = Specification("o", 1000)
WORKERS = 8


class Counter:
    """A source that numbers its tickets. `exact` cuts them to 100 bytes; `trouble` is raised once."""

    def __init__(self, *, exact: bool = False, lifetime: float | None = None) -> None:
        self.time = 0.0
        self.asked: list[str] = []
        self.trouble: ProblemError | None = None
        self._exact = exact
        self._lifetime = lifetime

    def now(self) -> float:
        return self.time

    def describe(self, entry: Entry, *, with_index: bool, layout_needs_analysis: bool) -> Description:
        raise NotImplementedError

    def ticket(self, specification: Specification, wanted: ByteRange) -> Ticket:
        return self._make("ticket", wanted)

    def renew(self, specification: Specification, old: Ticket, wanted: ByteRange) -> Ticket:
        return self._make(f"renew {old.url.reveal()}", wanted)

    def close(self) -> None:
        raise NotImplementedError

    def _make(self, how: str, wanted: ByteRange) -> Ticket:
        trouble, self.trouble = self.trouble, None
        if trouble is not None:
            raise trouble
        self.asked.append(how)
        covers = (
            ByteRange(wanted.start, min(wanted.stop, wanted.start + 100)) if self._exact else OBJECT.whole
        )
        url = Secret(str(len(self.asked)))
        return Ticket(url, covers, self._exact, issued=self.time, lifetime=self._lifetime)


def test_a_book_vouches_for_what_lies_in_parts_whose_md5_is_compared() -> None:
    parts = (
        Part(1, ByteRange(0, 100), "a"),
        Part(2, ByteRange(100, 200), "b"),
        Part(4, ByteRange(300, 400), "c"),
    )
    book = TicketBook(Counter(), OBJECT, proofs=parts)
    assert book.vouches_for(ByteRange(50, 150))
    assert not book.vouches_for(ByteRange(150, 201))
    assert not TicketBook(Counter(), OBJECT).vouches_for(ByteRange(0, 10))


def book_of(source: Counter) -> TicketBook:
    return TicketBook(source, OBJECT, source.now)


# --- one ticket for the whole object ---


def test_a_ticket_for_the_whole_object_is_asked_for_once() -> None:
    source = Counter()
    book = book_of(source)
    tickets = {book.ticket(ByteRange(start, 1000)).url for start in range(0, 1000, 100)}
    assert len(tickets) == 1
    assert source.asked == ["ticket"]


def test_many_workers_that_begin_together_cause_one_question() -> None:
    source = Counter()
    book = book_of(source)
    start = threading.Barrier(WORKERS)

    def work(number: int) -> Ticket:
        start.wait()
        return book.ticket(ByteRange(number, 1000))

    with ThreadPoolExecutor(WORKERS) as pool:
        tickets = list(pool.map(work, range(WORKERS)))
    assert len({id(ticket) for ticket in tickets}) == 1
    assert source.asked == ["ticket"]


def test_one_renewal_serves_all_workers_that_were_refused() -> None:
    source = Counter()
    book = book_of(source)
    old = book.ticket(ByteRange(0, 1000))
    start = threading.Barrier(WORKERS)

    def work(number: int) -> Ticket:
        start.wait()
        book.refused(old)
        return book.ticket(ByteRange(number, 1000))

    with ThreadPoolExecutor(WORKERS) as pool:
        tickets = list(pool.map(work, range(WORKERS)))
    assert {ticket.url.reveal() for ticket in tickets} == {"2"}
    assert source.asked == ["ticket", "renew 1"]
    assert book.renewals == 1


def test_a_late_refusal_of_an_old_ticket_does_not_cost_the_new_one() -> None:
    source = Counter()
    book = book_of(source)
    old = book.ticket(OBJECT.whole)
    book.refused(old)
    new = book.ticket(OBJECT.whole)
    book.refused(old)
    assert book.ticket(OBJECT.whole) is new


@pytest.mark.parametrize(("age", "asked"), [(79.9, ["ticket"]), (80.0, ["ticket", "renew 1"])])
def test_a_ticket_is_renewed_at_80_percent_of_its_life(age: float, asked: list[str]) -> None:
    source = Counter(lifetime=100)
    book = book_of(source)
    book.ticket(OBJECT.whole)
    source.time = age
    book.ticket(OBJECT.whole)
    assert source.asked == asked


def test_a_ticket_that_does_not_tell_its_life_is_used_until_it_is_refused() -> None:
    source = Counter(lifetime=None)
    book = book_of(source)
    book.ticket(OBJECT.whole)
    source.time = 1e9
    book.ticket(OBJECT.whole)
    assert source.asked == ["ticket"]
    assert book.seconds_left is None


def test_the_life_that_is_left_is_told() -> None:
    source = Counter(lifetime=100)
    book = book_of(source)
    assert book.seconds_left is None
    book.ticket(OBJECT.whole)
    source.time = 30
    assert book.seconds_left == 70


def test_a_renewal_that_did_not_come_about_is_tried_again_as_one() -> None:
    source = Counter()
    book = book_of(source)
    book.refused(book.ticket(OBJECT.whole))
    source.trouble = ProblemError(server_problems.no_network("h"))
    with pytest.raises(ProblemError):
        book.ticket(OBJECT.whole)
    assert book.renewals == 0
    assert book.ticket(OBJECT.whole).url.reveal() == "2"
    assert source.asked == ["ticket", "renew 1"]
    assert book.renewals == 1


# --- tickets that are signed for one range ---


def test_an_exact_ticket_is_never_shared() -> None:
    source = Counter(exact=True)
    book = book_of(source)
    first, second = book.ticket(ByteRange(0, 500)), book.ticket(ByteRange(500, 1000))
    assert (first.range, second.range) == (ByteRange(0, 100), ByteRange(500, 600))
    assert source.asked == ["ticket", "ticket"]


def test_a_refused_exact_ticket_is_renewed_for_its_own_range_only() -> None:
    source = Counter(exact=True)
    book = book_of(source)
    book.ticket(ByteRange(0, 500))
    book.refused(book.ticket(ByteRange(500, 1000)))
    book.ticket(ByteRange(100, 500))
    assert book.ticket(ByteRange(500, 1000)).range == ByteRange(500, 600)
    assert source.asked == ["ticket", "ticket", "ticket", "renew 2"]
    assert book.renewals == 1


def test_exact_tickets_are_asked_for_side_by_side() -> None:
    """One slow answer must not hold up the other workers."""
    both_ask = threading.Barrier(2)

    class Slow(Counter):
        def ticket(self, specification: Specification, wanted: ByteRange) -> Ticket:
            if self.asked:
                both_ask.wait(timeout=20)
            return super().ticket(specification, wanted)

    source = Slow(exact=True)
    book = book_of(source)
    book.ticket(ByteRange(0, 100))
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(book.ticket, [ByteRange(100, 200), ByteRange(200, 300)]))
    assert len(source.asked) == 3


# --- the version of the object ---


def test_the_first_version_mark_binds_all_later_answers() -> None:
    book = book_of(Counter())
    marks = [None, '"a"', '"a"', None, '"b"', '"a"']
    assert [book.same_object(mark) for mark in marks] == [True, True, True, True, False, True]


def test_the_version_of_bytes_that_are_here_already_counts() -> None:
    book = TicketBook(Counter(), OBJECT, etag="v1")
    assert not book.same_object("v2")
    assert book.same_object("v1")
    assert book.same_object(None), "a store that tells none says nothing"
