"""The sentences of the preview page: what kind of list it is, what is ticked, what the button does."""

from __future__ import annotations

from score_gui.manifests.compare import Comparison
from score_gui.model.manifest import Kind, Manifest
from score_gui.model.text import bytes_text, count_text
from score_gui.ui.preview_columns import Facet
from score_gui.ui.preview_sums import Sums
from score_gui.ui.preview_values import CHANGED, HERE, NEW, REFUSED, VERIFIED, FacetValue

_MOST_LINES = 6
_MOST_GONE = 3
_KINDS = {
    Kind.SCORE_25K: "ICGC 25K manifest",
    Kind.SCORE_ARGO: "ARGO file manifest",
    Kind.SCORE_ARGO_TABLE: "ARGO file table",
    Kind.SCORE_ARRANGER: "Overture manifest",
    Kind.SCORE_HEADERLESS: "Manifest without header",
    Kind.ID_LIST: "List of object IDs",
    Kind.PORTAL_ARCHIVE: "Portal archive",
    Kind.PORTAL_JSON: "Portal file list",
    Kind.SITE: "Chosen at the site",
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
_LEARNED = {
    VERIFIED: "Here and verified",
    HERE: "Here, will be checked",
    REFUSED: "The site refused it",
    NEW: "New since the earlier list",
    CHANGED: "Changed since the earlier list",
}


def value_words(value: FacetValue) -> str:
    """The value of a facet as people call it."""
    return (
        _REPOSITORIES.get(value.value.lower(), value.value)
        if value.facet is Facet.REPOSITORY
        else value.value
    )


def learned_words(value: str) -> str:
    """What was learned of a row, as its remark tells it."""
    return _LEARNED[value]


def kind_badge(kind: Kind) -> str:
    """The family of a manifest as a badge shows it; empty for those that need none."""
    return _KINDS.get(kind, "")


def subtitle(manifest: Manifest, profile_name: str) -> str:
    """`212 lines, profile ICGC ARGO`; nothing for a list that cannot be used."""
    if not manifest.accepted:
        return ""
    told = count_text(manifest.lines, "line")
    return f"{told}, profile {profile_name}" if profile_name else told


def comparison_words(comparison: Comparison) -> str:
    """`Since argo_2026-10.tsv: 12 new, 3 changed, 2 gone (SA1.bam, SA2.bam).`"""
    new, changed, gone = comparison.new.count(1), comparison.changed.count(1), comparison.gone
    if not (new or changed or gone):
        return f"Nothing changed since {comparison.earlier}."
    told = f"Since {comparison.earlier}: {new:,} new, {changed:,} changed, {len(gone):,} gone"
    names = ", ".join(entry.file_name or entry.object_id for entry in gone[:_MOST_GONE])
    rest = f" and {len(gone) - _MOST_GONE:,} more" if len(gone) > _MOST_GONE else ""
    return f"{told} ({names}{rest})." if gone else f"{told}."


def ticked_sentence(sums: Sums, rows: int) -> str:
    """`186 of 212 files, 6.1 TB.`"""
    return f"{sums.files:,} of {count_text(rows, 'file')}{_size(sums)}."


def more_sentence(sums: Sums) -> str:
    """What the sum of bytes leaves out: files that are here already, and unknown sizes; empty if nothing."""
    return " ".join(part for part in (_here_sentence(sums), _unsized_sentence(sums)) if part)


def _here_sentence(sums: Sums) -> str:
    if not sums.here:
        return ""
    if not sums.files_to_fetch:
        return "All are on this disk and will be checked."
    verified = " and verified" if sums.verified == sums.here else ""
    return f"{sums.here:,} already here{verified}."


def _unsized_sentence(sums: Sums) -> str:
    if not sums.unsized:
        return ""
    if sums.unsized == sums.files:
        return "Their size is known once the site has answered."
    return f"The size of {count_text(sums.unsized, 'file')} is known once the site has answered."


def go_words(sums: Sums, *, starts: bool) -> str:
    """`Download 138 files, 4.4 TB`, or `Queue …` if nothing starts yet; what is here already does not count."""
    verb = "Download" if starts else "Queue"
    if not sums.files:
        return verb
    if not sums.files_to_fetch:
        return f"{'Check' if starts else 'Queue'} {count_text(sums.files, 'file')}"
    size = f", {bytes_text(sums.bytes_to_fetch)}" if sums.bytes_to_fetch else ""
    return f"{verb} {count_text(sums.files_to_fetch, 'file')}{size}"


def _size(sums: Sums) -> str:
    return f", {bytes_text(sums.bytes)}" if sums.bytes else ""


def refusal(manifest: Manifest) -> tuple[str, str]:
    """Why a list cannot be used, in one sentence, and what else there is to say."""
    first, _stop, rest = (manifest.advice or "This is not a manifest that score_gui knows.").partition(". ")
    return (f"{first}." if rest else first), rest


def refusal_lines(manifest: Manifest) -> str:
    """What was wrong line by line, shortened where it is always the same tune."""
    told = [
        remark.message if remark.line is None else f"Line {remark.line}: {remark.message}"
        for remark in manifest.remarks
    ]
    if len(told) > _MOST_LINES:
        told[_MOST_LINES:] = [f"{count_text(len(told) - _MOST_LINES, 'more line')} of this kind"]
    return "\n".join(told)
