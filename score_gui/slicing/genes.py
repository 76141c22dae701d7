"""Genes by their symbols, for files whose assembly is recognised; no other file is given places that may be wrong."""

from __future__ import annotations

import gzip
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from score_gui.files.resources import resource_path
from score_gui.slicing.assembly import Assembly, chromosomes, recognise
from score_gui.slicing.regions import Contigs, Region

KNOWN = frozenset({Assembly.GRCH38})
"""Assemblies that a table of genes comes with: no table of GRCh37 was found that may be passed on freely."""


@dataclass(frozen=True, slots=True)
class GeneTable:
    """The genes of one file. `places` tells for a symbol in capitals where it lies in this file."""

    assembly: Assembly
    places: Mapping[str, tuple[Region, ...]]
    symbols: Sequence[str]

    def find(self, symbol: str) -> tuple[Region, ...]:
        """Where a gene lies, whatever its case was typed in; several places for some, none for what is no gene."""
        return self.places.get(symbol.upper(), ())

    def beginning(self, letters: str, most: int = 12) -> tuple[str, ...]:
        """The first symbols in the order of the alphabet that begin with `letters`."""
        start = letters.upper()
        at = bisect_left(self.symbols, start)
        return tuple(symbol for symbol in self.symbols[at : at + most] if symbol.startswith(start))


def genes_for(contigs: Contigs) -> GeneTable | None:
    """The genes of a file with these contigs; None if its assembly is not recognised or no table is at hand.

    Reads a file of some hundred kB. Raises OSError where the program's own files are not complete.
    """
    assembly = recognise(contigs)
    if assembly is None or assembly not in KNOWN:
        return None
    data = gzip.decompress(resource_path("genes", f"{assembly}.tsv.gz").read_bytes())
    names = chromosomes(contigs, assembly)
    places: dict[str, tuple[Region, ...]] = {}
    for line in data.decode().splitlines():
        chromosome, first, last, symbol = line.split("\t")
        if chromosome in names:
            place = Region(names[chromosome], int(first) - 1, int(last))
            places[symbol.upper()] = (*places.get(symbol.upper(), ()), place)
    return GeneTable(assembly, places, sorted(places))
