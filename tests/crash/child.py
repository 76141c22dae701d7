"""The program that is killed: the engine on a real ledger and real sockets, without a window.

What to do comes as JSON on standard input, because the token is no matter for the list of processes. It says
"ready" once the engine runs, and ends with 0 when every file is here. A fault that it is to have comes the same way.
"""

from __future__ import annotations

import json
import socket
import sys
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from score_gui.model.manifest import Entry
from score_gui.model.messages import Add, Changed, Event, Idle
from score_gui.model.profile import Profile, SiteKind
from score_gui.model.secret import Secret
from score_gui.model.settings import Settings
from score_gui.model.transfer import Transfer, TransferId
from score_gui.net.data import DataClient
from score_gui.net.settings import NetSettings
from score_gui.sources.open import open_source
from score_gui.transfer.engine import Engine
from score_gui.transfer.outside import Outside
from tests.crash.bugs import BUGS

RECEIVE_BUFFER = 1 << 17


class SmallSocket(socket.socket):
    """Keeps little that the program has not taken yet: when it is killed, that was sent and is lost."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)


def main() -> int:
    socket.socket = SmallSocket  # type: ignore[misc]  # for this process only
    wish: dict[str, Any] = json.load(sys.stdin)
    if wish["bug"]:
        BUGS[wish["bug"]](pytest.MonkeyPatch())
    net, token, out = NetSettings(), Secret(wish["token"]), Path(wish["out"])
    profile = Profile("p", "Practice", wish["storage_url"], wish["metadata_url"], SiteKind.PRACTICE)
    source, data = open_source(profile, lambda: token, net), DataClient(net)
    events: SimpleQueue[Event] = SimpleQueue()
    outside = Outside(source=lambda _profile: source, fetch=data.fetch, abort=data.abort)
    engine = Engine(Path(wish["ledger"]), outside, Settings(out, connections=wish["connections"]), events.put)
    engine.start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    queue = events.get()
    if isinstance(queue, Changed) and not queue.transfers:
        engine.post(Add(tuple(Entry(name) for name in wish["object_ids"]), "p", out))
    all_here = _wait(events, queue, len(wish["object_ids"]))
    engine.stop()
    return 0 if all_here else 1


def _wait(events: SimpleQueue[Event], event: Event, wanted: int) -> bool:
    """Return, when the engine has nothing left to do, whether all files are here."""
    rows: dict[TransferId, Transfer] = {}
    while not (isinstance(event, Idle) and len(rows) >= wanted):
        if isinstance(event, Changed):
            rows.update({row.id: row for row in event.transfers})
        event = events.get()
    return all(row.status.is_done for row in rows.values())


if __name__ == "__main__":
    sys.exit(main())
