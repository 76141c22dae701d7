"""The keyring of the operating system, and no other: the list of those that may see a token is closed.

The `keyring` library would choose by itself, among whatever is installed, and import whatever its configuration
names; a plain text file may be the result. So the classes are named here and the library's choice is not asked.
"""

from __future__ import annotations

import hashlib
import importlib
import logging
from collections.abc import Iterator
from typing import Protocol

from score_gui.model.language import phrase

_log = logging.getLogger(__name__)

# Class, and what people know it as.
_ALLOWED = (
    ("keyring.backends.Windows", "WinVaultKeyring", phrase("Windows Credential Manager")),
    ("keyring.backends.macOS", "Keyring", phrase("the macOS keychain")),
    ("keyring.backends.SecretService", "Keyring", phrase("the system keyring")),
    ("keyring.backends.kwallet", "DBusKeyring", "KWallet"),
    ("keyring.backends.kwallet", "DBusKeyringKWallet6", "KWallet"),
    ("keyring.backends.kwallet", "DBusKeyringKWallet4", "KWallet"),
)
_SERVICE = "score_gui"
_LONGEST_PIECE = 1200
_PIECES = "score_gui pieces"


class Backend(Protocol):
    """What is used of a keyring of the `keyring` library."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


class Keyring:
    """Texts under accounts in one keyring. All calls block, perhaps on a question to the person.

    The Windows Credential Manager takes 1280 characters, so a longer text is kept in pieces, with its length and
    checksum. Any exception may come out of a keyring; the caller decides.
    """

    def __init__(self, backend: Backend, name: str) -> None:
        self._backend = backend
        self.name = name

    def read(self, account: str) -> str | None:
        """The text, or None if there is none or its pieces do not fit together."""
        text = self._backend.get_password(_SERVICE, account)
        head = _Head.read(text)
        if head is None:
            return text
        pieces = [self._backend.get_password(_SERVICE, one) or "" for one in head.accounts(account)]
        whole = "".join(pieces)
        return whole if _Head.of(whole) == head else None

    def write(self, account: str, text: str) -> bool:
        """Keep `text`. False if what was kept does not read back the same."""
        self.delete(account)
        head = _Head.of(text)
        if head is not None:
            for number, one in enumerate(head.accounts(account)):
                piece = text[number * _LONGEST_PIECE : (number + 1) * _LONGEST_PIECE]
                self._backend.set_password(_SERVICE, one, piece)
        self._backend.set_password(_SERVICE, account, text if head is None else head.text)
        return self.read(account) == text

    def delete(self, account: str) -> None:
        """Forget the text; nothing happens if there is none."""
        text = self._backend.get_password(_SERVICE, account)
        if text is None:
            return
        head = _Head.read(text)
        for one in head.accounts(account) if head else ():
            if self._backend.get_password(_SERVICE, one) is not None:
                self._backend.delete_password(_SERVICE, one)
        self._backend.delete_password(_SERVICE, account)


class _Head:
    """What stands in the place of a text that is kept in pieces: how many characters, and their checksum."""

    def __init__(self, length: int, checksum: str) -> None:
        self._length = length
        self._checksum = checksum

    @classmethod
    def of(cls, text: str) -> _Head | None:
        """None for a text that needs no pieces."""
        if len(text) <= _LONGEST_PIECE:
            return None
        return cls(len(text), hashlib.sha256(text.encode()).hexdigest())

    @classmethod
    def read(cls, text: str | None) -> _Head | None:
        words = (text or "").removeprefix(_PIECES).split()
        if text is None or not text.startswith(_PIECES) or len(words) != 2 or not words[0].isdecimal():
            return None
        return cls(int(words[0]), words[1])

    @property
    def text(self) -> str:
        return f"{_PIECES} {self._length} {self._checksum}"

    def accounts(self, account: str) -> Iterator[str]:
        count = -(-min(self._length, 100 * _LONGEST_PIECE) // _LONGEST_PIECE)
        return (f"{account} piece {number}" for number in range(1, count + 1))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Head) and self.text == other.text

    __hash__ = None  # type: ignore[assignment]  # compared, never a key


def system_keyring() -> Keyring | None:
    """The best keyring of this system that may see a token; None if there is none. Blocks: it may ask D-Bus."""
    found = [one for one in map(_viable, _ALLOWED) if one is not None]
    if not found:
        return None
    _, backend, name = max(found, key=lambda one: one[0])
    return Keyring(backend, name)


def _viable(allowed: tuple[str, str, str]) -> tuple[float, Backend, str] | None:
    module, class_name, called = allowed
    try:
        kind = getattr(importlib.import_module(module), class_name)
        return float(kind.priority), kind(), called
    except Exception as failure:  # noqa: BLE001 - a keyring that is not at home says so in many ways
        _log.debug("no %s: %s", called, type(failure).__name__)
        return None
