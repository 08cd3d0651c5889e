"""Translation of lines typed into fish to equivalent lines for `sh`, and the names that a line of fish uses.

Only what certainly means the same is translated: words, quotes, variables with one known value, redirections, pipes,
`;`, `&&` and `||`.  A line with anything else (blocks, substitutions, lists, braces, builtins of fish) is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set

from msgspec import Struct, field

from snapshotter.regex import regex
from snapshotter.shell.dialects.posix import needs_bash
from snapshotter.shell.facts import facts
from snapshotter.shell.quote import single_quote

OWN_WORDS = frozenset(
    """
 . abbr alias and argparse begin bind block breakpoint builtin case cdh command commandline complete contains count
 dirh dirs disown else emit end eval exec fish_add_path fish_config for funced funcsave function functions history if
 isatty jobs math nextd not or path popd prevd psub pushd random read realpath return set set_color setenv source
 status string suspend switch test time trap type ulimit vared while
 """.split()
)
"""Command names that only fish has, or that mean something else in fish."""
_ANY_ORDER = frozenset("chgrp chmod chown cp du file gzip gunzip ls mkdir mv rm rmdir stat touch wc xz".split())
"""Programs for which the order of arguments does not matter: fish sorts the matches of a pattern by numbers."""
_STANDARD = frozenset({"HOME", "USER", "PWD", "LANG", "TERM", "SHELL"})
_SIMPLE = regex(r"[\w@%+=:,./-]+\Z")
_NAME = regex(r"\$(\w+)(?![\w\[])")
_USED = regex(r"\$(\w+)")
_SET = regex(r"\bset\s+(?:-\S+\s+)*(\w+)")
_WORDS = regex(r"[^\s;&|()<>$\"']+")
_REDIRECTION = regex(r"\d?(?:>>|>|<)(?:&[\d-])?(?![?|&(<>])")
_COMPLETE_LINE = regex(r"""(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\\.|[^'"\\#]|(?<=[^\s;])#)+""")
"""A line with no open quotes, no comment and no backslash at its end."""
_AND_OR = regex(r"\s*;\s*(and|or)\s+")
_CONTINUED = regex(r"(?:\||&&|\|\||;)$")
_SEPARATOR = regex(r"&&|\|\||[;|\n]|&(?![>|&])")


def variables_and_words(text: str) -> tuple[set[str], set[str]]:
    """Return the variables that a line of fish may read or extend, and its words, any of which may be a function."""
    return {*_USED.findall(text), *_SET.findall(text)}, set(_WORDS.findall(text))


def on_one_line(text: str) -> str | None:
    """Return a text of fish on one line, or None if a newline in it does not simply end a command."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not all(_COMPLETE_LINE.fullmatch(line) for line in lines):
        return None
    ended = [line if _CONTINUED.search(line) else line + ";" for line in lines[:-1]]
    return " ".join([*ended, lines[-1]])


def in_sh(text: str, values: Mapping[str, str], functions: Set[str] = frozenset()) -> str | None:
    """Return the equivalent line for `sh`, or None if it is not certain that it means the same.

    `values` are the variables of fish that hold one value, `functions` the functions that were defined in fish.
    """
    translator = _Translator(_with_operators(text.strip()), values, OWN_WORDS | functions)
    try:
        written = "".join(translator.pieces())
    except _NoEquivalent:
        return None
    known = facts(written)
    if not known.parsed or needs_bash(written):
        return None
    ordered = any(simple.name not in _ANY_ORDER for simple in known.commands)
    return None if translator.globs and ordered else written


def _with_operators(text: str) -> str:
    """Return a line with `&&` and `||` in place of the older `; and` and `; or`, which mean the same."""
    quoted = any(mark in text for mark in "'\"\\#")
    return text if quoted else _AND_OR.sub(lambda match: " && " if match[1] == "and" else " || ", text)


class _NoEquivalent(Exception):
    """The line means, or may mean, something else to a POSIX shell."""


class _Translator(Struct):
    text: str
    values: Mapping[str, str]
    own: Set[str]
    globs: bool = False
    _at: int = 0
    _first: bool = field(default=True)
    """Whether the next word is a command name."""

    def pieces(self) -> Iterator[str]:
        """Yield the pieces of the line for `sh`; raises `_NoEquivalent` for a piece that has no equivalent."""
        while self._at < len(self.text):
            rest = self.text[self._at :]
            if rest[0] in " \t":
                yield self._take(1)
            elif rest.startswith("\\\n"):
                yield self._take(2)
            elif rest[0] == "#":
                yield self._take(len(rest.split("\n", 1)[0]))
            elif match := _REDIRECTION.match(rest):
                yield self._take(match.end())
            elif match := _SEPARATOR.match(rest):
                self._first = True
                yield self._take(match.end())
            else:
                yield self._word()

    def _take(self, count: int) -> str:
        self._at += count
        return self.text[self._at - count : self._at]

    def _word(self) -> str:
        start, out = self._at, ""
        while self._at < len(self.text) and self.text[self._at] not in " \t\n;&|<>":
            out += self._part(self.text[self._at], at_start=self._at == start)
        typed = self.text[start : self._at]
        if not typed or (self._first and (typed in self.own or not _SIMPLE.match(typed))):
            raise _NoEquivalent
        # after an assignment the command name is still to come
        self._first = self._first and re.match(r"\w+=", typed) is not None
        return out

    def _part(self, char: str, *, at_start: bool) -> str:
        rest = self.text[self._at :]
        if char == "'":
            return self._single(rest)
        if char == '"':
            return self._double()
        if char == "$":
            return self._variable(quoted=False)
        if char == "\\":
            if len(rest) < 2 or rest[1].isalnum():
                raise _NoEquivalent
            return self._take(2)
        if char == "*" and not rest.startswith("**"):
            self.globs = True
        elif rest.startswith("{}") and at_start and rest[2:3] in ("", " ", "\t", "\n", ";"):
            return self._take(2)
        elif (
            char in "(){}[]?*`!"
            or (char == "~" and at_start and rest[1:2].strip() not in ("", "/", ";"))
            or (char == "%" and at_start)
        ):
            raise _NoEquivalent
        return self._take(1)

    def _single(self, rest: str) -> str:
        match = re.match(r"'((?:[^'\\]|\\.)*)'", rest, re.DOTALL)
        if match is None:
            raise _NoEquivalent
        typed = self._take(match.end())
        if re.search(r"\\[\\']", typed) is None:
            return typed
        return single_quote(re.sub(r"\\([\\'])", r"\1", match[1]))

    def _double(self) -> str:
        out = self._take(1)
        while (char := self.text[self._at : self._at + 1]) != '"':
            if char == "$":
                out += self._variable(quoted=True)
            elif char == "\\":
                out += self._take(2)
            elif char == "`":
                out += "\\" + self._take(1)
            elif not char:
                raise _NoEquivalent
            else:
                out += self._take(1)
        return out + self._take(1)

    def _variable(self, *, quoted: bool) -> str:
        match = _NAME.match(self.text, self._at)
        if match is None or match[1] not in self.values.keys() | _STANDARD:
            raise _NoEquivalent
        name = self._take(match.end() - self._at)
        value = self.values.get(match[1], "standard")
        return name if quoted or _SIMPLE.match(value) else f'"{name}"'
