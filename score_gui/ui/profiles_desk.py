"""What the profiles dialog asks of the program behind it: no widget touches the keyring or the network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from score_gui.access.imports import Import
from score_gui.access.life import TokenEnd
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

    @property
    def days_left(self) -> int | None:
        """Days until the token ends, 0 if it has; None if its end is not known."""
        return None if self.end is None else self.end.days_left(datetime.now(UTC))


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

    def test_token(self, profile: Profile, token: Secret | None) -> Probe:
        """Ask the site whether it takes the token; None tests the kept one. Nothing is saved."""
        ...

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
