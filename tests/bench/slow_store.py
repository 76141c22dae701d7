"""A store far away: 50 ms before each answer and 20 MB/s on each connection. It counts what it hands out.

Run: python -m tests.bench.slow_store FOLDER. Prints its address; ends with its standard input. `GET /-/count` gives
the bytes and requests since the last such question.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from pathlib import Path

LATENCY = 0.05
RATE = 20_000_000
_CHUNK = 64 * 1024
_RANGE = re.compile(rb"range: bytes=([0-9]+)-([0-9]*)", re.IGNORECASE)


class SlowStore:
    """Files of one folder, over HTTP with ranges."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._bytes = 0
        self._requests = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, for as many requests as it brings."""
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                await self._answer(head, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()

    async def _answer(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        path = head.split(b" ", 2)[1].decode().partition("?")[0]
        if path == "/-/count":
            body = json.dumps({"bytes": self._bytes, "requests": self._requests}).encode()
            self._bytes = self._requests = 0
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
            return
        await asyncio.sleep(LATENCY)
        self._requests += 1
        file = self._folder / path.lstrip("/")
        if not file.is_file():
            writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            return
        size, found = file.stat().st_size, _RANGE.search(head)
        start = int(found[1]) if found else 0
        stop = min(size, int(found[2]) + 1) if found and found[2] else size
        status = b"206 Partial Content" if found else b"200 OK"
        told = b"Content-Range: bytes %d-%d/%d\r\n" % (start, stop - 1, size) if found else b""
        writer.write(
            b'HTTP/1.1 %b\r\n%bContent-Length: %d\r\nETag: "1"\r\nAccept-Ranges: bytes\r\n\r\n'
            % (status, told, stop - start)
        )
        await self._send(file, start, stop, writer)

    async def _send(self, file: Path, start: int, stop: int, writer: asyncio.StreamWriter) -> None:
        began = time.monotonic()
        with file.open("rb") as source:
            source.seek(start)
            place = start
            while place < stop:
                data = source.read(min(_CHUNK, stop - place))
                writer.write(data)
                await writer.drain()
                place += len(data)
                self._bytes += len(data)
                ahead = began + (place - start) / RATE - time.monotonic()
                if ahead > 0:
                    await asyncio.sleep(ahead)


async def run(folder: Path) -> None:
    """Serve until standard input ends."""
    store = SlowStore(folder)
    server = await asyncio.start_server(store.serve, "127.0.0.1", 0, limit=1 << 16)
    sys.stdout.write(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(run(Path(sys.argv[1])))
