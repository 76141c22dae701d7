"""How long the window's own beat is late while eight workers run behind it."""

from __future__ import annotations

from tests.bench import running
from tests.bench.figures import Report, Row, Series
from tests.bench.programs import engine_wish
from tests.bench.site import Site

_NOTE = (
    "The real window (drawn offscreen, 1280 x 800, with the parts of the running file in view) and a timer of 60 beats "
    "a second in its thread: milliseconds by which a beat comes late."
)
_SPEEDS = {
    None: "nothing runs",
    "medium": "8 x 12 MiB/s, MD5 compared",
    "full": "as fast as it goes, MD5 compared",
}


def measure(site: Site, seconds: float) -> Report:
    rows = []
    for speed, name in _SPEEDS.items():
        with running.empty_folder() as out:
            wish = engine_wish(site, out, 8, seconds=seconds)
            wish["url"] = None if speed is None else site.at_speed(speed)
            environ = {"QT_QPA_PLATFORM": "offscreen", "SCORE_GUI_HOME": str(out / "home")}
            outcome = running.run_python("tests.bench.window_child", wish, environ)
        late = Series(tuple(outcome.told["late_ms"]))
        shares = {"p50": 0.5, "p99": 0.99, "max": 1.0}
        figures = {what: Series((late.quantile(share),)) for what, share in shares.items()}
        rows.append(Row(name, {"beats": Series((float(len(late.values)),)), **figures}))
    return Report("The window", _NOTE, tuple(rows))
