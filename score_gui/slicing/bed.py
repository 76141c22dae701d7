"""Regions from a BED file. Lines that cannot be used are told by number; the person decides what follows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from score_gui.model.language import tr
from score_gui.slicing.contig_names import alike
from score_gui.slicing.inflate import GZIP_MAGIC, DamagedError, gunzip
from score_gui.slicing.regions import Contigs, Region, RegionError

LARGEST = 256 * 1024 * 1024
_NUMBER = re.compile(r"[0-9]{1,15}")
_ASIDE = ("#", "track", "browser")


@dataclass(frozen=True, slots=True)
class BedRemark:
    """Why a line, counted from 1, gives no region."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Bed:
    """BED counts from 0 and leaves the end out, as `Region` does; nothing is shifted.

    `renames` offers, for contigs that are not there, the one that goes by another name; reading again with it takes
    their lines in.
    """

    regions: tuple[Region, ...]
    remarks: tuple[BedRemark, ...]
    renames: Mapping[str, str] = field(default_factory=dict)


def read_bed(data: bytes, contigs: Contigs, renames: Mapping[str, str] | None = None) -> Bed:
    """Plain or gzip. `renames` is what to call contigs that the file does not have.

    Raises RegionError where it is no text at all.
    """
    try:
        plain = gunzip(data, LARGEST) if data[:2] == GZIP_MAGIC else data
        text = plain.decode("utf-8-sig")
    except DamagedError as error:
        raise RegionError(tr("The BED file cannot be unpacked: {error}.", error=error)) from None
    except UnicodeDecodeError:
        raise RegionError(tr("The BED file is no UTF-8 text.")) from None
    return _read_lines(text.split("\n"), contigs, renames or {})


def _read_lines(lines: Iterable[str], contigs: Contigs, renames: Mapping[str, str]) -> Bed:
    regions: list[Region] = []
    remarks: list[BedRemark] = []
    strangers: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        bare = line.strip(" \t\r")
        if not bare or bare.startswith(_ASIDE[0]) or bare.split(None, 1)[0] in _ASIDE:
            continue
        fields = [text.strip() for text in (bare.split("\t") if "\t" in bare else bare.split())[:3]]
        found = _region([renames.get(fields[0], fields[0]), *fields[1:]], contigs, strangers)
        if isinstance(found, Region):
            regions.append(found)
        else:
            remarks.append(BedRemark(number, found))
    others = {name: alike(name, contigs) for name in strangers}
    return Bed(
        tuple(regions), tuple(remarks), {name: found[0] for name, found in others.items() if len(found) == 1}
    )


def _region(columns: list[str], contigs: Contigs, strangers: dict[str, str]) -> Region | str:
    """A region, or why there is none; `strangers` remembers the answer for contigs that are not there."""
    if len(columns) < 3 or not all(_NUMBER.fullmatch(text) for text in columns[1:]):
        return tr("no contig, start and end")
    name, begin, end = columns[0], int(columns[1]), int(columns[2])
    if name not in contigs:
        if name not in strangers:
            names = alike(name, contigs)
            strangers[name] = (
                tr("this file has no contig {name}; did you mean {other}", name=name, other=names[0])
                if names
                else tr("this file has no contig {name}", name=name)
            )
        return strangers[name]
    if begin >= end:
        return tr("the interval is empty")
    if begin >= contigs[name]:
        return tr("it starts past the end of {name}", name=name)
    return Region(name, begin, min(end, contigs[name]))
