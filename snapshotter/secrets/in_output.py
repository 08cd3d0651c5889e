"""Secrets in the output of a terminal, which is not parsed as command lines, since there may be megabytes of it."""

from __future__ import annotations

from collections.abc import Iterator

from snapshotter.regex import regex
from snapshotter.secrets.in_text import in_text
from snapshotter.secrets.judge import is_secret_value, secret_name
from snapshotter.secrets.token_shapes import shapes

_RUN = regex(r"(?<![A-Za-z0-9_])[A-Za-z][\w.+/=-]{14,}")
"""Text that can contain a known token, none of which is shorter; searched first, since `shapes` reads only 2 MB/s."""
_VARIABLE = regex(r"(?m)^(?:export |declare -\w+ )?(\w+)=(?P<quote>[\"']?)(?P<s>[^\r\n]*?)(?P=quote)\r?$")
_SHORTEST = 4


def in_output(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of everything in terminal output that looks like a secret; they may overlap."""
    for run in _RUN.finditer(text):
        for start, end, _ in shapes(run[0]):
            yield run.start() + start, run.start() + end
    if "PRIVATE KEY" in text:
        yield from ((start, end) for start, end, kind in shapes(text) if kind == "private-key")
    for start, end, _ in in_text(text):
        yield start, end
    if "=" in text:
        yield from _variables(text)


def _variables(text: str) -> Iterator[tuple[int, int]]:
    """Yield the secret values in lines of `env`, `export -p` and `declare -p`, judged like assignments in a command."""
    for match in _VARIABLE.finditer(text):
        value = match["s"]
        if len(value) >= _SHORTEST and (announced := secret_name(match[1])) and is_secret_value(announced, value):
            yield match.span("s")
