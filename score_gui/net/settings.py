"""How this program speaks HTTP, chosen once: the value that every client of this room is built from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from score_gui import __version__


@dataclass(frozen=True, slots=True)
class NetSettings:
    """Times in seconds. `ca_file` holds authorities (PEM) that are trusted beside the system's own.

    `read_timeout` is the longest silence; `header_timeout` bounds an answer's header block as a whole, and
    `api_timeout` a whole answer of an API, since a server can be slow without ever being silent.
    """

    ca_file: Path | None = None
    connect_timeout: float = 15.0
    read_timeout: float = 30.0
    header_timeout: float = 60.0
    api_timeout: float = 60.0
    user_agent: str = f"score_gui/{__version__}"
