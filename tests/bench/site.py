"""A web server on loopback whose files lie in memory: nginx over TLS, with a certificate of its own."""

from __future__ import annotations

import hashlib
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

_CONFIG = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  log_format sent "$status $body_bytes_sent"; access_log {folder}/access.log sent buffer=64k flush=1s;
  sendfile on; tcp_nopush on; root {folder}/www;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{
    listen 127.0.0.1:{port} ssl; ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem;
    ssl_protocols TLSv1.3; keepalive_requests 1000000;
    location /small/ {{ rewrite ^ /small.bin break; }}
    location /slow/ {{ limit_rate 1m; rewrite ^ /object.bin break; }}
    location /medium/ {{ limit_rate 12m; rewrite ^ /object.bin break; }}
  }}
}}
"""
SMALL = 1 << 20
"""Bytes of a small file."""


def memory_folder() -> Path | None:
    """A folder in memory, so that no disk is measured; None where the system has none."""
    place = Path("/dev/shm")  # noqa: S108 - in memory on purpose
    return place if place.is_dir() else None


def nginx_path() -> str | None:
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


@dataclass(frozen=True)
class Site:
    """Where the objects are: one large one, at several speeds, and a small one under any number of names."""

    origin: str
    size: int
    md5: str
    small_md5: str
    ca_file: Path
    folder: Path

    @property
    def url(self) -> str:
        return f"{self.origin}/object.bin"

    def at_speed(self, speed: str) -> str:
        """The large object at `slow` (1 MiB/s), `medium` (12 MiB/s) or `full` speed per connection."""
        return self.url if speed == "full" else f"{self.origin}/{speed}/object.bin"

    def small(self, number: int) -> str:
        return f"{self.origin}/small/{number:05}.bin"


@contextmanager
def serving(mib: int) -> Iterator[Site]:
    """A large object of `mib` MiB of random bytes and a small one. Raises FileNotFoundError without nginx."""
    server = nginx_path()
    if server is None:
        raise FileNotFoundError("nginx is not on the PATH")
    with TemporaryDirectory(prefix="bench-site-", dir=memory_folder()) as name:
        folder = Path(name)
        folder.chmod(0o755)  # nginx gives up root's rights
        (folder / "www").mkdir()
        md5 = _write_object(folder / "www" / "object.bin", mib)
        small = _write_object(folder / "www" / "small.bin", SMALL >> 20)
        _make_certificate(folder)
        port = _free_port()
        config = folder / "nginx.conf"
        config.write_text(_CONFIG.format(folder=folder, port=port))
        child = subprocess.Popen([server, "-c", str(config), "-p", name])
        try:
            _wait_for(port)
            yield Site(f"https://127.0.0.1:{port}", mib << 20, md5, small, folder / "cert.pem", folder)
        finally:
            child.terminate()
            child.wait()


def _write_object(path: Path, mib: int) -> str:
    """Block by block: a child's peak memory is counted from that of the process that started it."""
    digest = hashlib.md5(usedforsecurity=False)
    with path.open("wb") as file:
        for block in range(mib):
            data = Random(block).randbytes(1 << 20)
            digest.update(data)
            file.write(data)
    return digest.hexdigest()


def _make_certificate(folder: Path) -> None:
    made = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=127.0.0.1"
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    command = ["openssl", *made.split(), "-addext", "subjectAltName=IP:127.0.0.1", *files]
    subprocess.run(command, check=True, capture_output=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("nginx does not answer")
