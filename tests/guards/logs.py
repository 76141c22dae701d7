"""No test may log a warning or worse that it did not announce.

A program that complains during a test that passes is a program nobody listens to. A test that provokes a
complaint says so with `expect_log`, and then the complaint has to come.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field


@dataclass
class LogWatch(logging.Handler):
    """Collects what is logged at WARNING and above, and knows what was announced."""

    records: list[logging.LogRecord] = field(default_factory=list)
    expected: list[re.Pattern[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(level=logging.WARNING)

    __hash__ = logging.Handler.__hash__

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def expect(self, pattern: str) -> None:
        """Announce that at least one record will match a regular expression, as `logger: message`."""
        self.expected.append(re.compile(pattern))

    def complaints(self) -> list[str]:
        """Return what came unannounced and what was announced and did not come."""
        lines = [f"{record.name}: {record.getMessage()}" for record in self.records]
        unexpected = [line for line in lines if not any(pattern.search(line) for pattern in self.expected)]
        missing = [pattern for pattern in self.expected if not any(pattern.search(line) for line in lines)]
        return [f"unexpected log record: {line}" for line in unexpected] + [
            f"no log record matched: {pattern.pattern}" for pattern in missing
        ]
