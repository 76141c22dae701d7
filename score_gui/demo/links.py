"""Links of the object store: what the two kinds of store have in common about making and honouring them."""

from __future__ import annotations

import time
from typing import Protocol

from score_gui.demo.catalogue import PracticeObject
from score_gui.demo.wire import Request, Response

LIFE_PARAMETER = "X-Practice-Life"


class LinkLife:
    """How long links live. A mark inside each link tells its exact end and the age it was made in.

    The stores' own parameters know whole seconds only, and cannot end all links at once. `seconds` is the
    life of links made from now on.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._age = 0

    def end_all(self) -> None:
        """Let every link made so far be expired."""
        self._age += 1

    def mark(self, now: float, seconds: float) -> str:
        """Return the mark of a link made at `now` (seconds since the epoch)."""
        return f"{self._age}.{int((now + seconds) * 1_000_000)}"

    def is_over(self, mark: str) -> bool:
        """Say whether a link is expired by its mark, which must be known to be genuine."""
        age, _, deadline = mark.partition(".")
        return int(age) != self._age or time.time() * 1_000_000 >= int(deadline)


class Links(Protocol):
    """The manner of one kind of store: where objects are, how links are made and on what terms they work."""

    @property
    def prefix(self) -> str:
        """What stands before the object id in the path."""
        ...

    @property
    def nothing_there(self) -> tuple[str, str]:
        """The code and the words for an object that the store does not hold."""
        ...

    @property
    def head_has_ranges(self) -> bool:
        """Whether an answer to HEAD looks at the Range that is asked."""
        ...

    def make(self, host: str, path: str, signed_range: str | None = None, life: float | None = None) -> str:
        """Return a URL for GET of `path` that lives `life` seconds, or as long as links live now."""
        ...

    def refuse(self, request: Request) -> Response | None:
        """Return the answer to a request whose link is not honoured, None where it is."""
        ...

    def entity_tag(self, held: PracticeObject) -> str:
        """Return the ETag of an object."""
        ...
