"""Slices of a BAM far away, next to samtools on its address: `python -m tests.bench.slices [FOLDER] [RUNS]`.

Every request waits 50 ms and every connection gives 20 MB/s (tests/bench/slow_store.py). Both programs write a BAM;
what they wrote is compared. Prints a table of medians with the range, and the same as JSON. FOLDER keeps the BAM.
"""

from __future__ import annotations

import hashlib
import json
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.bench.slice_data import CONTIGS, Sample, make_sample

MOST_BYTES = 1.15
"""Bytes a slice may fetch, by the least that the index allows."""


@dataclass
class Runs:
    """Of one program and one task: wall seconds, megabytes that the store sent, requests."""

    wall: list[float] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)
    requests: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Task:
    """Regions in a BED file; how many times samtools is to be beaten, and in how many seconds it is to be done."""

    name: str
    bed: Path
    times: float = 0.0
    within: float = 60.0


def tasks(folder: Path) -> list[Task]:
    """One locus, a panel of genes, and exons all over the genome."""
    dice = Random(3)
    locus = [("chr2", 5_000_000, 5_010_000)]
    panel = [_anywhere(dice, dice.randrange(5_000, 60_000)) for _ in range(50)]
    exons = [_anywhere(dice, dice.randrange(120, 400)) for _ in range(1_000)]
    return [
        Task("10 kb", _bed(folder / "locus.bed", locus), within=0.6),
        Task("50 regions", _bed(folder / "panel.bed", panel), 3.0),
        Task("1000 regions", _bed(folder / "exons.bed", exons), 5.0),
    ]


def _anywhere(dice: Random, length: int) -> tuple[str, int, int]:
    name = dice.choices(list(CONTIGS), list(CONTIGS.values()))[0]
    begin = dice.randrange(CONTIGS[name] - length)
    return name, begin, begin + length


def _bed(path: Path, regions: list[tuple[str, int, int]]) -> Path:
    lines = "".join(f"{name}\t{begin}\t{end}\n" for name, begin, end in sorted(regions))
    path.write_text(lines, encoding="ascii", newline="\n")
    return path


@contextmanager
def served(folder: Path) -> Iterator[str]:
    run = [sys.executable, "-m", "tests.bench.slow_store", str(folder)]
    with subprocess.Popen(run, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as store:
        assert store.stdout is not None
        assert store.stdin is not None
        try:
            yield store.stdout.readline().strip()
        finally:
            store.stdin.close()


def score_gui(url: str, sample: Sample, task: Task, out: Path) -> list[str]:
    sizes = [str(path.stat().st_size) for path in (sample.bam, sample.index)]
    return [sys.executable, "-m", "tests.bench.slice_run", url, *sizes, str(task.bed), str(out)]


def samtools(url: str, _sample: Sample, task: Task, out: Path) -> list[str]:
    return ["samtools", "view", "-b", "-M", "-L", str(task.bed), "-o", str(out), url]


PROGRAMS = {"score_gui": score_gui, "samtools": samtools}


def measure(command: list[str], base: str, into: Runs) -> str:
    """Run it in a folder of its own, because samtools keeps the index where it stands."""
    count(base)
    with TemporaryDirectory() as folder:
        here = {"cwd": folder} if command[0] == "samtools" else {}
        began = time.monotonic()
        done = subprocess.run(command, check=True, capture_output=True, text=True, **here)  # type: ignore[call-overload]
        into.wall.append(time.monotonic() - began)
    told = count(base)
    into.sent.append(told["bytes"] / 1e6)
    into.requests.append(told["requests"])
    return str(done.stdout)


def count(base: str) -> dict[str, int]:
    with urllib.request.urlopen(f"{base}/-/count") as answer:
        return dict(json.load(answer))


def reads_of(path: Path) -> str:
    """A mark of the reads of a BAM."""
    text = subprocess.run(["samtools", "view", str(path)], check=True, capture_output=True).stdout
    return hashlib.md5(text, usedforsecurity=False).hexdigest()


def run_task(base: str, sample: Sample, task: Task, runs: int) -> tuple[dict[str, Runs], float]:
    """The figures of each program, and the least megabytes that the index allows."""
    found = {name: Runs() for name in PROGRAMS}
    least = 0.0
    for _ in range(runs):
        marks = set()
        for name, command in PROGRAMS.items():
            with TemporaryDirectory() as folder:
                out = Path(folder) / "slice.bam"
                said = measure(command(f"{base}/genome.bam", sample, task, out), base, found[name])
                marks.add(reads_of(out))
                if name == "score_gui":
                    least = json.loads(said)["least"] / 1e6
        if len(marks) > 1:
            raise AssertionError(f"{task.name}: the two slices differ")
    return found, least


def main() -> int:
    """0 if every aim is met, 1 if one is not."""
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    met, told = True, []
    with TemporaryDirectory() as scratch:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        sample = make_sample(folder)
        sys.stdout.write(
            "| slice | program | seconds | MB | times the least | requests |\n|---|---|---|---|---|---|\n"
        )
        with served(folder) as base:
            for task in tasks(Path(scratch)):
                found, least = run_task(base, sample, task, runs)
                tell(task, found, least)
                faster = statistics.median(found["samtools"].wall) / statistics.median(
                    found["score_gui"].wall
                )
                met = met and is_met(task, found["score_gui"], faster, least)
                told.append({"slice": task.name, "least_mb": least, "times_faster": round(faster, 2)})
                told[-1] |= {name: vars(figures) for name, figures in found.items()}
    sys.stdout.write(json.dumps(told) + "\n")
    return 0 if met else 1


def is_met(task: Task, ours: Runs, faster: float, least: float) -> bool:
    few_bytes = statistics.median(ours.sent) <= MOST_BYTES * least
    return few_bytes and faster >= task.times and statistics.median(ours.wall) <= task.within


def tell(task: Task, found: dict[str, Runs], least: float) -> None:
    for name, figures in found.items():
        sent = statistics.median(figures.sent)
        sys.stdout.write(
            f"| {task.name} | {name} | {_spread(figures.wall)} | {sent:.1f} | {sent / least:.2f} | "
            f"{statistics.median(figures.requests):.0f} |\n"
        )
        sys.stdout.flush()


def _spread(values: list[float]) -> str:
    return f"{statistics.median(values):.2f} ({min(values):.2f}-{max(values):.2f})"


if __name__ == "__main__":
    sys.exit(main())
