"""The sentences of the page that browses a site."""

from __future__ import annotations

from collections.abc import Sequence

from score_gui.model.problem import Problem, Recovery
from score_gui.model.text import bytes_text, count_text
from score_gui.sources.song_rows import Analysis
from score_gui.ui.browse_choice import Sums
from score_gui.ui.words import shown

_MOST_NAMED = 3
_SHORTEST_CUT = 8

NO_STUDIES = "{site} tells no list of studies"
NO_STUDIES_MORE = (
    "Its gateway knows files by their IDs only. Type or paste object IDs or analysis IDs above, "
    "or choose files on its website and drop the manifest here."
)
IDS_HINT = "Object or analysis IDs, one on a line or with commas between them"


def analyses_text(count: int) -> str:
    """`1 analysis`, `2,041 analyses`."""
    return f"{count:,} {'analysis' if count == 1 else 'analyses'}"


def group_words(analysis: Analysis) -> tuple[str, str]:
    """What a person knows an analysis by: its type, then donors, samples and its id."""
    title = shown(analysis.type_name or "Analysis")
    names = (*_few(analysis.donors), *_few(analysis.samples))
    return title, "  ".join(shown(name) for name in (*names, analysis.analysis_id))


def group_sum(analysis: Analysis) -> str:
    """`2 files, 44.2 GB` at the end of the heading."""
    size = sum(one.entry.size or 0 for one in analysis.files)
    files = count_text(len(analysis.files), "file")
    return f"{files}, {bytes_text(size)}" if size else files


def access_text(open_access: bool | None) -> str:  # noqa: FBT001 - a value to tell, not a switch
    """Who may fetch a file; empty where nobody said."""
    return {True: "open", False: "controlled", None: ""}[open_access]


def reading_words(here: int, total: int | None) -> str:
    """How far the reading of a study is."""
    if not here:
        return "Asking for analyses…"
    return f"{here:,} of {analyses_text(total)} are here" if total else f"{analyses_text(here)} are here"


def stopped_words(here: int, total: int | None) -> str:
    """The reading has ended before the list did."""
    return f"{reading_words(here, total)}. The rest was not asked for."


def lookup_words(done: int, of: int) -> str:
    """How far the looking up of ids is."""
    return f"{done:,} of {count_text(of, 'ID')} looked up"


def unknown_words(unknown: Sequence[str], wrong: Sequence[str], site: str) -> str:
    """Which of the typed ids lead nowhere; empty if all are known."""
    parts = []
    if unknown:
        verb = "is" if len(unknown) == 1 else "are"
        parts.append(
            f"{count_text(len(unknown), 'ID')} {verb} not known at {shown(site)}: {_named(unknown)}."
        )
    if wrong:
        verb = "is no ID" if len(wrong) == 1 else "are no IDs"
        parts.append(f"{count_text(len(wrong), 'word')} {verb}: {_named(wrong)}.")
    return " ".join(parts)


def problem_sentence(problem: Problem) -> str:
    """What is said of a problem below its title; what a transfer does about it by itself is not said here."""
    return f"{problem.cause} {problem.next_step}" if problem.recovery is Recovery.PERSON else problem.cause


def chosen_words(sums: Sums) -> str:
    """`34 files from 2 studies, 4.4 TB.`"""
    if not sums.files:
        return "No file is ticked."
    studies = f" from {sums.studies} studies" if sums.studies > 1 else ""
    size = f", {bytes_text(sums.bytes)}" if sums.bytes else ""
    return f"{count_text(sums.files, 'file')}{studies}{size}."


def chosen_more(sums: Sums) -> str:
    """What the sum of bytes leaves out."""
    if not sums.unsized:
        return ""
    return f"The size of {count_text(sums.unsized, 'file')} is not known yet."


def review_words(sums: Sums) -> str:
    """The primary button."""
    if not sums.files:
        return "Review files…"
    size = f", {bytes_text(sums.bytes)}" if sums.bytes and not sums.unsized else ""
    return f"Review {count_text(sums.files, 'file')}{size}…"


def _few(names: Sequence[str]) -> tuple[str, ...]:
    if len(names) <= _MOST_NAMED:
        return tuple(names)
    return (*names[: _MOST_NAMED - 1], f"and {len(names) - _MOST_NAMED + 1} more")


def _named(words: Sequence[str]) -> str:
    told = [shown(word if len(word) <= 36 else f"{word[:_SHORTEST_CUT]}…") for word in words[:_MOST_NAMED]]
    more = len(words) - _MOST_NAMED
    return ", ".join([*told, *([f"and {more:,} more"] if more > 0 else [])])
