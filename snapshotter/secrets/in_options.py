"""Secrets by the place they take in the command of a known program; which programs and places says `programs`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from snapshotter.regex import regex
from snapshotter.secrets.program_table import (
    ADDUSER,
    ARGUMENTS,
    COMMAND_PREFIXES,
    INPUTS,
    KNOWN,
    OPTIONS,
    RESERVED,
    VALUED,
    Argument,
    Option,
)
from snapshotter.secrets.tokens import CommandWords, Word

Found = tuple[Word, int, int, str]
"""A word, the first and the last character of a secret in its value, and the kind."""

_ASSIGNMENT = regex(r"\w+\+?=")
_FARTHEST = 12


def programs(words: Sequence[Word]) -> list[int]:
    """Indexes of the words that name programs: the first behind assignments and `then`, and what `sudo` … run."""
    first = 0
    while first < len(words) and (words[first].value in RESERVED or _ASSIGNMENT.match(words[first].value)):
        first += 1
    if first == len(words):
        return []
    if program(words[first]) in COMMAND_PREFIXES:
        for index in range(first + 1, min(first + _FARTHEST, len(words))):
            if program(words[index]) in KNOWN and words[index - 1].value not in VALUED:
                return [first, index]
    return [first]


def program(word: Word) -> str:
    """A program's name without its directory; empty for a path where no programs are."""
    directory, _, base = word.value.rpartition("/")
    return base if not directory or directory.endswith("bin") else ""


def in_options(words: Sequence[Word], name: str) -> Iterator[Found]:
    """Secrets in the options and arguments of one program."""
    if name not in KNOWN:
        return
    values = [word.value for word in words]
    for option in OPTIONS:
        if name in option.programs and _needed(option.needs, values):
            for index, word in enumerate(words):
                for given, at in _given(option, words, index, word):
                    if match := re.compile(option.value, re.S).fullmatch(given.value, at):
                        yield given, *match.span("s"), option.kind
    for argument in ARGUMENTS:
        if name in argument.programs:
            yield from _argument(argument, words)


def _needed(pattern: str, values: Sequence[str]) -> bool:
    return not pattern or any(re.fullmatch(pattern, value) for value in values)


def _given(option: Option, words: Sequence[Word], index: int, word: Word) -> Iterator[tuple[Word, int]]:
    """The word in which this word's option has its value, and where the value begins."""
    for spelled in option.names:
        start = _behind(spelled, option.flags, word.value)
        glued = spelled in ("-p", "-hp") or len(spelled) == 2
        if start and start == len(word.value):
            following = words[index + 1] if index + 1 < len(words) else None
            if option.separate and following and following.value and (glued or not following.value.startswith("-")):
                yield following, 0
        elif start and glued:
            yield word, start
        elif start and word.value[start] == "=":
            yield word, start + 1


def _behind(spelled: str, flags: str, value: str) -> int:
    """Where a word that begins with this option goes on; 0 for another word."""
    if flags and len(spelled) == 2:
        head = re.match(f"-[{re.escape(flags)}]*{re.escape(spelled[1])}", value)
        return head.end() if head else 0
    return len(spelled) if value.startswith(spelled) else 0


def _argument(argument: Argument, words: Sequence[Word]) -> Iterator[Found]:
    after = next((i for i, word in enumerate(words) if re.fullmatch(argument.after, word.value)), None)
    if after is None:
        return
    rest = [
        word
        for i, word in enumerate(words[after + 1 :], after + 1)
        if not word.value.startswith("-") and words[i - 1].value not in argument.valued
    ]
    if len(rest) > argument.skip and rest[argument.skip].value:
        word = rest[argument.skip]
        yield word, 0, len(word.value), argument.kind


def in_input(command: CommandWords, names: Sequence[str]) -> Iterator[Found]:
    """Secrets that a command is fed: by here-string, here-document, or `echo` and `printf` in a pipe."""
    if not command.fed and not command.sources:
        return
    values = [word.value for word in command.words]
    for reader in INPUTS:
        if not reader.programs.isdisjoint(names) and _needed(reader.needs, values):
            for word, first, last in _lines(command):
                if match := re.compile(reader.value).fullmatch(word.value, first, last):
                    yield word, *match.span("s"), reader.kind
    if not ADDUSER.programs.isdisjoint(names):
        yield from _twice(command)


def _twice(command: CommandWords) -> Iterator[Found]:
    """What `adduser` is told twice is the password; the rest are names."""
    lines = list(_lines(command))
    texts = [word.value[first:last] for word, first, last in lines]
    for (word, first, last), text in zip(lines, texts, strict=True):
        if len(text) > 3 and texts.count(text) > 1:
            yield word, first, last, ADDUSER.kind


def _lines(command: CommandWords) -> Iterator[tuple[Word, int, int]]:
    for word in (*command.fed, *(word for source in command.sources for word in _printed(source))):
        for first, last in word.lines():
            yield word, first, last


def _printed(source: CommandWords) -> Sequence[Word]:
    """What a command prints, as far as it stands in its own words."""
    found = programs(source.words)
    if not found:
        return source.fed
    arguments = source.words[found[0] + 1 :]
    match program(source.words[found[0]]):
        case "echo" | "print" | "yes":
            plain = next((i for i, word in enumerate(arguments) if not re.fullmatch(r"-[neEr]+", word.value)), 0)
            return arguments[plain:]
        case "printf":
            return _formatted(arguments)
        case "cat" | "tee":
            return source.fed
    return ()


def _formatted(arguments: Sequence[Word]) -> Sequence[Word]:
    """`printf '%s:%s\\n' user PASSWORD`: the last argument of each turn is the secret one."""
    while arguments and arguments[0].value == "--":
        arguments = arguments[1:]
    if not arguments or "%" not in arguments[0].value:
        return arguments[:1]
    turn = len(re.findall(r"%[-0-9.]*[sb]", arguments[0].value)) or 1
    return arguments[turn::turn]
