"""Thousands of small files: what each costs beside its bytes."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench import running
from tests.bench.figures import Report, Target, rows_of
from tests.bench.running import Outcome
from tests.bench.site import SMALL, Site

CONNECTIONS = 8
OURS = "score_gui, MD5 compared"
FEW = 1000
OURS_FEW = f"score_gui, MD5 compared, only {FEW:,} files"
"""By which one sees what each file more takes of the memory."""
RCLONE = "rclone, no MD5"
RCLONE_MD5 = "rclone, then md5sum"
CURL = "curl, one process"
_NOTE = "{count} files of 1 MiB over {connections} connections, HTTPS from nginx on the same computer, into memory."

Fetch = Callable[[Site, Path, int], Outcome]


def measure(site: Site, count: int, runs: int) -> Report:
    found: dict[str, list[dict[str, float]]] = {}
    absent = {}
    for name, (tool, fetch) in _PROGRAMS.items():
        if tool and not shutil.which(tool):
            absent[name] = "not on the PATH"
            continue
        for _ in range(runs):
            found.setdefault(name, []).append(_one_run(site, count, fetch))
    if count > FEW:
        found[OURS_FEW] = [_one_run(site, FEW, _engine)]
    report = Report(
        "Small files", _NOTE.format(count=f"{count:,}", connections=CONNECTIONS), rows_of(found), (), absent
    )
    if RCLONE_MD5 in absent:
        return report
    speed = report.median(OURS, "files/s") / report.median(RCLONE_MD5, "files/s")
    target = Target.at_least("files per second, times those of rclone with md5sum", 0.5, speed)
    return Report(report.title, report.note, report.rows, (target,), absent)


def _one_run(site: Site, count: int, fetch: Fetch) -> dict[str, float]:
    served = _requests(site)
    with running.empty_folder() as out:
        outcome = fetch(site, out, count)
        fetched = sum(1 for one in os.scandir(out) if one.name.endswith(".bin"))
    if fetched != count:
        raise RuntimeError(f"{fetched} files of {count} are there")
    seconds = outcome.told.get("seconds", outcome.seconds)
    return {
        "files/s": count / seconds,
        "MB/s": count * SMALL / seconds / 1e6,
        "CPU ms/file": outcome.told.get("cpu", outcome.cpu) / count * 1000,
        "requests/file": (_requests(site) - served) / count,
        "peak MiB": outcome.peak_mib,
    }


def _requests(site: Site) -> int:
    """Requests that nginx has answered; it writes them down with a delay of a second."""
    running.settle()
    with (site.folder / "access.log").open() as log:
        return sum(1 for _ in log)


def _engine(site: Site, out: Path, count: int) -> Outcome:
    files = [
        {"name": f"{number:05}.bin", "url": site.small(number), "size": SMALL, "md5": site.small_md5}
        for number in range(count)
    ]
    wish = {
        "files": files,
        "ca": str(site.ca_file),
        "out": str(out),
        "connections": CONNECTIONS,
        "files_at_once": CONNECTIONS,
    }
    return running.run_python("tests.bench.engine_child", wish)


def _rclone(site: Site, out: Path, count: int) -> Outcome:
    names = out / "names.txt"
    names.write_text("".join(f"{number:05}.bin\n" for number in range(count)))
    how = ["--config=", f"--ca-cert={site.ca_file}", f"--http-url={site.origin}/small/"]
    many = [
        f"--files-from={names}",
        "--no-traverse",
        f"--transfers={CONNECTIONS}",
        f"--checkers={CONNECTIONS}",
    ]
    return running.run(["rclone", "copy", *how, *many, ":http:", str(out)])


def _rclone_md5(site: Site, out: Path, count: int) -> Outcome:
    fetched, began = _rclone(site, out, count), time.monotonic()
    hashed = running.run(["sh", "-c", f"cd {out} && md5sum -- *.bin > sums.txt"])
    wrong = [line for line in (out / "sums.txt").open() if not line.startswith(site.small_md5)]
    if wrong:
        raise RuntimeError(f"{len(wrong)} files differ")
    seconds = fetched.seconds + time.monotonic() - began
    return Outcome(seconds, fetched.cpu + hashed.cpu, fetched.peak_mib, {})


def _curl(site: Site, out: Path, count: int) -> Outcome:
    config = out / "curl.txt"
    config.write_text(
        "".join(f'url="{site.small(number)}"\noutput="{out}/{number:05}.bin"\n' for number in range(count))
    )
    many = ["-Z", "--parallel-max", str(CONNECTIONS), "-K", str(config)]
    return running.run(
        ["curl", "-s", "-S", "-f", "--no-progress-meter", "--cacert", str(site.ca_file), *many]
    )


_PROGRAMS: dict[str, tuple[str, Fetch]] = {
    OURS: ("", _engine),
    RCLONE: ("rclone", _rclone),
    RCLONE_MD5: ("rclone", _rclone_md5),
    CURL: ("curl", _curl),
}
