"""Shows a slice in IGV, which listens on a port of this computer when its user allows it.

The port takes lines of text and answers each with OK. What is sent holds the path of a local file and a region,
nothing else; only the loopback is ever called.
"""

from __future__ import annotations

import socket
from pathlib import Path

from score_gui.model.language import tr
from score_gui.model.problem import ProblemError
from score_gui.slicing import troubles
from score_gui.slicing.regions import Region

PORT = 60151
ANSWER = 2.0
"""Seconds for the connection, and for each answer but that to `load`."""
LOADING = 15.0
_LONGEST_ANSWER = 4096


def open_in_igv(path: Path, region: Region | None = None, *, port: int = PORT) -> None:
    """Load a file and go to a region. Blocks for some seconds at most. Raises ProblemError."""
    load = f'load "{_word(str(path.absolute()))}"'
    goto = None if region is None else f"goto {_word(region.contig)}:{region.begin + 1}-{region.end}"
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=ANSWER) as line:
            _ask(line, load, LOADING)
            if goto is not None:
                _ask(line, goto, ANSWER)
    except OSError:
        raise ProblemError(troubles.igv_silent(port)) from None


def _ask(line: socket.socket, command: str, wait: float) -> None:
    """Raises OSError if nothing is answered in time, ProblemError if it is no OK."""
    line.settimeout(wait)
    line.sendall(f"{command}\n".encode())
    answer = b""
    while not answer.endswith(b"\n") and len(answer) < _LONGEST_ANSWER:
        piece = line.recv(_LONGEST_ANSWER)
        if not piece:
            raise ConnectionError
        answer += piece
    if not answer.strip().upper().startswith(b"OK"):
        raise ProblemError(troubles.igv_refused(answer.decode("utf-8", "replace").strip()))


def _word(text: str) -> str:
    """`text` as it may stand in a command. Raises ProblemError where it would end the command or the quotes."""
    if any(char in text for char in '"\r\n\0'):
        raise ProblemError(troubles.igv_refused(tr("the name holds a quotation mark or a line break")))
    return text
