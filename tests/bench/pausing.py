"""How soon a pause is heard at any speed, and what it costs in bytes that are fetched twice."""

from __future__ import annotations

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
    outcomes = {speed: _pausing(site, speed, pauses) for speed in _SPEEDS}
    rows, told = [], []
    for speed, outcome in outcomes.items():
        seen = [pause for pause in outcome.told["pauses"] if pause]
        told += [pause["told"] * 1000 for pause in seen]
        figures = {"pauses": Series((float(len(seen)),))}
        for what in ("told", "left"):
            series = Series(tuple(pause[what] * 1000 for pause in seen))
            figures |= {
                f"{what}, p50": Series((series.median,)),
                f"{what}, p99": Series((series.quantile(0.99),)),
            }
        if speed != "slow":
            figures["bytes fetched twice"] = Series((outcome.told["received"] - float(site.size),))
        rows.append(Row(_SPEEDS[speed], figures))
    twice = max(outcomes[speed].told["received"] - site.size for speed in ("medium", "full"))
    targets = (
        Target.at_most("a pause is told, p99 at all speeds", 50, Series(tuple(told)).quantile(0.99), " ms"),
        Target.at_most("bytes fetched twice after pauses", 0, twice),
    )
    return Report("Pauses", _NOTE, tuple(rows), targets)


def _pausing(site: Site, speed: str, pauses: int) -> Outcome:
    """At the slow speed the object would take minutes, so there the rest is not waited for."""
    with running.empty_folder() as out:
        wish = engine_wish(site, out, 8, pauses=pauses, cut_short=speed == "slow")
        wish["files"] = [
            {"name": "object.bin", "url": site.at_speed(speed), "size": site.size, "md5": site.md5}
        ]
        return running.run_python("tests.bench.engine_child", wish)
