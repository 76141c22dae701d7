"""What a person typed, pasted or took from a BED file, as chips: each is checked against the file, and says its repair.

Pure. A chip that cannot be meant stays a chip with its trouble: a slice with a region missing would look complete,
so nothing is ever left out in silence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from score_gui.model.language import tr, trn
from score_gui.model.text import both_text, decimal_text
from score_gui.slicing.bed import Bed, read_bed
from score_gui.slicing.regions import (
    UNPLACED,
    Contigs,
    Region,
    RegionError,
    RegionSet,
    normalise,
    parse_region,
)

SHOWN_TEXT = 80
"""Characters of a typed text that are kept of what cannot be a region anyway."""
MANY = 40
"""Regions of one paste from which on they become one chip: more would not be looked at one by one."""

OFFERED = 8
"""Words that are offered while somebody types."""

Genes = Callable[[str], Sequence[Region]]
"""The places of a gene by its symbol; none for a word that is no gene."""
Symbols = Callable[[str], Sequence[str]]
"""The first symbols of genes that begin with some letters."""

_SEPARATORS = re.compile(r"[\s;]+")
_END = re.compile(r".*-([0-9][0-9,]*)")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")


@dataclass(frozen=True, slots=True)
class Repair:
    """One click that mends a chip: what its button says, and the chips that take its place.

    `used` is the text that it puts in the place of another.
    """

    words: str
    chips: tuple[Chip, ...]
    used: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a chip stops the slice, in a sentence, and what would mend it."""

    sentence: str
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True)
class Chip:
    """One or many regions under one text. `label` is a gene or the name of a list.

    `bed` is the file it came from: with `skips_lines` some of its lines are left out, with `is_renamed` its contigs
    have other names here.
    """

    text: str
    regions: tuple[Region, ...] = ()
    label: str = ""
    trouble: Trouble | None = None
    bed: Path | None = None
    skips_lines: bool = False
    is_renamed: bool = False
    bases: int = field(init=False, compare=False)
    contigs: frozenset[str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        # Once, where the chip is made: a list of a whole exome is read in a thread, and shown in the window.
        object.__setattr__(self, "bases", sum(region.end - region.begin for region in self.regions))
        object.__setattr__(self, "contigs", frozenset(region.contig for region in self.regions))

    @property
    def note(self) -> str:
        """What stands beside the text: the gene and the length, or how many regions there are."""
        if not self.regions:
            return ""
        bases = bases_text(self.bases)
        if len(self.regions) > 1 or self.bed is not None:
            return f"{trn('{count} region', '{count} regions', len(self.regions))}, {bases}"
        return f"{self.label}, {bases}" if self.label else bases


@dataclass(frozen=True, slots=True)
class Chips:
    """All chips in the order of their coming."""

    all: tuple[Chip, ...] = ()

    @property
    def broken(self) -> tuple[int, ...]:
        """Places of the chips that stop the slice."""
        return tuple(place for place, chip in enumerate(self.all) if chip.trouble is not None)

    def with_chips(self, chips: Iterable[Chip]) -> Chips:
        """More of them; one that is there already does not come twice."""
        return Chips(_once((*self.all, *chips)))

    def without(self, place: int) -> Chips:
        return Chips(self.all[:place] + self.all[place + 1 :])

    def repaired(self, place: int, repair: Repair) -> Chips:
        return Chips(_once((*self.all[:place], *repair.chips, *self.all[place + 1 :])))

    def region_set(self, contigs: Contigs, padding: int, *, unplaced: bool) -> RegionSet:
        """What the good chips select, each region wider by `padding` bases on both sides."""
        good = [region for chip in self.all if chip.trouble is None for region in chip.regions]
        return normalise((padded(region, padding, contigs) for region in good), contigs, unplaced=unplaced)

    def name_of(self, wanted: Region) -> str:
        """The genes of a region that chips were merged into; empty where none has a name."""
        labels = [
            chip.label
            for chip in self.all
            if chip.bed is None
            and any(
                r.contig == wanted.contig and r.begin < wanted.end and wanted.begin < r.end
                for r in chip.regions
            )
        ]
        return ", ".join(dict.fromkeys(label for label in labels if label))


def _once(chips: Iterable[Chip]) -> tuple[Chip, ...]:
    """A BED file is told by its path: of its regions there may be hundreds of thousands."""

    def key(chip: Chip) -> object:
        return chip.text, chip.trouble is None, chip.bed or chip.regions

    return tuple({key(chip): chip for chip in chips}.values())


def padded(region: Region, padding: int, contigs: Contigs) -> Region:
    """`region` with `padding` bases more on each side, as far as the contig reaches."""
    end = min(contigs[region.contig], region.end + padding)
    return Region(region.contig, max(0, region.begin - padding), end)


def bases_text(count: int) -> str:
    """`19.1 kb`, `3.1 Mb`, `850 bases`."""
    if count < 1000:
        return trn("{count} base", "{count} bases", count)
    value, unit = (count / 1e3, "kb") if count < 999_950 else (count / 1e6, "Mb")
    return f"{decimal_text(value, 1)} {unit}"


@dataclass(frozen=True, slots=True)
class RegionReader:
    """Reads text against one file. Without `genes` the assembly of the file is not known."""

    contigs: Contigs
    genes: Genes | None = None
    symbols: Symbols | None = None

    def offers(self, typed: str) -> tuple[str, ...]:
        """Contigs and genes that begin with what is typed so far, once that is more than a letter."""
        start = typed.strip()
        if len(start) < 2 or not start.isalnum():
            return ()
        contigs = (name for name in self.contigs if name.lower().startswith(start.lower()))
        genes = self.symbols(start) if self.symbols is not None else ()
        return tuple(dict.fromkeys((*islice(contigs, OFFERED), *genes)))[:OFFERED]

    def read(self, text: str) -> tuple[tuple[Chip, ...], bool]:
        """Chips for all that was typed or pasted, and whether `*` was among it."""
        words = [word for word in _SEPARATORS.split(text.replace(", ", " ")) if word.strip(",")]
        chips = [self._chip(word.rstrip(",")) for word in words if word != UNPLACED]
        return _bundled(chips), UNPLACED in words

    def read_bed(self, path: Path, data: bytes) -> Chip:
        """A BED file as one chip; lines that cannot be used stop it until the person has decided."""
        try:
            bed = read_bed(data, self.contigs)
            chip = Chip(path.name, bed.regions, path.stem, bed=path)
            if bed.remarks:
                return replace(chip, trouble=self._bed_trouble(chip, bed, data))
        except RegionError as error:
            return Chip(path.name, trouble=Trouble(error.cause), bed=path)
        return (
            chip
            if bed.regions
            else replace(chip, trouble=Trouble(tr("{name} holds no region.", name=path.name)))
        )

    def _bed_trouble(self, chip: Chip, bed: Bed, data: bytes) -> Trouble:
        first, lines = bed.remarks[0], len(bed.remarks)
        repairs = []
        if bed.renames:
            renamed = read_bed(data, self.contigs, bed.renames)
            mended = replace(
                chip, regions=renamed.regions, is_renamed=True, skips_lines=bool(renamed.remarks)
            )
            repairs.append(
                Repair(_rename_words(next(iter(bed.renames.values())), len(renamed.remarks)), (mended,))
            )
        if bed.regions:
            words = trn("Leave out {count} line", "Leave out {count} lines", lines)
            repairs.append(Repair(words, (replace(chip, skips_lines=True),)))
        sentence = trn(
            "{count} line of {name} cannot be used. Line {line}: {message}.",
            "{count} lines of {name} cannot be used. Line {line}: {message}.",
            lines,
            name=chip.text,
            line=first.line,
            message=first.message,
        )
        return Trouble(sentence, tuple(repairs))

    def _chip(self, word: str) -> Chip:
        try:
            region = parse_region(word, self.contigs)
        except RegionError as error:
            return self._gene(word) or self._broken(word, error)
        if region is None:
            raise ValueError("reads without a place are no chip")
        return self._cut(word, region) or _chip_of(word, region)

    def _cut(self, word: str, region: Region) -> Chip | None:
        """A range that reaches over the end of its contig is no slip that may pass unseen."""
        found = None if word in self.contigs else _END.fullmatch(word)
        if found is None or int(found[1].replace(",", "")) <= self.contigs[region.contig]:
            return None
        sentence = tr("{contig} ends at {end:,}.", contig=region.contig, end=self.contigs[region.contig])
        whole = _chip_of(region.text, region)
        return Chip(_short(word), trouble=Trouble(sentence, (Repair(tr("Cut to the end"), (whole,)),)))

    def _gene(self, word: str) -> Chip | None:
        places = tuple(self.genes(word)) if self.genes is not None else ()
        chips = tuple(Chip(place.text, (place,), word.upper()) for place in places)
        if len(chips) < 2:
            return chips[0] if chips else None
        repairs = tuple(_use(chip.text, chip) for chip in chips)
        sentence = tr("{word} was found twice; choose one.", word=word)
        if len(chips) > 2:
            sentence = tr("{word} was found {times} times; choose one.", word=word, times=len(chips))
        return Chip(_short(word), trouble=Trouble(sentence, repairs))

    def _broken(self, word: str, error: RegionError) -> Chip:
        texts = error.suggestions or self._retyped(word)
        sentence = error.cause
        if error.suggestions and error.no_contig:
            names = both_text([self._contig(word, text) for text in texts])
            sentence += f" {tr('It has {names}.', names=names)}"
        elif self.genes is None and re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", word):
            sentence += f" {tr('Genes are not known for its assembly.')}"
        # `Use chr17` where only the name changes, else the whole text.
        repairs = tuple(_use(self._contig(word, text), self._chip(text)) for text in texts)
        return Chip(_short(word), trouble=Trouble(sentence, repairs))

    def _retyped(self, word: str) -> tuple[str, ...]:
        """The text with plain dashes and digits, as an editor or a web page may have dressed them up."""
        plain = unicodedata.normalize("NFKC", word).translate(_DASHES)
        if plain == word:
            return ()
        try:
            parse_region(plain, self.contigs)
        except RegionError:
            return ()
        return (plain,)

    def _contig(self, word: str, text: str) -> str:
        """The contig that `text` offers in place of the one in `word`."""
        name, colon, span = text.rpartition(":")
        return name if colon and name in self.contigs and word.endswith(f":{span}") else text


def _use(text: str, chip: Chip) -> Repair:
    return Repair(tr("Use {text}", text=text), (chip,), text)


def _rename_words(name: str, left_out: int) -> str:
    if not left_out:
        return tr("Use {name} and so on", name=name)
    return trn(
        "Use {name} and so on, leave out {count} line",
        "Use {name} and so on, leave out {count} lines",
        left_out,
        name=name,
    )


def _chip_of(word: str, region: Region) -> Chip:
    return Chip(word if ":" not in word else region.text, (region,))


def _short(text: str) -> str:
    return text if len(text) <= SHOWN_TEXT else f"{text[: SHOWN_TEXT - 1]}…"


def _bundled(chips: Sequence[Chip]) -> tuple[Chip, ...]:
    """Many good chips of one paste as one; the broken ones stand beside it, or as one too if they are many."""
    if len(chips) <= MANY:
        return tuple(chips)
    good = [chip for chip in chips if chip.trouble is None]
    broken = [chip for chip in chips if chip.trouble is not None]
    regions = tuple(dict.fromkeys(region for chip in good for region in chip.regions))
    bundle = (Chip(_pasted_words(len(good)), regions, "pasted"),) if good else ()
    return (*bundle, *(broken if len(broken) <= MANY else (_many_broken(broken),)))


def _many_broken(broken: Sequence[Chip]) -> Chip:
    troubles = [chip.trouble for chip in broken if chip.trouble is not None]
    count = trn("{count} pasted text", "{count} pasted texts", len(broken))
    mended = [trouble.repairs[0].chips for trouble in troubles if len(trouble.repairs) == 1]
    repairs: tuple[Repair, ...] = ()
    if len(mended) == len(broken):
        regions = tuple(dict.fromkeys(r for chips in mended for chip in chips for r in chip.regions))
        one = Chip(_pasted_words(len(regions)), regions, "pasted")
        first = troubles[0].repairs[0]
        repairs = (Repair(tr("Repair all, as {example}", example=first.used or first.words), (one,)),)
    sentence = trn(
        "{count} pasted text is no region. The first: {sentence}",
        "{count} pasted texts are no regions. The first: {sentence}",
        len(broken),
        sentence=troubles[0].sentence,
    )
    return Chip(count, trouble=Trouble(sentence, repairs))


def _pasted_words(count: int) -> str:
    return trn("{count} pasted region", "{count} pasted regions", count)
