"""Drives the program through faults drawn by lot, with a token that must turn up nowhere, and looks for it.

    python -m tests.canary.drive [HOW_MANY] [SEED]

A fault counts once it was served. The token is planted through the environment, through standard input and, where
there is a Secret Service, through the keyring.
"""

from __future__ import annotations

import signal
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.fakes.raw_server import RawServer, Step, answer
from tests.faults.hostile_site import SIGNATURE, Asked, HostileSite, Stored

from . import keyring_session
from .echoes import Drawn, draw
from .watched import Ended, Secrets, home, run

PER_RUN = 16
"""Files of one run, each with a fault of its own."""
LARGEST = 300_000
TO_REACT = 0.7
"""Seconds for the program to make something of the last fault before it is ended."""
LONGEST = 5.0
"""Seconds for a run from its first request on; some faults make the program wait so long that others are never met."""
WAYS_TO_END = (signal.SIGINT, signal.SIGINT, signal.SIGTERM, signal.SIGKILL)


@dataclass
class Site(HostileSite):
    """A site with a fault for each object. Song's questions it does not know are a 404."""

    drawn: dict[str, Drawn] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.happened: Counter[str] = Counter()
        self._fault_lock = threading.Lock()
        self.api = lambda asked: self._faulty(asked, on_store=False)
        self.data = lambda asked: self._faulty(asked, on_store=True)

    def _faulty(self, asked: Asked, *, on_store: bool) -> Iterable[Step] | None:
        drawn = self.drawn.get(asked.object_id)
        if drawn is not None and drawn.on_store is on_store:
            with self._fault_lock:
                due = self.happened[asked.object_id] < drawn.times
            steps = drawn.fault(asked) if due else None
            if steps is not None:
                with self._fault_lock:
                    self.happened[asked.object_id] += 1
                return steps
        if not on_store and asked.stored is not None and "offset" not in asked.params:
            return [answer("404 Not Found")]
        return None


@dataclass
class Drive:
    """The figures of a drive; `sightings` says where a secret was."""

    faults: Counter[str] = field(default_factory=Counter)
    runs: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    processes: int = 0
    files: int = 0
    sightings: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        runs = ", ".join(f"{count} {name}" for name, count in sorted(self.runs.items()))
        ends = ", ".join(f"{count} with {status}" for status, count in sorted(self.statuses.items()))
        return (
            f"{self.faults.total()} faults of {len(self.faults)} kinds in {self.runs.total()} runs ({runs}); "
            f"ended: {ends}; {self.processes} processes and {self.files} files looked at, "
            f"{len(self.sightings)} sightings"
        )


def drive(how_many: int, seed: int, folder: Path) -> Drive:
    """Run until so many faults have been served."""
    random = Random(seed)
    token = str(uuid.UUID(int=random.getrandbits(128), version=4))
    secrets = Secrets([token, SIGNATURE])
    told = Drive(sightings=secrets.sightings)
    with ExitStack() as stack:
        elsewhere = stack.enter_context(RawServer([[answer("200 OK", body=b"x")]]))
        session = None
        if not keyring_session.missing():
            session = stack.enter_context(keyring_session.keyring_session(folder / "keyring"))
        number = 0
        while told.faults.total() < how_many:
            place = folder / f"run{number}"
            place.mkdir()
            with Site(token=token) as site:
                _Run(random, site, place, secrets, told, elsewhere.origin).go(session if number % 2 else None)
            number += 1
        for asked in elsewhere.requests:
            secrets.look(asked.encode("latin-1"), "a server that the site pointed to")
    return told


@dataclass
class _Run:
    """One home and one site: the token planted, a download, and something else."""

    random: Random
    site: Site
    place: Path
    secrets: Secrets
    told: Drive
    elsewhere: str

    def go(self, keyring: dict[str, str] | None) -> None:
        site = self.site
        named = {"STORAGE_URL": site.score.origin, "METADATA_URL": site.score.origin}
        objects = [self._object(number) for number in range(PER_RUN)]
        environment = home(self.place, keyring if keyring is not None else named)
        if keyring is None:
            self._plant_by_standard_input(environment)
            self._download(objects, environment | {"ACCESSTOKEN": site.token}, ())
        else:
            self._plant_in_the_keyring(environment)
            self._download(objects, environment, ("--profile", "Lab"))
        self._something_else(objects, environment, keyring is not None)
        self.told.files += self.secrets.look_into([self.place])
        for asked in site.data_asked:
            if asked.has_token:
                self.secrets.sightings.append("a request to the store")
        for object_id in list(site.happened):  # a killed program's last question may be answered yet
            self.told.faults[site.drawn[object_id].name] += 1

    def _object(self, number: int) -> Stored:
        random = self.random
        stored = Stored(
            str(uuid.UUID(int=random.getrandbits(128))), random.randbytes(random.randrange(1, LARGEST))
        )
        stored.tells_md5 = random.random() < 0.7
        self.site.drawn[stored.object_id] = draw(random, self.elsewhere)
        return self.site.put(stored)

    def _plant_by_standard_input(self, environment: dict[str, str]) -> None:
        """Into a program that has no keyring to keep it in."""
        self._run("standard input", ("token", "set"), environment, given=self.site.token.encode() + b"\n")

    def _plant_in_the_keyring(self, environment: dict[str, str]) -> None:
        origin = self.site.score.origin
        added = ("profile", "add", "Lab", "--storage-url", origin, "--metadata-url", origin)
        ended = self._run("profile", added, environment)
        assert ended.status == 0, ended.err.decode()
        kept = ("token", "set", "--profile", "Lab")
        ended = self._run("keyring", kept, environment, given=self.site.token.encode() + b"\n")
        assert ended.status == 0, f"the keyring did not keep the token: {ended.err.decode()}"

    def _download(self, objects: list[Stored], environment: dict[str, str], profile: tuple[str, ...]) -> None:
        manifest = self.place / "manifest.tsv"
        rows = [f"{stored.object_id}\tfile{number}.bam" for number, stored in enumerate(objects)]
        manifest.write_text("object_id\tfile_name\n" + "\n".join(rows) + "\n", "utf-8")
        words = ["download", "--manifest", manifest, "--output-dir", self.place / "out", *profile]
        words += self.random.choice((["--json"], [], ["--json", "--no-index"], ["--connections", "2"]))
        reached = {stored.object_id for stored in objects}
        self._run(
            "download",
            words,
            environment,
            enough=self._has_met(reached),
            how=self.random.choice(WAYS_TO_END),
        )

    def _something_else(self, objects: list[Stored], environment: dict[str, str], by_profile: bool) -> None:
        """Another command on the same site, with the same faults."""
        one = self.random.choice(objects).object_id
        profile = ("--profile", "Lab") if by_profile else ()
        environment = environment if by_profile else environment | {"ACCESSTOKEN": self.site.token}
        commands = {
            "url": ("url", "--object-id", one, *profile),
            "token test": ("token", "test", "--object-id", one, *profile),
            "slice": (
                "slice",
                "--object-id",
                one,
                "--region",
                "1",
                "--output",
                self.place / "s.bam",
                *profile,
            ),
            "download by ID": (
                "download",
                "--object-id",
                one,
                "--output-dir",
                self.place / "other",
                *profile,
            ),
            "info": ("info",),
        }
        name = self.random.choice(list(commands))
        for each in dict.fromkeys((name, "info")):
            self._run(each, commands[each], environment)

    def _has_met(self, wanted: set[str] | None) -> Callable[[], bool]:
        """Whether the program met the faults of all these objects and had time to react, or has no time left."""
        asked_before = self.site.requests
        began = last = float("inf")
        count = 0

        def enough() -> bool:
            nonlocal began, last, count
            now, happened = time.monotonic(), self.site.happened
            if self.site.requests > asked_before:
                began = min(began, now)
            if happened.total() != count:
                last, count = now, happened.total()
            met = wanted is not None and wanted <= happened.keys() and now - last > TO_REACT
            return met or now - began > LONGEST

        return enough

    def _run(
        self,
        name: str,
        words: Iterable[object],
        environment: dict[str, str],
        **options: object,
    ) -> Ended:
        planted = "ACCESSTOKEN" in environment
        enough = options.pop("enough", None) or self._has_met(None)
        ended = run(words, environment, self.secrets, told_environment=planted, enough=enough, **options)  # type: ignore[arg-type]
        self.secrets.look(ended.err, f"standard error of {name}")
        # `url` prints a link, as it is asked to; no token.
        out = ended.out.replace(SIGNATURE.encode(), b"") if name == "url" else ended.out
        self.secrets.look(out, f"standard output of {name}")
        self.told.runs[name] += 1
        self.told.statuses[ended.status] += 1
        self.told.processes += ended.processes
        return ended


def main(how_many: int, seed: int) -> int:
    with tempfile.TemporaryDirectory(prefix="canary-") as folder:
        told = drive(how_many, seed, Path(folder))
    print(told)  # noqa: T201
    for kind, count in told.faults.most_common():
        print(f"{count:6} {kind}")  # noqa: T201
    for where in told.sightings:
        print(f"SEEN in {where}")  # noqa: T201
    return 1 if told.sightings else 0


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in [*sys.argv[1:], *["40", "1"][len(sys.argv) - 1 :]])))
