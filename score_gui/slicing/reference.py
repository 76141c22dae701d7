"""Whether a FASTA is the reference of an alignment, told before anything is fetched.

htslib, given a wrong one, says no more than that the file is truncated. It is looked at in a process of its own, and
where it has no index, one is made beside a link of ours: nothing is ever written beside the person's file.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from score_gui.model.language import tr
from score_gui.model.problem import Problem, ProblemError
from score_gui.slicing import troubles
from score_gui.slicing.child import MEMORY, Child, SilentError
from score_gui.slicing.contig_names import alike
from score_gui.slicing.fetch import LOOK_EVERY, CancelledError
from score_gui.slicing.header import Header
from score_gui.slicing.reference_order import Contig, Difference, Finding, ReferenceOrder

SECONDS = 1200
"""Computing time: some ten seconds for the MD5s of a human genome, a minute for a missing index of a packed one."""


def own_reference(path: Path, work: Path) -> Path:
    """A link to `path` below `work`, with links to its indexes if they are not older than it. Raises OSError."""
    told = path.stat()
    mark = hashlib.sha256(f"{path.absolute()}\0{told.st_size}\0{told.st_mtime_ns}".encode()).hexdigest()[:16]
    link = work / "reference" / mark / path.name
    if not link.is_symlink():
        link.parent.mkdir(parents=True, exist_ok=True)
        for ending in (".fai", ".gzi"):
            beside = Path(f"{path.absolute()}{ending}")
            if beside.is_file() and beside.stat().st_mtime_ns >= told.st_mtime_ns:
                Path(f"{link}{ending}").symlink_to(beside)
        link.symlink_to(path.absolute())
    return link


def check_reference(
    path: Path,
    work: Path,
    header: Header,
    contigs: Iterable[str],
    neighbours: Iterable[str] = (),
    cancel: threading.Event | None = None,
) -> None:
    """Names, lengths and, where the header tells them, MD5s of `contigs`. Raises ProblemError or CancelledError.

    Of `neighbours`, contigs that share a container with the wanted ones, the names have to be there: for one that is
    missing, htslib would open the file that the header of the CRAM names, whatever that is.
    """
    wanted = tuple(
        Contig(name, header.contigs[name], header.md5s.get(name)) for name in dict.fromkeys(contigs)
    )
    try:
        order = ReferenceOrder(
            str(own_reference(path, work)), wanted, tuple(sorted(neighbours)), MEMORY, SECONDS
        )
    except OSError as error:
        raise ProblemError(_unreadable(path, str(error.strerror or error))) from None
    with TemporaryDirectory(dir=work, prefix="look-") as folder:
        finding = _asked(path, order, Path(folder), cancel or threading.Event())
    if finding.detail is not None:
        raise ProblemError(_unreadable(path, finding.detail.replace(order.path, path.name)))
    if finding.difference is not None:
        raise ProblemError(troubles.reference_differs(_difference_words(finding.difference)))
    if finding.missing is not None:
        names = alike(finding.missing, finding.names)
        detail = tr("it has no contig {name}", name=finding.missing)
        if names:
            detail = tr("it has no contig {name}, but {other}", name=finding.missing, other=names[0])
        raise ProblemError(troubles.reference_differs(detail))


def _asked(path: Path, order: ReferenceOrder, folder: Path, cancel: threading.Event) -> Finding:
    with Child("score_gui.slicing.reference_reader", folder) as child:
        child.say(order.to_json())
        while not cancel.is_set():
            with suppress(SilentError):
                line = child.next_line(LOOK_EVERY)
                if line is None:
                    raise ProblemError(_unreadable(path, child.ending()))
                return _understood(line, path)
    raise CancelledError


def _understood(line: str, path: Path) -> Finding:
    """Raises ProblemError for words that are no answer, as of a process that a strange file has broken."""
    try:
        return Finding.from_json(line)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise ProblemError(_unreadable(path, tr("whoever looked at it answered nonsense"))) from None


def _unreadable(path: Path, detail: str) -> Problem:
    cause = tr("{name} cannot be read as FASTA ({detail})", name=path.name, detail=detail)
    return troubles.reference_differs(cause)


def _difference_words(found: Difference) -> str:
    name, there, here = found.contig, found.there, found.here
    if isinstance(there, int):
        return tr(
            "{contig} has {there:,} bases there and {here:,} in the file", contig=name, there=there, here=here
        )
    return tr("{contig} has MD5 {there} there and {here} in the file", contig=name, there=there, here=here)
