"""How each state is told: by the shape of its icon, its word and its colour, in this order.

The colour alone says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from score_gui.model.language import mark, tr
from score_gui.model.transfer import Status


@dataclass(frozen=True, slots=True)
class Look:
    """The icon of a state, its word alone and in a sentence, and the colour tokens of icon and word."""

    icon: str
    name: str
    inner: str
    color: str
    word_color: str

    @property
    def word(self) -> str:
        return tr(self.name)

    @property
    def word_inside(self) -> str:
        """The word within a sentence or a list."""
        return tr(self.inner)


def _rest(icon: str, name: str, inner: str) -> Look:
    """States at rest keep their word in the colour of text."""
    return Look(icon, name, inner, "state-rest", "text")


def _tinted(icon: str, name: str, inner: str, color: str) -> Look:
    return Look(icon, name, inner, color, color)


LOOKS: Mapping[Status, Look] = MappingProxyType(
    {
        Status.CHECKING: _rest("scan-search", mark("Checking"), mark("checking")),
        Status.WAITING: _rest("clock", mark("Waiting"), mark("waiting")),
        Status.PREPARING: _tinted("link", mark("Asking for link"), mark("asking for link"), "state-work"),
        Status.DOWNLOADING: _tinted(
            "circle-arrow-down", mark("Downloading"), mark("downloading"), "state-work"
        ),
        Status.WAITING_NETWORK: _tinted(
            "wifi-off", mark("Waiting for network"), mark("waiting for network"), "state-wait"
        ),
        Status.WAITING_TOKEN: _tinted(
            "key-round", mark("Waiting for token"), mark("waiting for token"), "state-wait"
        ),
        Status.WAITING_SPACE: _tinted(
            "hard-drive", mark("Waiting for space"), mark("waiting for space"), "state-wait"
        ),
        Status.WAITING_DRIVE: _tinted(
            "unplug", mark("Waiting for drive"), mark("waiting for drive"), "state-wait"
        ),
        Status.WAITING_SERVER: _tinted(
            "server", mark("Waiting for server"), mark("waiting for server"), "state-wait"
        ),
        Status.PAUSED: _rest("circle-pause", mark("Paused"), mark("paused")),
        Status.VERIFYING: _tinted("fingerprint", mark("Verifying"), mark("verifying"), "state-good"),
        Status.REPAIRING: _tinted("rotate-ccw", mark("Repairing"), mark("repairing"), "state-wait"),
        Status.VERIFIED: _tinted("circle-check", mark("Verified"), mark("verified"), "state-good"),
        Status.COMPLETE: _rest(
            "circle-dashed", mark("Complete, not verified"), mark("complete, not verified")
        ),
        Status.SKIPPED: _rest("square-check", mark("Skipped"), mark("skipped")),
        Status.NEEDS_YOU: _tinted("triangle-alert", mark("Needs you"), mark("needs you"), "state-need"),
    }
)
