"""What the profiles dialog asks of the program behind it: no widget touches the keyring or the network."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

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
    """One profile of the list and the state of its token."""

    profile: Profile
    token: TokenState


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

    def keep_token(self, profile_id: str, token: Secret) -> TokenState:
        """Keep a token in the keyring, or until the program ends where there is none; tells which."""
        ...

    def forget_token(self, profile_id: str) -> None: ...

    def test_token(self, profile: Profile, token: Secret | None) -> Probe:
        """Ask the site whether it takes the token; None tests the kept one. Nothing is saved."""
        ...

    def where(self) -> str | None:
        """The place in which tokens are kept, as people call it; None if the system has no keyring."""
        ...
