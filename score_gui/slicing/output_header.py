"""The header of a slice: that of the file, with a line of our own at the end of its chain of programs.

Where that is wanted, read groups that no read of the slice belongs to are left out.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pysam

PROGRAM = "score_gui"


def own_header(
    header: pysam.AlignmentHeader, version: str, unused_groups: Collection[str] = ()
) -> pysam.AlignmentHeader:
    """A copy with one @PG more and without the read groups of these IDs.

    The new line tells no path, no address and no region, so nothing secret can travel in it.
    """
    import pysam

    text = without_groups(str(header), unused_groups)
    return pysam.AlignmentHeader.from_text(with_program(text, version))


def without_groups(text: str, unused: Collection[str]) -> str:
    """`text` without the @RG lines of these IDs."""
    kept = [
        line
        for line in text.split("\n")
        if not (unused and line.startswith("@RG\t") and _tags(line).get("ID") in unused)
    ]
    return "\n".join(kept)


def with_program(text: str, version: str) -> str:
    """`text` and an @PG line whose ID is new and whose PP is the end of the chain that was there."""
    lines = [line for line in text.split("\n") if line]  # some files hold blank lines, which no reader takes
    programs = [_tags(line) for line in lines if line.startswith("@PG\t")]
    ids = [tags["ID"] for tags in programs if "ID" in tags]
    followed = {tags["PP"] for tags in programs if "PP" in tags}
    own = next(name for name in _names() if name not in ids)
    fields = ["@PG", f"ID:{own}", f"PN:{PROGRAM}", f"VN:{version}"]
    ends = [name for name in ids if name not in followed]
    if ends:
        fields.append(f"PP:{ends[-1]}")
    fields.append("DS:reads of some regions of a larger file")
    return "\n".join([*lines, "\t".join(fields)]) + "\n"


def _names() -> list[str]:
    return [PROGRAM, *(f"{PROGRAM}.{number}" for number in range(1, 10_000))]


def _tags(line: str) -> dict[str, str]:
    return {field[:2]: field[3:] for field in line.split("\t")[1:]}
