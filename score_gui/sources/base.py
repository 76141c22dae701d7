"""What the engine asks of a place that holds objects. A new kind of store is one new module that answers this.

All calls block and may be made from several threads at once. Every failure is a `ProblemError`, translated where
the server's words are still known.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Protocol

from score_gui.model.byterange import ByteRange
from score_gui.model.manifest import Entry
from score_gui.model.secret import Secret
from score_gui.model.specification import Specification

RENEW_AT = 0.8
"""Share of a ticket's life after which a new one is asked for, so that no request starts with a stale one."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A pre-signed URL: a bearer secret, kept in memory only.

    `range` is what it is good for. If `exact`, the server signed precisely that range and takes no other.
    `lifetime` in seconds from `issued` (monotonic), None when the URL does not tell.
    """

    url: Secret
    range: ByteRange
    exact: bool
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    issued: float = field(default_factory=time.monotonic)
    lifetime: float | None = None

    def seconds_left(self, now: float) -> float | None:
        return None if self.lifetime is None else self.issued + self.lifetime - now

    def is_fresh(self, now: float) -> bool:
        return self.lifetime is None or now < self.issued + self.lifetime * RENEW_AT


@dataclass(frozen=True, slots=True)
class Description:
    """What a place tells about an entry.

    `entry` is the asked one with what was missing filled in (name, analysis). `companion` is its index file, if
    the place knows one. `open_access` is None when nobody said.
    """

    specification: Specification
    entry: Entry
    companion: Entry | None = None
    open_access: bool | None = None


class Source(Protocol):
    """A place that holds objects."""

    def describe(self, entry: Entry, *, with_index: bool, layout_needs_analysis: bool) -> Description:
        """Size, checksums and parts of an object; asks for names only where the entry lacks what is needed."""
        ...

    def ticket(self, specification: Specification, wanted: ByteRange) -> Ticket:
        """A ticket whose `range` begins at `wanted.start` or covers all of it; an exact one may end sooner."""
        ...

    def renew(self, specification: Specification, old: Ticket, wanted: ByteRange) -> Ticket:
        """A new ticket in place of one that the store no longer takes."""
        ...

    def close(self) -> None: ...
