"""The account of bytes when a connection breaks while a block is on its way."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import pytest

from score_gui.demo.knobs import Corruption, Gate
from score_gui.demo.record import Record
from score_gui.demo.sending import BodySender
from score_gui.demo.wire import FileBody


class BreakingSocket(socket.socket):
    """Takes some bytes of the first block and then breaks, as a socket does whose peer resets it."""

    def sendfile(self, file: Any, offset: int = 0, count: int | None = None) -> int:
        file.seek(offset + 1234)
        raise ConnectionResetError


@pytest.mark.skipif(not hasattr(os, "sendfile"), reason="sent in whole blocks here")
def test_only_what_was_sent_is_counted(tmp_path: Path) -> None:
    record = Record()
    path = tmp_path / "object"
    path.write_bytes(bytes(2_000_000))
    sender = BodySender(record, Gate(), Corruption())
    with BreakingSocket() as connection, pytest.raises(ConnectionResetError):
        sender.send(connection, FileBody("an object", path, 100_000, 1_500_000))
    assert record.bytes_served("an object") == 1234
    assert record.wait_quiet(0)
