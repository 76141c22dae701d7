"""One window per person: a second start rings at the first one's door, leaves its manifests there, and ends.

The door is a local socket that only the same user may use. Whoever rings can open a preview and no more: nothing
is queued before a person has seen it.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE = 10_000
"""Milliseconds that the other window gets to answer: on a busy computer it may only be starting itself. One that hangs
does not answer; where there is none, nobody waits."""
_LONGEST_PATH = 90
"""Bytes of a socket's path that every Unix takes."""
_LARGEST = 1024 * 1024
_HEARD = b"heard\n"


def door_of(state: Path) -> str:
    """The name of the door of the program that keeps its queue in the folder `state`."""
    inside = state / "window.sock"
    if sys.platform != "win32" and len(str(inside).encode("utf-8", "surrogateescape")) <= _LONGEST_PATH:
        return str(inside)
    digest = hashlib.sha256(str(state).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return f"score-gui-{digest}"


def ring(door: str, manifests: Sequence[Path]) -> bool:
    """Hand manifests to the window behind `door` and bring it to the front. False if nobody answers. Blocks."""
    socket = QLocalSocket()
    socket.connectToServer(door)
    if not socket.waitForConnected(_PATIENCE):
        return False
    message = json.dumps([str(path.absolute()) for path in manifests])
    socket.write(message.encode("ascii") + b"\n")
    heard = b""
    while heard != _HEARD and socket.waitForReadyRead(_PATIENCE):
        heard += bytes(socket.readAll().data())
    socket.disconnectFromServer()
    return heard == _HEARD


class Doorbell(QObject):
    """Listens at a door.

    Signals:
        rung: somebody started the program again, with these manifests (`list[Path]`).
    """

    rung = Signal(list)

    def __init__(self, door: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        # Whoever could open the queue is the only one: what stands there was left by a program that was killed.
        QLocalServer.removeServer(door)
        self._server.listen(door)

    def close(self) -> None:
        """Let the next start find nobody."""
        self._server.close()

    def _on_connection(self) -> None:
        socket = self._server.nextPendingConnection()
        while socket is not None:
            socket.readyRead.connect(lambda one=socket: self._on_words(one))
            socket.disconnected.connect(socket.deleteLater)
            socket = self._server.nextPendingConnection()

    def _on_words(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > _LARGEST:
                socket.abort()
            return
        paths = read_message(bytes(socket.readLine(_LARGEST).data()))
        if paths is None:
            socket.abort()
            return
        socket.write(_HEARD)
        socket.flush()
        self.rung.emit(paths)


def read_message(line: bytes) -> list[Path] | None:
    """The absolute paths of a message; None for anything else."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        return None
    paths = [Path(one) for one in found]
    return paths if all(path.is_absolute() for path in paths) else None
