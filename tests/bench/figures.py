"""What was measured, as plain values: series of numbers, rows of a table, targets and whether they are met."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Series:
    """The same figure from several runs."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    def quantile(self, share: float) -> float:
        """The value that `share` of all do not exceed (nearest rank)."""
        in_order = sorted(self.values)
        return in_order[max(0, min(len(in_order) - 1, -int(-share * len(in_order) // 1) - 1))]

    @property
    def text(self) -> str:
        """The median, with the range of all runs in brackets."""
        if len(self.values) == 1:
            return _short(self.values[0])
        return f"{_short(self.median)} ({_short(min(self.values))}-{_short(max(self.values))})"


@dataclass(frozen=True)
class Row:
    """A line of a table; a column that it has no figure for stays empty."""

    name: str
    figures: Mapping[str, Series]


@dataclass(frozen=True)
class Target:
    """What was aimed at. `seen` is what the table says about it."""

    what: str
    wanted: str
    seen: float
    is_met: bool

    @classmethod
    def at_most(cls, what: str, limit: float, seen: float, unit: str = "") -> Target:
        return cls(what, f"at most {_short(limit)}{unit}", seen, seen <= limit)

    @classmethod
    def at_least(cls, what: str, limit: float, seen: float, unit: str = "") -> Target:
        return cls(what, f"at least {_short(limit)}{unit}", seen, seen >= limit)


@dataclass(frozen=True)
class Report:
    """One sub-benchmark's outcome."""

    title: str
    note: str
    rows: tuple[Row, ...]
    targets: tuple[Target, ...] = ()
    absent: Mapping[str, str] = field(default_factory=dict)
    """What was left out, and why."""

    def median(self, row: str, column: str) -> float:
        return next(one for one in self.rows if one.name == row).figures[column].median


def rows_of(found: Mapping[str, Sequence[Mapping[str, float]]]) -> tuple[Row, ...]:
    """Rows from what each run of each program gave."""
    return tuple(
        Row(name, {column: Series(tuple(run[column] for run in runs)) for column in runs[0]})
        for name, runs in found.items()
        if runs
    )


def as_markdown(reports: Iterable[Report]) -> str:
    return "\n\n".join("\n\n".join(_sections(report)) for report in reports) + "\n"


def _sections(report: Report) -> list[str]:
    columns = list(dict.fromkeys(column for row in report.rows for column in row.figures))
    lines = [[row.name, *(_cell(row, column) for column in columns)] for row in report.rows]
    sections = [f"## {report.title}", report.note, _table(["", *columns], lines)]
    if report.targets:
        wanted = [
            [one.what, one.wanted, _short(one.seen), "yes" if one.is_met else "**no**"]
            for one in report.targets
        ]
        sections.append(_table(["target", "wanted", "seen", "met"], wanted))
    sections += [f"Left out: {name}, {reason}." for name, reason in report.absent.items()]
    return [section for section in sections if section]


def _cell(row: Row, column: str) -> str:
    found = row.figures.get(column)
    return "" if found is None else found.text


def _table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    rule = ["---"] * len(head)
    return "\n".join("| " + " | ".join(line) + " |" for line in (head, rule, *lines))


def as_json(reports: Iterable[Report]) -> list[dict[str, Any]]:
    return [
        {
            "title": report.title,
            "note": report.note,
            "rows": {
                row.name: {column: list(series.values) for column, series in row.figures.items()}
                for row in report.rows
            },
            "targets": [
                {"what": one.what, "wanted": one.wanted, "seen": one.seen, "met": one.is_met}
                for one in report.targets
            ],
            "absent": dict(report.absent),
        }
        for report in reports
    ]


def _short(number: float) -> str:
    """Three digits that mean something, without an exponent."""
    if abs(number) >= 100:
        return f"{number:,.0f}"
    return f"{number:.3g}"
