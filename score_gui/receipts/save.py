"""Writes the three files of a receipt beside the data. A newer receipt of the same manifest takes their place."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from score_gui.files import durable
from score_gui.files.names import safe_name
from score_gui.receipts.formats import SCHEMA, as_json, as_md5_list
from score_gui.receipts.html import as_html
from score_gui.receipts.receipt import Receipt

_LARGEST_READ = 64 * 1024 * 1024
"""Bytes of a file that may be an older receipt; nobody's data file is read for that."""


@dataclass(frozen=True, slots=True)
class Saved:
    """Where the receipt lies. `md5s` is None where no file has a known MD5."""

    html: Path
    json: Path
    md5s: Path | None


def save(receipt: Receipt) -> Saved:
    """Write the receipt into its folder. A file that is not an older receipt of this manifest is left alone.

    Raises OSError where the folder cannot be written.
    """
    stem = safe_name(Path(receipt.manifest).stem or "manifest", receipt.lines[0].object_id)
    html, js, md5s = next(trio for trio in _names(receipt.folder, stem) if _is_ours(trio, receipt.manifest))
    # The JSON says whose the three are, so it comes first.
    _write(js, as_json(receipt).encode("utf-8"))
    _write(html, as_html(receipt).encode("utf-8", "replace"))
    sums = as_md5_list(receipt)
    if sums:
        _write(md5s, os.fsencode(sums))
    return Saved(html, js, md5s if sums else None)


def _names(folder: Path, stem: str) -> Iterator[tuple[Path, Path, Path]]:
    for number in count(1):
        name = stem if number == 1 else f"{stem} ({number})"
        yield (
            folder / f"{name}.receipt.html",
            folder / f"{name}.receipt.json",
            folder / f"{name}.md5",
        )


def _is_ours(trio: tuple[Path, Path, Path], manifest: str) -> bool:
    """Whether these names are free, or hold an older receipt of the same manifest."""
    if not any(os.path.lexists(path) for path in trio):
        return True
    try:
        if trio[1].is_symlink() or trio[1].stat().st_size > _LARGEST_READ:
            return False
        found = json.loads(trio[1].read_text("utf-8"))
        return bool(found["schema"] == SCHEMA and found["manifest"] == manifest)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return False


def _write(path: Path, content: bytes) -> None:
    """All of it or nothing, under a name that nobody else holds meanwhile."""
    fd, draft = tempfile.mkstemp(prefix=f".{path.stem[:40]}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(fd, "wb") as file:
            file.write(content)
            file.flush()
            durable.sync_file(file.fileno())
        durable.replace(Path(draft), path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
