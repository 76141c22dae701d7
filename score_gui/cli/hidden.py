"""Reads what nobody else may see: from standard input, never from an argument."""

from __future__ import annotations

import getpass
import sys


def read_hidden(prompt: str) -> str:
    """What standard input holds, perhaps nothing; a person at a terminal is asked with `prompt` and types unseen."""
    if sys.stdin is None:
        return ""
    if not sys.stdin.isatty():
        return sys.stdin.read().removeprefix("\ufeff")
    try:
        return getpass.getpass(prompt)
    except EOFError:
        return ""
