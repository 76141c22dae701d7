"""What `score-gui slice` says: lines for people, or one JSON object per line for scripts."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from score_gui.cli.speech import Exit, give, give_json, once_step, once_text, say, visible
from score_gui.model.manifest import Entry
from score_gui.model.problem import Problem, Recovery
from score_gui.model.text import bytes_text, count_text, percent
from score_gui.slicing.batch import Outcome
from score_gui.slicing.job import Estimate, Made
from score_gui.slicing.regions import RegionSet

LARGE_SHARE = 80
"""Percent of a file from which on the whole of it may serve better."""

_USAGE = frozenset(
    {"slice-region", "slice-bed", "slice-reference-needed", "slice-reference-differs", "slice-output-exists"}
)
_ACCESS = frozenset({"access-denied", "token-unusable"})
_SPACE = frozenset({"no-space", "slice-no-sparse-files"})


def status_of(problem: Problem) -> Exit:
    """The exit status of a run that ends with `problem`."""
    if problem.recovery is Recovery.WAIT_TOKEN or problem.code in _ACCESS:
        return Exit.ACCESS
    if problem.code in _SPACE:
        return Exit.SPACE
    return Exit.USAGE if problem.code in _USAGE else Exit.SOME_FAILED


class SliceReport:
    """Follows one run. `status` is that of the first problem, or all done.

    `paths` are those of the slices so far. With `sends_on` standard output belongs to the slice itself.
    """

    def __init__(self, *, as_json: bool, sends_on: bool) -> None:
        self.status = Exit.DONE
        self.skipped = 0
        self._json = as_json
        self._moving = sys.stderr.isatty() and not as_json
        self._began = time.monotonic()
        self._sends_on = sends_on
        self.paths: set[Path] = set()
        self._now: dict[str, object] = {}
        self._made = 0
        self._failed = 0
        self._width = 0

    def estimated(self, name: str, target: Entry | Path, regions: RegionSet, told: Estimate) -> None:
        share = percent(told.download, told.size)
        if self._json:
            fields = {
                "download": told.download,
                "size": told.size,
                "requests": told.requests,
                "reads": told.reads,
            }
            give_json({"event": "estimate", **_who(name, target), **_where(regions), **fields})
            return
        reads = "" if told.reads is None else f", about {count_text(told.reads, 'read')}"
        give(
            f"{visible(name)}: fetches {bytes_text(told.download)} of {bytes_text(told.size)} ({share} %) "
            f"in {count_text(told.requests, 'request')}{reads}."
        )

    def begins(self, name: str, target: Entry | Path, regions: RegionSet, told: Estimate) -> None:
        self._now = {**_who(name, target), **_where(regions)}
        share = percent(told.download, told.size)
        say(
            f"{visible(name)}: fetching {bytes_text(told.download)} more of {bytes_text(told.size)} ({share} %)."
        )
        if share >= LARGE_SHARE:
            say(
                "That is most of the file: `score-gui download` of all of it, which is verified, may serve better."
            )

    def fetched(self, count: int, planned: int) -> None:
        self._draw(f"{percent(count, planned)} % · {bytes_text(count)} of {bytes_text(planned)}")

    def read(self, count: int) -> None:
        self._draw(f"{count_text(count, 'read')} written")

    def over(self, outcome: Outcome[Entry | Path]) -> None:
        """A file is done with; there is neither slice nor problem where nothing was to be written."""
        if outcome.problem is not None:
            self._tell_failed(outcome.target, outcome.problem)
        elif outcome.made is not None:
            self._tell_made(outcome.made)

    def _tell_made(self, made: Made) -> None:
        self._made += 1
        self.paths.add(made.path)
        self._draw("")
        if self._json:
            fields = {
                "path": str(made.path),
                "index": None if made.index is None else str(made.index),
                "reads": made.reads,
                "bytes_received": made.received,
                "skipped_lines": self.skipped,
                "seconds": round(time.monotonic() - self._began, 3),
            }
            give_json({"event": "slice", **self._now, **fields})
            return
        reads = count_text(made.reads, "read")
        say(f"{visible(made.path.name)}: {reads}; {bytes_text(made.received)} received.")
        if not self._sends_on:
            give(visible(str(made.path)))

    def _tell_failed(self, target: Entry | Path, problem: Problem) -> None:
        self._failed += 1
        self._draw("")
        if self.status is Exit.DONE:
            self.status = status_of(problem)
        if self._json:
            fields = {
                "code": problem.code,
                "title": problem.title,
                "cause": problem.cause,
                "next_step": once_step(problem),
            }
            give_json({"event": "failed", **_who(None, target), **fields})
        who = target.name if isinstance(target, Path) else target.file_name or target.object_id
        say(f"{visible(who)}: {visible(once_text(problem))}")

    def summary(self) -> None:
        """At the end of a manifest."""
        if self._json:
            count = self._made + self._failed
            give_json({"event": "summary", "files": count, "made": self._made, "failed": self._failed})
        say(f"{count_text(self._made, 'slice')} made, {self._failed} not.")

    def _draw(self, text: str) -> None:
        if self._moving:
            sys.stderr.write(f"\r{text.ljust(self._width)}" + ("" if text else "\r"))
            sys.stderr.flush()
            self._width = len(text)


def _who(name: str | None, target: Entry | Path) -> dict[str, object]:
    if isinstance(target, Path):
        return {"object_id": None, "name": name or target.name}
    return {"object_id": target.object_id, "name": name or target.file_name or target.object_id}


def _where(regions: RegionSet) -> dict[str, object]:
    """As many regions as a line can bear; an exome has two hundred thousand."""
    texts = [region.text for region in regions.regions[:1000]]
    return {"regions": texts, "region_count": len(regions.regions), "unplaced": regions.unplaced}
