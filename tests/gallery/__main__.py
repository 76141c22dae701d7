"""Takes pictures of everything: `python -m tests.gallery FOLDER [NAME or LOOK...]`; all of them if none is named."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from tests.gallery.album import ALBUM
from tests.gallery.camera import LOOKS, photograph


def main(folder: str, *wanted: str) -> str | None:
    """What is wrong, if something is."""
    unknown = [word for word in wanted if word not in {*ALBUM, *LOOKS}]
    if unknown:
        return f"There is no {unknown[0]}. Looks: {', '.join(LOOKS)}. Pictures: {', '.join(ALBUM)}."
    photograph(QApplication(sys.argv[:1]), ALBUM, Path(folder), wanted)
    return None


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
