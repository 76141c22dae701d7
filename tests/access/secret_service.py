"""Runs inside a D-Bus session of its own: a vault over a real Secret Service. Prints what it saw as JSON.

Run: dbus-run-session -- python -m tests.access.secret_service unlocked|locked|absent
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from score_gui.access.profiles import ARGO
from score_gui.access.vault import Vault
from score_gui.model.secret import Secret

KEY = Secret("9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d")
LONG = Secret("long-token." * 300)


@contextmanager
def daemon(state: str) -> Iterator[None]:
    """GNOME Keyring with an open login keyring, or one that nobody can open; or none at all."""
    if state == "absent":
        yield
        return
    options = ["--unlock"] if state == "unlocked" else []
    # The name on the bus is taken before the daemon answers on its standard output.
    command = ["gnome-keyring-daemon", "--foreground", "--components=secrets", *options]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"made-up password")
        process.stdin.close()
        process.stdout.readline()
        try:
            yield
        finally:
            process.terminate()


def see() -> dict[str, object]:
    """What one run and the next one make of the keyring."""
    vault = Vault({})
    seen: dict[str, object] = {"name": vault.keyring_name(), "before": vault.where(ARGO)}
    seen["key"] = vault.keep(ARGO, KEY)
    seen["key back"] = Vault({}).get(ARGO) == KEY
    seen["long"] = vault.keep(ARGO, LONG)
    seen["long back"] = Vault({}).get(ARGO) == LONG
    seen["here"] = vault.get(ARGO) == LONG
    seen["until quit"] = vault.keep(ARGO, KEY, until_quit=True)
    seen["after"] = Vault({}).where(ARGO)
    return seen


if __name__ == "__main__":
    with daemon(sys.argv[1]):
        print(json.dumps(see()))  # noqa: T201 - the answer to the test that started this
