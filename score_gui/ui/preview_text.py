"""The sentences of the preview page: what kind of list it is, what is ticked, what the button does."""

from __future__ import annotations

from score_gui.model.manifest import Kind, Manifest
from score_gui.model.text import bytes_text, count_text
from score_gui.ui.preview_ticks import Sums

_MOST_LINES = 6
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


def kind_badge(kind: Kind) -> str:
    """The family of a manifest as a badge shows it; empty for those that need none."""
    return _KINDS.get(kind, "")


def subtitle(manifest: Manifest, profile_name: str, waiting: int = 0) -> str:
    """`212 lines, profile ICGC ARGO. 2 more lists follow.` A refused list tells only what follows."""
    told = count_text(manifest.lines, "line") if manifest.accepted else ""
    if told and profile_name:
        told = f"{told}, profile {profile_name}"
    if not waiting:
        return told
    follow = "1 more list follows." if waiting == 1 else f"{waiting:,} more lists follow."
    return f"{told}. {follow}" if told else follow


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
    here = "1 is" if sums.here == 1 else f"{sums.here:,} are"
    to_fetch = f"; {bytes_text(sums.bytes_to_fetch)} to fetch" if sums.bytes_to_fetch else ""
    return f"{here} on this disk already{to_fetch}."


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
