"""A receipt as JSON for programs, and as a list that `md5sum -c` reads."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from score_gui.receipts.receipt import Line, Receipt

SCHEMA = "score_gui receipt 1"
"""Names the format in each file, so that a later version can read an older receipt."""


def as_json(receipt: Receipt) -> str:
    """All facts. Times are ISO 8601 in UTC, sizes in bytes, what is not known is null."""
    document = {
        "schema": SCHEMA,
        "tool": receipt.tool,
        "made": _time(receipt.made),
        "manifest": receipt.manifest,
        "folder": str(receipt.folder),
        "sites": [
            {"name": site.name, "storage_url": site.storage_url, "metadata_url": site.metadata_url}
            for site in receipt.sites
        ],
        "summary": {
            "asked": len(receipt.lines),
            "arrived": receipt.here,
            "verified": receipt.verified,
            "bytes": receipt.size,
            "complete": receipt.is_complete,
        },
        "files": [_file(line) for line in receipt.lines],
    }
    return json.dumps(document, indent=2) + "\n"


def _file(line: Line) -> dict[str, object]:
    return {
        "object_id": line.object_id,
        "name": line.name,
        "path": line.path,
        "size": line.size,
        "status": line.status.value,
        "check": line.check.value,
        "md5_expected": line.md5_expected,
        "md5_computed": line.md5_computed,
        "asked": _time(line.asked),
        "arrived": _time(line.arrived),
        "profile": line.profile,
        "trouble": line.trouble,
    }


def _time(at: float | None) -> str | None:
    return None if at is None else datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")


def as_md5_list(receipt: Receipt) -> str:
    """One line for each file whose MD5 is known: the computed one, else the one it was compared to by parts.

    Written as GNU coreutils writes it: a name with a backslash or a line end is escaped, and its line begins
    with a backslash. Run `md5sum -c` in the receipt's folder.
    """
    lines = []
    for line in receipt.lines:
        md5 = line.md5_computed or line.md5_expected
        if line.is_here and line.path is not None and md5 is not None:
            path = line.path.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
            lines.append(f"{chr(92) if path != line.path else ''}{md5}  {path}\n")
    return "".join(lines)
