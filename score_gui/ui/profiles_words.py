"""The sentences of the profiles dialog."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from score_gui.access.life import day_text
from score_gui.access.probe import Probe, Verdict
from score_gui.model.language import mark, tr, trn
from score_gui.model.problem import Problem
from score_gui.model.text import and_text, bytes_text, clock_text
from score_gui.ui.profiles_desk import TokenState
from score_gui.ui.profiles_draft import Draft, host_of
from score_gui.ui.question import Question
from score_gui.ui.queue_use import QueueUse

_JUST_NOW = 120
"""Seconds."""
_WORKS = frozenset({Verdict.ACCEPTED, Verdict.NOT_THIS_FILE})
_UNUSED = QueueUse()
KEYRING_HELP = mark(
    "GNOME and most other desktops: install the package gnome-keyring, then log out and in. "
    "KDE: switch KWallet on in the system settings. Then start score_gui anew."
)


def save_words(files: int, where: str | None, *, has_token: bool) -> str:
    """The words of the Save button: what saving a token does for `files` that wait, or without a keyring."""
    if has_token and files:
        return tr("Save and go on")
    return tr("Keep until I quit") if has_token and where is None else tr("Save")


def saved_words(state: TokenState | None, where: str | None, *, until_quit: bool = False) -> str:
    """What was done; `state` None stands for a profile saved without a token.

    A keyring that did not take a token is named, unless the person wanted the token `until_quit` anyway.
    """
    if state is None:
        return tr("Saved.")
    if state is TokenState.KEPT and where:
        return tr("The token is kept in {where}.", where=where)
    if where and not until_quit:
        return tr(
            "Not kept in {where}, which may be locked. The token stays until you quit.",
            where=where,
        )
    return tr("The token is kept until you quit.")


def sent_words(draft: Draft) -> str:
    """Which servers get the token, as the fields name them."""
    urls = (draft.storage_url, draft.metadata_url, draft.key_service)
    hosts = list(dict.fromkeys(host for url in urls if (host := host_of(url))))
    if not hosts:
        return ""
    if draft.token_header is not None and draft.token_header.is_on:
        return tr("Sent to {hosts}, and encrypted to the servers of the data.", hosts=and_text(hosts))
    return tr("Sent to {hosts} only. Never written to a file.", hosts=and_text(hosts))


def waiting_words(files: int) -> str:
    """What a new token does for the files that wait for it."""
    if not files:
        return ""
    return trn(
        "The queue stays. {count} file that waits for this token goes on at once, with every byte kept.",
        "The queue stays. {count} files that wait for this token go on at once, with every byte kept.",
        files,
    )


def problem_words(problem: Problem) -> str:
    """A problem in one breath."""
    return f"{tr(problem.title)}. {tr(problem.cause)} {tr(problem.next_step)}"


def moment_text(moment: datetime, now: datetime) -> str:
    """`just now`, `14:31` for today, `20 Nov` before."""
    if abs((now - moment).total_seconds()) < _JUST_NOW:
        return tr("just now")
    day, today = moment.astimezone(), now.astimezone().date()
    return clock_text(day) if day.date() == today else day_text(day.date(), today)


def tested_words(results: Sequence[tuple[str, Probe]]) -> str:
    """What came of testing every token."""
    if not results:
        return tr("There is no token to test.")
    work = [name for name, probe in results if probe.verdict in _WORKS]
    refused = [name for name, probe in results if probe.verdict is Verdict.NOT_ACCEPTED]
    open_ = [name for name, probe in results if probe.verdict is Verdict.UNKNOWN]
    told = [
        work and trn("{names} works", "{names} work", len(work), names=and_text(work)),
        refused and trn("{names} is refused", "{names} are refused", len(refused), names=and_text(refused)),
        open_ and trn("{names} cannot be told", "{names} cannot be told", len(open_), names=and_text(open_)),
    ]
    return f"{'; '.join(words for words in told if words)}."


def remove_token_question(name: str, use: QueueUse = _UNUSED) -> Question:
    """Asked before a token is removed: what stops, what waits, and what is kept."""
    kept = tr("Nothing on the disk is deleted.")
    if use.kept:
        size = bytes_text(use.kept)
        kept = tr("Nothing on the disk is deleted; {size} of unfinished files are kept.", size=size)
    title = tr("Remove the {name} token?", name=name)
    return Question(title, f"{_without_token(use)}{kept}", tr("Remove token"), is_dangerous=True)


def _without_token(use: QueueUse) -> str:
    """What comes of the files that hang on a token; with a blank behind it."""
    stops = trn("{count} file stops", "{count} files stop", use.running)
    waits = trn("{count} waits for a new token", "{count} wait for a new token", use.to_come)
    if use.running and use.to_come:
        return tr("{stops} and {waits}.", stops=stops, waits=waits) + " "
    if use.running:
        return f"{stops}. "
    return f"{waits}. " if use.to_come else ""


def remove_profile_question(name: str, use: QueueUse = _UNUSED) -> Question:
    """Asked before a profile is removed."""
    files = use.running + use.to_come
    consequence = tr("Its token is removed too. Nothing on the disk is deleted.")
    if files:
        consequence = trn(
            "Its token is removed too, and {count} file in the queue waits. Nothing on the disk is deleted.",
            "Its token is removed too, and {count} files in the queue wait. Nothing on the disk is deleted.",
            files,
        )
    title = tr("Remove the profile {name}?", name=name)
    return Question(title, consequence, tr("Remove profile"), is_dangerous=True)
