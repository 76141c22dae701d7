"""The programs that fetch the same object the same way, each as a command line; and those that are not here."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench import running
from tests.bench.running import Outcome
from tests.bench.site import Site

ENGINE_MD5 = "score_gui, MD5 compared"
ENGINE = "score_gui, no MD5"
ARIA2_MD5 = "aria2c, MD5 compared"
ARIA2 = "aria2c, no MD5"
CURL = "curl, a process per connection, no MD5"
RCLONE = "rclone, no MD5"
HTTPX = "stock httpx in threads, no MD5"
FLOOR_MD5 = "C and OpenSSL, one MD5 of the whole"
FLOOR_PARTS = "C and OpenSSL, an MD5 for each connection's share"
FLOOR = "C and OpenSSL, no MD5"

Fetch = Callable[[Site, Path, int], Outcome]
"""Fetch the large object into a folder over a number of connections."""


@dataclass(frozen=True)
class Programs:
    """What can be run here, by name, and why the others cannot."""

    found: dict[str, Fetch]
    absent: dict[str, str]


def look_up(folder: Path) -> Programs:
    """Find the programs; what has to be compiled goes into `folder`."""
    found: dict[str, Fetch] = {ENGINE_MD5: _engine(checked=True), ENGINE: _engine(checked=False)}
    absent: dict[str, str] = {}
    for tool, its in _OTHERS.items():
        if shutil.which(tool):
            found |= its
        else:
            absent[tool] = "not on the PATH"
    found[HTTPX] = _httpx
    floor = _compiled(folder)
    if isinstance(floor, Path):
        found |= {name: _floor(floor, hashing) for name, hashing in _FLOORS.items()}
    else:
        absent["the floor in C"] = floor
    return Programs(found, absent)


def engine_wish(site: Site, out: Path, connections: int, **more: object) -> dict[str, object]:
    """What `engine_child` is asked for, with the large object as the only one."""
    files = [{"name": "object.bin", "url": site.url, "size": site.size, "md5": site.md5}]
    return {
        "files": files,
        "ca": str(site.ca_file),
        "out": str(out),
        "connections": connections,
        **more,
    }


def _engine(*, checked: bool) -> Fetch:
    def fetch(site: Site, out: Path, connections: int) -> Outcome:
        wish = engine_wish(site, out, connections, checked=checked)
        return running.run_python("tests.bench.engine_child", wish)

    return fetch


def _httpx(site: Site, out: Path, connections: int) -> Outcome:
    wish = engine_wish(site, out, connections)
    return running.run_python("tests.bench.httpx_child", wish)


def _aria2(*, checked: bool) -> Fetch:
    def fetch(site: Site, out: Path, connections: int) -> Outcome:
        ways = [f"-x{connections}", f"-s{connections}", "--file-allocation=none", f"-d{out}", "-q"]
        check = [f"--checksum=md5={site.md5}"] if checked else []
        return running.run(["aria2c", *ways, f"--ca-certificate={site.ca_file}", *check, site.url])

    return fetch


def _curl(site: Site, out: Path, connections: int) -> Outcome:
    step = -(-site.size // connections)
    one = "curl -s -S -f --cacert {ca} -r {start}-{last} -o {out}/{start} {url} &"
    parts = [
        one.format(ca=site.ca_file, start=start, last=min(start + step, site.size) - 1, out=out, url=site.url)
        for start in range(0, site.size, step)
    ]
    return running.run(["sh", "-c", f"{' '.join(parts)} wait"])


def _rclone(site: Site, out: Path, connections: int) -> Outcome:
    streams = [f"--multi-thread-streams={connections}", "--multi-thread-cutoff=1M", "--config="]
    trust = [f"--ca-cert={site.ca_file}", f"--http-url={site.origin}"]
    return running.run(["rclone", "copyto", *streams, *trust, ":http:object.bin", str(out / "object.bin")])


_FLOORS = {FLOOR_MD5: "whole", FLOOR_PARTS: "stretches", FLOOR: "none"}
_OTHERS: dict[str, dict[str, Fetch]] = {
    "aria2c": {ARIA2_MD5: _aria2(checked=True), ARIA2: _aria2(checked=False)},
    "curl": {CURL: _curl},
    "rclone": {RCLONE: _rclone},
}


def _compiled(folder: Path) -> Path | str:
    """The floor, or why there is none."""
    if sys.platform == "win32":
        return "it is written for POSIX systems"
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        return "no C compiler is on the PATH"
    program, source = folder / "floor", Path(__file__).with_name("floor.c")
    command = [compiler, "-O2", "-o", str(program), str(source), "-lssl", "-lcrypto", "-lpthread"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        return f"it did not compile: {done.stderr.strip().splitlines()[0]}"
    return program


def _floor(program: Path, hashing: str) -> Fetch:
    def fetch(site: Site, out: Path, connections: int) -> Outcome:
        at = urlsplit(site.url)
        where = [str(at.port), at.path, str(site.size), str(connections), str(site.ca_file)]
        outcome = running.run([str(program), *where, str(out / "object.bin"), hashing])
        if outcome.told.get("md5", site.md5) != site.md5:
            raise RuntimeError("the floor in C fetched other bytes")
        return outcome

    return fetch
