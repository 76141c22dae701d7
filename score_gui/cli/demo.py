"""`score-gui demo` and `score-gui demo-site`: the practice site, with the window or alone."""

from __future__ import annotations

import argparse
import errno
import math
import sys
from typing import Any

from score_gui.cli.display import has_display
from score_gui.cli.report import TextReport
from score_gui.cli.running import run_to_the_end
from score_gui.cli.speech import EndError, Exit, say
from score_gui.cli.surroundings import open_wiring, taken_environment
from score_gui.manifests import read_path
from score_gui.model.messages import Add
from score_gui.practice import Practice

NAMES = ("demo", "demo-site")
LAST_PORT = 65_535
LONGEST_LIFE = 604_800.0
"""Seconds; S3 signs for a week at most."""


def add_to(commands: Any) -> None:
    """Teach the parser `demo` and `demo-site`."""
    parser = commands.add_parser("demo", help="try the program on a practice site; no token, no network")
    parser.set_defaults(run=run_demo)
    parser = commands.add_parser("demo-site", help="only the practice site; prints one line of JSON")
    parser.add_argument(
        "--port", type=_port, metavar="N", help="Score's port; Song and the store take the next"
    )
    parser.add_argument("--expiry", type=_seconds, metavar="S", help="seconds that a pre-signed link lives")
    parser.set_defaults(run=run_site)


def run_demo(_options: argparse.Namespace) -> int:
    """With a display the window opens on the practice manifest; without, the same files are fetched here."""
    if has_display():
        from score_gui.app import run_window  # Qt is loaded only where a window opens

        return run_window(taken_environment(), (), practice=True)
    say("There is no display, so the practice files are fetched without a window.")
    with open_wiring() as wiring:
        practice = Practice(wiring)
        try:
            practice.start()
            manifest = read_path(practice.manifest)
            add = Add(manifest.entries, practice.profile.id, practice.folder, manifest=manifest.name)
            status = run_to_the_end(wiring, wiring.settings, [add], TextReport()).status()
        finally:
            practice.stop()
    if status is Exit.DONE:
        say(f"The files are in {practice.folder}.")
    return status


def run_site(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    from score_gui.demo import run_demo_site

    with open_wiring() as wiring:
        folder = wiring.folders.cache / "practice"
        try:
            return run_demo_site(options.port, options.expiry, folder, sys.stdout)
        except OSError as error:
            if error.errno not in {errno.EADDRINUSE, errno.EACCES} or error.filename is not None:
                raise
            reason = error.strerror or "it cannot be opened"
            raise EndError(Exit.USAGE, f"Port {options.port} cannot be used: {reason}.") from None


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= LAST_PORT):
        raise argparse.ArgumentTypeError(f"a number up to {LAST_PORT}")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= LONGEST_LIFE:
        raise argparse.ArgumentTypeError(f"seconds above 0, at most {LONGEST_LIFE:.0f}")
    return seconds
