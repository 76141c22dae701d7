"""Where chosen rows go in the queue: to an end, or one step past a row that is not chosen. No Qt."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import Enum, auto

from score_gui.model.messages import Move
from score_gui.model.transfer import TransferId


class Direction(Enum):
    """Where to."""

    TOP = auto()
    UP = auto()
    DOWN = auto()
    BOTTOM = auto()


def move(order: Sequence[TransferId], chosen: Collection[TransferId], direction: Direction) -> Move | None:
    """The command for rows of the queue's `order`; None where that would change nothing.

    Several rows become neighbours, in the order that they have.
    """
    moving = [transfer for transfer in order if transfer in chosen]
    rest = [transfer for transfer in order if transfer not in chosen]
    if not moving or not rest:
        return None
    above = order.index(moving[0])
    below = len(rest) - sum(transfer not in chosen for transfer in order[order.index(moving[-1]) :])
    at = {
        Direction.TOP: 0,
        Direction.UP: max(0, above - 1),
        Direction.DOWN: min(len(rest), below + 1),
        Direction.BOTTOM: len(rest),
    }[direction]
    return move_before(order, moving, rest[at] if at < len(rest) else None)


def move_before(
    order: Sequence[TransferId], moving: Sequence[TransferId], before: TransferId | None
) -> Move | None:
    """The command that puts rows right before another; None where they are there already."""
    chosen = set(moving)
    if before is not None and before in chosen:  # dropped on themselves: what follows them is meant
        after = order[order.index(before) :]
        before = next((transfer for transfer in after if transfer not in chosen), None)
    rest = [transfer for transfer in order if transfer not in chosen]
    at = rest.index(before) if before is not None else len(rest)
    if [*rest[:at], *moving, *rest[at:]] == list(order):
        return None
    return Move(tuple(moving), before)
