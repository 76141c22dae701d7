"""The same download by stock httpx in threads: `python -m tests.bench.httpx_child < WISH`, as for `engine_child`."""

from __future__ import annotations

import json
import os
import ssl
import sys
import threading
import time
from pathlib import Path
from typing import Any

import httpx


def fetch(client: httpx.Client, url: str, start: int, stop: int, out: int) -> None:
    headers = {"Range": f"bytes={start}-{stop - 1}", "Accept-Encoding": "identity"}
    with client.stream("GET", url, headers=headers) as response:
        if response.status_code != 206:
            raise RuntimeError(f"status {response.status_code}")
        for chunk in response.iter_raw():
            os.pwrite(out, chunk, start)
            start += len(chunk)


def main() -> int:
    wish: dict[str, Any] = json.load(sys.stdin)
    file, connections = wish["files"][0], wish["connections"]
    context = ssl.create_default_context(cafile=wish["ca"])
    out = os.open(Path(wish["out"]) / file["name"], os.O_RDWR | os.O_CREAT, 0o600)
    began, began_cpu = time.monotonic(), time.process_time()
    step = -(-file["size"] // connections)
    with httpx.Client(verify=context, limits=httpx.Limits(max_connections=connections)) as client:
        threads = [
            threading.Thread(
                target=fetch, args=(client, file["url"], start, min(start + step, file["size"]), out)
            )
            for start in range(0, file["size"], step)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    figures = {"seconds": time.monotonic() - began, "cpu": time.process_time() - began_cpu}
    if os.fstat(out).st_size != file["size"]:
        return 1
    os.close(out)
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
