"""`score-gui demo` and `score-gui demo-site`: the practice site, with the window or alone."""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any

from score_gui.cli.report import TextReport
from score_gui.cli.running import run_to_the_end
from score_gui.cli.speech import Exit, say
from score_gui.cli.window import has_display
from score_gui.manifests import read_path
from score_gui.model.messages import Add
from score_gui.practice import Practice
from score_gui.wiring import Wiring

NAMES = ("demo", "demo-site")


def add_to(commands: Any) -> None:
    """Teach the parser `demo` and `demo-site`."""
    parser = commands.add_parser("demo", help="try the program on a practice site; no token, no network")
    parser.set_defaults(run=run_demo)
    parser = commands.add_parser("demo-site", help="only the practice site; prints one line of JSON")
    parser.add_argument(
        "--port", type=int, metavar="N", help="Score's port; Song and the store take the next"
    )
    parser.add_argument("--expiry", type=float, metavar="S", help="seconds that a pre-signed link lives")
    parser.set_defaults(run=run_site)


def run_demo(_options: argparse.Namespace) -> int:
    """With a display the window opens on the practice manifest; without, the same files are fetched here."""
    if has_display():
        from score_gui.app import run_window  # Qt is loaded only where a window opens

        return run_window(os.environ, (), practice=True)
    wiring = Wiring(os.environ)
    say("There is no display, so the practice files are fetched without a window.")
    practice = Practice(wiring)
    practice.start()
    try:
        manifest = read_path(practice.manifest)
        add = Add(manifest.entries, practice.profile.id, practice.folder, manifest=manifest.name)
        status = run_to_the_end(wiring, wiring.default_settings(), [add], TextReport())
    finally:
        practice.stop()
        wiring.close()
    if status is Exit.DONE:
        say(f"The files are in {practice.folder}.")
    return status


def run_site(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    from score_gui.demo import run_demo_site

    wiring = Wiring(os.environ)
    return run_demo_site(options.port, options.expiry, wiring.folders.cache / "practice", sys.stdout)
