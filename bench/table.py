"""What a benchmark says: one figure a row, the limit beside it, and whether it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure that was measured, and what it may be."""

    what: str
    figure: float
    limit: float
    unit: str = "×"
    at_least: bool = False
    """True where the figure must not be below the limit, rather than not above it."""
    detail: str = ""
    """What the figure was made of: "0.21 s against 0.25 s"."""

    @property
    def holds(self) -> bool:
        """Tell whether the figure keeps to its limit."""
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit

    def line(self) -> str:
        """Give the row as text."""
        sign = "≥" if self.at_least else "≤"
        verdict = "ok" if self.holds else "BROKEN"
        figure = f"{self.figure:.2f} {self.unit}" if self.figure < 100 else f"{self.figure:.0f} {self.unit}"
        return f"{verdict:<7} {figure:>10}  {sign} {self.limit:g} {self.unit:<3} {self.what}  ({self.detail})"


def verdict(rows: Sequence[Row]) -> int:
    """Give the exit code: 0 where every figure holds, 1 where one does not, 2 where nothing was measured."""
    return 2 if not rows else int(not all(row.holds for row in rows))
