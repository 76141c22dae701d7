"""What a person may choose once for all transfers."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from score_gui.model.network import ProxyChoice
from score_gui.model.transfer import Layout

MOST_FILES_AT_ONCE = 32
MOST_CONNECTIONS = 64
LOWEST_RATE = 10_000
"""Bytes per second; with less, servers lose their patience with a connection."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`files_at_once` transfers run together and share `connections` sockets, in all at most `rate_limit` bytes/s.

    `ca_file` holds authorities (PEM) that are trusted beside the system's own. A profile may have its own way.
    """

    output_folder: Path
    layout: Layout = Layout.FILENAME
    files_at_once: int = 3
    connections: int = 8
    with_index: bool = True
    rate_limit: int | None = None
    proxy: ProxyChoice = field(default_factory=ProxyChoice)
    ca_file: Path | None = None
