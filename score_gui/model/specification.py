"""What a server says of an object: its size, its MD5, and how it cut it."""

from __future__ import annotations

from dataclasses import dataclass

from score_gui.model.byterange import ByteRange


@dataclass(frozen=True, slots=True)
class Part:
    """A byte range that the server cut; `md5` (32 hex digits) where it knows one."""

    number: int
    range: ByteRange
    md5: str | None = None


@dataclass(frozen=True, slots=True)
class Specification:
    """An object as its server describes it. `size` in bytes; `parts` tile [0, size) in order, or are empty."""

    object_id: str
    size: int
    md5: str | None = None
    parts: tuple[Part, ...] = ()

    def __post_init__(self) -> None:
        position = 0
        for part in self.parts:
            if part.range.start != position or not part.range.length:
                raise ValueError(f"parts do not tile the object at byte {position}")
            position = part.range.stop
        if self.parts and position != self.size:
            raise ValueError(f"parts end at byte {position}, the object at {self.size}")

    @property
    def whole(self) -> ByteRange:
        return ByteRange(0, self.size)
