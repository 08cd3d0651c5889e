"""Secrets in a command line, by all rules of this package together.

The rules are our own, since scanners are made for source files: detect-secrets, the most suitable one on PyPI, finds
the secret in 2 of 11 such lines by its rules, reports every word by its entropy, and takes 170 ms to import.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from snapshotter.model import PLACEHOLDER
from snapshotter.regex import regex
from snapshotter.secrets.in_options import Found, in_input, in_options, program, programs
from snapshotter.secrets.in_text import LISTED, header, in_text
from snapshotter.secrets.judge import is_secret_value, is_template, looks_random, secret_name, stem
from snapshotter.secrets.token_shapes import shapes
from snapshotter.secrets.tokens import EXPANSION, CommandWords, Word, joined, read

_MAX_DEPTH = 4
_SETTING = regex(r"[\w.:/@-]{1,100}\+?=(?![\"'])")
_ALIAS = regex(r"[^\s=]+=")
_LONG_OPTION = regex(r"--?([a-zA-Z][\w.-]+)")
_VARIABLE = regex(r"[A-Z_][A-Z0-9_]*")
_ACCOUNT = regex(r"\s*[a-z_][\w-]*:[^:\s]*:[0-9]+:[0-9]*:")
"""An entry of /etc/passwd or /etc/group."""
_ONLY = regex(r"(?:-[neE]+ |%s(?:\\n)? )?(?P<s>\S+?)(?:\\n|\n)?")
"""Text of `echo`, `printf` or a here-document that is a single word."""
_NO_VALUE = regex(r"-|[a-z]+=.")
_SCHEME = regex(r"(?:bearer|basic|token)\s+", re.I)
_OWN_RULES = {"openssl", "keytool", "ssh-keygen", "curl", "x11vnc"}
"""Programs with an option `-pass` or `--pass` whose value is not the secret itself."""
_ATTACHED_VALUES_ONLY = {"mysql", "mysqldump", "mysqladmin", "mariadb", "mariadb-dump", "mariadb-admin"}
_NAMES_A_SECRET = {"docker", "podman", "nerdctl", "buildah", "kubectl", "gcloud", "fly", "az"}
"""Programs whose option `--secret` takes the name of a secret."""
_READS_TEXT = frozenset("sh bash zsh dash ash ksh mksh fish su ssh eval runuser echo printf print".split())
"""Programs whose quoted arguments are text, in which NAME=VALUE ends at a space."""
_SETTERS = {"set", "setenv", "config", "configure"}
_FILES = {
    ".netrc": regex(r"\bpassword(?:\s|\\[nt])+(?P<s>[^\s\\\0]+)"),
    ".pgpass": regex(r"(?m)^(?:[^:\s]*:){4}(?P<s>[^\s\0]+)$"),
    "chap-secrets": regex(r"(?m)^\s*\S+[ \t]+\S+[ \t]+\"?(?P<s>[^\s\"\0]+)"),
}
"""Patterns for the content of files whose lines do not name the secret, by file name."""


class SecretSpan(Struct, frozen=True):
    """A secret in a text, from `start` up to `end`, which a plain word can replace."""

    start: int
    end: int
    kind: str
    value: str = ""
    """The secret as the shell reads it, without quotes and escapes."""

    def __repr__(self) -> str:
        """Return the fields without the secret, since a traceback may show them."""
        return f"Span({self.start}, {self.end}, {self.kind!r})"


def find(text: str) -> list[SecretSpan]:
    """Return the secrets in a command line, in order and without overlaps."""
    spans = [*(SecretSpan(start, end, kind, text[start:end]) for start, end, kind in shapes(text)), *_spans_in(text, 0)]
    return _merge_overlaps([span for span in spans if not PLACEHOLDER.search(text, span.start, span.end)], text)


def _merge_overlaps(spans: list[SecretSpan], text: str) -> list[SecretSpan]:
    found: list[SecretSpan] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if found and span.start < found[-1].end:
            if span.end > found[-1].end:
                last = found.pop()
                found.append(SecretSpan(last.start, span.end, last.kind, text[last.start : span.end]))
        else:
            found.append(span)
    return found


def _spans_in(text: str, depth: int) -> Iterator[SecretSpan]:
    parsed = read(text)
    for command in parsed.commands:
        for word, first, last, kind in _in_command(command):
            if span := _span(word, first, last, kind):
                yield span
        if depth < _MAX_DEPTH:
            alias = bool(command.words) and command.words[0].value == "alias"
            for word in (*command.words, *command.inputs):
                yield from _nested_spans(word, depth, _ALIAS.match(word.value) if alias else None)
    for comment in parsed.comments:
        for first, last, kind in in_text(comment.value):
            if span := _span(comment, first, last, kind):
                yield span


def _span(word: Word, first: int, last: int, kind: str) -> SecretSpan | None:
    value = word.value[first:last]
    literal = value.replace(EXPANSION, "")
    if first >= last or is_template(literal) or (EXPANSION in value and not looks_random(literal)):
        return None
    return SecretSpan(*word.place(first, last), kind, value)


def _nested_spans(word: Word, depth: int, lead: re.Match[str] | None) -> Iterator[SecretSpan]:
    """Yield the secrets of commands inside a word: `sh -c '…'`, a script in a here-document, the value of an alias."""
    if not re.search(r"\S\s+\S", word.value):
        return
    for line in re.compile(r"[^\n]+").finditer(word.value, lead.end() if lead else 0):
        for span in _spans_in(line[0], depth + 1):
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
    """Yield values of NAME=VALUE, as a whole word or in a list of such, and of NAME VALUE after `set` and `config`."""
    text = not _READS_TEXT.isdisjoint(names)
    for word in words:
        setting = _SETTING.match(word.value)
        if setting and not (text and " " in word.value and word.quotes and word.quotes[0] >= 0):
            yield from _assignment(word, setting.end(), setting[0].rstrip("+="))
    if _SETTERS.isdisjoint([*names, *(word.value.lower() for word in words[1:3])]):
        return
    for before, word in pairwise(words[1:]):
        if "=" not in before.value and secret_name(before.value) and before.value.lower() not in _SETTERS:
            yield from _assignment(word, 0, before.value)


def _long_options(words: Sequence[Word], names: Sequence[str]) -> Iterator[Found]:
    """Yield values of `--password VALUE`, `--token VALUE` and the like of any program, and of headers after `-H`."""
    for before, word in pairwise(words):
        option = _LONG_OPTION.fullmatch(before.value)
        if before.value in ("-H", "--header") and (place := header(word.value)):
            yield word, *place, "header"
        elif option and not _NO_VALUE.match(word.value) and _takes_value(before.value, secret_name(option[1]), names):
            yield from _assignment(word, 0, option[1])


def _takes_value(option: str, announced: str, names: Sequence[str]) -> bool:
    """Return whether this option of these programs is followed by the secret itself."""
    if option.startswith("--") and not _ATTACHED_VALUES_ONLY.isdisjoint(names):
        return False
    return _OWN_RULES.isdisjoint(names) and (announced != "secret" or _NAMES_A_SECRET.isdisjoint(names))


def _assignment(word: Word, first: int, announcing: str) -> Iterator[Found]:
    value = word.value[first:]
    announced = secret_name(announcing)
    if announced and (scheme := _SCHEME.match(value)):
        first, value = first + scheme.end(), value[scheme.end() :]
    if not _VARIABLE.fullmatch(announcing) and (listed := LISTED.match(value)):
        value = listed[0]
    if value and is_secret_value(announced, value):
        yield word, first, first + len(value), "assignment"


def _texts(command: CommandWords, names: Sequence[str]) -> Iterator[Found]:
    """Yield the secrets in the words and input of a command as text, and in what it writes to credential files."""
    prints = bool(names) and names[0] in ("echo", "printf", "print")
    written = [*([joined(command.words[1:])] if prints else ()), *command.inputs]
    for word in (*(() if prints else command.words), *written):
        for first, last, kind in in_text(word.value):
            yield word, first, last, kind
    for target in command.targets:
        for word in written:
            for first, last in _for_file(target.rpartition("/")[2], word.value):
                yield word, first, last, "credential-file"


def _for_file(base: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield what is secret because of the name of the file that it is written to."""
    if base in _FILES:
        yield from (match.span("s") for match in _FILES[base].finditer(text))
        return
    only = _ONLY.fullmatch(text)
    if only and not _ACCOUNT.match(text) and is_secret_value(secret_name(stem(base)), only["s"]):
        yield only.span("s")
