"""A tolerant parser of shell text: simple commands and their words, each character with its position in the text.

It never fails: a quote that is not closed is an ordinary character or ends with the text.  The exact meaning of a line
is left to `shell/`; here only the positions of values matter, and every character of a word keeps its position in the
text as typed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct, field

from snapshotter.regex import regex

EXPANSION = "\0"
"""Replaces an expansion in the value of a word, since its result is not in the text."""

_MAX_DEPTH = 12
_BARE = regex(r"[^\s'\"\\$`|&;()<>]+")
_DOUBLE = regex(r'[^"\\$`]+')
_ANSI = regex(r"\$'((?:[^'\\]|\\.)*)'", re.S)
_NAME = regex(r"\$(?:[A-Za-z_]\w*|[0-9?!#@*$-])")
_BRACES = regex(r"\$\{([#!]?\w*)([^{}]*)\}")
_DEFAULT = regex(r":?[-=+](?=.)")
_REDIRECT = regex(r"\d*(<<<|<<-?|<&|<>|&>>?|>&|>>|>\||<(?!\()|>(?!\())")
_CONTROL = regex(r"[<>]\(|\|\||\|&|&&|;;?&?|[|&()]")
_CONVERSION = regex(r"%(?:-?[0-9.]*[sbq]|%)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


class Word(Struct, frozen=True):
    """One word as the shell reads it, with the position of each character in the text."""

    value: str
    begins: Sequence[int]
    ends: Sequence[int]
    quotes: Sequence[int] = ()
    """For each character the index of its quoted span, or -1; empty if nothing is quoted."""
    quoted_spans: Sequence[tuple[int, int]] = ()
    """Start and end of the quoted spans in the text, including the quotes."""

    def place(self, first: int, last: int) -> tuple[int, int]:
        """Return the part of the text for the characters `first` up to `last` that a plain word can replace."""
        start, end = self.begins[first], self.ends[last - 1]
        if not self.quotes or self.quotes[first] == self.quotes[last - 1]:
            return start, end
        opening, closing = self._opening(first), self._closing(last - 1)
        if opening is None or closing is None:
            return self.place(0, len(self.value))
        return opening, closing

    def _opening(self, index: int) -> int | None:
        """Return the start of the quoted span whose first character is `index`; None in the middle of a span."""
        quote = self.quotes[index]
        if quote < 0:
            return self.begins[index]
        return self.quoted_spans[quote][0] if index == 0 or self.quotes[index - 1] != quote else None

    def _closing(self, index: int) -> int | None:
        quote = self.quotes[index]
        if quote < 0:
            return self.ends[index]
        last = index + 1 == len(self.value) or self.quotes[index + 1] != quote
        return self.quoted_spans[quote][1] if last else None

    def lines(self) -> list[tuple[int, int]]:
        """Return start and end of each line of the value; `\\n` ends a line too, as for `echo -e` and `printf`."""
        found, at = [], 0
        for end in re.finditer(r"\n|\\n|$", self.value):
            found.append((at, end.start()))
            at = end.end()
        return [(first, last) for first, last in found if first < last]


class CommandWords(Struct):
    """One simple command: its words, its input and the targets of its output."""

    words: list[Word] = field(default_factory=list)
    inputs: list[Word] = field(default_factory=list)
    """Here-strings and bodies of here-documents."""
    targets: list[str] = field(default_factory=list)
    appended: list[str] = field(default_factory=list)
    """Those of the targets that are appended to: `>>`."""
    sources: list[CommandWords] = field(default_factory=list)
    """The commands whose output is piped to this one."""


class ParsedText(Struct):
    """A parsed text: its simple commands in order, and its comments."""

    commands: list[CommandWords] = field(default_factory=list)
    comments: list[Word] = field(default_factory=list)


def plain_word(text: str, start: int, end: int) -> Word:
    """Return a part of the text as a word without quotes and escapes."""
    return Word(text[start:end], range(start, end), range(start + 1, end + 1))


def joined(words: Sequence[Word]) -> Word:
    """Return several words as one, separated by single spaces as `echo` prints them."""
    value: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    quotes: list[int] = []
    quoted_spans: list[tuple[int, int]] = []
    for word in words:
        if value and begins:
            value.append(" ")
            begins.append(ends[-1])
            ends.append(ends[-1] + 1)
            quotes.append(-1)
        value.append(word.value)
        begins.extend(word.begins)
        ends.extend(word.ends)
        quotes.extend([q + len(quoted_spans) if q >= 0 else -1 for q in word.quotes] or [-1] * len(word.value))
        quoted_spans.extend(word.quoted_spans)
    return Word("".join(value), begins, ends, quotes, quoted_spans)


def formatted(words: Sequence[Word]) -> Word:
    """Return what `printf` makes of a format and its arguments, with `%s` replaced once; escapes stay as they are."""
    arguments = iter(words[1:])
    builder = _Builder()
    at = 0
    for conversion in _CONVERSION.finditer(words[0].value):
        argument = next(arguments, None)
        if argument is None:
            break
        builder.add_part(words[0], at, conversion.start())
        builder.add_part(argument, 0, len(argument.value))
        at = conversion.end()
    builder.add_part(words[0], at, len(words[0].value))
    return builder.word()


def read(text: str) -> ParsedText:
    """Return the simple commands of `text`, including those in substitutions, and its comments."""
    parsed = ParsedText()
    _Reader(text, 0, len(text), parsed, 0).commands("")
    return parsed


class _Builder:
    """A word while it is parsed."""

    def __init__(self) -> None:
        self.value: list[str] = []
        self.begins: list[int] = []
        self.ends: list[int] = []
        self.quotes: list[int] = []
        self.quoted_spans: list[tuple[int, int]] = []

    def add_text(self, text: str, at: int, quote: int = -1) -> None:
        self.value.append(text)
        self.begins.extend(range(at, at + len(text)))
        self.ends.extend(range(at + 1, at + len(text) + 1))
        self.quotes.extend([quote] * len(text))

    def add_character(self, character: str, begin: int, end: int, quote: int = -1) -> None:
        self.value.append(character)
        self.begins.append(begin)
        self.ends.append(end)
        self.quotes.append(quote)

    def add_part(self, word: Word, first: int, last: int) -> None:
        """Add the characters `first` up to `last` of a word."""
        self.value.append(word.value[first:last])
        self.begins.extend(word.begins[first:last])
        self.ends.extend(word.ends[first:last])
        quotes = word.quotes[first:last] or [-1] * (last - first)
        self.quotes.extend([quote + len(self.quoted_spans) if quote >= 0 else -1 for quote in quotes])
        self.quoted_spans.extend(word.quoted_spans)

    def word(self) -> Word:
        return Word("".join(self.value), self.begins, self.ends, self.quotes, self.quoted_spans)


class _Reader:
    def __init__(self, text: str, at: int, end: int, parsed: ParsedText, depth: int) -> None:
        self.text, self.at, self.end, self.parsed, self.depth = text, at, end, parsed, depth
        self.pending: list[tuple[CommandWords, str, bool]] = []

    def commands(self, until: str) -> None:
        """Read up to the end, or past the closing `until`."""
        current, groups = CommandWords(), [len(self.parsed.commands)]
        group: list[CommandWords] = []
        while self.at < self.end:
            character = self.text[self.at]
            if character == "\n":
                self.at += 1
                current = self._finish(current)
                self._here_documents()
            elif character.isspace():
                self.at += 1
            elif self.text.startswith("\\\n", self.at):
                self.at += 2
            elif character == "#":
                self._comment()
            elif redirect := _REDIRECT.match(self.text, self.at, self.end):
                self._redirect(current, redirect)
            elif control := _CONTROL.match(self.text, self.at, self.end):
                self.at = control.end()
                if control[0] == ")" and until == ")" and len(groups) == 1:
                    break
                current, group = self._control(control[0], current, groups, group)
            else:
                group = self._word(current, groups, group)
        self._finish(current)

    def _word(self, current: CommandWords, groups: list[int], group: list[CommandWords]) -> list[CommandWords]:
        word = self.word()
        if not current.words and word.value == "{":
            groups.append(len(self.parsed.commands))
        elif not current.words and word.value == "}" and len(groups) > 1:
            return self.parsed.commands[groups.pop() :]
        else:
            current.words.append(word)
        return []

    def _control(
        self, operator: str, current: CommandWords, groups: list[int], group: list[CommandWords]
    ) -> tuple[CommandWords, list[CommandWords]]:
        """Return the next command, and the commands of the group that the operator closes."""
        following = self._finish(current)
        if operator.endswith("("):
            groups.append(len(self.parsed.commands))
        elif operator == ")" and len(groups) > 1:
            return following, self.parsed.commands[groups.pop() :]
        elif operator in ("|", "|&"):
            following.sources = group or ([current] if current.words or current.inputs else [])
        return following, []

    def _finish(self, current: CommandWords) -> CommandWords:
        if current.words or current.inputs:
            self.parsed.commands.append(current)
            return CommandWords()
        return current if current.sources else CommandWords()

    def _comment(self) -> None:
        end = self.text.find("\n", self.at, self.end)
        end = self.end if end < 0 else end
        self.parsed.comments.append(plain_word(self.text, self.at, end))
        self.at = end

    def _redirect(self, current: CommandWords, redirect: re.Match[str]) -> None:
        self.at = redirect.end()
        while self.at < self.end and self.text[self.at] in " \t":
            self.at += 1
        word = self.word()
        if redirect[1] == "<<<":
            current.inputs.append(word)
        elif redirect[1].startswith("<<"):
            self.pending.append((current, word.value, redirect[1] == "<<-"))
        elif ">" in redirect[1]:
            current.targets.append(word.value)
            if ">>" in redirect[1]:
                current.appended.append(word.value)

    def _here_documents(self) -> None:
        for command, delimiter, tabs in self.pending:
            start = at = self.at
            while at < self.end:
                end = self.text.find("\n", at, self.end)
                end = self.end if end < 0 else end
                line = self.text[at:end]
                if (line.lstrip("\t") if tabs else line) == delimiter:
                    break
                at = end + 1
            command.inputs.append(plain_word(self.text, start, min(at, self.end)))
            newline = self.text.find("\n", at, self.end)
            self.at = self.end if newline < 0 else newline + 1
        self.pending.clear()

    def word(self) -> Word:
        """Return the word that begins at the current position, or an empty word."""
        word = _Builder()
        while self.at < self.end:
            character = self.text[self.at]
            if bare := _BARE.match(self.text, self.at, self.end):
                word.add_text(bare[0], self.at)
                self.at = bare.end()
            elif character == "'":
                self._single(word)
            elif character == '"':
                self._double(word)
            elif character == "\\":
                self._escape(word, -1)
            elif character in "$`":
                self._expansion(word, -1)
            else:
                break
        return word.word()

    def _single(self, word: _Builder) -> None:
        close = self.text.find("'", self.at + 1, self.end)
        if close < 0:
            word.add_text("'", self.at)
            self.at += 1
            return
        word.add_text(self.text[self.at + 1 : close], self.at + 1, len(word.quoted_spans))
        word.quoted_spans.append((self.at, close + 1))
        self.at = close + 1

    def _double(self, word: _Builder) -> None:
        start, quote = self.at, len(word.quoted_spans)
        word.quoted_spans.append((start, self.end))
        self.at += 1
        while self.at < self.end and self.text[self.at] != '"':
            if plain := _DOUBLE.match(self.text, self.at, self.end):
                word.add_text(plain[0], self.at, quote)
                self.at = plain.end()
            elif self.text[self.at] == "\\":
                self._escape(word, quote)
            else:
                self._expansion(word, quote)
        self.at = min(self.at + 1, self.end)
        word.quoted_spans[quote] = (start, self.at)

    def _escape(self, word: _Builder, quote: int) -> None:
        following = self.text[self.at + 1 : min(self.at + 2, self.end)]
        if not following or (quote >= 0 and following not in '$`"\\\n'):
            word.add_text("\\", self.at, quote)
            self.at += 1
            return
        if following != "\n":
            word.add_character(following, self.at, self.at + 2, quote)
        self.at += 2

    def _expansion(self, word: _Builder, quote: int) -> None:
        start = self.at
        if quote < 0 and (ansi := _ANSI.match(self.text, start, self.end)):
            self._ansi(word, ansi)
            return
        if self.text[start] == "`":
            close = self.text.find("`", start + 1, self.end)
            if close >= 0 and self.depth < _MAX_DEPTH:
                _Reader(self.text, start + 1, close, self.parsed, self.depth + 1).commands("")
            self.at = close + 1 if close >= 0 else start + 1
        elif self.text.startswith("$(", start) and self.depth < _MAX_DEPTH:
            inner = _Reader(self.text, start + 2, self.end, self.parsed, self.depth + 1)
            inner.commands(")")
            self.at = inner.at
        elif braces := _BRACES.match(self.text, start, self.end):
            self._default(braces)
            self.at = braces.end()
        elif name := _NAME.match(self.text, start, self.end):
            self.at = name.end()
        else:
            word.add_text("$", start, quote)
            self.at += 1
            return
        word.add_character(EXPANSION, start, self.at, quote)

    def _ansi(self, word: _Builder, ansi: re.Match[str]) -> None:
        quote = len(word.quoted_spans)
        word.quoted_spans.append((ansi.start(), ansi.end()))
        for piece in re.finditer(r"\\(.)|[^\\]", ansi[1], re.S):
            begin = ansi.start(1) + piece.start()
            character = _ESCAPES.get(piece[1], piece[1]) if piece[1] else piece[0]
            word.add_character(character, begin, begin + len(piece[0]), quote)
        self.at = ansi.end()

    def _default(self, braces: re.Match[str]) -> None:
        """Add the command NAME=VALUE for `${NAME:-VALUE}`."""
        operator = _DEFAULT.match(braces[2])
        if operator is None:
            return
        equals = braces.start(2) + operator.end() - 1
        start = equals + 1
        word = _Builder()
        word.add_text(braces[1], braces.start(1))
        word.add_character("=", equals, start)
        value = self.text[start : braces.end(2)]
        word.add_text(value.strip("\"'"), start + 1 if value[0] in "\"'" else start)
        self.parsed.commands.append(CommandWords([word.word()]))
