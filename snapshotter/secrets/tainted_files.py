"""Files into which a command wrote a secret as it is: the value is gone from the record, but not from the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import dropwhile

from snapshotter.model import PLACEHOLDER, resolve
from snapshotter.regex import regex
from snapshotter.secrets.in_options import program, programs
from snapshotter.secrets.tokens import HOLE, CommandWords, Word, read

_BY = frozenset({"sudo", "doas", "command", "builtin"})
_PRINTERS = frozenset({"echo", "printf", "print", "cat", "tee"})
_VARIABLE = regex(r"\$\{?(\w+)")
_ASSIGNED = regex(r"(\w+)\+?=", re.S)


def written(commands: Iterable[tuple[str, str, str]], known: Set[str] = frozenset()) -> frozenset[str]:
    """Give the paths that hold a secret which `echo`, `printf`, `tee` or a here-document put there.

    Of each command its text, its working directory and its user's home, in order.  What a program made of a secret,
    a hash above all, is not meant.  `known` names variables that held secrets from the beginning.
    """
    found, tainted = set[str](), set(known)
    for text, directory, home in dropwhile(lambda told: not (known or PLACEHOLDER.search(told[0])), commands):
        for command in read(text).commands:
            tainted |= set(_tainted(command, text, tainted))
            fresh, more = _targets(command)
            fresh, more = ({_absolute(name, directory, home) for name in names} for names in (fresh, more))
            if _prints(command, text, tainted):
                found |= fresh | more
            else:
                found -= fresh
    return frozenset(found)


def _prints(command: CommandWords, text: str, tainted: set[str]) -> bool:
    name, arguments = _called(command)
    if name not in _PRINTERS:
        return False
    words = arguments if name in ("echo", "printf", "print") else []
    piped = [source for source in command.sources if name in ("tee", "cat") and _prints(source, text, tainted)]
    return bool(piped) or any(_holds(word, text, tainted) for word in (*words, *command.fed))


def _called(command: CommandWords) -> tuple[str, Sequence[Word]]:
    """Give the program that a command runs, whoever runs it, and its arguments."""
    found = programs(command.words)
    rest = command.words[found[-1] :] if found else []
    while rest and (program(rest[0]) in _BY or rest[0].value.startswith("-")):
        rest = rest[1:]
    return (program(rest[0]), rest[1:]) if rest else ("", [])


def _holds(word: Word, text: str, tainted: set[str]) -> bool:
    if PLACEHOLDER.search(word.value):
        return True
    for index in (match.start() for match in re.finditer(HOLE, word.value)):
        expansion = _VARIABLE.match(text[word.begins[index] : word.ends[index]])
        if expansion and expansion[1] in tainted:
            return True
    return bool(tainted) and any(name in tainted for name in _VARIABLE.findall(word.value))


def _tainted(command: CommandWords, text: str, known: set[str]) -> Iterator[str]:
    for word in command.words:
        setting = _ASSIGNED.match(word.value)
        if setting and _holds(word, text, known):
            yield setting[1]


def _targets(command: CommandWords) -> tuple[set[str], set[str]]:
    """Give the files that a command makes afresh, and those that it adds to."""
    named = set[str]()
    more = False
    name, arguments = _called(command)
    if name == "tee":
        values = [word.value for word in arguments]
        more = "-a" in values or "--append" in values
        named = {value for value in values if not value.startswith("-")}
    fresh = set(command.targets) - set(command.added)
    return (fresh if more else fresh | named), set(command.added) | (named if more else set())


def _absolute(name: str, directory: str, home: str) -> str:
    name = home + name[1:] if name.startswith("~/") else name
    return resolve(directory, name)
