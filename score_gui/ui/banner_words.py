"""Which banner is due, if any: at most one, the most urgent, made from the sums of the queue. Free of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from score_gui.model.text import bytes_text, count_text
from score_gui.model.transfer import Status
from score_gui.ui.queue_totals import Sums, Totals
from score_gui.ui.words import clock_text, shown


@dataclass(frozen=True, slots=True)
class BannerWords:
    """`key` stands for the facts: a banner that was closed stays closed until it differs."""

    key: tuple[str, ...]
    icon: str
    bold: str
    plain: str
    button: str
    status: Status


_URGENCY = (
    Status.WAITING_TOKEN,
    Status.WAITING_DRIVE,
    Status.WAITING_SPACE,
    Status.WAITING_NETWORK,
)
"""Most urgent first. A busy server is told by its rows alone: it concerns few files and ends soon."""

_ICONS: Mapping[Status, str] = MappingProxyType(
    {
        Status.WAITING_TOKEN: "key-round",
        Status.WAITING_DRIVE: "unplug",
        Status.WAITING_SPACE: "hard-drive",
        Status.WAITING_NETWORK: "wifi-off",
    }
)


def banner_for(totals: Totals, sites: Mapping[str, str], since: Mapping[Status, float]) -> BannerWords | None:
    """`sites`: names of profiles by id; `since`: when each kind of waiting began, in seconds since the epoch."""
    for status in _URGENCY:
        held = {profile: sums for (kind, profile), sums in totals.held.items() if kind is status}
        if held:
            profiles = tuple(sorted(held))
            bold, plain, button = _words(status, held, sites, since.get(status))
            return BannerWords((status.value, *profiles), _ICONS[status], bold, plain, button, status)
    return None


def _words(
    status: Status, held: Mapping[str, Sums], sites: Mapping[str, str], since: float | None
) -> tuple[str, str, str]:
    files = sum(sums.files for sums in held.values())
    kept = sum(sums.done for sums in held.values())
    wait = f"{count_text(files, 'file')} {'waits' if files == 1 else 'wait'}"
    go = "It goes" if files == 1 else "They go"
    stays = (
        f"{bytes_text(kept)} {'is' if kept == 1 else 'are'} kept; nothing is lost."
        if kept
        else "Nothing is lost."
    )
    if status is Status.WAITING_TOKEN:
        names = " and ".join(shown(sites.get(profile, profile)) for profile in sorted(held))
        needs = "needs" if len(held) == 1 else "need"
        return f"{names} {needs} a new token.", f"{wait} for it. {stays}", "Add new token"
    if status is Status.WAITING_DRIVE:
        return (
            "A drive is not here.",
            f"{wait}, {bytes_text(kept)} are kept on it. {go} on when it is back.",
            "Try now",
        )
    if status is Status.WAITING_SPACE:
        return (
            "A disk is full.",
            f"{wait} and {'goes' if files == 1 else 'go'} on when there is room.",
            "Try now",
        )
    begun = f" since {clock_text(since)}" if since else ""
    going = "goes on by itself" if files == 1 else "go on by themselves"
    return f"No network{begun}.", f"{wait} and {going}.", "Try now"
