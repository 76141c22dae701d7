"""Write `resources/genes/GRCh38.tsv.gz` from the gene cache that ideogram.js publishes under CC0.

Run: python packaging/genes.py homo-sapiens-genes.tsv.gz (in the npm package `ideogram`, dist/data/cache/genes).
"""

from __future__ import annotations

import gzip
import sys
from collections import Counter
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "resources" / "genes" / "GRCh38.tsv.gz"
CHROMOSOMES = [*map(str, range(1, 23)), "X", "Y", "MT"]
MOST_PLACES = 5
"""Names with more places than that belong to families such as 5S_rRNA, and choose nothing."""


def read_genes(path: Path) -> list[tuple[str, int, int, str]]:
    """Chromosome, first and last base counted from 1, and symbol; the cache tells last minus first as length."""
    genes: list[tuple[str, int, int, str]] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("#"):
                chromosome, start, length, _, symbol = line.split("\t")[:5]
                if chromosome in CHROMOSOMES and symbol:
                    genes.append((chromosome, int(start), int(start) + int(length), symbol))
    places = Counter(symbol for *_, symbol in genes)
    kept = {gene for gene in genes if places[gene[3]] <= MOST_PLACES}
    return sorted(kept, key=lambda gene: (CHROMOSOMES.index(gene[0]), gene[1:]))


def main() -> int:
    """Write the table anew and tell its size."""
    genes = read_genes(Path(sys.argv[1]))
    text = "".join(f"{chromosome}\t{first}\t{last}\t{symbol}\n" for chromosome, first, last, symbol in genes)
    TARGET.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    print(f"{len(genes):,} genes, {TARGET.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
