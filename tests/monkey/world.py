"""Many lives of one program on one queue, each ended by a person, a signal or a kill; and what must hold after each."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from score_gui.access.profiles import ENVIRONMENT_ID
from score_gui.model.manifest import Entry
from score_gui.model.transfer import Status
from tests.faults.hostile_site import CHUNK, SIGNATURE, HostileSite
from tests.monkey.ledger_rows import LedgerRow, read_ledger
from tests.monkey.life import LAB, Child, Order
from tests.monkey.things import make_things
from tests.monkey.weather import Weather

SHORTEST, LONGEST = 10, 60
"""Steps of a life."""
MOST_MIB = 450.0
IN_FLIGHT = 4 * CHUNK
"""Bytes that are on their way when the settings are put right, which may cut a connection."""
MOST_REQUESTS = 400
"""In a life, for each file, however the site behaves."""
NO_DATA = (".receipt.html", ".receipt.json", ".md5", ".part", "saved.tsv")
"""Ends of names that are no data under a final name."""
ENDINGS = {Order.QUIT: 5, Order.END: 1, Order.TERM: 2, Order.KILL: 4}
OURS = frozenset({LAB, ENVIRONMENT_ID})
STOPS = frozenset(one.value for one in Status if one.is_held_up) | {Status.NEEDS_YOU.value}


class FoundFaultError(AssertionError):
    """Something that must never be."""


@dataclass
class World:
    """`folder` holds all that the program may touch. `full` fills the disk under its downloads, if that is small."""

    folder: Path
    site: HostileSite
    random: Random
    full: Path | None = None
    steps: int = 0
    ends: Counter[Order] = field(default_factory=Counter)
    did: list[str] = field(default_factory=list)
    peak_mib: float = 0.0

    def __post_init__(self) -> None:
        self.weather = Weather(self.site, Random(self.random.random()), self.full)
        self._rows: dict[int, str] = {}
        self._wished_away: set[int] = set()
        self._home = self.folder / "home"
        self._downloads = self._home / "downloads"
        self._downloads.mkdir(parents=True, exist_ok=True)
        entries = [
            Entry(
                one.object_id,
                file_name=one.name,
                size=len(one.data),
                md5=_md5(one.data),
                file_type="BAM",
                donor="DO1",
            )
            for one in self.site.objects.values()
        ]
        self._things = make_things(self.folder, entries, Random(self.random.random()), self.site.token)
        self._strangers = self._put_strangers()

    def _put_strangers(self) -> dict[Path, bytes]:
        """Files that are here before the program: one of the same name, one that is the very file."""
        other, same, *_ = self.site.objects.values()
        found = {self._downloads / other.name: b"not of this program", self._downloads / same.name: same.data}
        for path, content in found.items():
            path.write_bytes(content)
        return found

    # --- lives ---

    def live(self, steps: int) -> None:
        """Lives of together so many steps, each followed by the oracle."""
        while self.steps < steps:
            self._one_life(min(self.random.randint(SHORTEST, LONGEST), steps - self.steps))

    def settle(self) -> None:
        """A last life on an honest site: everything comes to its end, and nothing that is here is fetched again."""
        self.weather.clear()
        allowed = self._missing()
        before = Counter(self.site.served)
        child = self._start(is_calm=True)
        child.listen(self._on_told, lambda _did: Order.GO_ON)
        self._after(child, Order.END)
        for object_id, served in (Counter(self.site.served) - before).items():
            most = allowed[object_id] + IN_FLIGHT
            if object_id not in self.weather.flipped and served > most:
                self._complain(f"{served} bytes of {object_id} came, {allowed[object_id]} were missing")
        done = {"verified", "complete", "skipped"}
        left = [row for row in self._ledger_rows() if row.is_listed and row.status not in done]
        if any(row.profile_id in OURS for row in left):
            self._complain(f"not done at the end: {left}")

    def _one_life(self, steps: int) -> None:
        how = self.random.choices(list(ENDINGS), list(ENDINGS.values()))[0]
        asked, left = self.site.requests, steps
        child = self._start()

        def on_step(did: str) -> Order:
            nonlocal left
            left -= 1
            self.did.append(did)
            if left < 0:
                return Order.GO_ON
            self.steps += 1
            self.weather.change()
            return how if left == 0 else Order.GO_ON

        child.listen(self._on_told, on_step)
        self.did.append(f"-- {how}")
        self.ends[how] += 1
        self._after(child, how)
        if self.site.requests - asked > MOST_REQUESTS * len(self.site.objects):
            self._complain(f"{self.site.requests - asked} requests in {steps} steps")

    def _start(self, *, is_calm: bool = False) -> Child:
        token = self._things.token
        wish = {
            "seed": self.random.getrandbits(32),
            "folder": str(self.folder),
            "ids": list(self._things.ids),
            "token": token,
            "origin": self.site.score.origin,
            "is_calm": is_calm,
            "sites": sorted(OURS),
        }
        environ = {
            "SCORE_GUI_HOME": str(self._home),
            "STORAGE_URL": self.site.score.origin,
            "METADATA_URL": self.site.score.origin,
            "ACCESSTOKEN": token if self.site.token == token else "an-older-token-0001",
        }
        return Child(wish, environ, self.folder / "elsewhere", self.folder / "stderr.txt")

    def _on_told(self, told: dict[str, Any]) -> None:
        for number, object_id, _status in told.get("rows", ()):
            self._rows[number] = object_id
        for number in told.get("gone", ()):
            self._rows.pop(number, None)
        self._wished_away.update(told.get("wish", ()))
        if "fault" in told:
            self._complain(told["fault"])

    # --- the oracle ---

    def _after(self, child: Child, how: Order) -> None:
        if child.hung:
            self._complain(f"hung: {child.hung}")
        if how is not Order.KILL:
            self._check_end(child)
        self._check_rows()
        self._check_files()
        self._check_secrets(child)

    def _check_end(self, child: Child) -> None:
        """It ended in good order, and left nothing running or open."""
        report = child.report
        if child.status != 0 or report is None:
            self._complain(f"ended with {child.status}, and said {report}")
            return
        self.peak_mib = max(self.peak_mib, report["peak_mib"])
        for what in ("threads", "files", "windows"):
            if report[what]:
                self._complain(f"{what} left: {report[what]}")
        if report["peak_mib"] > MOST_MIB:
            self._complain(f"{report['peak_mib']:.0f} MiB")

    def _check_rows(self) -> None:
        """Nothing of the queue is lost; whatever stopped has a reason and a next step."""
        rows = self._ledger_rows()
        listed = {row.id for row in rows if row.is_listed}
        lost = self._rows.keys() - listed - self._wished_away
        if lost:
            self._complain(f"lost rows {lost}")
        for row in rows:
            words = [(row.problem or {}).get(what) for what in ("title", "cause", "next_step")]
            if row.is_listed and row.status in STOPS and not all(words):
                self._complain(f"{row} has stopped without a reason")

    def _check_files(self) -> None:
        """Right bytes only under final names, what the ledger says is on the disk, and no foreign file touched."""
        truths = {_sha(one.data) for one in self.site.objects.values()}
        for path in self._data_files():
            if path not in self._strangers and path != self.full and _sha(path.read_bytes()) not in truths:
                self._complain(f"wrong bytes under the final name {path}")
        for path, content in self._strangers.items():
            if not path.exists() or path.read_bytes() != content:
                self._complain(f"{path} is not of this program, and another now")
        for row in self._ledger_rows():
            if row.part is None or row.object_id in self.weather.flipped:
                continue
            truth = self.site.objects[row.object_id].data
            seen = row.part.read_bytes() if row.part.exists() else b""
            wrong = [(start, stop) for start, stop in row.ranges if seen[start:stop] != truth[start:stop]]
            if wrong:
                self._complain(f"{wrong} of {row.part} are in the ledger, not on the disk")

    def _data_files(self) -> list[Path]:
        roots = (self._downloads, self.folder / "elsewhere", self.folder / "far")
        found = (path for root in roots for path in root.rglob("*") if path.is_file())
        return [path for path in found if not path.name.endswith(NO_DATA)]

    def _check_secrets(self, child: Child) -> None:
        """Neither token nor signature anywhere, and no token at the store."""
        clipboard = child.report["clipboard"] if child.report else ""
        for canary in (self._things.token, SIGNATURE):
            for path in self.folder.rglob("*"):
                if path.is_file() and path != self.full and canary.encode() in path.read_bytes():
                    self._complain(f"a secret is in {path}")
            if canary in clipboard or canary in child.words:
                self._complain("a secret was told")
        if any(asked.has_token for asked in self.site.data_asked):
            self._complain("the token went to the store")

    def _missing(self) -> Counter[str]:
        """Bytes that the ledger lacks of unfinished files, by object."""
        found: Counter[str] = Counter()
        for row in self._ledger_rows():
            if row.is_listed and row.status not in {"verified", "complete", "skipped"}:
                here = sum(stop - start for start, stop in row.ranges)
                found[row.object_id] += len(self.site.objects[row.object_id].data) - here
        return found

    def _ledger_rows(self) -> list[LedgerRow]:
        path = self._home / "state" / "ledger.db"
        return read_ledger(path) if path.exists() else []

    def _complain(self, text: str) -> None:
        told = [*self.did[-40:], *(f"outside: {line}" for line in self.weather.log[-6:])]
        raise FoundFaultError("\n".join([text, f"after {self.steps} steps:", *told]))


def _md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
