"""What a screen reader hears and can press: the accessibility bus of a desktop, spoken to as Orca does.

The names and numbers are those of AT-SPI 2, https://gitlab.gnome.org/GNOME/at-spi2-core (`xml/Accessible.xml`,
`xml/Action.xml`, `atspi/atspi-constants.h`).
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, MessageType, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.access.test_secret_service import BUS

_LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
"""Where Linux distributions have it; it is on no PATH."""
LAUNCHER = next((path for path in _LAUNCHERS if Path(path).exists()), None)
NEEDED = ("dbus-daemon", "Xvfb")
MISSING = [name for name in NEEDED if shutil.which(name) is None] + ([] if LAUNCHER else ["at-spi2-core"])

_ACCESSIBLE = "org.a11y.atspi.Accessible"
_SHOWING = 1 << 25


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing on the screen: what it is, how it is called, and where to press it."""

    role: str
    name: str
    place: tuple[str, str]


class Reader:
    """Walks through the one program on the bus at `address`."""

    def __init__(self, address: str) -> None:
        self._bus: DBusConnection = open_dbus_connection(address)

    def close(self) -> None:
        self._bus.close()

    def heard(self) -> Iterator[Heard]:
        """All that is in view, in the order of the window."""
        for program in self._children(("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")):
            yield from self._below(program)

    def press(self, thing: Heard) -> None:
        """Do the first thing that it offers."""
        (done,) = self._ask(thing.place, "org.a11y.atspi.Action", "DoAction", "i", 0) or (False,)
        assert done, thing

    def _below(self, place: tuple[str, str]) -> Iterator[Heard]:
        for child in self._children(place):
            state = self._ask(child, _ACCESSIBLE, "GetState")
            if state is not None and state[0][0] & _SHOWING:
                role, name = self._ask(child, _ACCESSIBLE, "GetRoleName"), self._name(child)
                if role is not None and name is not None:
                    yield Heard(role[0], name, child)
                yield from self._below(child)

    def _children(self, place: tuple[str, str]) -> list[tuple[str, str]]:
        answer = self._ask(place, _ACCESSIBLE, "GetChildren")
        return [] if answer is None else [(bus, path) for bus, path in answer[0]]

    def _name(self, place: tuple[str, str]) -> str | None:
        bus, path = place
        answer = self._send(Properties(DBusAddress(path, bus, _ACCESSIBLE)).get("Name"))
        return None if answer is None else str(answer[0][1])

    def _ask(
        self, place: tuple[str, str], interface: str, method: str, kinds: str | None = None, *words: object
    ) -> tuple[Any, ...] | None:
        """None where the thing has gone meanwhile."""
        bus, path = place
        return self._send(new_method_call(DBusAddress(path, bus, interface), method, kinds, words))

    def _send(self, message: Any) -> tuple[Any, ...] | None:
        answer = self._bus.send_and_get_reply(message, timeout=20)
        return answer.body if answer.header.message_type is MessageType.method_return else None


@contextmanager
def desktop(folder: Path) -> Iterator[tuple[dict[str, str], Callable[[], Reader]]]:
    """A screen and a bus of their own: what a program needs to find them, and who makes a reader there."""
    assert LAUNCHER is not None
    # The name of a socket must be short.
    with tempfile.TemporaryDirectory(prefix="reader-") as runtime, ExitStack() as stack:
        around = os.environ | {"XDG_RUNTIME_DIR": runtime, "HOME": str(folder)}
        settings = folder / "bus.conf"
        settings.write_text(BUS, "utf-8")
        bus_words = ["dbus-daemon", f"--config-file={settings}", "--print-address", "--nofork"]
        screen_words = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
        bus = stack.enter_context(_started(bus_words, around))
        around["DBUS_SESSION_BUS_ADDRESS"] = bus
        stack.enter_context(_started([LAUNCHER, "--launch-immediately"], around, speaks=False))
        screen = stack.enter_context(_started(screen_words, around))
        found = {
            "XDG_RUNTIME_DIR": runtime,
            "DBUS_SESSION_BUS_ADDRESS": bus,
            "DISPLAY": f":{screen}",
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            # It complains when it is asked for what has gone meanwhile.
            "QT_LOGGING_RULES": "qt.accessibility.atspi.warning=false",
        }
        yield found, lambda: Reader(_address(bus))


def _address(session: str) -> str:
    """Of the bus that readers use; whoever asks first waits until it is there."""
    ask = new_method_call(DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus"), "GetAddress")
    with open_dbus_connection(session) as bus:
        while True:
            answer = bus.send_and_get_reply(ask, timeout=20)
            if answer.header.message_type is MessageType.method_return:
                return str(answer.body[0])


@contextmanager
def _started(words: list[str], around: dict[str, str], *, speaks: bool = True) -> Iterator[str]:
    """A program with all that it starts itself; what it says in its first line."""
    with subprocess.Popen(
        words,
        env=around,
        stdout=subprocess.PIPE if speaks else subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as program:
        try:
            yield program.stdout.readline().strip() if program.stdout else ""
        finally:
            os.killpg(program.pid, signal.SIGTERM)
