"""How soon a pause is heard at any speed, and what it costs in bytes that are fetched twice."""

from __future__ import annotations

from collections.abc import Sequence

from tests.bench import running
from tests.bench.figures import Report, Row, Series, Target
from tests.bench.programs import engine_wish
from tests.bench.running import Outcome
from tests.bench.site import Site

_NOTE = (
    "Pauses amid a download over 8 connections, each taken up again at once. Told: the row says Paused. Left: no "
    "connection is open any more. Milliseconds."
)
_SPEEDS = {"slow": "8 x 1 MiB/s", "medium": "8 x 12 MiB/s", "full": "as fast as it goes"}


def measure(site: Site, pauses: int) -> Report:
    outcomes = {speed: _until_enough(site, speed, pauses) for speed in _SPEEDS}
    told = [pause["told"] * 1000 for runs in outcomes.values() for pause in _pauses(runs)]
    twice = max(_twice(site, outcomes[speed]) for speed in ("medium", "full"))
    rows = tuple(_row(site, speed, runs) for speed, runs in outcomes.items())
    targets = (
        Target.at_most("a pause is told, p99 at all speeds", 50, Series(tuple(told)).quantile(0.99), " ms"),
        Target.at_most("bytes fetched twice after pauses", 0, twice),
    )
    return Report("Pauses", _NOTE, rows, targets)


def _until_enough(site: Site, speed: str, pauses: int) -> list[Outcome]:
    """At full speed the object is here before there were so many pauses, so it is fetched again."""
    runs: list[Outcome] = []
    while (missing := pauses - len(_pauses(runs))) > 0:
        runs.append(_pausing(site, speed, missing))
        if not _pauses(runs[-1:]):
            raise RuntimeError("the object was here before the first pause")
    return runs


def _pauses(runs: Sequence[Outcome]) -> list[dict[str, float]]:
    return [pause for run in runs for pause in run.told["pauses"] if pause]


def _twice(site: Site, runs: Sequence[Outcome]) -> float:
    return float(sum(run.told["received"] - site.size for run in runs))


def _row(site: Site, speed: str, runs: Sequence[Outcome]) -> Row:
    seen = _pauses(runs)
    figures = {"pauses": Series((float(len(seen)),))}
    for what in ("told", "left"):
        series = Series(tuple(pause[what] * 1000 for pause in seen))
        figures |= {
            f"{what}, p50": Series((series.median,)),
            f"{what}, p99": Series((series.quantile(0.99),)),
            f"{what}, max": Series((max(series.values),)),
        }
    if speed != "slow":
        figures["bytes fetched twice"] = Series((_twice(site, runs),))
    return Row(_SPEEDS[speed], figures)


def _pausing(site: Site, speed: str, pauses: int) -> Outcome:
    """At the slow speed the object would take minutes, so there the rest is not waited for."""
    with running.empty_folder() as out:
        wish = engine_wish(site, out, 8, pauses=pauses, cut_short=speed == "slow")
        wish["files"] = [
            {"name": "object.bin", "url": site.at_speed(speed), "size": site.size, "md5": site.md5}
        ]
        return running.run_python("tests.bench.engine_child", wish)
