"""Which banner is due, if any: at most one, the most urgent, made from the sums of the queue. Free of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from score_gui.model.language import tr, trn
from score_gui.model.text import and_text, bytes_text
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
    match status:
        case Status.WAITING_TOKEN:
            names = and_text([shown(sites.get(profile, profile)) for profile in sorted(held)])
            bold = trn("{names} needs a new token.", "{names} need a new token.", len(held), names=names)
            waits = trn("{count} file waits for it.", "{count} files wait for it.", files)
            return bold, f"{waits} {_kept_text(kept)}", tr("Add new token")
        case Status.WAITING_DRIVE:
            waits = trn(
                "{count} file waits, {size} are kept on it. It goes on when it is back.",
                "{count} files wait, {size} are kept on it. They go on when it is back.",
                files,
                size=bytes_text(kept),
            )
            return tr("A drive is not here."), waits, tr("Try now")
        case Status.WAITING_SPACE:
            waits = trn(
                "{count} file waits and goes on when there is room.",
                "{count} files wait and go on when there is room.",
                files,
            )
            return tr("A disk is full."), waits, tr("Try now")
    waits = trn(
        "{count} file waits and goes on by itself.", "{count} files wait and go on by themselves.", files
    )
    bold = tr("No network since {clock}.", clock=clock_text(since)) if since else tr("No network.")
    return bold, waits, tr("Try now")


def _kept_text(kept: int) -> str:
    if not kept:
        return tr("Nothing is lost.")
    if kept == 1:
        return tr("1 byte is kept; nothing is lost.")
    return tr("{size} are kept; nothing is lost.", size=bytes_text(kept))
