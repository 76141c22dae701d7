"""`--json` on `download`: one object per line, with the words that scripts rely on."""

from __future__ import annotations

import uuid
from pathlib import Path

from score_gui.demo import PracticeData, PracticeObject, PracticeSite, Role

from .steering import steering
from .terminal import Terminal

EVENTS = {"added", "started", "progress", "waiting", "verified", "failed", "skipped", "summary"}
REQUIRED = {
    "progress": {"done", "size"},
    "verified": {"path", "size", "md5", "check"},
    "failed": {"code", "title", "cause", "next_step"},
    "waiting": {"code", "title", "cause", "next_step"},
}
SUMMARY = {"event", "files", "verified", "skipped", "failed", "bytes_received", "bytes_written", "seconds"}


def test_every_line_keeps_the_contract(here: Terminal, site: PracticeSite, data: PracticeData) -> None:
    here.use(site, token=None)
    done = here.download("--manifest", data.manifest)
    assert {line["event"] for line in done.lines} <= EVENTS
    for line in done.lines[:-1]:
        assert {"object_id", "name", *REQUIRED.get(line["event"], ())} <= line.keys()
    assert done.summary.keys() == SUMMARY


def test_a_file_is_added_started_and_verified_in_this_order(here: Terminal, large: PracticeObject) -> None:
    done = here.download("--object-id", large.object_id)
    told = [line["event"] for line in done.lines if line["event"] != "progress"]
    assert told == ["added", "started", "verified", "summary"]
    assert done.events("verified") == [
        {
            "event": "verified",
            "object_id": large.object_id,
            "name": large.name,
            "path": str(here.folder / large.name),
            "size": large.size,
            "md5": large.md5,
            "check": "whole-md5",
        }
    ]


def test_progress_is_told_while_bytes_arrive(
    here: Terminal, site: PracticeSite, large: PracticeObject
) -> None:
    site.hold(after=5_000_000)

    def let_it_be_seen() -> None:
        assert site.wait_held(2)
        site.hold(after=6_000_000)
        assert site.wait_held(2)
        site.release()

    with steering(let_it_be_seen):
        done = here.download("--object-id", large.object_id)
    figures = [line["done"] for line in done.events("progress")]
    assert figures == sorted(set(figures))
    assert {line["size"] for line in done.events("progress")} <= {None, large.size}
    assert all(0 <= figure <= large.size for figure in figures)


def test_the_summary_counts_every_file_once(here: Terminal, site: PracticeSite, data: PracticeData) -> None:
    open_file, controlled = data.get(Role.TWIN_A), data.get(Role.LARGE)
    here.download("--object-id", open_file.object_id)
    here.use(site, token=None)
    ids = [open_file.object_id, data.get(Role.TWIN_B).object_id, controlled.object_id, str(uuid.uuid4())]
    done = here.download("--object-id", *ids)
    counts = {name: done.summary[name] for name in ("files", "verified", "skipped", "failed")}
    assert counts == {"files": 4, "verified": 1, "skipped": 1, "failed": 2}
    assert done.summary["bytes_received"] == done.summary["bytes_written"] == data.get(Role.TWIN_B).size
    assert done.summary["seconds"] > 0


def test_what_waits_when_the_run_ends_is_told_as_not_done(
    here: Terminal, site: PracticeSite, large: PracticeObject
) -> None:
    """Nobody comes back to it after the end of the run, so a script must not have to guess."""
    here.use(site, token=None)
    done = here.download("--object-id", large.object_id)
    (waiting,), (failed,) = done.events("waiting"), done.events("failed")
    assert waiting["code"] == failed["code"] == "token-needed"
    assert failed | {"event": "waiting", "next_step": waiting["next_step"]} == waiting
    assert "run the same again" in failed["next_step"]


def test_each_failed_file_is_told_once(here: Terminal) -> None:
    unknown = str(uuid.uuid4())
    done = here.download("--object-id", unknown)
    (failed,) = done.events("failed")
    assert (failed["object_id"], failed["code"]) == (unknown, "unknown-object")
    assert all(failed[words] for words in ("title", "cause", "next_step"))


def test_a_skipped_file_says_where_it_is(here: Terminal, data: PracticeData) -> None:
    held = data.get(Role.TWIN_A)
    here.download("--object-id", held.object_id)
    (line,) = here.download("--object-id", held.object_id).events("skipped")
    assert Path(line["path"]).read_bytes() == (held.path or Path()).read_bytes()
