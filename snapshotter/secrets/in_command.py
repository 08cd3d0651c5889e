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
from snapshotter.secrets.commands.decoded import holds_credentials
from snapshotter.secrets.commands.in_options import Found, in_input, in_options, program, programs
from snapshotter.secrets.commands.in_words import in_words
from snapshotter.secrets.commands.tokens import EXPANSION, CommandWords, Word, formatted, joined, read
from snapshotter.secrets.commands.variables import Variables, places
from snapshotter.secrets.files.kinds import kind_of
from snapshotter.secrets.in_name import secrets_in_path
from snapshotter.secrets.in_text import in_text, object_values
from snapshotter.secrets.texts.named import Where
from snapshotter.secrets.texts.values import is_strong, is_template, looks_random
from snapshotter.secrets.token_shapes import shapes

_MAX_DEPTH = 4
_SEVERAL_WORDS = regex(r"\S\s+\S")
_ASSIGNED = regex(r"[^\s=]+=")
_DEFINE = frozenset({"alias", "export", "declare", "typeset", "local", "readonly"})
_ACCOUNT = regex(r"\s*[a-z_][\w-]*:[^:\s]*:[0-9]+:[0-9]*:")
"""An entry of /etc/passwd or /etc/group."""
_PRINTED = regex(rf"(?:-[neE]+ |(?:%s|{EXPANSION})(?:\\n)? )?(?P<text>.*?)(?:\\n|\n)?", re.S)
"""Text of `echo` or `printf` with its options or format."""
_INTERPRETERS = regex(r"(?:perl|ruby|node|php|lua|Rscript|python[\d.]*)\Z")
_CODE_OPTION = regex(r"-\w*[ecr]|--(?:eval|execute|command|run|print)")
_LITERAL = regex(r"\\?([\"'])(?P<s>[^\"'\s\\\0]{8,64})\\?\1")
_FIRST_WORDS = 5
"""Words of a command among which its program is, after `sudo` and its options."""
_PATH = regex(r"(?!.*---)[^\s=:?\"'\\]{8,4096}")
"""A word that may be a path, and has no form that another rule reads."""
_SUBSTITUTED = regex(r"<\(\s*(?:echo|printf)\s+(?:-n\s+|'%s(?:\\n)?'\s+)?[\"']?(?P<s>[^\s\"'()$`]+)[\"']?\s*\)")
_HEX = regex(r"[0-9a-fA-F]+")
_ALPHANUMERIC = regex(r"[A-Za-z0-9]+")


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
    found = [*shapes(text), *_substituted(text)]
    spans = [*(SecretSpan(start, end, kind, text[start:end]) for start, end, kind in found), *_spans_in(text, 0)]
    replaced = [word.span() for word in PLACEHOLDER.finditer(text)]
    return _merge_overlaps([span for span in spans if not _touches(span, replaced)], text)


def _touches(span: SecretSpan, replaced: Sequence[tuple[int, int]]) -> bool:
    """Return whether a part of the span is replaced already: then it is none, or searching again would never end."""
    return any(start < span.end and span.start < end for start, end in replaced)


def _substituted(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the random values that `<(echo VALUE)` gives to a command as a file, but no digest."""
    if "<(" in text:
        for value in _SUBSTITUTED.finditer(text):
            if is_strong(value["s"]) and not _HEX.fullmatch(value["s"]):
                yield *value.span("s"), "substituted"


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
    variables = Variables(text)
    for command in parsed.commands:
        yield from _spans_of(variables.replaced(command))
        variables.assign(command)
        if depth < _MAX_DEPTH:
            yield from _spans_in_words(command, depth)
    for comment in parsed.comments:
        for first, last, kind in in_text(comment.value):
            if span := _span(comment, first, last, kind):
                yield span


def _spans_in_words(command: CommandWords, depth: int) -> Iterator[SecretSpan]:
    """Yield the secrets of commands that are words of a command, or lines of its input."""
    assigned = _assigned(command.words)
    for index, word in enumerate(command.words):
        if _SEVERAL_WORDS.search(word.value):
            yield from _nested_spans(word, depth, _ASSIGNED.match(word.value) if index < assigned else None)
    if _where_written(command) == "typed":
        script = {kind_of(target) for target in command.targets} <= {"script"}
        for word in command.inputs:
            if script or _SEVERAL_WORDS.search(word.value):
                yield from _nested_spans(word, depth, None)


def _assigned(words: Sequence[Word]) -> int:
    """Return how many words of a command, from the first on, can be assignments or definitions of an alias."""
    if words and words[0].value in _DEFINE:
        return len(words)
    return (programs(words) or [len(words)])[0]


def _where_written(command: CommandWords) -> Where:
    """Return how the input of a command is read: by the kind of the file that it goes to."""
    kinds = {kind_of(target) for target in command.targets}
    return "strict" if kinds == {"examples"} else "code" if kinds == {"code"} else "typed"


def _spans_of(command: CommandWords) -> Iterator[SecretSpan]:
    for word, first, last, kind in _in_command(command):
        for source, begin, end in places(word, first, last):
            if span := _span(source, begin, end, kind):
                yield span


def _span(word: Word, first: int, last: int, kind: str) -> SecretSpan | None:
    value = word.value[first:last]
    literal = value.replace(EXPANSION, "")
    if first >= last or is_template(literal) or (EXPANSION in value and not looks_random(literal)):
        return None
    return SecretSpan(*word.place(first, last), kind, value)


def _nested_spans(word: Word, depth: int, lead: re.Match[str] | None) -> Iterator[SecretSpan]:
    """Yield the secrets of commands inside a word: `sh -c '…'`, a script in a here-document, the value of an alias."""
    for line in re.compile(r"[^\n]+").finditer(word.value, lead.end() if lead else 0):
        for span in _spans_in(line[0], depth + 1):
            yield SecretSpan(*word.place(line.start() + span.start, line.start() + span.end), span.kind, span.value)


def _in_command(command: CommandWords) -> Iterator[Found]:
    found = programs(command.words)
    names = [program(command.words[index]) for index in found]
    for index, name in zip(found, names, strict=True):
        yield from in_options(command.words[index:], name)
    yield from in_words(command.words, names)
    yield from in_input(command, names)
    yield from _texts(command, names)
    yield from _code(command.words, names)
    for word in command.words:
        if _PATH.fullmatch(word.value):
            for first, last in secrets_in_path(word.value):
                yield word, first, last, "name"
    for word in (*command.words, *command.inputs):
        for first, last in holds_credentials(word.value):
            yield word, first, last, "encoded"


def _texts(command: CommandWords, names: Sequence[str]) -> Iterator[Found]:
    """Yield the secrets in the words and input of a command as text, and in what it writes to files."""
    prints = bool(names) and names[0] in ("echo", "printf", "print")
    printed = _printed(command) if prints else []
    for word in (*(() if prints else command.words), *printed):
        for first, last, kind in in_text(word.value):
            yield word, first, last, kind
    for word in command.inputs:
        for first, last, kind in in_text(word.value, _where_written(command)):
            yield word, first, last, kind
        for first, last in object_values(word.value):
            yield word, first, last, "named"
    sources = [word for source in command.sources for word in (_printed(source) if _prints(source) else source.inputs)]
    written_by_tee = _tee_targets(command)
    for target in (*command.targets, *written_by_tee):
        for word in (*printed, *command.inputs, *(sources if written_by_tee else ())):
            for first, last in _for_file(target, word.value):
                yield word, first, last, "credential-file"


def _printed(command: CommandWords) -> list[Word]:
    """Return what `echo` or `printf` prints: its words, and the format with the words in it."""
    words = command.words[1:]
    with_format = len(words) > 1 and command.words[0].value == "printf" and "%" in words[0].value
    return [joined(words), *([formatted(words)] if with_format else [])]


def _prints(command: CommandWords) -> bool:
    return bool(command.words) and command.words[0].value in ("echo", "printf", "print")


def _tee_targets(command: CommandWords) -> list[str]:
    values = [word.value for word in command.words]
    if "tee" not in values[:_FIRST_WORDS]:
        return []
    return [value for value in values[values.index("tee") + 1 :] if not value.startswith("-")]


def _for_file(target: str, value: str) -> Iterator[tuple[int, int]]:
    """Yield what is secret because of the name of the file that it is written to."""
    printed = _PRINTED.fullmatch(value)
    start, text = (printed.start("text"), printed["text"]) if printed else (0, value)
    kind = kind_of(target)
    if _ACCOUNT.match(text):
        return
    # only a command that writes a file needs the tables of files
    from snapshotter.secrets.files.contents import credential_files, in_contents, in_credential_file, in_named_file

    # `\n` and `\t` of `echo -e` and `printf`, without a change of positions
    plain = text.replace("\\n", " \n").replace("\\t", " \t")
    found = [span for entry in credential_files(target) for span in in_credential_file(entry, plain)]
    found += [] if found else in_named_file(target, kind, plain)
    found += [(first, last) for first, last, _ in in_contents(target, kind, plain)]
    yield from ((start + first, start + last) for first, last in found)


def _code(words: Sequence[Word], names: Sequence[str]) -> Iterator[Found]:
    """Yield passwords among the strings of code that a command passes to an interpreter: `perl -e '…'`."""
    if not any(_INTERPRETERS.match(name) for name in names):
        return
    for before, word in pairwise(words):
        if _CODE_OPTION.fullmatch(before.value):
            for literal in _LITERAL.finditer(word.value):
                value = literal["s"]
                if is_strong(value, quoted=True) and not _ALPHANUMERIC.fullmatch(value):
                    yield word, *literal.span("s"), "code"
