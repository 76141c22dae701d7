"""What a person may choose once for all transfers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from score_gui.model.transfer import Layout


@dataclass(frozen=True, slots=True)
class Settings:
    """`files_at_once` transfers run together and share `connections` sockets."""

    output_folder: Path
    layout: Layout = Layout.FILENAME
    files_at_once: int = 3
    connections: int = 8
    with_index: bool = True
