"""Reproducible pseudo-random numbers, so that the practice data is the same on every machine."""

from __future__ import annotations

import random


def seeded(name: str) -> random.Random:
    """Return a generator whose numbers depend on the name alone."""
    return random.Random(f"score_gui practice data: {name}")  # noqa: S311 - nothing secret is made of it
