"""What the profiles dialog asks of the program behind it: no widget touches the keyring or the network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from score_gui.access.imports import Import
from score_gui.access.keys import IssuedKey
from score_gui.access.life import TokenEnd
from score_gui.access.notes import Note
from score_gui.access.probe import Probe
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret


class TokenState(StrEnum):
    """What is known of a profile's token, without looking at it."""

    KEPT = "kept"
    NONE = "no token"
    UNTIL_QUIT = "until quit"
    REFUSED = "refused"
    NOT_NEEDED = "not needed"


@dataclass(frozen=True, slots=True)
class ProfileLine:
    """One profile of the list, the state of its token, and when that ends as far as it is known."""

    profile: Profile
    token: TokenState
    end: TokenEnd | None = None
    opens: str = ""
    """What the token says that it opens; empty where it is a key, which tells nothing."""
    can_manage: bool = False
    """It is a sign-in token, which opens the list of keys."""
    note: Note | None = None
    unsent: str = ""
    """Why the token does not travel to the servers of the data, where it was to."""

    @property
    def has_token(self) -> bool:
        return self.token in {TokenState.KEPT, TokenState.UNTIL_QUIT, TokenState.REFUSED}

    @property
    def days_left(self) -> int | None:
        """Days until the token ends, 0 if it has; None if its end is not known."""
        return None if self.end is None else self.end.days_left(datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class KeyList:
    """The keys of a person, what a new one may open, and who told that."""

    keys: tuple[IssuedKey, ...]
    scopes: tuple[str, ...]
    host: str


class ProfileDesk(Protocol):
    """The work behind the dialog. Every method may block, is called outside the GUI thread only, and raises
    `ProblemError` where something stands in the way.
    """

    def list(self) -> tuple[ProfileLine, ...]: ...

    def save(self, profile: Profile) -> None:
        """Keep a new or changed profile."""
        ...

    def remove(self, profile_id: str) -> None:
        """Forget a profile and its token."""
        ...

    def keep_token(
        self, profile_id: str, token: Secret, ends: date | None = None, *, until_quit: bool = False
    ) -> TokenState:
        """Keep a token in the keyring, or until the program ends where there is none; tells which.

        `ends` is what the person says of its end.
        """
        ...

    def forget_token(self, profile_id: str) -> None: ...

    def test_token(self, profile: Profile, token: Secret | None, object_id: str | None = None) -> Probe:
        """Ask the site whether it takes the token; None tests the kept one. Nothing is saved.

        With `object_id` it asks whether the token opens that file.
        """
        ...

    def test_all(self) -> tuple[tuple[str, Probe], ...]:
        """Test every kept token; tells the names of the profiles and what their sites said."""
        ...

    def keys(self, profile: Profile, login: Secret | None) -> KeyList:
        """The keys of the owner of a sign-in token, by the key service of `profile`; None takes the kept token."""
        ...

    def issue_key(
        self, profile: Profile, login: Secret | None, scopes: tuple[str, ...], description: str
    ) -> TokenState:
        """Make a key and keep it as the token of `profile`; tells where it is kept. Nobody sees it."""
        ...

    def revoke_key(self, profile: Profile, login: Secret | None, key: Secret) -> None: ...

    def read_file(self, path: Path) -> Import:
        """The profile that a file describes. Nothing is kept."""
        ...

    def take_over(self, found: Import) -> TokenState | None:
        """Keep an imported profile and its token; tells the state of the token, None if there came none."""
        ...

    def keep_password(self, account: str, password: Secret) -> str:
        """Keep the password of a proxy; tells in a sentence where it is."""
        ...

    def where(self) -> str | None:
        """The place in which tokens are kept, as people call it; None if the system has no keyring."""
        ...
