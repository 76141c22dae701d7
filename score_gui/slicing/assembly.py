"""Which human genome a file was aligned to, told by the lengths of its contigs and by nothing else.

Names do not tell: `chr17` is in all of them. The lengths of the chromosomes differ in every one.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from score_gui.slicing.contig_names import alike
from score_gui.slicing.regions import Contigs


class Assembly(StrEnum):
    """A genome that is recognised."""

    GRCH37 = "GRCh37"
    GRCH38 = "GRCh38"


_NAMES = (*map(str, range(1, 23)), "X", "Y")
_LENGTHS: Mapping[Assembly, tuple[int, ...]] = {
    Assembly.GRCH37: (
        249_250_621, 243_199_373, 198_022_430, 191_154_276, 180_915_260, 171_115_067, 159_138_663, 146_364_022,
        141_213_431, 135_534_747, 135_006_516, 133_851_895, 115_169_878, 107_349_540, 102_531_392, 90_354_753,
        81_195_210, 78_077_248, 59_128_983, 63_025_520, 48_129_895, 51_304_566, 155_270_560, 59_373_566,
    ),
    Assembly.GRCH38: (
        248_956_422, 242_193_529, 198_295_559, 190_214_555, 181_538_259, 170_805_979, 159_345_973, 145_138_636,
        138_394_717, 133_797_422, 135_086_622, 133_275_309, 114_364_328, 107_043_718, 101_991_189, 90_338_345,
        83_257_441, 80_373_285, 58_617_616, 64_444_167, 46_709_983, 50_818_468, 156_040_895, 57_227_415,
    ),
}  # fmt: skip
_MITOCHONDRION = 16_569
"""Of the revised Cambridge sequence; the older hg19 has another, whose places are shifted."""


def chromosomes(contigs: Contigs, assembly: Assembly) -> dict[str, str]:
    """The chromosomes of `assembly` that are among `contigs`, by their plain names (`17`) to those of the file."""
    wanted = {**dict(zip(_NAMES, _LENGTHS[assembly], strict=True)), "MT": _MITOCHONDRION}
    return {
        plain: name
        for plain, length in wanted.items()
        for name in alike(plain, contigs)[:1]
        if contigs[name] == length
    }


def recognise(contigs: Contigs) -> Assembly | None:
    """The assembly whose lengths all chromosomes of the file have; None if one differs, or none is there."""
    present = [name for name in _NAMES if alike(name, contigs)]
    for assembly in Assembly:
        found = chromosomes(contigs, assembly)
        if present and all(name in found for name in present):
            return assembly
    return None
