"""A real Secret Service for programs that a test starts: GNOME Keyring on a bus of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NEEDED = ("dbus-daemon", "gnome-keyring-daemon")

# A bus that starts no service by itself: neither a keyring nor a window that asks for a password.
_BUS = """<busconfig><type>session</type><listen>unix:dir={folder}</listen><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"""


def missing() -> list[str]:
    return [name for name in NEEDED if shutil.which(name) is None]


@contextmanager
def keyring_session(folder: Path) -> Iterator[dict[str, str]]:
    """What a program's environment needs to find the open keyring, which lives in `folder`."""
    folder.mkdir(mode=0o700)
    settings = folder / "bus.conf"
    settings.write_text(_BUS.format(folder=folder), "utf-8")
    around = {"PATH": os.environ["PATH"], "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
    command = ["dbus-daemon", f"--config-file={settings}", "--print-address", "--nofork"]
    with _running(command, around) as bus:
        assert bus.stdout is not None
        found = {"DBUS_SESSION_BUS_ADDRESS": bus.stdout.readline().decode().strip()}
        opened = ["gnome-keyring-daemon", "--foreground", "--components=secrets", "--unlock"]
        with _running(opened, around | found) as daemon:
            assert daemon.stdin is not None
            assert daemon.stdout is not None
            daemon.stdin.write(b"made-up password")
            daemon.stdin.close()
            # The name on the bus is taken before the daemon answers on its standard output.
            daemon.stdout.readline()
            yield found


@contextmanager
def _running(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None and not stream.closed:
                stream.close()
