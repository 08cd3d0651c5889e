"""Secrets in what a terminal shows: output comes by the megabyte, so nothing is read as a command line."""

from __future__ import annotations

from collections.abc import Iterator

from snapshotter.regex import regex
from snapshotter.secrets.in_text import in_prose
from snapshotter.secrets.judge import assigned, secret_name
from snapshotter.secrets.token_shapes import shapes

_RUN = regex(r"(?<![A-Za-z0-9_])[A-Za-z][\w.+/=-]{14,}")
"""Where a known token can stand: none is shorter.  Sought first, since `shapes` alone reads 2 MB a second."""
_VARIABLE = regex(r"(?m)^(?:export |declare -\w+ )?(\w+)=(?P<quote>[\"']?)(?P<s>[^\r\n]*?)(?P=quote)\r?$")
_SHORTEST = 4


def in_shown(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of everything in shown text that looks like a secret; they may overlap."""
    for run in _RUN.finditer(text):
        for start, end, _ in shapes(run[0]):
            yield run.start() + start, run.start() + end
    if "PRIVATE KEY" in text:
        yield from ((start, end) for start, end, kind in shapes(text) if kind == "private-key")
    for start, end, _ in in_prose(text):
        yield start, end
    if "=" in text:
        yield from _variables(text)


def _variables(text: str) -> Iterator[tuple[int, int]]:
    """Lines of `env`, `export -p` and `declare -p`, judged as what a command line gives to a name."""
    for match in _VARIABLE.finditer(text):
        value = match["s"]
        if len(value) >= _SHORTEST and (announced := secret_name(match[1])) and assigned(announced, value):
            yield match.span("s")
