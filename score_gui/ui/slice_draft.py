"""What a person has chosen for a slice so far, the name it would get, and the same as a command line. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from score_gui.files.names import safe_name
from score_gui.model.manifest import Entry
from score_gui.slicing.orders import OutputFormat
from score_gui.slicing.regions import Region, RegionSet
from score_gui.ui.commands import quoted
from score_gui.ui.slice_regions import Chip, Chips

NAMED = 3
"""Regions that the name of a slice tells; of more it tells the number."""
_ENDINGS = (".bam", ".cram", ".sam")
_ODD = re.compile(r"[^A-Za-z0-9]+")


def is_sliceable(name: str) -> bool:
    """A file of this name has reads in it that can be asked for by their place."""
    return name.lower().endswith((".bam", ".cram"))


@dataclass(frozen=True, slots=True)
class SliceTarget:
    """What is to be sliced: an object of a site, or a file on this computer."""

    entry: Entry | None = None
    profile_id: str = ""
    site: str = ""
    path: Path | None = None

    @property
    def name(self) -> str:
        """As far as it is known before the site is asked."""
        if self.path is not None:
            return self.path.name
        return "" if self.entry is None else self.entry.file_name or self.entry.object_id

    @property
    def donor(self) -> str | None:
        return None if self.entry is None else self.entry.donor


@dataclass(frozen=True, slots=True)
class Draft:
    """The choices. Without `output` the slice is named after the file and its regions, in `folder`."""

    folder: Path
    chips: Chips = field(default_factory=Chips)
    padding: int = 0
    format: OutputFormat = OutputFormat.BAM
    contained: bool = False
    unplaced: bool = False
    pruned: bool = False
    reference: Path | None = None
    output: Path | None = None

    @property
    def is_empty(self) -> bool:
        return not self.chips.all and not self.unplaced


def default_output(draft: Draft, file_name: str, is_taken: Callable[[Path], bool]) -> Path:
    """A free name in the folder of the draft: `SA408046.aln.TP53_BRCA2.bam`."""
    stem = safe_name(file_name, "slice")
    for ending in _ENDINGS:
        stem = stem.removesuffix(ending)
    label = _label(draft)
    for number in range(1, 1000):
        twin = "" if number == 1 else f"-{number}"
        path = draft.folder / safe_name(f"{stem}.{label}{twin}.{draft.format}", f"slice{twin}.{draft.format}")
        if not is_taken(path):
            return path
    return draft.folder / f"slice.{draft.format}"


def _label(draft: Draft) -> str:
    labels = [_word(chip) for chip in draft.chips.all if chip.trouble is None]
    labels += ["unplaced"] if draft.unplaced else []
    if len(labels) > NAMED:
        return f"{len(labels)}_regions"
    return "_".join(labels) or "slice"


def _word(chip: Chip) -> str:
    return _ODD.sub("_", chip.label or chip.text.replace(",", "")).strip("_") or "region"


def command_line(target: SliceTarget, draft: Draft, regions: RegionSet, output: Path) -> str:
    """`score-gui slice` with the same outcome, quoted for the terminal of this system. It holds nothing secret."""
    words = ["score-gui", "slice"]
    if target.path is not None:
        words += ["--input-file", str(target.path)]
    elif target.entry is not None:
        words += ["--object-id", target.entry.object_id]
        words += ["--profile", target.site] if target.site else []
    words += _where(draft, regions)
    words += ["--contained"] if draft.contained else []
    words += ["--format", draft.format.value, "--output", str(output)]
    words += ["--write-index"] if draft.format is not OutputFormat.SAM else []
    words += ["--prune-read-groups"] if draft.pruned else []
    words += ["--reference", str(draft.reference)] if draft.reference is not None else []
    return quoted(words)


def _where(draft: Draft, regions: RegionSet) -> list[str]:
    """The BED file itself where it alone tells the regions, else each of them."""
    chips = draft.chips.all
    if len(chips) == 1 and chips[0].bed is not None and _is_plain(draft, chips[0]):
        return ["--bed", str(chips[0].bed), *(["--skip-bad-lines"] if chips[0].skips_lines else [])]
    return ["--region", *_texts(regions.regions), *(["*"] if regions.unplaced else [])]


def _is_plain(draft: Draft, chip: Chip) -> bool:
    return not (draft.padding or draft.unplaced or chip.is_renamed)


def _texts(regions: Sequence[Region]) -> list[str]:
    """Without commas, and with braces where a name holds a colon: the same region in every file."""
    return [
        f"{{{region.contig}}}:{region.begin + 1}-{region.end}"
        if ":" in region.contig
        else f"{region.contig}:{region.begin + 1}-{region.end}"
        for region in regions
    ]
