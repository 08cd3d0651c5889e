"""A line typed into fish as one that a POSIX shell reads the same, where there is one; what a line of fish uses.

Only what surely means the same is written for `sh`: words, quotes, variables of one known value, redirections, pipes,
`;`, `&&` and `||`.  Everything else (blocks, substitutions, lists, braces, fish's own builtins) is left to fish.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set

from msgspec import Struct, field

from snapshotter.regex import regex
from snapshotter.shell.dialects.posix import needs_bash
from snapshotter.shell.facts import facts
from snapshotter.shell.quote import single

OWN_WORDS = frozenset(
    """
 . abbr alias and argparse begin bind block breakpoint builtin case cdh command commandline complete contains count
 dirh dirs disown else emit end eval exec fish_add_path fish_config for funced funcsave function functions history if
 isatty jobs math nextd not or path popd prevd psub pushd random read realpath return set set_color setenv source
 status string suspend switch test time trap type ulimit vared while
 """.split()
)
"""Words at a command's place that are fish's own, or mean something else to it."""
_ANY_ORDER = frozenset("chgrp chmod chown cp du file gzip gunzip ls mkdir mv rm rmdir stat touch wc xz".split())
"""Programs to which the order of their arguments does not matter: fish sorts what a pattern matches by numbers."""
_STANDARD = frozenset({"HOME", "USER", "PWD", "LANG", "TERM", "SHELL"})
_SIMPLE = regex(r"[\w@%+=:,./-]+\Z")
_NAME = regex(r"\$(\w+)(?![\w\[])")
_USED = regex(r"\$(\w+)")
_SET = regex(r"\bset\s+(?:-\S+\s+)*(\w+)")
_WORDS = regex(r"[^\s;&|()<>$\"']+")
_REDIRECTION = regex(r"\d?(?:>>|>|<)(?:&[\d-])?(?![?|&(<>])")
_WHOLE = regex(r"""(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\\.|[^'"\\#]|(?<=[^\s;])#)+""")
"""A line that leaves no quotes open, has no comment and no backslash at its end."""
_TIE = regex(r"\s*;\s*(and|or)\s+")
_GOES_ON = regex(r"(?:\||&&|\|\||;)$")
_BETWEEN = regex(r"&&|\|\||[;|\n]|&(?![>|&])")


def used(text: str) -> tuple[set[str], set[str]]:
    """Give the variables that a line of fish may read or extend, and its words, any of which may be a function."""
    return {*_USED.findall(text), *_SET.findall(text)}, set(_WORDS.findall(text))


def glued(text: str) -> str | None:
    """Give a text of fish on one line; None where a newline in it is more than the end of a command."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not all(_WHOLE.fullmatch(line) for line in lines):
        return None
    ended = [line if _GOES_ON.search(line) else line + ";" for line in lines[:-1]]
    return " ".join([*ended, lines[-1]])


def in_sh(text: str, values: Mapping[str, str], functions: Set[str] = frozenset()) -> str | None:
    """Give the line for `sh`, None where none surely means the same.

    `values` are the variables of fish that hold one value, `functions` the functions that were defined in it.
    """
    reader = _Reader(_tied(text.strip()), values, OWN_WORDS | functions)
    try:
        written = "".join(reader.pieces())
    except _Unlike:
        return None
    known = facts(written)
    if not known.parsed or needs_bash(written):
        return None
    ordered = any(simple.name not in _ANY_ORDER for simple in known.commands)
    return None if reader.globs and ordered else written


def _tied(text: str) -> str:
    """Give a line with `&&` and `||` for the older `; and` and `; or`, which mean the same."""
    quoted = any(mark in text for mark in "'\"\\#")
    return text if quoted else _TIE.sub(lambda match: " && " if match[1] == "and" else " || ", text)


class _Unlike(Exception):
    """The line means something else to a POSIX shell, or that it does not cannot be told."""


class _Reader(Struct):
    text: str
    values: Mapping[str, str]
    own: Set[str]
    globs: bool = False
    _at: int = 0
    _first: bool = field(default=True)
    """True where the next word is a command's."""

    def pieces(self) -> Iterator[str]:
        """Give the line piece by piece as `sh` wants it."""
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
            elif match := _BETWEEN.match(rest):
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
            raise _Unlike
        # an assignment in front leaves the command still to come
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
                raise _Unlike
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
            raise _Unlike
        return self._take(1)

    def _single(self, rest: str) -> str:
        match = re.match(r"'((?:[^'\\]|\\.)*)'", rest, re.DOTALL)
        if match is None:
            raise _Unlike
        typed = self._take(match.end())
        return single(re.sub(r"\\([\\'])", r"\1", match[1])) if re.search(r"\\[\\']", typed) else typed

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
                raise _Unlike
            else:
                out += self._take(1)
        return out + self._take(1)

    def _variable(self, *, quoted: bool) -> str:
        match = _NAME.match(self.text, self._at)
        if match is None or match[1] not in self.values.keys() | _STANDARD:
            raise _Unlike
        name = self._take(match.end() - self._at)
        value = self.values.get(match[1], "standard")
        return name if quoted or _SIMPLE.match(value) else f'"{name}"'
