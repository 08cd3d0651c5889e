"""Calls of `mktemp` in a command line, with the pattern of the names that they choose at random."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from tree_sitter import Node

from snapshotter.shell.calls.installs import program_at, words_of
from snapshotter.shell.syntax import literal, parse, source, walk

_EXPANSION = re.compile(r"\$\w+|\$\{\w+\}")
_RANDOM = re.compile(r"X{3,}(?=[^X/]*\Z)")

_REPEATING = frozenset({"for_statement", "c_style_for_statement", "while_statement", "function_definition"})


class Mktemp(Struct, frozen=True):
    """One call that creates a file or directory of which the name is known in part."""

    start: int
    """Byte offset of what `command_for` replaces: the call, or the whole of `NAME=$(mktemp …)`."""
    end: int
    pattern: str
    """A regular expression for the name, absolute or relative to the working directory."""
    folder: bool
    variable: str
    """The variable that gets the name, where the call is the whole value of an assignment; else ""."""

    def command_for(self, name: str) -> str:
        """Return a command that creates the file or directory `name`, a quoted word, in place of a random one."""
        variable = f'"${self.variable}"' if self.variable else name
        make = f"mkdir -m 0700 {variable}" if self.folder else f"install -m 0600 /dev/null {variable}"
        return f"{self.variable}={name} && {make}" if self.variable else f"{make} && echo {name}"


def mktemps(text: str) -> Iterator[Mktemp]:
    """Yield the calls whose output is used as a value: `mktemp [-dq] [-p DIR] TEMPLATE` in a substitution."""
    if "mktemp" not in text:
        return
    for node in walk(parse(text)):
        if node.type != "command" or node.parent is None or node.parent.type != "command_substitution":
            continue
        words = words_of(node)
        at = program_at(words)
        if at != 0 or source(words[0]) != "mktemp" or len(node.parent.named_children) != 1 or _repeats(node):
            continue
        found = _template(words[1:])
        if found is not None:
            pattern, folder = found
            whole = _assignment(node.parent)
            place = node if whole is None else whole
            variable = "" if whole is None else source(whole).partition("=")[0]
            yield Mktemp(place.start_byte, place.end_byte, pattern, folder, variable)


def _repeats(node: Node) -> bool:
    """Return whether the call is in a loop or function, so that it may run more than once."""
    above = node.parent
    while above is not None and above.type not in _REPEATING:
        above = above.parent
    return above is not None


def _assignment(substitution: Node) -> Node | None:
    """Return the assignment whose whole value is the substitution, where it is a statement of its own."""
    node = substitution.parent
    if node is not None and node.type == "string" and len(node.named_children) == 1:
        node = node.parent
    if node is None or node.type != "variable_assignment" or node.parent is None:
        return None
    value = source(node).partition("=")[2].strip('"')
    whole = value in (source(substitution), source(substitution).strip('"'))
    return node if whole and node.parent.type in ("program", "list") else None


def _template(words: list[Node]) -> tuple[str, bool] | None:
    """Return the pattern of the name and whether a directory is created; None for a call that is not understood."""
    folder, directory, templates = False, "", list[str]()
    rest = iter(words)
    for word in rest:
        plain = _text(word)
        if plain is None:
            return None
        if plain in ("-d", "--directory", "-dq", "-qd"):
            folder = True
        elif plain in ("-p", "--tmpdir"):
            following = next(rest, None)
            directory = (_text(following) if following is not None else None) or ""
        elif plain.startswith("--tmpdir="):
            directory = plain.partition("=")[2]
        elif plain.startswith("-"):
            if plain not in ("-q", "--quiet"):
                return None
        else:
            templates.append(plain)
    if len(templates) > 1 or not (templates or directory):
        return None
    template = templates[0] if templates else "tmp.XXXXXXXXXX"
    chosen = _RANDOM.search(template)
    if chosen is None:
        return None
    parts = (template[: chosen.start()], template[chosen.end() :])
    before = f"{directory.rstrip('/')}/{parts[0]}" if directory else parts[0]
    return f"{_pattern(before)}[A-Za-z0-9]{{{len(chosen[0])}}}{_pattern(parts[1])}", folder


def _text(word: Node) -> str | None:
    """Return a word in which expansions of variables are left as they are; None for other expansions."""
    plain = literal(word)
    if plain is not None:
        return plain
    text = source(word)
    if text.startswith('"') and text.endswith('"') and len(text) > 1:
        text = text[1:-1]
    return text if not set(_EXPANSION.sub("", text)) & set("$`\"'\\(){}*?") else None


def _pattern(text: str) -> str:
    """Return a regular expression for a part of a name; each expansion of a variable stands for any text."""
    parts = _EXPANSION.split(text)
    return ".*".join(re.escape(part) for part in parts)
