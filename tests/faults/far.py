"""A site in another network, at the far end of a cable that can be cut, cheated and moved.

Run as a process of its own in a fresh network namespace (`unshare --net`), it makes a second one for the site and
joins the two; everything ends with the process. `python -m tests.faults.far CASE FOLDER` runs one case and the oracle.
"""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from score_gui.model.transfer import Status
from score_gui.net.settings import NetSettings
from tests.faults import bench
from tests.faults import faults as f
from tests.faults.bench import Bench, make_object
from tests.faults.hostile_site import HostileSite
from tests.faults.oracle import check
from tests.faults.slow_cable import SlowCable, open_device

CERTIFICATES = Path(__file__).parents[1] / "net" / "certificates"
NAME = "elsewhere.example.org"
NEW_NETWORK = 0x40000000  # CLONE_NEWNET
HERE, LATER, THERE = "10.77.0.2", "10.77.0.3", "10.77.0.1"
HERE_6, THERE_6 = "fd77::2", "fd77::1"
NOBODY, NOBODY_6 = "10.77.0.9", "fd77::9"
NET = NetSettings(
    ca_files=(CERTIFICATES / "authority.pem",),
    connect_timeout=8,
    read_timeout=1.5,
    header_timeout=8,
    api_timeout=8,
)
SIZE = 1_300_000


def run(*words: str) -> None:
    """A tool, in the network of the calling thread."""
    subprocess.run(words, check=True)


def ip(*words: str) -> None:
    run("ip", *words)


class FarNetwork:
    """A thread in a network of its own, which listens there; a socket stays in the network it was made in."""

    def __init__(self) -> None:
        self._wishes: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._live, daemon=True)
        ip("link", "set", "lo", "up")
        ip("link", "add", "near", "type", "veth", "peer", "name", "far")
        self._thread.start()
        place: SimpleQueue[int] = SimpleQueue()
        self.do(lambda: place.put(threading.get_native_id()))
        ip("link", "set", "far", "netns", str(place.get()))
        self.do(lambda: _set_up("far", THERE, THERE_6))
        _set_up("near", HERE, HERE_6)

    def do(self, wish: Callable[[], None]) -> None:
        """Do something there, and wait until it is done."""
        done: SimpleQueue[BaseException | None] = SimpleQueue()

        def guarded() -> None:
            try:
                wish()
                done.put(None)
            except BaseException as failure:  # noqa: BLE001 - raised again by who wished it
                done.put(failure)

        self._wishes.put(guarded)
        failure = done.get(timeout=20)
        if failure is not None:
            raise failure

    def slow_down(self, *, delay: float, spread: float) -> SlowCable:
        """Put another cable in place of the quick one; the numbers stay."""
        ends: SimpleQueue[int] = SimpleQueue()
        ip("link", "del", "near")  # and with it its other end
        for device, number, number_6, do in (
            ("near", HERE, HERE_6, lambda wish: wish()),
            ("far", THERE, THERE_6, self.do),
        ):
            do(partial(_add_slow_end, device, number, number_6, ends))
        return SlowCable(ends.get(), ends.get(), delay, spread)

    def listen(self) -> socket.socket:
        made: SimpleQueue[socket.socket] = SimpleQueue()
        both = {"family": socket.AF_INET6, "dualstack_ipv6": True}
        self.do(lambda: made.put(socket.create_server(("::", 0), **both)))  # type: ignore[arg-type]
        return made.get()

    def _live(self) -> None:
        if ctypes.CDLL(None, use_errno=True).unshare(NEW_NETWORK):
            raise OSError(ctypes.get_errno(), "no network of its own")
        while (wish := self._wishes.get()) is not None:
            wish()


def _set_up(device: str, number: str, number_6: str) -> None:
    ip("link", "set", "lo", "up")
    ip("addr", "add", f"{number}/24", "dev", device)
    ip("addr", "add", f"{number_6}/64", "dev", device, "nodad")
    ip("link", "set", device, "up")


def _add_slow_end(device: str, number: str, number_6: str, ends: SimpleQueue[int]) -> None:
    """Make a device whose packets go to this process."""
    ends.put(open_device(device))
    _set_up(device, number, number_6)


class World:
    """The program here, the site there, and what their name leads to."""

    def __init__(
        self, folder: Path, *numbers: str, size: int = SIZE, net: NetSettings = NET, **site: Any
    ) -> None:
        self.far = FarNetwork()
        real = socket.getaddrinfo

        def look_up(name: Any, *arguments: Any, **more: Any) -> Any:
            if name != NAME:
                return real(name, *arguments, **more)
            return [one for number in numbers for one in real(number, *arguments, **more)]

        socket.getaddrinfo = look_up  # type: ignore[assignment]  # for this process only
        certificate = CERTIFICATES / "other_host.pem"
        self.site = HostileSite(certificate=certificate, name=NAME, listen=self.far.listen, **site)
        self.site.__enter__()
        self.bench = Bench(folder, self.site, net)
        self.stored = self.site.put(make_object(size))

    def fetch(self) -> None:
        self.bench.add(self.stored)

    def until_verified(self) -> None:
        """It never stops for a person on the way."""
        seen: set[Status] = set()

        def done() -> bool:
            seen.update(row.status for row in list(self.bench.rows.values()))
            return self.bench.row(self.stored).status is Status.VERIFIED

        self.bench.until(done)
        assert Status.NEEDS_YOU not in seen


# --- cases --------------------------------------------------------------------------------------------------


def new_address(folder: Path) -> Iterator[World]:
    """The number of this computer changes in the middle, as when it goes from one network to the next."""
    world = World(folder, THERE, data=f.slow_but_honest(0.02, 1 << 14))
    yield world
    world.fetch()
    world.bench.until(lambda: world.site.served[world.stored.object_id] > 200_000)
    ip("addr", "del", f"{HERE}/24", "dev", "near")
    ip("addr", "add", f"{LATER}/24", "dev", "near")
    world.until_verified()


def no_cable(folder: Path) -> Iterator[World]:
    """The cable is out for two real seconds in the middle."""
    world = World(folder, THERE, data=f.slow_but_honest(0.02, 1 << 14))
    yield world
    world.fetch()
    world.bench.until(lambda: world.site.served[world.stored.object_id] > 200_000)
    ip("link", "set", "near", "down")
    world.bench.until(lambda: world.bench.row(world.stored).status is not Status.DOWNLOADING)
    ip("link", "set", "near", "up")
    world.until_verified()


def loss(folder: Path) -> Iterator[World]:
    """One packet in ten is lost, each way."""
    world = World(folder, THERE, size=SIZE // 4)
    yield world
    rule = [
        "iptables",
        "-A",
        "INPUT",
        "-i",
        "near",
        "-m",
        "statistic",
        "--mode",
        "random",
        "--probability",
        "0.1",
    ]
    run(*rule, "-j", "DROP")
    other = ["far" if word == "near" else word for word in rule]
    world.far.do(partial(run, *other, "-j", "DROP"))
    world.fetch()
    world.until_verified()


def delay(folder: Path) -> Iterator[World]:
    """Every packet takes a second, and some overtake others."""
    bench.PATIENCE = 80
    world = World(
        folder, THERE, size=SIZE // 8, net=replace(NET, read_timeout=30, header_timeout=60, api_timeout=60)
    )
    yield world
    cable = world.far.slow_down(delay=1.0, spread=0.2)
    world.fetch()
    world.until_verified()
    assert cable.overtaken > 10


def dead_v6(folder: Path) -> Iterator[World]:
    """The first number is of the new internet, and nobody is there."""
    yield from _by_numbers(folder, NOBODY_6, THERE)


def dead_v4(folder: Path) -> Iterator[World]:
    """The first number is of the old internet, and nobody is there."""
    yield from _by_numbers(folder, NOBODY, THERE_6)


def v6_only(folder: Path) -> Iterator[World]:
    """There is no old internet."""
    yield from _by_numbers(folder, THERE_6)


def _by_numbers(folder: Path, *numbers: str) -> Iterator[World]:
    world = World(folder, *numbers)
    yield world
    world.fetch()
    world.until_verified()


CASES = {case.__name__: case for case in (new_address, no_cable, loss, delay, dead_v6, dead_v4, v6_only)}


@contextmanager
def _ended(world: World) -> Iterator[None]:
    try:
        yield
    finally:
        world.bench.end()
        world.site.__exit__(None, None, None)


def main(case: str, folder: Path) -> None:
    """Run a case, then the oracle. Ends with an exception if anything is not as it should be."""
    steps = CASES[case](folder)
    world = next(steps)
    with _ended(world):
        for _ in steps:
            raise AssertionError("a case has one world")
        check(world.bench, waste=SIZE, requests=60)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
    sys.stdout.write("right\n")
    sys.stdout.flush()
    os._exit(0)  # the thread in the other network has nothing to end
