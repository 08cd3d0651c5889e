"""Commands in files: in scripts, and among the settings of units, crontabs and recipes for CI."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from snapshotter.regex import regex
from snapshotter.secrets.files.kinds import Kind
from snapshotter.secrets.in_command import find
from snapshotter.secrets.tables.program_table import KNOWN
from snapshotter.secrets.texts.keywords import alternation

_LARGEST = 1 << 16
_LONGEST_LINE = 4096
_WORDS = frozenset("read http https net az sudo exp imp pass security fly mc cf java".split())
"""Names of programs that are words of other text as well."""
_OPTION = regex(r" (?:--?[A-Za-z]|/p)[^\n]*")
"""The rest of a line from its first option on."""
_NAMES = "pass(?:word|wd|phrase)?|pwd|secret|token|key|credentials?"


@cache
def _takes_secrets() -> re.Pattern[str]:
    """Return a pattern for programs and names in scripts that have to be read as commands."""
    return re.compile(rf"\b(?:{'|'.join(sorted(KNOWN - {'sudo'}))})\b|sudo -\w*S|_?(?i:{_NAMES})\b")


@cache
def _command() -> re.Pattern[str]:
    """Return a pattern for a command of a known program in a line."""
    return re.compile(rf"(?:{alternation((), at_start=KNOWN - _WORDS)})[ \t]+-?[^\n\"]*")


def secrets_in_commands(kind: Kind, text: str) -> Iterator[str]:
    """Yield the secrets in the commands that a script or a file of settings holds."""
    text = text[:_LARGEST]
    if kind == "script" and _takes_secrets().search(text):
        yield from (span.value for span in find(text))
    for line in _lines_with_options(text):
        for command in _command().finditer(line):
            yield from (span.value for span in find(command[0]))


def _lines_with_options(text: str) -> Iterator[str]:
    """Yield the lines in which a word begins as an option does."""
    for option in _OPTION.finditer(text):
        start = max(text.rfind("\n", 0, option.start()) + 1, option.start() - _LONGEST_LINE)
        end = text.find("\n", option.end())
        yield text[start : min(len(text) if end < 0 else end, option.end() + _LONGEST_LINE)]
