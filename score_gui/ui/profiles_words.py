"""The sentences of the profiles dialog."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from score_gui.access.life import day_text
from score_gui.access.probe import Probe, Verdict
from score_gui.model.problem import Problem
from score_gui.model.text import bytes_text, count_text
from score_gui.ui.profiles_desk import TokenState
from score_gui.ui.profiles_draft import Draft, host_of
from score_gui.ui.question import Question
from score_gui.ui.queue_use import QueueUse

_JUST_NOW = 120
"""Seconds."""
_WORKS = frozenset({Verdict.ACCEPTED, Verdict.NOT_THIS_FILE})
_UNUSED = QueueUse()
KEYRING_HELP = (
    "GNOME and most other desktops: install the package gnome-keyring, then log out and in. "
    "KDE: switch KWallet on in the system settings. Then start score_gui anew."
)


def save_words(files: int, where: str | None, *, has_token: bool) -> str:
    """The words of the Save button: what saving a token does for `files` that wait, or without a keyring."""
    if has_token and files:
        return "Save and go on"
    return "Keep until I quit" if has_token and where is None else "Save"


def saved_words(state: TokenState | None, where: str | None, *, until_quit: bool = False) -> str:
    """What was done; `state` None stands for a profile saved without a token.

    A keyring that did not take a token is named, unless the person wanted the token `until_quit` anyway.
    """
    if state is None:
        return "Saved."
    if state is TokenState.KEPT and where:
        return f"The token is kept in {where}."
    if where and not until_quit:
        return f"Not kept in {where}, which may be locked. The token stays until you quit."
    return "The token is kept until you quit."


def sent_words(draft: Draft) -> str:
    """Which servers get the token, as the fields name them."""
    urls = (draft.storage_url, draft.metadata_url, draft.key_service)
    hosts = list(dict.fromkeys(host for url in urls if (host := host_of(url))))
    return f"Sent to {_and(hosts)} only. Never written to a file." if hosts else ""


def waiting_words(files: int) -> str:
    """What a new token does for the files that wait for it."""
    if not files:
        return ""
    verb, goes = ("waits", "goes") if files == 1 else ("wait", "go")
    told = f"{count_text(files, 'file')} that {verb} for this token {goes} on at once"
    return f"The queue stays. {told}, with every byte kept."


def problem_words(problem: Problem) -> str:
    """A problem in one breath."""
    return f"{problem.title}. {problem.cause} {problem.next_step}"


def moment_text(moment: datetime, now: datetime) -> str:
    """`just now`, `14:31` for today, `20 Nov` before."""
    if abs((now - moment).total_seconds()) < _JUST_NOW:
        return "just now"
    day, today = moment.astimezone(), now.astimezone().date()
    return day.strftime("%H:%M") if day.date() == today else day_text(day.date(), today)


def tested_words(results: Sequence[tuple[str, Probe]]) -> str:
    """What came of testing every token."""
    if not results:
        return "There is no token to test."
    groups = (
        ("work", "works", [name for name, probe in results if probe.verdict in _WORKS]),
        ("are refused", "is refused", [n for n, probe in results if probe.verdict is Verdict.NOT_ACCEPTED]),
        ("cannot be told", "cannot be told", [n for n, probe in results if probe.verdict is Verdict.UNKNOWN]),
    )
    told = [f"{_and(names)} {one if len(names) == 1 else many}" for many, one, names in groups if names]
    return f"{'; '.join(told)}."


def remove_token_question(name: str, use: QueueUse = _UNUSED) -> Question:
    """Asked before a token is removed: what stops, what waits, and what is kept."""
    parts = []
    if use.running:
        parts.append(f"{count_text(use.running, 'file')} {'stops' if use.running == 1 else 'stop'}")
    if use.to_come:
        parts.append(f"{use.to_come:,} {'waits' if use.to_come == 1 else 'wait'} for a new token")
    what = f"{' and '.join(parts)}. " if parts else ""
    kept = f"; {bytes_text(use.kept)} of unfinished files are kept" if use.kept else ""
    consequence = f"{what}Nothing on the disk is deleted{kept}."
    return Question(f"Remove the {name} token?", consequence, "Remove token", is_dangerous=True)


def remove_profile_question(name: str, use: QueueUse = _UNUSED) -> Question:
    """Asked before a profile is removed."""
    files = use.running + use.to_come
    waits = (
        f", and {count_text(files, 'file')} in the queue {'waits' if files == 1 else 'wait'}" if files else ""
    )
    consequence = f"Its token is removed too{waits}. Nothing on the disk is deleted."
    return Question(f"Remove the profile {name}?", consequence, "Remove profile", is_dangerous=True)


def _and(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
