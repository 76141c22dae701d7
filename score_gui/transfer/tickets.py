"""The tickets of one object: fetched when needed, shared by all its workers, renewed once for all of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable

from score_gui.model.byterange import ByteRange, RangeSet
from score_gui.model.specification import Part, Specification
from score_gui.sources.base import Source, Ticket


class TicketBook:
    """Thread-safe. A ticket for the whole object is kept and shared; exact ones are asked for one by one."""

    def __init__(
        self,
        source: Source,
        specification: Specification,
        now: Callable[[], float] = time.monotonic,
        etag: str | None = None,
        proofs: Iterable[Part] = (),
    ) -> None:
        """`etag` is the version mark of the bytes that are here already, where it is known.

        `proofs` are the parts whose MD5 the bytes are going to be compared with.
        """
        self._source = source
        self._specification = specification
        self._now = now
        self._lock = threading.Lock()
        self._shared: Ticket | None = None
        self._stale: Ticket | None = None
        self._exact_only = False
        self._refused: dict[int, Ticket] = {}
        self._etag = etag
        self._vouched = RangeSet.of(part.range for part in proofs)
        self.renewals = 0

    def ticket(self, wanted: ByteRange) -> Ticket:
        """A fresh ticket that is good from `wanted.start`; may ask the server, and then raise its Problem."""
        if self._exact_only:
            return self._ask_exact(wanted)
        with self._lock:
            if self._shared is not None and not self._shared.is_fresh(self._now()):
                self._shared, self._stale = None, self._shared
            if self._shared is None:
                return self._ask(wanted)
            return self._shared

    def refused(self, ticket: Ticket) -> None:
        """The store did not take `ticket`. Whoever says so first causes the renewal; the others share it."""
        with self._lock:
            if ticket.exact:
                self._refused[ticket.range.start] = ticket
            elif self._shared is ticket:
                self._shared, self._stale = None, ticket

    def same_object(self, etag: str | None) -> bool:
        """Whether an answer's ETag is that of the answers before it; a missing one says nothing."""
        with self._lock:
            if etag is None:
                return True
            if self._etag is None:
                self._etag = etag
            return self._etag == etag

    def vouches_for(self, wanted: ByteRange) -> bool:
        """Whether wrong bytes among `wanted` would be found, and fetched again by themselves."""
        return self._vouched.covers(wanted)

    @property
    def etag(self) -> str | None:
        """The version mark of all bytes so far."""
        return self._etag

    @property
    def knows_md5(self) -> bool:
        """Whether the site can say by its MD5 that another version is the same data."""
        return self._specification.md5 is not None

    @property
    def seconds_left(self) -> float | None:
        """Life left in the shared ticket."""
        shared = self._shared
        return None if shared is None else shared.seconds_left(self._now())

    def _ask_exact(self, wanted: ByteRange) -> Ticket:
        with self._lock:
            old = self._refused.pop(wanted.start, None)
            self.renewals += old is not None
        if old is None:
            return self._source.ticket(self._specification, wanted)
        return self._source.renew(self._specification, old, wanted)

    def _ask(self, wanted: ByteRange) -> Ticket:
        if self._stale is None:
            ticket = self._source.ticket(self._specification, wanted)
        else:
            ticket = self._source.renew(self._specification, self._stale, wanted)
            self.renewals += 1
        self._stale = None
        if ticket.exact:
            self._exact_only = True
        else:
            self._shared = ticket
        return ticket
