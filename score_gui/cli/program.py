"""Words to commands: reads the arguments, runs one command, and ends with its status."""

from __future__ import annotations

import argparse
import errno
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType

from score_gui import __version__
from score_gui.access.profiles import ProfileError
from score_gui.cli import access, demo, download, inspect, settings, tell, window
from score_gui.cli import slice as slices
from score_gui.cli.parser import Parser
from score_gui.cli.speech import EndError, Exit, once_text, prepare_streams, say, status_of
from score_gui.cli.surroundings import environment_put_back
from score_gui.model.problem import ProblemError
from score_gui.net.redact import install as install_redaction
from score_gui.wiring import SurroundingsError

COMMANDS = (demo, download, slices, inspect, tell, access, settings)
NAMES = frozenset(name for module in COMMANDS for name in module.NAMES)


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments say; returns the exit status. What cannot be done is a sentence, not a traceback."""
    prepare_streams()
    install_redaction()
    try:
        with _termination_as_interruption(), environment_put_back():
            status = int(_guarded(list(arguments)))
        sys.stdout.flush()
    except OSError as error:
        if not _is_closed_pipe(error):
            raise
        _let_go_of_streams()
        return Exit.SOME_FAILED
    return status


def _guarded(arguments: list[str]) -> int:
    try:
        return _explained(arguments)
    except SystemExit as end:  # argparse has said what is to be said
        return end.code if isinstance(end.code, int) else Exit.DONE
    except KeyboardInterrupt:
        say("Interrupted. Everything that is here is kept; run the same again to go on.")
        return Exit.INTERRUPTED
    except OSError as error:
        if _is_closed_pipe(error):
            raise
        return _end_with(error)


def _explained(arguments: list[str]) -> int:
    """Run a command; what it raises with words of its own is said."""
    try:
        return _run(arguments)
    except EndError as end:
        say(str(end))
        return end.status
    except SurroundingsError as error:
        say(str(error))
        return Exit.USAGE
    except ProfileError as error:
        say(f"This profile cannot be used. {error}")
        return Exit.USAGE
    except ProblemError as error:
        say(once_text(error.problem))
        return status_of(error.problem)


def _end_with(error: OSError) -> Exit:
    where = f"{error.filename}: " if error.filename else ""
    say(f"{where}{error.strerror or type(error).__name__}.")
    return Exit.SPACE if error.errno == errno.ENOSPC else Exit.SOME_FAILED


def _run(arguments: list[str]) -> int:
    if not arguments or not (arguments[0] in NAMES or arguments[0].startswith("-")):
        return window.run(arguments)
    options = make_parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.run
    return command(options)


def make_parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    parser = Parser(
        prog="score-gui",
        description="Fetch genomic files from Overture Score sites. Without a command the window opens; "
        "manifests given as arguments open in its preview.",
        epilog="`score-gui COMMAND --help` tells more. Exit status: 0 all done and verified, 1 some files not "
        "done, 2 bad usage or input, 3 access refused or token needed, 4 not enough space, 130 interrupted.",
    )
    parser.add_argument("--version", action="version", version=f"score-gui {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for module in COMMANDS:
        module.add_to(commands)
    return parser


@contextmanager
def _termination_as_interruption() -> Iterator[None]:
    """A polite end from outside keeps everything, as Ctrl+C does."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    former = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, former)


def _is_closed_pipe(error: OSError) -> bool:
    """Whoever read the output went away; Windows calls that an argument that is not valid."""
    on_windows = sys.platform == "win32" and error.errno == errno.EINVAL and error.filename is None
    return isinstance(error, BrokenPipeError) or on_windows


def _let_go_of_streams() -> None:
    """Python flushes both once more at its end; that must meet something that takes it."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
