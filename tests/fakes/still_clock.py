"""A day on which it stays noon, for tests that count days: others would fail when they run across midnight."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from types import ModuleType
from typing import Self

import pytest

TODAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12).astimezone()


class _Still(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls.fromtimestamp(NOON.timestamp(), tz)


def stop_clock(monkeypatch: pytest.MonkeyPatch, *modules: ModuleType) -> None:
    """Let it be noon for whatever these modules ask by `datetime.now`."""
    for module in modules:
        monkeypatch.setattr(module, "datetime", _Still)
