"""The parameters of Score's download call, bound as Spring binds them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from score_gui.demo.wire import Request

_LONG = re.compile(r"[+-]?[0-9]{1,19}")
_TRUE = frozenset({"true", "on", "yes", "1"})
_FALSE = frozenset({"", "false", "off", "no", "0"})


@dataclass(frozen=True)
class Wish:
    """What a download call asks for. `offset` and `length` in bytes; a negative length means to the end."""

    offset: int
    length: int
    external: bool
    exclude_urls: bool

    @property
    def whole(self) -> bool:
        return self.offset == 0 and self.length < 0 and not self.external

    def span(self, size: int) -> int:
        """Return the length Score works with and answers: below zero past the end, and -1 for links."""
        return size - self.offset if self.length < 0 and not self.external else self.length


def read_wish(request: Request) -> Wish | None:
    """Return the parameters, None where one is missing or of another type: Spring then answers 400."""
    offset, length = _read_long(request.first("offset")), _read_long(request.first("length"))
    external, exclude = _read_flag(request.first("external")), _read_flag(request.first("exclude-urls"))
    if offset is None or length is None or external is None or exclude is None:
        return None
    return Wish(offset, length, external, exclude)


def _read_long(text: str | None) -> int | None:
    if text is None or _LONG.fullmatch(text) is None:
        return None
    number = int(text)
    return number if -(1 << 63) <= number < 1 << 63 else None


def _read_flag(text: str | None) -> bool | None:
    if text is None or text.lower() in _FALSE:
        return False
    return True if text.lower() in _TRUE else None
