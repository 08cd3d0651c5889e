"""Here-documents: their bodies, and the same command with `printf`, for places where only one line is allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from tree_sitter import Node

from snapshotter.regex import regex
from snapshotter.shell.quote import quote_always
from snapshotter.shell.syntax import encode, literal, parse, source, walk

_MARK = "\ue000{}\ue001"
_MARKED = regex("\ue000([0-9]+)\ue001")


class HereFile(Struct, frozen=True):
    """A here-document that does nothing but write one file: `cat > PATH <<EOF`."""

    path: str
    content: str
    append: bool


class _Body(Struct, frozen=True):
    lines: tuple[str, ...]
    expands: bool
    """Whether the shell expands `$`, backquotes and backslashes in it."""
    commands: tuple[str, ...] = ()
    """The `$(…)` in it, replaced in the lines by `_MARK` with their index, since quotes inside them must not change."""


def here_file(text: str) -> HereFile | None:
    """Return the file that `text` writes if it is `cat > PATH <<EOF` without expansions, else None."""
    root = parse(text)
    nodes = [node for node in root.children if node.type != "comment"]
    if root.has_error or len(nodes) != 1 or nodes[0].type != "redirected_statement":
        return None
    heres = [node for node in walk(nodes[0]) if node.type == "heredoc_redirect"]
    files = [node for node in walk(nodes[0]) if node.type == "file_redirect"]
    if len(heres) != 1 or len(files) != 1 or source(nodes[0].children[0]) != "cat":
        return None
    if sum(node.type in ("command", "subshell", "compound_statement") for node in walk(nodes[0])) != 1:
        return None
    operator = next((child.type for child in files[0].children if child.type in (">", ">>", ">|")), "")
    path, body = literal(files[0].children[-1]), _body(heres[0])
    if not operator or not path or body is None or body.expands or files[0].children[0].type == "file_descriptor":
        return None
    return HereFile(path, "".join(line + "\n" for line in body.lines), operator == ">>")


def without_heredocs(text: str) -> str | None:
    """Return `text` with `printf` in place of every here-document, or None if the result would differ."""
    root = parse(text)
    heres = [node for node in walk(root) if node.type == "heredoc_redirect"]
    if not heres:
        return text
    edits: list[tuple[int, int, bytes]] = []
    for here in heres:
        body, statement = _body(here), here.parent
        printf = _printf(body) if body is not None else None
        if printf is None or statement is None or statement.type != "redirected_statement":
            return None
        edits += _edits(here, _reading_command(statement.children[0]), printf)
    raw = encode(text)
    for start, end, new in sorted(edits, reverse=True):
        raw = raw[:start] + new + raw[end:]
    return raw.decode("utf-8", "surrogateescape").rstrip("\n")


def _reading_command(node: Node) -> Node:
    """Return the command that reads a here-document: the grammar attaches the redirection to the whole of `a && b`."""
    while node.type in ("list", "redirected_statement") and node.children:
        node = node.children[-1] if node.type == "list" else node.children[0]
    return node


def _edits(here: Node, command: Node, printf: str) -> list[tuple[int, int, bytes]]:
    start = next(child for child in here.children if child.type == "heredoc_start")
    end = next(child for child in here.children if child.type == "heredoc_end")
    raw = encode(_full_text(here))
    body_start = raw.index(b"\n", start.end_byte)
    if source(command) == "cat":
        head = (command.start_byte, command.end_byte, encode(printf))
    else:
        head = (command.start_byte, command.start_byte, encode(printf) + b" | ")
    operator_start = here.start_byte
    gap = len(raw[:operator_start]) - len(raw[:operator_start].rstrip(b" \t"))
    return [head, (operator_start - gap, start.end_byte, b""), (body_start, end.end_byte, b"")]


def _full_text(node: Node) -> str:
    while node.parent is not None:
        node = node.parent
    # the range of a root node may begin after leading blanks; offsets count from the first byte of the text
    return " " * node.start_byte + source(node)


def _body(here: Node) -> _Body | None:
    start = next((child for child in here.children if child.type == "heredoc_start"), None)
    end = next((child for child in here.children if child.type == "heredoc_end"), None)
    if start is None or end is None:
        return None
    raw = encode(_full_text(here))
    first = raw.find(b"\n", start.end_byte)
    last = end.start_byte
    if first < 0 or last <= first or raw.count(b"<<", 0, first) != 1:
        return None
    quoted = any(char in source(start) for char in "'\"\\")
    commands = () if quoted else tuple(_commands(here))
    for number, node in reversed(list(enumerate(commands))):
        raw = raw[: node.start_byte] + encode(_MARK.format(number)) + raw[node.end_byte :]
    last = len(raw) - (len(encode(_full_text(here))) - last)
    text = raw[first + 1 : last].decode("utf-8", "surrogateescape")
    lines = text.split("\n")[:-1]  # on its line, only tabs may precede the closing word
    if here.children[0].type == "<<-" or source(here).startswith("<<-"):
        lines = [line.lstrip("\t") for line in lines]
    expands = not quoted and (bool(commands) or any(char in text for char in "$`\\"))
    return _Body(tuple(lines), expands, tuple(source(node) for node in commands))


def _commands(here: Node) -> Iterator[Node]:
    body = next((child for child in here.children if child.type == "heredoc_body"), None)
    for child in body.children if body is not None else ():
        if child.type == "command_substitution" and source(child).startswith("$(") and "\n" not in source(child):
            yield child


def _printf(body: _Body) -> str | None:
    if not body.lines:
        return "printf ''"
    if body.expands and any(re.search(r"`|\$\(|\\$", line) for line in body.lines):
        return None
    words = [
        f'"{_double(line)}"' if body.expands and re.search(rf"[$`\\{_MARK[0]}]", line) else quote_always(line)
        for line in body.lines
    ]
    words = [_MARKED.sub(lambda match: body.commands[int(match[1])], word) for word in words]
    if len(words) == 1:
        return f"printf '%s\\n' {words[0]}"
    return " \\\n    ".join(["printf '%s\\n'", *words])


def _double(line: str) -> str:
    out, index = [], 0
    while index < len(line):
        char = line[index]
        if char == "\\" and line[index + 1 : index + 2] in ("$", "`", "\\"):
            out.append(line[index : index + 2])
            index += 2
            continue
        out.append("\\" + char if char in '\\"' else char)
        index += 1
    return "".join(out)
