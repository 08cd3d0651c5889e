"""Where the secrets stand in a command line: the rules of this room put together.

A table of our own, since scanners are made for source files: detect-secrets, the best fitting one on PyPI, knows the
secret in 2 of 11 such lines by its rules, takes every word for one by its entropy, and takes 170 ms to import.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from snapshotter.model import PLACEHOLDER
from snapshotter.regex import regex
from snapshotter.secrets.in_options import Found, in_input, in_options, program, programs
from snapshotter.secrets.in_text import LISTED, header, in_prose
from snapshotter.secrets.judge import assigned, secret_name, stem, strong, template
from snapshotter.secrets.token_shapes import shapes
from snapshotter.secrets.tokens import HOLE, CommandWords, Word, joined, read

_DEEPEST = 4
_SETTING = regex(r"[\w.:/@-]{1,100}\+?=(?![\"'])")
_ALIAS = regex(r"[^\s=]+=")
_LONG_OPTION = regex(r"--?([a-zA-Z][\w.-]+)")
_VARIABLE = regex(r"[A-Z_][A-Z0-9_]*")
_ACCOUNT = regex(r"\s*[a-z_][\w-]*:[^:\s]*:[0-9]+:[0-9]*:")
"""An entry of /etc/passwd or /etc/group."""
_ONLY = regex(r"(?:-[neE]+ |%s(?:\\n)? )?(?P<s>\S+?)(?:\\n|\n)?")
"""All that `echo`, `printf` or a here-document has to say is one word."""
_NO_VALUE = regex(r"-|[a-z]+=.")
_SCHEME = regex(r"(?:bearer|basic|token)\s+", re.I)
_OWN_RULES = {"openssl", "keytool", "ssh-keygen", "curl", "x11vnc"}
"""Programs with an option -pass or --pass whose value is not the secret itself."""
_ONLY_GLUED = {"mysql", "mysqldump", "mysqladmin", "mariadb", "mariadb-dump", "mariadb-admin"}
_NAMES_A_SECRET = {"docker", "podman", "nerdctl", "buildah", "kubectl", "gcloud", "fly", "az"}
"""Programs whose --secret takes a secret's name."""
_READS_TEXT = frozenset("sh bash zsh dash ash ksh mksh fish su ssh eval runuser echo printf print".split())
"""Programs whose quoted arguments are a text: NAME=VALUE ends where a space stands in it."""
_SETTERS = {"set", "setenv", "config", "configure"}
_FILES = {
    ".netrc": regex(r"\bpassword(?:\s|\\[nt])+(?P<s>[^\s\\\0]+)"),
    ".pgpass": regex(r"(?m)^(?:[^:\s]*:){4}(?P<s>[^\s\0]+)$"),
    "chap-secrets": regex(r"(?m)^\s*\S+[ \t]+\S+[ \t]+\"?(?P<s>[^\s\"\0]+)"),
}
"""Files whose lines name no secret: what is written into them, by the file's name."""


class SecretSpan(Struct, frozen=True):
    """A secret's place in a text: from `start` up to `end`, replaceable by a plain word."""

    start: int
    end: int
    kind: str
    value: str = ""
    """The secret as the shell reads it, without quotes and escapes."""

    def __repr__(self) -> str:
        """Return all but the secret: a traceback may show it."""
        return f"Span({self.start}, {self.end}, {self.kind!r})"


def find(text: str) -> list[SecretSpan]:
    """Every secret in a command line, in order, none overlapping another."""
    spans = [*(SecretSpan(start, end, kind, text[start:end]) for start, end, kind in shapes(text)), *_within(text, 0)]
    return _apart([span for span in spans if not PLACEHOLDER.search(text, span.start, span.end)], text)


def _apart(spans: list[SecretSpan], text: str) -> list[SecretSpan]:
    found: list[SecretSpan] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if found and span.start < found[-1].end:
            if span.end > found[-1].end:
                last = found.pop()
                found.append(SecretSpan(last.start, span.end, last.kind, text[last.start : span.end]))
        else:
            found.append(span)
    return found


def _within(text: str, depth: int) -> Iterator[SecretSpan]:
    reading = read(text)
    for command in reading.commands:
        for word, first, last, kind in _in_command(command):
            if span := _span(word, first, last, kind):
                yield span
        if depth < _DEEPEST:
            alias = bool(command.words) and command.words[0].value == "alias"
            for word in (*command.words, *command.fed):
                yield from _inside(word, depth, _ALIAS.match(word.value) if alias else None)
    for note in reading.notes:
        for first, last, kind in in_prose(note.value):
            if span := _span(note, first, last, kind):
                yield span


def _span(word: Word, first: int, last: int, kind: str) -> SecretSpan | None:
    value = word.value[first:last]
    literal = value.replace(HOLE, "")
    if first >= last or template(literal) or (HOLE in value and not strong(literal)):
        return None
    return SecretSpan(*word.place(first, last), kind, value)


def _inside(word: Word, depth: int, lead: re.Match[str] | None) -> Iterator[SecretSpan]:
    """Commands in the text that a word holds: `sh -c '…'`, a script in a here-document; behind NAME= of an alias."""
    if not re.search(r"\S\s+\S", word.value):
        return
    for line in re.compile(r"[^\n]+").finditer(word.value, lead.end() if lead else 0):
        for span in _within(line[0], depth + 1):
            yield SecretSpan(*word.place(line.start() + span.start, line.start() + span.end), span.kind, span.value)


def _in_command(command: CommandWords) -> Iterator[Found]:
    found = programs(command.words)
    names = [program(command.words[index]) for index in found]
    for index, name in zip(found, names, strict=True):
        yield from in_options(command.words[index:], name)
    yield from _settings(command.words, names)
    yield from _long_options(command.words, names)
    yield from in_input(command, names)
    yield from _texts(command, names)


def _settings(words: Sequence[Word], names: Sequence[str]) -> Iterator[Found]:
    """NAME=VALUE as a whole word or in a list of such, and NAME VALUE behind `set` and `config`."""
    text = not _READS_TEXT.isdisjoint(names)
    for word in words:
        setting = _SETTING.match(word.value)
        if setting and not (text and " " in word.value and word.quotes and word.quotes[0] >= 0):
            yield from _judged(word, setting.end(), setting[0].rstrip("+="))
    if _SETTERS.isdisjoint([*names, *(word.value.lower() for word in words[1:3])]):
        return
    for before, word in pairwise(words[1:]):
        if "=" not in before.value and secret_name(before.value) and before.value.lower() not in _SETTERS:
            yield from _judged(word, 0, before.value)


def _long_options(words: Sequence[Word], names: Sequence[str]) -> Iterator[Found]:
    """--password VALUE, --token VALUE and the like of any program; headers behind -H."""
    for before, word in pairwise(words):
        option = _LONG_OPTION.fullmatch(before.value)
        if before.value in ("-H", "--header") and (place := header(word.value)):
            yield word, *place, "header"
        elif option and not _NO_VALUE.match(word.value) and _takes_value(before.value, secret_name(option[1]), names):
            yield from _judged(word, 0, option[1])


def _takes_value(option: str, announced: str, names: Sequence[str]) -> bool:
    """Whether this option of these programs is followed by the secret itself."""
    if option.startswith("--") and not _ONLY_GLUED.isdisjoint(names):
        return False
    return _OWN_RULES.isdisjoint(names) and (announced != "secret" or _NAMES_A_SECRET.isdisjoint(names))


def _judged(word: Word, first: int, announcing: str) -> Iterator[Found]:
    value = word.value[first:]
    announced = secret_name(announcing)
    if announced and (scheme := _SCHEME.match(value)):
        first, value = first + scheme.end(), value[scheme.end() :]
    if not _VARIABLE.fullmatch(announcing) and (listed := LISTED.match(value)):
        value = listed[0]
    if value and assigned(announced, value):
        yield word, first, first + len(value), "assignment"


def _texts(command: CommandWords, names: Sequence[str]) -> Iterator[Found]:
    """What the command's words and its input say as a text."""
    prints = bool(names) and names[0] in ("echo", "printf", "print")
    written = [*([joined(command.words[1:])] if prints else ()), *command.fed]
    for word in (*(() if prints else command.words), *written):
        for first, last, kind in in_prose(word.value):
            yield word, first, last, kind
    for target in command.targets:
        for word in written:
            for first, last in _for_file(target.rpartition("/")[2], word.value):
                yield word, first, last, "credential-file"


def _for_file(base: str, text: str) -> Iterator[tuple[int, int]]:
    """What is secret because the file it is written into says so by its name."""
    if base in _FILES:
        yield from (match.span("s") for match in _FILES[base].finditer(text))
    elif (only := _ONLY.fullmatch(text)) and not _ACCOUNT.match(text) and assigned(secret_name(stem(base)), only["s"]):
        yield only.span("s")
