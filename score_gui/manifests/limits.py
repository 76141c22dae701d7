"""How much a manifest may hold, so that a hostile or mistaken file costs a sentence and not the machine's memory."""

from __future__ import annotations

MAX_BYTES = 256 << 20
MAX_JSON_BYTES = 64 << 20
MAX_LINES = 2_000_000
MAX_LINE = 64_000
"""Characters in one line. The longest real ones, URL bundles of the 25K portal, stay below 10,000."""

MAX_RATIO = 100
"""Unpacked over packed bytes; text compresses by some 20 at most, a bomb by 1000."""

MAX_MEMBERS = 1_000
MAX_REMARKS = 20_000
