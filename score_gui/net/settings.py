"""How this program speaks HTTP, chosen once: the value that every client of this room is built from."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from score_gui import __version__
from score_gui.net.routes import Direct, Route

USER_AGENT = f"score_gui/{__version__}"


@dataclass(frozen=True, slots=True)
class NetSettings:
    """Times in seconds. `ca_files` hold authorities (PEM) that are trusted beside the system's own.

    `read_timeout` is the longest silence; `header_timeout` bounds an answer's header block as a whole, and
    `api_timeout` a whole answer of an API, since a server can be slow without ever being silent.
    """

    ca_files: tuple[Path, ...] = ()
    connect_timeout: float = 15.0
    read_timeout: float = 30.0
    header_timeout: float = 60.0
    api_timeout: float = 60.0
    user_agent: str = USER_AGENT
    route: Route = field(default_factory=Direct)
