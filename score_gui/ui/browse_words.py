"""The sentences of the page that browses a site."""

from __future__ import annotations

from collections.abc import Sequence

from score_gui.model.language import mark, tr, trc, trn
from score_gui.model.problem import Problem, Recovery
from score_gui.model.text import bytes_text
from score_gui.sources.song_rows import Analysis
from score_gui.ui.browse_choice import Sums
from score_gui.ui.words import shown

_MOST_NAMED = 3
_SHORTEST_CUT = 8

NO_STUDIES = mark("{site} tells no list of studies")
NO_STUDIES_MORE = mark(
    "Its gateway knows files by their IDs only. Type or paste object IDs or analysis IDs above, "
    "or choose files on its website and drop the manifest here."
)
IDS_HINT = mark("Object or analysis IDs, one on a line or with commas between them")


def analyses_text(count: int) -> str:
    """`1 analysis`, `2,041 analyses`."""
    return trn("{count} analysis", "{count} analyses", count)


def group_words(analysis: Analysis) -> tuple[str, str]:
    """What a person knows an analysis by: its type, then donors, samples and its id."""
    title = shown(analysis.type_name or tr("Analysis"))
    names = (*_few(analysis.donors), *_few(analysis.samples))
    return title, "  ".join(shown(name) for name in (*names, analysis.analysis_id))


def group_sum(analysis: Analysis) -> str:
    """`2 files, 44.2 GB` at the end of the heading."""
    size = sum(one.entry.size or 0 for one in analysis.files)
    files = trn("{count} file", "{count} files", len(analysis.files))
    return f"{files}, {bytes_text(size)}" if size else files


def access_text(open_access: bool | None) -> str:  # noqa: FBT001 - a value to tell, not a switch
    """Who may fetch a file; empty where nobody said."""
    return {True: trc("access", "open"), False: tr("controlled"), None: ""}[open_access]


def reading_words(here: int, total: int | None) -> str:
    """How far the reading of a study is."""
    if not here:
        return tr("Asking for analyses…")
    if total:
        return trn(
            "{here:,} of {count} analysis are here",
            "{here:,} of {count} analyses are here",
            total,
            here=here,
        )
    return trn("{count} analysis are here", "{count} analyses are here", here)


def stopped_words(here: int, total: int | None) -> str:
    """The reading has ended before the list did."""
    return f"{reading_words(here, total)}. {tr('The rest was not asked for.')}"


def lookup_words(done: int, of: int) -> str:
    """How far the looking up of ids is."""
    return trn("{done:,} of {count} ID looked up", "{done:,} of {count} IDs looked up", of, done=done)


def unknown_words(unknown: Sequence[str], wrong: Sequence[str], site: str) -> str:
    """Which of the typed ids lead nowhere; empty if all are known."""
    parts = []
    if unknown:
        parts.append(
            trn(
                "{count} ID is not known at {site}: {ids}.",
                "{count} IDs are not known at {site}: {ids}.",
                len(unknown),
                site=shown(site),
                ids=_named(unknown),
            )
        )
    if wrong:
        parts.append(
            trn(
                "{count} word is no ID: {words}.",
                "{count} words are no IDs: {words}.",
                len(wrong),
                words=_named(wrong),
            )
        )
    return " ".join(parts)


def problem_sentence(problem: Problem) -> str:
    """What is said of a problem below its title; what a transfer does about it by itself is not said here."""
    cause = tr(problem.cause)
    return f"{cause} {tr(problem.next_step)}" if problem.recovery is Recovery.PERSON else cause


def chosen_words(sums: Sums) -> str:
    """`34 files from 2 studies, 4.4 TB.`"""
    if not sums.files:
        return tr("No file is ticked.")
    told = trn("{count} file", "{count} files", sums.files)
    if sums.studies > 1:
        told = trn(
            "{count} file from {studies} studies",
            "{count} files from {studies} studies",
            sums.files,
            studies=sums.studies,
        )
    return f"{told}, {bytes_text(sums.bytes)}." if sums.bytes else f"{told}."


def chosen_more(sums: Sums) -> str:
    """What the sum of bytes leaves out."""
    if not sums.unsized:
        return ""
    return trn(
        "The size of {count} file is not known yet.",
        "The size of {count} files is not known yet.",
        sums.unsized,
    )


def review_words(sums: Sums) -> str:
    """The primary button."""
    if not sums.files:
        return tr("Review files…")
    if sums.bytes and not sums.unsized:
        return trn(
            "Review {count} file, {size}…",
            "Review {count} files, {size}…",
            sums.files,
            size=bytes_text(sums.bytes),
        )
    return trn("Review {count} file…", "Review {count} files…", sums.files)


def _few(names: Sequence[str]) -> tuple[str, ...]:
    if len(names) <= _MOST_NAMED:
        return tuple(names)
    return (*names[: _MOST_NAMED - 1], tr("and {more:,} more", more=len(names) - _MOST_NAMED + 1))


def _named(words: Sequence[str]) -> str:
    told = [shown(word if len(word) <= 36 else f"{word[:_SHORTEST_CUT]}…") for word in words[:_MOST_NAMED]]
    more = len(words) - _MOST_NAMED
    return ", ".join([*told, *([tr("and {more:,} more", more=more)] if more > 0 else [])])
