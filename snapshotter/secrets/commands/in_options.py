"""Secrets in the options, arguments and input of known programs, by `option_table.py` and `argument_table.py`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from snapshotter.regex import regex
from snapshotter.secrets.commands.tokens import CommandWords, Word
from snapshotter.secrets.tables.argument_table import ADDUSER, ANY_WORDS, ARGUMENTS, INPUTS
from snapshotter.secrets.tables.option_table import OPTIONS
from snapshotter.secrets.tables.program_rules import Argument, Option
from snapshotter.secrets.tables.program_table import COMMAND_PREFIXES, KNOWN, PLAIN, RESERVED, VALUED
from snapshotter.secrets.texts.values import is_strong_password

Found = tuple[Word, int, int, str]
"""A word, start and end of a secret in its value, and the kind of the secret."""

_ASSIGNMENT = regex(r"(?!Exec\w*=/)\w+\+?=")
_CRON_FIELD = regex(r"[\d*,/-]+|[a-z]{3}(?:[,-][a-z]{3})*", re.I)
_CRON_WORDS = frozenset({"@reboot", "@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually"})
_MAX_DISTANCE = 12


def programs(words: Sequence[Word]) -> list[int]:
    """Return the indexes of program names: the first word after assignments and keywords, and what `sudo` … runs."""
    first = timed = _after_times(words)
    while first < len(words) and (words[first].value in RESERVED or _ASSIGNMENT.match(words[first].value)):
        first += 1
    if first == len(words):
        return []
    if timed or program(words[first]) in COMMAND_PREFIXES:
        for index in range(first + 1, min(first + _MAX_DISTANCE, len(words))):
            if program(words[index]) in KNOWN and words[index - 1].value not in VALUED:
                return [first, index]
    return [first]


def _after_times(words: Sequence[Word]) -> int:
    """Return the index of the first word behind the times of an entry of crontab, where a user can stand; else 0."""
    if words and words[0].value in _CRON_WORDS:
        return 1
    return 5 if len(words) > 5 and all(_CRON_FIELD.fullmatch(word.value) for word in words[:5]) else 0


def program(word: Word) -> str:
    """Return the name of a program without its directory; "" for a path that is not in a `bin` directory."""
    directory, _, base = word.value.rpartition("/")
    return base if not directory or directory.endswith("bin") else ""


def in_options(words: Sequence[Word], name: str) -> Iterator[Found]:
    """Yield the secrets in the options and arguments of one program."""
    if name not in KNOWN:
        return
    values = [word.value for word in words]
    for option in OPTIONS:
        if name in option.programs and _has_required_word(option.needs, values):
            for index, word in enumerate(words):
                for given, at in _option_values(option, words, index, word):
                    if match := re.compile(option.value, re.S).fullmatch(given.value, at):
                        yield given, *match.span("s"), option.kind
    for argument in ARGUMENTS:
        if name in argument.programs and _has_required_word(argument.needs, values):
            yield from _argument(argument, words)
    for rule in ANY_WORDS:
        if name in rule.programs and _has_required_word(rule.needs, values):
            for word in words[1:]:
                if match := re.compile(rule.pattern, re.S).fullmatch(word.value):
                    yield word, *match.span("s"), rule.kind


def _has_required_word(pattern: str, values: Sequence[str]) -> bool:
    return not pattern or any(re.fullmatch(pattern, value) for value in values)


def _option_values(option: Option, words: Sequence[Word], index: int, word: Word) -> Iterator[tuple[Word, int]]:
    """Yield the word that holds the value of the option at `index`, and the start of the value in it."""
    for spelled in option.names:
        start = _option_end(spelled, option.flags, word.value)
        attached = spelled in ("-p", "-hp") or len(spelled) == 2
        if start and start == len(word.value):
            following = words[index + 1] if index + 1 < len(words) else None
            dashes = "--" if attached else "-"
            if option.separate and following and following.value and not following.value.startswith(dashes):
                yield following, 0
        elif start and attached:
            yield word, start
        elif start and word.value[start] == "=":
            yield word, start + 1


def _option_end(spelled: str, flags: str, value: str) -> int:
    """Return the end of the option that the word begins with; 0 if it begins with another."""
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
    if rest and len(rest) > argument.skip and rest[argument.skip].value:
        word = rest[argument.skip]
        yield word, 0, len(word.value), argument.kind


def in_input(command: CommandWords, names: Sequence[str]) -> Iterator[Found]:
    """Yield the secrets in the input of a command: here-string, here-document, or `echo` and `printf` in a pipe."""
    if not command.inputs and not command.sources:
        return
    values = [word.value for word in command.words]
    for reader in INPUTS:
        if not reader.programs.isdisjoint(names) and _has_required_word(reader.needs, values):
            for word, first, last in _lines(command):
                if match := re.compile(reader.value).fullmatch(word.value, first, last):
                    yield word, *match.span("s"), reader.kind
    if names and PLAIN.isdisjoint(names):
        yield from _only_line(command)
    if not ADDUSER.programs.isdisjoint(names):
        yield from _repeated_lines(command)


def _only_line(command: CommandWords) -> Iterator[Found]:
    """Yield the only line of the input of any program if it is a password with letters, digits and punctuation."""
    lines = list(_lines(command))
    if len(lines) == 1:
        word, first, last = lines[0]
        if is_strong_password(word.value[first:last]):
            yield word, first, last, "input"


def _repeated_lines(command: CommandWords) -> Iterator[Found]:
    """Yield the lines that are repeated in the input of `adduser`: the password; all others are names."""
    lines = list(_lines(command))
    texts = [word.value[first:last] for word, first, last in lines]
    for (word, first, last), text in zip(lines, texts, strict=True):
        if len(text) > 3 and texts.count(text) > 1:
            yield word, first, last, ADDUSER.kind


def _lines(command: CommandWords) -> Iterator[tuple[Word, int, int]]:
    for word in (*command.inputs, *(word for source in command.sources for word in _printed(source))):
        for first, last in word.lines():
            yield word, first, last


def _printed(source: CommandWords) -> Sequence[Word]:
    """Return what a command prints, as far as it follows from its own words and input."""
    found = programs(source.words)
    if not found:
        return source.inputs
    first = found[0]
    while program(source.words[first]) in COMMAND_PREFIXES and first + 1 < len(source.words):
        first += 1
    arguments = source.words[first + 1 :]
    match program(source.words[first]):
        case "echo" | "print" | "yes":
            plain = next((i for i, word in enumerate(arguments) if not re.fullmatch(r"-[neEr]+", word.value)), 0)
            return arguments[plain:]
        case "printf":
            return _formatted(arguments)
        case "cat" | "tee":
            return source.inputs
    return ()


def _formatted(arguments: Sequence[Word]) -> Sequence[Word]:
    """Return the last argument for each use of the format, the secret one: `printf '%s:%s\\n' user PASSWORD`."""
    while arguments and arguments[0].value == "--":
        arguments = arguments[1:]
    if not arguments or "%" not in arguments[0].value:
        return arguments[:1]
    turn = len(re.findall(r"%[-0-9.]*[sb]", arguments[0].value)) or 1
    return arguments[turn::turn]
