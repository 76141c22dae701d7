"""Makes the long lists that are measured, in the shape of the 25K portal."""

from __future__ import annotations

import random
import uuid
from pathlib import Path

_HEADER = (
    "repo_code\tfile_id\tobject_id\tfile_format\tfile_name\tfile_size\tmd5_sum\tindex_object_id\t"
    "donor_id/donor_count\tproject_id/project_count\tstudy\n"
)


def write_list(path: Path, rows: int) -> None:
    """A list of so many rows, the same on every run."""
    dice = random.Random(rows)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_HEADER)
        for number in range(rows):
            object_id, index_id = (uuid.UUID(int=dice.getrandbits(128)) for _ in range(2))
            name = f"{dice.getrandbits(128):032x}.SA{number}.bam"
            cells = ("collaboratory", f"FI{number}", object_id, "BAM", name, dice.getrandbits(36))
            more = (f"{dice.getrandbits(128):032x}", index_id, f"DO{number // 10}", "LIRI-JP", "PCAWG")
            file.write("\t".join(map(str, cells + more)) + "\n")
