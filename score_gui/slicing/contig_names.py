"""What a contig that a file does not have may be called in it: other assemblies, other writers, slips of the finger.

Only ever an offer: a region is never moved to another contig without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

_MITOCHONDRIA = ("chrM", "MT", "M", "chrMT")
_PREFIX = re.compile(r"chr(?:om(?:osome)?)?[_ ]?", re.IGNORECASE)
_ACCESSION = re.compile(r"(?:^|[^a-z])((?:gl|ki|kn|kq|kv|kz|ml|jh|aadb)[0-9]{6,})", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]+")
_MOST = 3
_CLOSE = 0.75
_SHORTEST = 4


def alike(name: str, contigs: Iterable[str]) -> tuple[str, ...]:
    """Contigs of the file that go by `name` in other assemblies: with or without `chr`, M or MT, other case."""
    lower = {known.lower(): known for known in contigs}
    bare = _PREFIX.sub("", name, count=1) if _PREFIX.match(name) else name
    tries = [name, f"chr{bare}", bare]
    if name.lower() in {other.lower() for other in _MITOCHONDRIA}:
        tries += _MITOCHONDRIA
    return tuple(dict.fromkeys(lower[word.lower()] for word in tries if word.lower() in lower))


def near(name: str, contigs: Iterable[str]) -> tuple[str, ...]:
    """Contigs that may be meant where none is `alike`: the same accession, or a slip.

    The digits have to be the same: chr7 is no slip for chr17.
    """
    known = list(contigs)
    accession = _accession(name)
    if accession:
        return tuple(one for one in known if _accession(one) == accession)[:_MOST]
    digits = _DIGITS.findall(name)
    lower = {one.lower(): one for one in known if _DIGITS.findall(one) == digits}
    return tuple(lower[one] for one in get_close_matches(name.lower(), lower, _MOST, _CLOSE))


def beginning(name: str, contigs: Iterable[str]) -> tuple[str, ...]:
    """Contigs whose names go on after `name` with a colon, as those of HLA alleles do."""
    if len(name) < _SHORTEST:
        return ()
    return tuple(one for one in contigs if one.lower().startswith(f"{name.lower()}:"))[:_MOST]


def _accession(name: str) -> str:
    """The number of a scaffold in GenBank, which writers dress up: GL000220.1, chrUn_GL000220v1."""
    found = _ACCESSION.search(name)
    return "" if found is None else found[1].lower()
