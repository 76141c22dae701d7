"""A cable in the middle of a network, on which packets take their time and overtake each other.

Where the kernel has no netem: two devices whose packets are read and written by this process (tun(4)).
"""

from __future__ import annotations

import fcntl
import heapq
import os
import select
import struct
import threading
import time
from pathlib import Path
from random import Random

_TUNSETIFF, _TUN, _NO_HEAD = 0x400454CA, 1, 0x1000  # linux/if_tun.h
_LONGEST = 1 << 16


def has_tun() -> bool:
    return Path("/dev/net/tun").exists()


def open_device(name: str) -> int:
    """A network device of this network; what it sends is read from the descriptor, and the other way round."""
    fd = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(fd, _TUNSETIFF, struct.pack("16sH22x", name.encode(), _TUN | _NO_HEAD))
    return fd


class SlowCable:
    """Carries packets between two devices, each on its own after `delay` seconds, give or take `spread`."""

    def __init__(self, one: int, other: int, delay: float, spread: float) -> None:
        self.overtaken = 0
        self._others = {one: other, other: one}
        self._delay, self._spread = delay, spread
        self._random = Random(1)
        self._on_their_way: list[tuple[float, int, int, bytes]] = []
        self._arrived = dict.fromkeys(self._others, 0)
        self._count = 0
        threading.Thread(target=self._carry, name="cable", daemon=True).start()

    def _carry(self) -> None:
        while True:
            ready, _, _ = select.select(list(self._others), [], [], self._until_next())
            for end in ready:
                self._take(end)
            self._deliver()

    def _until_next(self) -> float | None:
        if not self._on_their_way:
            return None
        return max(0.0, self._on_their_way[0][0] - time.monotonic())

    def _take(self, end: int) -> None:
        packet = os.read(end, _LONGEST)
        self._count += 1
        due = time.monotonic() + self._random.uniform(self._delay - self._spread, self._delay + self._spread)
        heapq.heappush(self._on_their_way, (due, self._count, self._others[end], packet))

    def _deliver(self) -> None:
        while self._on_their_way and self._on_their_way[0][0] <= time.monotonic():
            _, number, end, packet = heapq.heappop(self._on_their_way)
            self.overtaken += number < self._arrived[end]
            self._arrived[end] = max(self._arrived[end], number)
            os.write(end, packet)
