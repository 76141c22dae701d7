"""Runs `score-gui` as a process and looks at everything it could spill a secret into while it runs."""

from __future__ import annotations

import base64
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import score_gui

LOOK_SECONDS = 0.02
LONGEST_SECONDS = 120.0


@dataclass
class Secrets:
    """Words that may be nowhere, in every way of writing them down."""

    words: list[str]
    sightings: list[str] = field(default_factory=list)

    def spellings(self) -> list[bytes]:
        plain = [word.encode() for word in self.words]
        wide = [word.encode("utf-16-le") for word in self.words]
        packed = [base64.b64encode(word.encode()).rstrip(b"=")[:-1] for word in self.words]
        quoted = [quote(word, safe="").encode() for word in self.words]
        return [*plain, *wide, *packed, *quoted, *(word[::-1] for word in plain)]

    def look(self, data: bytes, where: str) -> None:
        """Note where a secret was seen; never the secret itself."""
        if any(spelling in data for spelling in self.spellings()):
            self.sightings.append(where)

    def look_into(self, folders: Iterable[Path]) -> int:
        """Look at the names and bytes of all files below; return how many there were."""
        count = 0
        for folder in folders:
            for path in folder.rglob("*"):
                name = str(path.relative_to(folder))
                self.look(name.encode("utf-8", "replace"), f"the name of a file in {folder.name}")
                if path.is_file() and not path.is_symlink():
                    count += 1
                    self.look(path.read_bytes(), f"{folder.name}/{name}")
        return count


@dataclass(frozen=True)
class Ended:
    """How a run ended, and how many processes of it were seen."""

    status: int
    out: bytes
    err: bytes
    processes: int


def run(
    words: Iterable[object],
    environment: Mapping[str, str],
    secrets: Secrets,
    *,
    given: bytes = b"",
    told_environment: bool = False,
    enough: Callable[[], bool] = lambda: False,
    how: signal.Signals = signal.SIGINT,
) -> Ended:
    """Run until it ends or `enough` holds, then send `how`.

    `told_environment`: the person put the secret into the environment of this process; into that of no other.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "score_gui", *map(str, words)],
        env=dict(environment),
        cwd=environment["HOME"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    watch = _Watch(process.pid, secrets, told_environment)
    ender = threading.Thread(target=_end_when, args=(process, enough, how), daemon=True)
    with watch:
        ender.start()
        out, err = process.communicate(given, timeout=LONGEST_SECONDS)
        ender.join()
    return Ended(process.returncode, out, err, len(watch.seen))


def _end_when(process: subprocess.Popen[bytes], enough: Callable[[], bool], how: signal.Signals) -> None:
    deadline = time.monotonic() + LONGEST_SECONDS / 2
    while process.poll() is None:
        if enough() or time.monotonic() > deadline:
            process.send_signal(how)
            return
        threading.Event().wait(LOOK_SECONDS)


class _Watch:
    """Looks at arguments and environment of every process of a session, where the system shows them (Linux)."""

    def __init__(self, session: int, secrets: Secrets, told_environment: bool) -> None:
        self.seen: set[int] = set()
        self._session, self._secrets, self._told = session, secrets, told_environment
        self._own = b""
        self._looked, self._stop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> None:
        """The process is there as long as nobody waits for its end, so the first look finds it."""
        self._thread.start()
        self._looked.wait()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.is_set():
            for pid in sorted(_processes_of(self._session), key=self._session.__ne__):
                self._look_at(pid)
            self._looked.set()
            self._stop.wait(LOOK_SECONDS)

    def _look_at(self, pid: int) -> None:
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes()
            around = Path(f"/proc/{pid}/environ").read_bytes()
        except OSError:
            return
        self.seen.add(pid)
        self._secrets.look(words, "the arguments of a process")
        if pid == self._session:
            self._own = words
        # A process that is about to become another one is still a copy of the program, its environment included.
        if words != self._own or not self._told:
            shown = words.replace(b"\0", b" ").decode("utf-8", "replace")[:60]
            self._secrets.look(around, f"the environment of a process that nobody put it into: {shown}")


def _processes_of(session: int) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            facts = (entry / "stat").read_text().rpartition(")")[2].split()
        except (OSError, ValueError):
            continue
        if int(facts[3]) == session:
            found.append(int(entry.name))
    return found


def home(folder: Path, more: Mapping[str, str]) -> dict[str, str]:
    """An environment with a home, a folder for temporary files and nothing of the person who runs the tests."""
    for name in ("home", "kept", "temporary", "run"):
        (folder / name).mkdir(mode=0o700)
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(score_gui.__file__).parents[1]),
        "HOME": str(folder / "home"),
        "USERPROFILE": str(folder / "home"),
        "SCORE_GUI_HOME": str(folder / "kept"),
        "TMPDIR": str(folder / "temporary"),
        "XDG_RUNTIME_DIR": str(folder / "run"),
        **{name: os.environ[name] for name in ("SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ},
        **more,
    }
