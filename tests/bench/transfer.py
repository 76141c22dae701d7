"""How fast a verified download is, next to others: `python -m tests.bench.transfer [MIB] [RUNS]`.

HTTPS on loopback from nginx, the object in memory, eight connections; every program in turn, several times. Prints a
table of medians with the range, and the same as JSON. Programs that are not installed are left out.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

CONNECTIONS = 8
NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log off; sendfile on; tcp_nopush on; root {folder}/www;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{
    listen 127.0.0.1:{port} ssl; ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem;
    ssl_protocols TLSv1.3; keepalive_requests 100000;
  }}
}}
"""


@dataclass
class Runs:
    """What one program needed: wall seconds, CPU seconds (user and system), peak memory in MiB."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Task:
    """The object to fetch, and where from."""

    url: str
    size: int
    md5: str
    ca_file: Path


@contextmanager
def served(folder: Path, size: int) -> Iterator[Task]:
    """An object of `size` random bytes behind nginx with a certificate of its own."""
    folder.chmod(0o755)  # nginx gives up root's rights
    (folder / "www").mkdir()
    md5 = write_object(folder / "www" / "object.bin", size)
    make = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=127.0.0.1"
    files = [
        "-addext",
        "subjectAltName=IP:127.0.0.1",
        "-keyout",
        str(folder / "key.pem"),
        "-out",
        str(folder / "cert.pem"),
    ]
    subprocess.run(["openssl", *make.split(), *files], check=True, capture_output=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = str(folder / "nginx.conf")
    Path(config).write_text(NGINX.format(folder=folder, port=port))
    server = subprocess.Popen([shutil.which("nginx") or "/usr/sbin/nginx", "-c", config, "-p", str(folder)])
    try:
        wait_for(port)
        yield Task(f"https://127.0.0.1:{port}/object.bin", size, md5, folder / "cert.pem")
    finally:
        server.terminate()
        server.wait()


def write_object(path: Path, size: int) -> str:
    """Block by block: a child's peak memory is counted from that of the process that started it."""
    digest = hashlib.md5(usedforsecurity=False)
    with path.open("wb") as file:
        for block in range(size >> 20):
            data = Random(block).randbytes(1 << 20)
            digest.update(data)
            file.write(data)
    return digest.hexdigest()


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise TimeoutError("nginx does not answer")


def engine(task: Task, out: Path, *, checked: bool) -> list[str]:
    md5 = task.md5 if checked else "-"
    run = [sys.executable, "-m", "tests.bench.engine_run", task.url, str(task.size), md5]
    return [*run, str(task.ca_file), str(out), str(CONNECTIONS)]


def aria2(task: Task, out: Path, *, checked: bool) -> list[str]:
    run = ["aria2c", "-q", f"-x{CONNECTIONS}", f"-s{CONNECTIONS}", "--file-allocation=none", f"-d{out}"]
    check = [f"--checksum=md5={task.md5}"] if checked else []
    return [*run, f"--ca-certificate={task.ca_file}", *check, task.url]


def curl(task: Task, out: Path) -> list[str]:
    step = -(-task.size // CONNECTIONS)
    one = "curl -s --cacert {ca} -r {a}-{b} -o {out}/part{a} {url} &"
    parts = [
        one.format(ca=task.ca_file, a=start, b=min(start + step, task.size) - 1, out=out, url=task.url)
        for start in range(0, task.size, step)
    ]
    return ["sh", "-c", f"{' '.join(parts)} wait"]


Command = Callable[[Task, Path], list[str]]


def programs() -> dict[str, Command]:
    """Those that are here, by what they do."""
    found: dict[str, Command] = {
        "score_gui, MD5 compared": lambda task, out: engine(task, out, checked=True),
        "score_gui, no MD5": lambda task, out: engine(task, out, checked=False),
    }
    if shutil.which("aria2c"):
        found["aria2c -x8, MD5 compared"] = lambda task, out: aria2(task, out, checked=True)
        found["aria2c -x8, no MD5"] = lambda task, out: aria2(task, out, checked=False)
    if shutil.which("curl"):
        found["curl, 8 processes, no MD5"] = curl
    return found


def measure(command: list[str], into: Runs) -> None:
    began = time.monotonic()
    child = subprocess.Popen(command)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command[0])
    into.wall.append(time.monotonic() - began)
    into.cpu.append(usage.ru_utime + usage.ru_stime)
    into.memory.append(usage.ru_maxrss / 1024)


def main() -> int:
    mib, runs = (int(text) for text in (*sys.argv[1:], "1024", "3")[:2])
    base = Path("/dev/shm") if Path("/dev/shm").is_dir() else None  # noqa: S108 - in memory on purpose
    found = {name: Runs() for name in programs()}
    with TemporaryDirectory(dir=base) as folder, served(Path(folder), mib << 20) as task:
        for _ in range(runs):
            for name, command in programs().items():
                with TemporaryDirectory(dir=base) as out:
                    measure(command(task, Path(out)), found[name])
    tell(found, mib)
    return 0


def tell(found: dict[str, Runs], mib: int) -> None:
    gib = mib / 1024
    rows = {
        name: {
            "mb_per_s": [mib * 1.048576 / wall for wall in runs.wall],
            "cpu_s_per_gib": [cpu / gib for cpu in runs.cpu],
            "peak_mib": runs.memory,
        }
        for name, runs in found.items()
    }
    sys.stdout.write("| program | MB/s | CPU s/GiB | peak MiB |\n|---|---|---|---|\n")
    for name, figures in rows.items():
        cells = " | ".join(
            f"{statistics.median(v):.4g} ({min(v):.4g}-{max(v):.4g})" for v in figures.values()
        )
        sys.stdout.write(f"| {name} | {cells} |\n")
    sys.stdout.write(json.dumps(rows) + "\n")


if __name__ == "__main__":
    sys.exit(main())
