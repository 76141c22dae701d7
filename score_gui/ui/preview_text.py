"""The sentences of the preview page: what kind of list it is, what is ticked, what the button does."""

from __future__ import annotations

from score_gui.manifests.compare import Comparison
from score_gui.model.language import mark, phrase, tr, trc, trn
from score_gui.model.manifest import Kind, Manifest, Remark
from score_gui.model.text import bytes_text
from score_gui.ui.preview_columns import NOT_GIVEN, Facet
from score_gui.ui.preview_sums import Sums
from score_gui.ui.preview_values import (
    CHANGED,
    HERE,
    NEW,
    NOT_ASKED,
    NOT_HERE,
    OPENS,
    REFUSED,
    SAME,
    VERIFIED,
    FacetValue,
)
from score_gui.ui.question import Question

_MOST_LINES = 6
_MOST_GONE = 3
_KINDS = {
    Kind.SCORE_25K: mark("ICGC 25K manifest"),
    Kind.SCORE_ARGO: mark("ARGO file manifest"),
    Kind.SCORE_ARGO_TABLE: mark("ARGO file table"),
    Kind.SCORE_ARRANGER: mark("Overture manifest"),
    Kind.SCORE_HEADERLESS: mark("Manifest without header"),
    Kind.ID_LIST: mark("List of object IDs"),
    Kind.PORTAL_ARCHIVE: mark("Portal archive"),
    Kind.PORTAL_JSON: mark("Portal file list"),
    Kind.SITE: mark("Chosen at the site"),
}


_REPOSITORIES = {
    "collaboratory": "Collaboratory",
    "aws-virginia": "AWS Virginia",
    "pdc": "PDC",
    "ega": "EGA",
    "gdc": "GDC",
    "song.collab": "Collaboratory",
    "rdpc-toronto": "RDPC Toronto",
}
"""The codes of the repositories of ICGC, as people call them."""
_OWN_VALUES = frozenset({NOT_GIVEN, HERE, VERIFIED, NOT_HERE, NEW, CHANGED, SAME, REFUSED, OPENS, NOT_ASKED})
_LEARNED = {
    VERIFIED: mark("Here and verified"),
    HERE: mark("Here, will be checked"),
    REFUSED: mark("The site refused it"),
    NEW: mark("New since the earlier list"),
    CHANGED: mark("Changed since the earlier list"),
}


def value_words(value: FacetValue) -> str:
    """The value of a facet as people call it."""
    if value.facet is Facet.REPOSITORY:
        return _REPOSITORIES.get(value.value.lower(), value_text(value.value))
    return value_text(value.value)


def value_text(value: str) -> str:
    """A value of a facet in the language of the process, where it is a word of this program."""
    if value == OPENS:
        return trc("access", OPENS)
    return tr(value) if value in _OWN_VALUES else value


def learned_words(value: str) -> str:
    """What was learned of a row, as its remark tells it."""
    return tr(_LEARNED[value])


def kind_badge(kind: Kind) -> str:
    """The family of a manifest as a badge shows it; empty for those that need none."""
    return tr(_KINDS[kind]) if kind in _KINDS else ""


def subtitle(manifest: Manifest, profile_name: str) -> str:
    """`212 lines, profile ICGC ARGO`; nothing for a list that cannot be used."""
    if not manifest.accepted:
        return ""
    if profile_name:
        return trn(
            "{count} line, profile {profile}",
            "{count} lines, profile {profile}",
            manifest.lines,
            profile=profile_name,
        )
    return trn("{count} line", "{count} lines", manifest.lines)


def comparison_words(comparison: Comparison) -> str:
    """`Since argo_2026-10.tsv: 12 new, 3 changed, 2 gone (SA1.bam, SA2.bam).`"""
    new, changed, gone = comparison.new.count(1), comparison.changed.count(1), comparison.gone
    if not (new or changed or gone):
        return tr("Nothing changed since {earlier}.", earlier=comparison.earlier)
    told = tr(
        "Since {earlier}: {new:,} new, {changed:,} changed, {gone:,} gone",
        earlier=comparison.earlier,
        new=new,
        changed=changed,
        gone=len(gone),
    )
    names = ", ".join(entry.file_name or entry.object_id for entry in gone[:_MOST_GONE])
    if len(gone) > _MOST_GONE:
        names = tr("{names} and {more:,} more", names=names, more=len(gone) - _MOST_GONE)
    return f"{told} ({names})." if gone else f"{told}."


def ticked_sentence(sums: Sums, rows: int) -> str:
    """`186 of 212 files, 6.1 TB.`"""
    told = trn("{ticked:,} of {count} file", "{ticked:,} of {count} files", rows, ticked=sums.files)
    return f"{told}, {bytes_text(sums.bytes)}." if sums.bytes else f"{told}."


def more_sentence(sums: Sums) -> str:
    """What the sum of bytes leaves out: files that are here already, and unknown sizes; empty if nothing."""
    return " ".join(part for part in (_here_sentence(sums), _unsized_sentence(sums)) if part)


def _here_sentence(sums: Sums) -> str:
    if not sums.here:
        return ""
    if not sums.files_to_fetch:
        return tr("All are on this disk and will be checked.")
    if sums.verified == sums.here:
        return tr("{files:,} already here and verified.", files=sums.here)
    return tr("{files:,} already here.", files=sums.here)


def _unsized_sentence(sums: Sums) -> str:
    if not sums.unsized:
        return ""
    if sums.unsized == sums.files:
        return tr("Their size is known once the site has answered.")
    return trn(
        "The size of {count} file is known once the site has answered.",
        "The size of {count} files is known once the site has answered.",
        sums.unsized,
    )


def go_words(sums: Sums, *, starts: bool, with_size: bool = True) -> str:
    """`Download 138 files, 4.4 TB`, or `Queue …` if nothing starts yet; what is here already does not count."""
    if not sums.files:
        return tr("Download") if starts else trc("button", "Queue")
    if not sums.files_to_fetch:
        return trn("Check {count} file", "Check {count} files", sums.files) if starts else _queue(sums.files)
    files = sums.files_to_fetch
    told = trn("Download {count} file", "Download {count} files", files) if starts else _queue(files)
    return f"{told}, {bytes_text(sums.bytes_to_fetch)}" if sums.bytes_to_fetch and with_size else told


def _queue(files: int) -> str:
    return trn("Queue {count} file", "Queue {count} files", files)


def leave_question() -> Question:
    """Asked before a preview with other ticks is closed."""
    return Question(
        tr("Leave this manifest?"),
        tr("Nothing is queued, and the ticks you changed are not kept."),
        yes=tr("Leave"),
        no=tr("Stay"),
    )


def refusal(manifest: Manifest) -> tuple[str, str]:
    """Why a list cannot be used, in one sentence, and what else there is to say."""
    advice = manifest.advice or phrase("This is not a manifest that score_gui knows.")
    first, _stop, rest = tr(advice).partition(". ")
    return (f"{first}." if rest else first), rest


def refusal_lines(manifest: Manifest) -> str:
    """What was wrong line by line, shortened where it is always the same tune."""
    told = [_remark_line(remark) for remark in manifest.remarks]
    if len(told) > _MOST_LINES:
        more = len(told) - _MOST_LINES
        told[_MOST_LINES:] = [trn("{count} more line of this kind", "{count} more lines of this kind", more)]
    return "\n".join(told)


def _remark_line(remark: Remark) -> str:
    if remark.line is None:
        return tr(remark.message)
    return tr("Line {line}: {message}", line=remark.line, message=remark.message)
