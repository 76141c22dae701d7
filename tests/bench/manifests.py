"""How long the reading and showing of long manifests takes, and how much memory.

Run: python -m tests.bench.manifests. The figures come as a small table on standard error and as JSON on standard
output. Each is measured in a process of its own, for the peak of memory never falls within one.
"""

from __future__ import annotations

import json
import multiprocessing
import random
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from score_gui.manifests import read_path
from score_gui.ui.preview_loading import Loaded
from score_gui.ui.preview_order import Order

_HEADER = (
    "repo_code\tfile_id\tobject_id\tfile_format\tfile_name\tfile_size\tmd5_sum\tindex_object_id\t"
    "donor_id/donor_count\tproject_id/project_count\tstudy\n"
)
_TYPED = ("D", "DO", "DO1", "DO12", "DO123", "DO12", "nothing like this")
Measure = Callable[[Path], dict[str, float]]


def write_manifest(path: Path, rows: int) -> None:
    """A list of the 25K portal's shape, the same on every run."""
    dice = random.Random(rows)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_HEADER)
        for number in range(rows):
            object_id, index_id = (uuid.UUID(int=dice.getrandbits(128)) for _ in range(2))
            name = f"{dice.getrandbits(128):032x}.SA{number}.bam"
            cells = ("collaboratory", f"FI{number}", object_id, "BAM", name, dice.getrandbits(36))
            more = (f"{dice.getrandbits(128):032x}", index_id, f"DO{number // 10}", "LIRI-JP", "PCAWG")
            file.write("\t".join(map(str, cells + more)) + "\n")


def reading(path: Path) -> dict[str, float]:
    start = time.perf_counter()
    manifest = read_path(path)
    return {"rows": len(manifest.entries), "seconds": time.perf_counter() - start}


def building(path: Path) -> dict[str, float]:
    manifest = read_path(path)
    start = time.perf_counter()
    Loaded.of(manifest, Order())
    return {"rows": len(manifest.entries), "seconds": time.perf_counter() - start}


def filtering(path: Path) -> dict[str, float]:
    """The slowest of the steps while somebody types."""
    loaded = Loaded.of(read_path(path), Order())
    longest = 0.0
    for text in _TYPED:
        start = time.perf_counter()
        Order(search=text).apply(loaded.preview)
        longest = max(longest, time.perf_counter() - start)
    return {"rows": len(loaded.preview), "seconds": longest}


MEASURES: tuple[tuple[str, Measure, int], ...] = (
    ("read", reading, 50_000),
    ("read", reading, 1_000_000),
    ("preview build", building, 50_000),
    ("preview build", building, 100_000),
    ("filter as you type", filtering, 100_000),
)


def _measured(measure: Measure, path: Path) -> dict[str, float]:
    """With the peak of memory in MiB, base of the interpreter included; 0 where the system does not tell."""
    cpu = time.process_time()
    found = measure(path)
    return found | {"cpu_seconds": time.process_time() - cpu, "peak_mib": peak_mib()}


def peak_mib() -> float:
    """The most memory this process has had so far."""
    if sys.platform == "win32":
        return 0.0
    import resource

    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def main() -> None:
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for name, measure, rows in MEASURES:
            path = Path(folder) / f"{rows}.tsv"
            if not path.exists():
                write_manifest(path, rows)
            with multiprocessing.get_context("spawn").Pool(1) as process:
                found = process.apply(_measured, (measure, path))
            results.append({"measure": name, **found})
            sys.stderr.write(
                f"{name:20}{rows:>11,} rows{found['seconds']:>9.2f} s{found['cpu_seconds']:>9.2f} s CPU"
                f"{found['peak_mib']:>8.0f} MiB\n"
            )
    sys.stdout.write(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
