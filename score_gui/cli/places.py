"""Files and folders as arguments, judged before anything is fetched for them."""

from __future__ import annotations

import argparse
from pathlib import Path

from score_gui.cli.speech import EndError, Exit


def named_path(text: str) -> Path:
    """A file or folder, as an argument. An empty name is most often a variable that a script never set."""
    if not text.strip():
        raise argparse.ArgumentTypeError("the name is empty; perhaps a variable of a script is not set")
    return Path(text)


def check_folder(folder: Path) -> None:
    """Whether it is there or can be made, as far as names tell. Raises EndError."""
    place = next((place for place in (folder, *folder.parents) if place.exists()), None)
    if place is not None and not place.is_dir():
        raise EndError(Exit.USAGE, f"{place} is a file, not a folder.")
