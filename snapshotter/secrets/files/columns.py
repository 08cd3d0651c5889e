"""Secrets in tables of text, CSV and TSV: the columns whose title announces passwords."""

from __future__ import annotations

from collections.abc import Iterator

from snapshotter.regex import regex
from snapshotter.secrets.judge import is_password_argument, secret_name
from snapshotter.secrets.texts.values import is_strong

_DELIMITERS = ",;\t|"
_MOST_COLUMNS = 64
_TABLE = regex(r"(?m)^[ \t]*\|[^\n]*\|[ \t]*\n[ \t]*\|[ |:-]+\n(?:[ \t]*\|[^\n]*(?:\n|\Z))+")


def in_columns(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of the passwords and tokens in columns whose title announces them."""
    title, _, rows = text.partition("\n")
    delimiter = max(_DELIMITERS, key=title.count)
    titles = [one.strip().strip("\"'`") for one in title.split(delimiter)]
    announced = {
        index: found for index, one in enumerate(titles[:_MOST_COLUMNS]) if one and (found := secret_name(one))
    }
    if len(titles) < 2 or not announced:
        return
    at = len(text) - len(rows)
    for row in rows.split("\n"):
        start = at
        for index, field in enumerate(row.split(delimiter)):
            value = field.strip().strip("\"'`")
            if index in announced and _is_secret(value, is_password=announced[index] == "password"):
                first = start + field.index(value)
                yield first, first + len(value)
            start += len(field) + 1
        at += len(row) + 1


def in_tables(text: str) -> Iterator[tuple[int, int]]:
    """Yield the same in the tables of a text in Markdown."""
    for table in _TABLE.finditer(text):
        for first, last in in_columns(table[0]):
            yield table.start() + first, table.start() + last


def _is_secret(value: str, *, is_password: bool) -> bool:
    return is_strong(value, quoted=True) or (is_password and is_password_argument(value, word=True))
