"""The sentences of the profiles dialog."""

from __future__ import annotations

from score_gui.model.problem import Problem
from score_gui.model.text import count_text
from score_gui.ui.profiles_desk import TokenState
from score_gui.ui.question import Question


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


def remove_token_question(name: str) -> Question:
    """Asked before a token is removed."""
    consequence = "Its files wait for a new token. Nothing on the disk is deleted; unfinished files are kept."
    return Question(f"Remove the {name} token?", consequence, "Remove token", is_dangerous=True)


def remove_profile_question(name: str) -> Question:
    """Asked before a profile is removed."""
    consequence = "Its token is removed too, and its files in the queue wait. Nothing on the disk is deleted."
    return Question(f"Remove the profile {name}?", consequence, "Remove profile", is_dangerous=True)
