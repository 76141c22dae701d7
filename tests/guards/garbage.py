"""No living object of Qt may be left to Python's garbage collector.

The collector works in whichever thread, and amid whatever event of Qt, one object too many is made. A view, a model or
a translator that is destroyed there can take the whole program along, once in some hundred runs. So each has a parent
that destroys it, or is destroyed by who made it; what the collector then finds of it is an empty shell.
"""

from __future__ import annotations

import gc
from collections import Counter

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject


def look_at_the_tests_alone() -> None:
    """Let the collector pass over all there is before the first test: it would cost each test a tenth of a second."""
    gc.collect()
    gc.freeze()


def left_to_the_collector() -> list[str]:
    """What of Qt no reference reaches any more although it lives; destroyed on the way, where no event is amid."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        gc.collect()
    finally:
        gc.set_debug(0)
    living = Counter(type(one).__qualname__ for one in gc.garbage if _lives_by_chance(one))
    gc.garbage.clear()
    gc.collect()
    return [f"{count} x {name} was left to the garbage collector" for name, count in living.items()]


def _lives_by_chance(one: object) -> bool:
    return isinstance(one, QObject) and shiboken6.isValid(one) and shiboken6.ownedByPython(one)
