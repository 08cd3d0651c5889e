"""Files to which a command wrote a secret unchanged: the value is replaced in the record, but not in the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import dropwhile

from snapshotter.model import PLACEHOLDER, resolve
from snapshotter.regex import regex
from snapshotter.secrets.commands.in_options import program, programs
from snapshotter.secrets.commands.tokens import EXPANSION, CommandWords, Word, read

_BY = frozenset({"sudo", "doas", "command", "builtin"})
_PRINTERS = frozenset({"echo", "printf", "print", "cat", "tee"})
_VARIABLE = regex(r"\$\{?(\w+)")
_ASSIGNED = regex(r"(\w+)\+?=", re.S)


def files_with_secrets(commands: Iterable[tuple[str, str, str]], known: Set[str] = frozenset()) -> frozenset[str]:
    """Return the paths of files to which `echo`, `printf`, `tee` or a here-document wrote a secret.

    `commands` are in order, each with its text, its working directory and the home directory of its user.  What a
    program computes from a secret, such as a hash, does not count.  `known` names variables that held secrets before.
    """
    found, tainted = set[str](), set(known)
    for text, directory, home in dropwhile(lambda command: not (known or PLACEHOLDER.search(command[0])), commands):
        for command in read(text).commands:
            tainted |= set(_tainted(command, text, tainted))
            named_overwritten, named_appended = _targets(command)
            overwritten = {_absolute(name, directory, home) for name in named_overwritten}
            if _prints(command, text, tainted):
                found |= overwritten | {_absolute(name, directory, home) for name in named_appended}
            else:
                found -= overwritten
    return frozenset(found)


def _prints(command: CommandWords, text: str, tainted: set[str]) -> bool:
    name, arguments = _program_and_arguments(command)
    if name not in _PRINTERS:
        return False
    words = arguments if name in ("echo", "printf", "print") else []
    piped = [source for source in command.sources if name in ("tee", "cat") and _prints(source, text, tainted)]
    return bool(piped) or any(_holds(word, text, tainted) for word in (*words, *command.inputs))


def _program_and_arguments(command: CommandWords) -> tuple[str, Sequence[Word]]:
    """Return the program that a command runs, after wrappers such as `sudo`, and its arguments."""
    found = programs(command.words)
    rest = command.words[found[-1] :] if found else []
    while rest and (program(rest[0]) in _BY or rest[0].value.startswith("-")):
        rest = rest[1:]
    return (program(rest[0]), rest[1:]) if rest else ("", [])


def _holds(word: Word, text: str, tainted: set[str]) -> bool:
    if PLACEHOLDER.search(word.value):
        return True
    for match in re.finditer(EXPANSION, word.value):
        index = match.start()
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
    """Return the files that a command overwrites, and those that it appends to."""
    appended = set(command.appended)
    overwritten = set(command.targets) - appended
    name, arguments = _program_and_arguments(command)
    if name == "tee":
        values = [word.value for word in arguments]
        named = {value for value in values if not value.startswith("-")}
        if "-a" in values or "--append" in values:
            appended |= named
        else:
            overwritten |= named
    return overwritten, appended


def _absolute(name: str, directory: str, home: str) -> str:
    name = home + name[1:] if name.startswith("~/") else name
    return resolve(directory, name)
