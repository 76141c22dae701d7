"""A text that must not be seen: tokens and pre-signed URLs travel through the program wrapped in this."""

from __future__ import annotations

import hmac
from typing import NoReturn


class Secret:
    """Holds a secret text; only `reveal()` gives it out, so every leak is a call that can be searched for.

    It prints as stars, cannot be pickled, and compares in constant time.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self._text.encode(), other._text.encode())

    def __hash__(self) -> int:
        return hash((Secret, self._text))

    def __repr__(self) -> str:
        return "Secret('***')"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret is not written anywhere")
