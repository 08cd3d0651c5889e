"""The result of a benchmark: rows with a figure, its limit, and whether the limit holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One measured figure with its limit."""

    what: str
    figure: float
    limit: float
    unit: str = "×"
    at_least: bool = False
    """Whether the limit is a minimum instead of a maximum."""
    detail: str = ""
    """The values that the figure was computed from: "0.21 s against 0.25 s"."""

    @property
    def holds(self) -> bool:
        """Whether the figure is within its limit."""
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit

    def line(self) -> str:
        """Return the row as text."""
        sign = "≥" if self.at_least else "≤"
        verdict = "ok" if self.holds else "BROKEN"
        figure = f"{self.figure:.2f} {self.unit}" if self.figure < 100 else f"{self.figure:.0f} {self.unit}"
        return f"{verdict:<7} {figure:>10}  {sign} {self.limit:g} {self.unit:<3} {self.what}  ({self.detail})"


def verdict(rows: Sequence[Row]) -> int:
    """Return the exit code: 0 if every limit holds, 1 if one is broken, 2 if nothing was measured."""
    return 2 if not rows else int(not all(row.holds for row in rows))
