"""Which site a command means."""

from __future__ import annotations

from score_gui.cli.speech import EndError, Exit
from score_gui.model.profile import Profile
from score_gui.wiring import Wiring


def choose(wiring: Wiring, wanted: str | None) -> Profile:
    """The profile of this name or id; else that of the environment; else the only one there is."""
    stored = wiring.profiles.list()
    if wanted is not None:
        for profile in stored:
            if wanted in {profile.id, profile.name}:
                return profile
        names = ", ".join(profile.name for profile in stored) or "none yet"
        raise EndError(Exit.USAGE, f"There is no profile '{wanted}'. Profiles: {names}.")
    if wiring.environment_profile is not None:
        return wiring.environment_profile
    if len(stored) == 1:
        return stored[0]
    if stored:
        names = ", ".join(profile.name for profile in stored)
        raise EndError(Exit.USAGE, f"Several profiles are here; choose one with --profile: {names}.")
    raise EndError(
        Exit.USAGE,
        "No site is known yet. Make a profile with `score-gui profile add`, or set STORAGE_URL and METADATA_URL.",
    )
