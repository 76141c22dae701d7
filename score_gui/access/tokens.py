"""A token and the day it ends are kept and forgotten together, though they live in different places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from score_gui.access.imports import Import
from score_gui.access.life import TokenEnd, token_end
from score_gui.access.profiles import ProfileStore
from score_gui.access.vault import Vault, Where
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a token now is, and when it ends, if that is known."""

    where: Where
    end: TokenEnd | None


def keep_token(
    store: ProfileStore,
    vault: Vault,
    profile: Profile,
    token: Secret,
    ends: date | None = None,
    *,
    until_quit: bool = False,
) -> Kept:
    """Keep a token and note its end for as long as it is kept; `ends` is what the person says of it. Blocks."""
    end = token_end(profile, token, ends, datetime.now(UTC))
    where = vault.keep(profile, token, until_quit=until_quit)
    store.note_token_end(profile.id, end if where is Where.KEYRING else None)
    return Kept(where, end)


def forget_token(store: ProfileStore, vault: Vault, profile: Profile) -> None:
    """Forget a token and its end. Blocks. Raises ProblemError if the keyring does not let go of it."""
    store.note_token_end(profile.id, None)
    vault.forget(profile)


def take_over(store: ProfileStore, vault: Vault, found: Import) -> Kept | None:
    """Keep an imported profile, and its token at once; tells what became of the token, None without one. Blocks."""
    profile = found.profile if found.is_known else store.save(found.profile)
    return None if found.token is None else keep_token(store, vault, profile, found.token)
