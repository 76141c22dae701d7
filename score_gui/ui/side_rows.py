"""What stands in the side bar, as data: states with counts, manifests with their sums, profiles with a badge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from types import MappingProxyType

from score_gui.model.language import mark, tr, trn
from score_gui.model.text import number_text
from score_gui.model.transfer import Status
from score_gui.ui.profiles_desk import TokenState
from score_gui.ui.queue_filter import GROUP_STATUSES, Group
from score_gui.ui.queue_totals import Sums, Totals


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """A profile as the side bar needs it. `days_left` is None where the token does not tell its end.

    `holds_images`: it is that of the Imaging Data Commons, for whose lists no other will do.
    """

    id: str
    name: str
    token: TokenState
    days_left: int | None = None
    holds_images: bool = False


class Tone(Enum):
    """What a badge means; the window gives it a tint."""

    GOOD = auto()
    SOON = auto()
    OVER = auto()
    NEUTRAL = auto()


@dataclass(frozen=True, slots=True)
class BadgeWords:
    text: str
    short: str
    tone: Tone


_BADGES: Mapping[TokenState, BadgeWords] = MappingProxyType(
    {
        TokenState.KEPT: BadgeWords(mark("token"), mark("token"), Tone.GOOD),
        TokenState.NONE: BadgeWords(mark("no token"), mark("no token"), Tone.NEUTRAL),
        TokenState.UNTIL_QUIT: BadgeWords(mark("until quit"), mark("quit"), Tone.GOOD),
        TokenState.REFUSED: BadgeWords(mark("refused"), mark("refused"), Tone.OVER),
        TokenState.NOT_NEEDED: BadgeWords(mark("open"), mark("open"), Tone.NEUTRAL),
    }
)

_PREVIEW = BadgeWords(mark("preview"), mark("open"), Tone.NEUTRAL)
_SOON_DAYS = 7


def badge_words(profile: ProfileRow) -> BadgeWords:
    """`28 days`, `ended`, `open`: always a word or a number, never a colour alone."""
    days = profile.days_left
    if days is None or profile.token not in {TokenState.KEPT, TokenState.UNTIL_QUIT}:
        return _said(_BADGES[profile.token])
    short = tr("{days} d", days=max(0, days))
    if days <= 0:
        return BadgeWords(tr("ended"), short, Tone.OVER)
    return BadgeWords(
        trn("{count} day", "{count} days", days), short, Tone.SOON if days <= _SOON_DAYS else Tone.GOOD
    )


def _said(badge: BadgeWords) -> BadgeWords:
    return replace(badge, text=tr(badge.text), short=tr(badge.short))


class Part(Enum):
    """Kinds of rows in the side bar."""

    GROUP = auto()
    HEADING = auto()
    PREVIEW = auto()
    """A manifest that is open in the preview and not queued yet."""
    MANIFEST = auto()
    PROFILE = auto()
    NOTE = auto()


@dataclass(frozen=True, slots=True)
class SideRow:
    """One row. `key` says what it stands for within its kind; `sums` belong to manifests, `badge` to profiles."""

    part: Part
    key: str
    text: str
    icon: str = ""
    count: int | None = None
    sums: Sums | None = None
    badge: BadgeWords | None = None

    @property
    def identity(self) -> tuple[Part, str]:
        return (self.part, self.key)

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        if self.part is Part.PROFILE and self.badge is not None:
            return tr("Profile {name}, {state}", name=self.text, state=self.badge.text)
        if self.part is Part.PREVIEW:
            return tr("Preview of {name}, not queued yet", name=self.text)
        if self.part is Part.MANIFEST and self.sums is not None:
            return trn(
                "Manifest {name}, {count} file, {share} percent on disk",
                "Manifest {name}, {count} files, {share} percent on disk",
                self.count or 0,
                name=self.text,
                share=_share(self.sums),
            )
        return self.text if self.count is None else f"{self.text}, {number_text(self.count)}"


GROUP_LOOKS: Mapping[Group, tuple[str, str]] = MappingProxyType(
    {
        Group.ALL: ("list", mark("All files")),
        Group.ACTIVE: ("circle-arrow-down", mark("Active")),
        Group.WAITING: ("clock", mark("Waiting")),
        Group.PAUSED: ("circle-pause", mark("Paused")),
        Group.NEEDS_YOU: ("triangle-alert", mark("Needs you")),
        Group.VERIFIED: ("circle-check", mark("Verified")),
        Group.COMPLETE: ("circle-dashed", mark("Complete, not verified")),
    }
)
"""Icon and word of each state entry."""

MANIFESTS = "manifests"
PROFILES = "profiles"


def side_rows(totals: Totals, profiles: Sequence[ProfileRow], previews: Sequence[str] = ()) -> list[SideRow]:
    """The whole side bar from top to bottom; `previews` are the names of manifests that are not queued yet."""
    return [*_groups(totals), *_manifests(totals, previews), *_profiles(profiles)]


def _groups(totals: Totals) -> Iterator[SideRow]:
    for group, (icon, word) in GROUP_LOOKS.items():
        count = totals.files(*GROUP_STATUSES[group])
        if group is not Group.COMPLETE or count:
            yield SideRow(Part.GROUP, group, tr(word), icon, count)


def _manifests(totals: Totals, previews: Sequence[str]) -> Iterator[SideRow]:
    yield SideRow(Part.HEADING, MANIFESTS, tr("Manifests"), "plus")
    for place, name in enumerate(previews):
        yield SideRow(Part.PREVIEW, str(place), name, "eye", badge=_said(_PREVIEW))
    for name, sums in totals.manifests.items():
        copy = replace(sums)
        yield SideRow(Part.MANIFEST, name, name, "file-text", sums.files, copy)
    if not totals.manifests and not previews:
        yield SideRow(Part.NOTE, MANIFESTS, tr("None yet"))


def _profiles(profiles: Sequence[ProfileRow]) -> Iterator[SideRow]:
    yield SideRow(Part.HEADING, PROFILES, tr("Profiles"), "plus")
    for profile in profiles:
        icon = "globe" if profile.token is TokenState.NOT_NEEDED else "key-round"
        yield SideRow(Part.PROFILE, profile.id, profile.name, icon, badge=badge_words(profile))
    if not profiles:
        yield SideRow(Part.NOTE, PROFILES, tr("None yet"))


def _share(sums: Sums) -> int:
    return 100 * sums.done // sums.size if sums.size else 0


def running_files(totals: Totals) -> int:
    """Files that quitting would stop in the middle."""
    return totals.files(*(item for item in Status if item.is_active))
