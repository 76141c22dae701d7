"""What can stand in the way of a slice, in the words a person reads. The codes are a contract, as all problem codes."""

from __future__ import annotations

from score_gui.model.problem import Problem, Recovery
from score_gui.model.text import bytes_text, count_text

_WHOLE = "Download the whole file instead."


def _person(code: str, title: str, cause: str, next_step: str) -> Problem:
    return Problem(code, title, cause, next_step, Recovery.PERSON)


def no_reader() -> Problem:
    """Windows: pysam has no wheels there."""
    cause = "Slices need pysam, which does not exist for this system."
    return _person("slice-no-reader", "Slices are not possible here", cause, _WHOLE)


def no_index(name: str) -> Problem:
    """`name` of the object or file; without an index nothing tells where a region lies."""
    cause = f"No index file of {name} is known."
    return _person("slice-no-index", "Index file missing", cause, _WHOLE)


def region_unclear(detail: str) -> Problem:
    """`detail`, a sentence or more, names the region and what to write instead."""
    return _person(
        "slice-region", "Region not understood", detail, "Nothing was fetched. Mend it and try again."
    )


def bed_unclear(lines: str, count: int) -> Problem:
    """`count` lines of a BED file give no region; `lines` tells the first of them."""
    cause = f"{count_text(count, 'line')} of the BED file cannot be used: {lines}."
    return _person(
        "slice-bed", "BED file not clear", cause, "Mend them, or leave them out with --skip-bad-lines."
    )


def index_unreadable(detail: str) -> Problem:
    """`detail` without a full stop, such as `it ends in the middle`."""
    cause = f"The index file cannot be used: {detail}."
    return _person("slice-index-unreadable", "Index file not readable", cause, _WHOLE)


def index_of_another_file(detail: str) -> Problem:
    """The index contradicts the file; reads would be lost without a word."""
    cause = f"The index belongs to another file, or to another state of it: {detail}."
    next_step = f"Ask the site for the right index. {_WHOLE}"
    return _person("slice-index-foreign", "Index does not fit the file", cause, next_step)


def not_alignments(name: str, detail: str) -> Problem:
    """Neither BAM nor CRAM, or one that is damaged at its beginning or end; `detail` without a full stop."""
    cause = f"{name} is no BAM or CRAM that can be read: {detail}."
    return _person("slice-not-alignments", "File not readable", cause, "Choose a BAM or CRAM file.")


def changed_meanwhile() -> Problem:
    """The store gives another version than before; what was fetched of the old one is no use."""
    cause = "The site changed the file while it was fetched, so the parts do not belong together."
    return _person("slice-file-changed", "The file has changed", cause, "Start the slice again.")


def read_trouble(name: str, detail: str) -> Problem:
    """The reader does not get through the file; `detail` without a full stop."""
    cause = f"{name} cannot be read: {detail}. No partial slice was kept."
    return _person("slice-unreadable", "The reads cannot be read", cause, _WHOLE)


def reader_stopped(name: str, detail: str) -> Problem:
    """The process that reads came to an end it did not announce; `detail` without a full stop."""
    cause = f"The reader of {name} stopped: {detail}. No partial slice was kept."
    return _person("slice-reader-stopped", "The file could not be read", cause, _WHOLE)


def no_sparse_files(size: int, free: int) -> Problem:
    """The cache folder's volume would need the whole `size` (bytes) of the object."""
    cause = (
        f"The drive of the cache folder cannot leave gaps in files, so this slice would take {bytes_text(size)} "
        f"there; {bytes_text(free)} are free."
    )
    next_step = "Set SCORE_GUI_HOME to a folder on another drive."
    return _person("slice-no-sparse-files", "The cache drive does not suit", cause, next_step)


def reference_needed(name: str) -> Problem:
    """CRAM keeps differences to a reference genome only."""
    cause = f"{name} is a CRAM: it holds only what differs from its reference genome."
    return _person(
        "slice-reference-needed", "Reference needed", cause, "Name its FASTA file with --reference."
    )


def reference_differs(detail: str) -> Problem:
    """`detail` without a full stop names the contig and what differs."""
    cause = f"The reference does not fit: {detail}. Nothing was fetched."
    return _person("slice-reference-differs", "Another reference", cause, "Name the FASTA of this alignment.")


def output_exists(name: str) -> Problem:
    """The wanted name is taken."""
    cause = f"There is a file {name} already, and it is kept."
    return _person("slice-output-exists", "The name is taken", cause, "Choose another name.")


def igv_silent(port: int) -> Problem:
    """IGV is not there, or its port is not open."""
    cause = f"IGV does not answer on port {port}."
    next_step = "Start IGV, and in it View > Preferences > Advanced > Enable port."
    return _person("igv-silent", "IGV does not answer", cause, next_step)


def igv_refused(detail: str) -> Problem:
    """IGV said something else than OK; `detail` without a full stop."""
    cause = f"IGV did not load the slice: {detail}."
    return _person("igv-refused", "IGV did not load it", cause, "Open the file in IGV itself.")
