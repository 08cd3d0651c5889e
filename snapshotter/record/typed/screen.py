"""Computes what the output of a line editor looks like on the screen.

This is used only if the shell cannot report what was typed.
"""

from __future__ import annotations

import re

START = "\0"
"""Marks in the output where the typed text begins; the last one counts."""

TOKEN = re.compile(r"\x1b\[([0-9;?]*)([@-~])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[^\[\]]|.", re.DOTALL)


class _Screen:
    """The part of a terminal that line editors use."""

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self.cells: dict[tuple[int, int], str] = {}
        self.row = self.column = 0
        self.start = (0, 0)

    def put(self, char: str) -> None:
        if self.column >= self.columns:
            self.row, self.column = self.row + 1, 0
        self.cells[self.row, self.column] = char
        self.column += 1

    def clear_from_here(self, *, line_only: bool) -> None:
        here = (self.row, self.column)
        self.cells = {at: char for at, char in self.cells.items() if at < here or (line_only and at[0] > self.row)}

    def move(self, final: str, count: int) -> None:
        if final == "A":
            self.row = max(0, self.row - count)
        elif final == "B":
            self.row += count
        elif final == "C":
            self.column = min(self.columns - 1, self.column + count)
        elif final == "D":
            self.column = max(0, self.column - count)
        elif final == "G":
            self.column = min(self.columns, count) - 1
        elif final == "H":
            self.row = self.column = 0
        elif final in "P@":
            self.shift(count if final == "@" else -count)

    def shift(self, count: int) -> None:
        """Move the rest of the row to the right, or to the left over the characters there."""
        row = {column: char for (at, column), char in self.cells.items() if at == self.row and column >= self.column}
        self.cells = {at: char for at, char in self.cells.items() if at[0] != self.row or at[1] < self.column}
        self.cells |= {
            (self.row, column + count): char
            for column, char in row.items()
            if self.column <= column + count < self.columns
        }

    def control(self, char: str) -> None:
        if char == START:
            self.start = (self.row, self.column)
        elif char == "\r":
            self.column = 0
        elif char == "\n":
            self.row += 1
        elif char == "\b":
            self.column = max(0, self.column - 1)

    def text(self) -> str:
        """Return the characters from the start of the typed text on, without blanks at the end."""
        kept = sorted(at for at in self.cells if at >= self.start)
        text, at = "", self.start
        for row, column in kept:
            gap = column - at[1] if row == at[0] else column
            text += " " * max(0, gap) + self.cells[row, column]
            at = (row, column + 1)
        return text.rstrip()


def typed_text(output: bytes, columns: int) -> str:
    """Return the text on the screen behind the last START in `output`."""
    screen = _Screen(max(2, columns))
    for token in TOKEN.finditer(output.decode("utf-8", "surrogateescape")):
        parameters, final = token.group(1), token.group(2)
        if final == "J" or final == "K":
            screen.clear_from_here(line_only=final == "K")
        elif final is not None:
            number = (parameters or "").split(";")[0]
            screen.move(final, int(number) if number.isdigit() else 1)
        elif token.group() < " ":
            screen.control(token.group())
        elif not token.group().startswith("\x1b"):
            screen.put(token.group())
    return screen.text()
