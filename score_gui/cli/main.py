"""Words to commands: reads the arguments, runs one command, and ends with its status."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from types import FrameType

from score_gui import __version__
from score_gui.access.profiles import ProfileError
from score_gui.cli import access, demo, download, inspect, tell, window
from score_gui.cli import slice as slices
from score_gui.cli.speech import EndError, Exit, prepare_streams, problem_text, say
from score_gui.model.problem import ProblemError
from score_gui.net.redact import install as install_redaction

COMMANDS = (demo, download, slices, inspect, tell, access)
NAMES = frozenset(name for module in COMMANDS for name in module.NAMES)


def main(argv: Sequence[str] | None = None) -> int:
    """Run `score-gui` with `argv` (those of the process by default); returns the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    prepare_streams()
    install_redaction()
    try:
        return int(_run(arguments))
    except EndError as end:
        say(str(end))
        return end.status
    except ProfileError as error:
        say(f"This profile cannot be used. {error}")
        return Exit.USAGE
    except ProblemError as error:
        say(problem_text(error.problem))
        return Exit.SOME_FAILED
    except KeyboardInterrupt:
        say("Interrupted. Everything that is here is kept; run the same again to go on.")
        return Exit.INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.SOME_FAILED


def _run(arguments: list[str]) -> int:
    if not arguments or not (arguments[0] in NAMES or arguments[0].startswith("-")):
        return window.run(arguments)
    parser = _parser()
    options = parser.parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    _treat_termination_as_interruption()
    return run(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="score-gui",
        description="Fetch genomic files from Overture Score sites. Without a command the window opens; "
        "manifests given as arguments open in its preview.",
    )
    parser.add_argument("--version", action="version", version=f"score-gui {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for module in COMMANDS:
        module.add_to(commands)
    return parser


def _treat_termination_as_interruption() -> None:
    """A polite end from outside keeps everything, as Ctrl+C does."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)
