"""`python -m score_gui` is the same as `score-gui`."""

from __future__ import annotations

import sys

from score_gui.cli import main

if __name__ == "__main__":
    sys.exit(main())
