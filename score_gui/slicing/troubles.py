"""What can stand in the way of a slice, in the words a person reads. The codes are a contract, as all problem codes."""

from __future__ import annotations

from score_gui.model.language import phrase, phrases
from score_gui.model.problem import Problem, for_person
from score_gui.model.text import Size

_WHOLE = phrase("Download the whole file instead.")


def no_reader() -> Problem:
    """Windows: pysam has no wheels there."""
    cause = phrase("Slices need pysam, which does not exist for this system.")
    return for_person("slice-no-reader", phrase("Slices are not possible here"), cause, _WHOLE)


def no_index(name: str) -> Problem:
    """`name` of the object or file; without an index nothing tells where a region lies."""
    cause = phrase("No index file of {name} is known.", name=name)
    return for_person("slice-no-index", phrase("Index file missing"), cause, _WHOLE)


def region_unclear(detail: str) -> Problem:
    """`detail`, a sentence or more, names the region and what to write instead."""
    return for_person(
        "slice-region",
        phrase("Region not understood"),
        detail,
        phrase("Nothing was fetched. Mend it and try again."),
    )


def bed_unclear(lines: str, count: int) -> Problem:
    """`count` lines of a BED file give no region; `lines` tells the first of them."""
    cause = phrases(
        "{count} line of the BED file cannot be used: {lines}.",
        "{count} lines of the BED file cannot be used: {lines}.",
        count,
        lines=lines,
    )
    return for_person(
        "slice-bed",
        phrase("BED file not clear"),
        cause,
        phrase("Mend them, or leave them out with --skip-bad-lines."),
    )


def index_unreadable(detail: str) -> Problem:
    """`detail` without a full stop, such as `it ends in the middle`."""
    cause = phrase("The index file cannot be used: {detail}.", detail=detail)
    return for_person("slice-index-unreadable", phrase("Index file not readable"), cause, _WHOLE)


def index_of_another_file(detail: str) -> Problem:
    """The index contradicts the file; reads would be lost without a word."""
    cause = phrase("The index belongs to another file, or to another state of it: {detail}.", detail=detail)
    next_step = phrase("Ask the site for the right index. {whole}", whole=_WHOLE)
    return for_person("slice-index-foreign", phrase("Index does not fit the file"), cause, next_step)


def not_alignments(name: str, detail: str) -> Problem:
    """Neither BAM nor CRAM, or one that is damaged at its beginning or end; `detail` without a full stop."""
    cause = phrase("{name} is no BAM or CRAM that can be read: {detail}.", name=name, detail=detail)
    return for_person(
        "slice-not-alignments", phrase("File not readable"), cause, phrase("Choose a BAM or CRAM file.")
    )


def changed_meanwhile() -> Problem:
    """The store gives another version than before; what was fetched of the old one is no use."""
    cause = phrase("The site changed the file while it was fetched, so the parts do not belong together.")
    return for_person(
        "slice-file-changed", phrase("The file has changed"), cause, phrase("Start the slice again.")
    )


def read_trouble(name: str, detail: str) -> Problem:
    """The reader does not get through the file; `detail` without a full stop."""
    cause = phrase("{name} cannot be read: {detail}. No partial slice was kept.", name=name, detail=detail)
    return for_person("slice-unreadable", phrase("The reads cannot be read"), cause, _WHOLE)


def reader_stopped(name: str, detail: str) -> Problem:
    """The process that reads came to an end it did not announce; `detail` without a full stop."""
    cause = phrase(
        "The reader of {name} stopped: {detail}. No partial slice was kept.", name=name, detail=detail
    )
    return for_person("slice-reader-stopped", phrase("The file could not be read"), cause, _WHOLE)


def no_sparse_files(size: int, free: int) -> Problem:
    """The cache folder's volume would need the whole `size` (bytes) of the object."""
    cause = phrase(
        "The drive of the cache folder cannot leave gaps in files, so this slice would take {size} there; "
        "{free} are free.",
        size=Size(size),
        free=Size(free),
    )
    next_step = phrase("Set SCORE_GUI_HOME to a folder on another drive.")
    return for_person("slice-no-sparse-files", phrase("The cache drive does not suit"), cause, next_step)


def reference_needed(name: str) -> Problem:
    """CRAM keeps differences to a reference genome only."""
    cause = phrase("{name} is a CRAM: it holds only what differs from its reference genome.", name=name)
    return for_person(
        "slice-reference-needed",
        phrase("Reference needed"),
        cause,
        phrase("Name its FASTA file with --reference."),
    )


def reference_differs(detail: str) -> Problem:
    """`detail` without a full stop names the contig and what differs."""
    cause = phrase("The reference does not fit: {detail}. Nothing was fetched.", detail=detail)
    return for_person(
        "slice-reference-differs",
        phrase("Another reference"),
        cause,
        phrase("Name the FASTA of this alignment."),
    )


def output_exists(name: str) -> Problem:
    """The wanted name is taken."""
    cause = phrase("There is a file {name} already, and it is kept.", name=name)
    return for_person(
        "slice-output-exists", phrase("The name is taken"), cause, phrase("Choose another name.")
    )


def igv_silent(port: int) -> Problem:
    """IGV is not there, or its port is not open."""
    cause = phrase("IGV does not answer on port {port}.", port=port)
    next_step = phrase("Start IGV, and in it View > Preferences > Advanced > Enable port.")
    return for_person("igv-silent", phrase("IGV does not answer"), cause, next_step)


def igv_refused(detail: str) -> Problem:
    """IGV said something else than OK; `detail` without a full stop."""
    cause = phrase("IGV did not load the slice: {detail}.", detail=detail)
    return for_person(
        "igv-refused", phrase("IGV did not load it"), cause, phrase("Open the file in IGV itself.")
    )
