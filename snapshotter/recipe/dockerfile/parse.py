"""A Dockerfile that somebody wrote, as instructions with their places in the text.  Pure.

Lines are read as BuildKit's parser reads them (moby/buildkit, frontend/dockerfile/parser): the parser directives at the
top, lines that are continued, comments and empty lines between those, here-documents.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from msgspec import Struct

from snapshotter.regex import regex

_DIRECTIVE = regex(r"#\s*([A-Za-z][A-Za-z0-9]*)\s*=\s*(.+?)\s*")
_DIRECTIVES = frozenset({"escape", "syntax", "check"})
_WORD = regex(r"\S+")
_FLAG = regex(r"--[a-z][a-z-]*(?:=(?:\"[^\"]*\"|'[^']*'|\S)*)?(?=\s|$)")
_SHELL_WORD = regex(r"(?:\"(?:\\.|[^\"\\])*\"|'[^']*'|\\.|[^\s\"'\\]|[\"'\\])+")
_HEREDOC = regex(r"\d*<<(-?)(['\"]?)([^\s<'\"]+)\2")
_WITH_FLAGS = frozenset({"ADD", "COPY", "FROM", "HEALTHCHECK", "RUN"})
_WITH_HEREDOCS = frozenset({"ADD", "COPY", "RUN"})
_NAMES_STAGE = 3
"""Words of `FROM IMAGE AS NAME`."""


class Heredoc(Struct, frozen=True):
    """A here-document of an instruction."""

    name: str
    content: str
    """Its lines, without the tabs that `<<-` takes away."""
    expands: bool
    """Whether its name is not quoted."""


class Instruction(Struct, frozen=True):
    """One instruction and its place."""

    number: int
    """Its position among all instructions of the file, from 1."""
    line: int
    """Number of the line on which it begins, from 1."""
    last: int
    """Number of its last line."""
    start: int
    """Offset in the text of its first character, where its first line begins."""
    end: int
    """Offset behind its last character, in front of the line break."""
    keyword: str
    """In upper case."""
    flags: tuple[str, ...]
    """Such as `--mount=type=cache,target=/x`."""
    text: str
    """What follows keyword and flags: continued lines joined, without comments."""
    heredocs: tuple[Heredoc, ...] = ()

    @property
    def whole(self) -> str:
        """Return it on one line, as builders show it."""
        return " ".join([self.keyword, *self.flags, self.text]).strip()

    def words(self) -> tuple[str, ...] | None:
        """Return the words of the exec form, None for the shell form."""
        return json_words(self.text)


class Stage(Struct, frozen=True):
    """A stage: FROM and what follows it."""

    index: int
    """From 0."""
    name: str
    """In lower case; "" if it has none."""
    base: str
    """The image or stage that FROM names, variables not expanded."""
    instructions: tuple[Instruction, ...]
    """FROM first."""


class Dockerfile(Struct, frozen=True):
    """A Dockerfile's text and its instructions."""

    text: str
    instructions: tuple[Instruction, ...]
    escape: str = "\\"
    syntax: str = ""
    """The frontend that `# syntax=` names."""

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Return its stages in order."""
        found: list[Stage] = []
        for one in self.instructions:
            if one.keyword == "FROM":
                words = one.text.split()
                named = len(words) >= _NAMES_STAGE and words[1].upper() == "AS"
                name = words[2].lower() if named else ""
                found.append(Stage(len(found), name, words[0] if words else "", (one,)))
            elif found:
                last = found[-1]
                found[-1] = Stage(last.index, last.name, last.base, (*last.instructions, one))
        return tuple(found)

    def stage_of(self, instruction: Instruction) -> Stage | None:
        """Return the stage that holds an instruction, None for one before the first FROM."""
        return next((stage for stage in self.stages if instruction in stage.instructions), None)

    def at_line(self, line: int) -> Instruction | None:
        """Return the instruction that has a line of this number."""
        return next((one for one in self.instructions if one.line <= line <= one.last), None)

    def before(self, instruction: Instruction) -> str:
        """Return the text in front of an instruction: a Dockerfile that builds the state it starts from."""
        return self.text[: instruction.start]

    def needs_buildkit(self) -> bool:
        """Return whether the classic builder cannot read the file: mounts, here-documents, another frontend."""
        flags = (flag for one in self.instructions for flag in one.flags if one.keyword in ("RUN", "COPY", "ADD"))
        newer = any(not flag.startswith(("--from=", "--chown=", "--platform=")) for flag in flags)
        return newer or bool(self.syntax) or any(one.heredocs for one in self.instructions)


def json_words(text: str) -> tuple[str, ...] | None:
    """Return the words of a JSON array of strings, None if the text is none."""
    if not text.startswith("["):
        return None
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return tuple(found) if isinstance(found, list) and all(isinstance(word, str) for word in found) else None


def parse(text: str) -> Dockerfile:
    """Return a Dockerfile from its text; what no builder understands is an instruction with that keyword."""
    lines = text.split("\n")
    directives, first = _directives(lines)
    escape = directives.get("escape", "\\")
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line) + 1)
    found = tuple(_instructions(lines, offsets, first, escape if escape in "\\`" else "\\"))
    return Dockerfile(text, found, escape, directives.get("syntax", ""))


def _directives(lines: Sequence[str]) -> tuple[dict[str, str], int]:
    """Return the parser directives and the index of the first line behind them."""
    found: dict[str, str] = {}
    for index, line in enumerate(lines):
        matched = _DIRECTIVE.fullmatch(line.lstrip("\ufeff").strip())
        name = matched[1].lower() if matched else ""
        if not matched or name not in _DIRECTIVES or name in found:
            return found, index
        found[name] = matched[2]
    return found, len(lines)


def _instructions(lines: Sequence[str], offsets: Sequence[int], first: int, escape: str) -> Iterator[Instruction]:
    index, number = first, 0
    while index < len(lines):
        begin, line = index, lines[index].lstrip("\ufeff") if index == 0 else lines[index]
        index += 1
        if _is_empty(line) or _is_comment(line):
            continue
        joined, more = _continued(line.strip(), escape)
        last = begin
        while more and index < len(lines):
            line = lines[index]
            if not _is_comment(line) and not _is_empty(line):
                piece, more = _continued(line.rstrip("\r"), escape)
                joined, last = joined + piece, index
            index += 1
        if more:  # at the end of the file
            last = max(last, begin)
        number += 1
        keyword, flags, rest = _split(joined)
        heredocs = []
        if keyword in _WITH_HEREDOCS or (keyword == "ONBUILD" and "<<" in rest):
            for tabs, quoted, name in _heredoc_names(rest):
                end = _end_of(lines, index, name, tabs=tabs)
                if end is None:
                    continue  # such as `<<` of a shell's arithmetic
                body = lines[index:end]
                content = "".join((one.lstrip("\t") if tabs else one) + "\n" for one in body)
                heredocs.append(Heredoc(name, content, expands=not quoted))
                index, last = end + 1, end
        end_offset = offsets[last] + len(lines[last].rstrip("\r"))
        yield Instruction(
            number, begin + 1, last + 1, offsets[begin], end_offset, keyword, flags, rest, tuple(heredocs)
        )


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _is_empty(line: str) -> bool:
    return not line.strip()


def _continued(line: str, escape: str) -> tuple[str, bool]:
    """Return a line without the mark of continuation at its end, and whether it had one; `\\\\` is none."""
    stripped = line.rstrip(" \t")
    if stripped.endswith(escape) and not stripped.endswith(escape * 2):
        return stripped[:-1], True
    return line, False


def _split(joined: str) -> tuple[str, tuple[str, ...], str]:
    """Return keyword, flags and rest of an instruction."""
    word = _WORD.match(joined)
    keyword = word[0].upper() if word else ""
    rest = joined[len(keyword) :].strip()
    flags: list[str] = []
    while keyword in _WITH_FLAGS and (flag := _FLAG.match(rest)):
        flags.append(flag[0])
        rest = rest[flag.end() :].lstrip()
    return keyword, tuple(flags), rest


def _heredoc_names(text: str) -> Iterator[tuple[bool, bool, str]]:
    for word in _SHELL_WORD.finditer(text):
        if found := _HEREDOC.fullmatch(word[0]):
            yield found[1] == "-", bool(found[2]), found[3]


def _end_of(lines: Sequence[str], index: int, name: str, *, tabs: bool) -> int | None:
    """Return the index of the line that ends a here-document, None if there is none."""
    for at in range(index, len(lines)):
        line = lines[at].rstrip("\r")
        if (line.lstrip("\t") if tabs else line) == name:
            return at
    return None
