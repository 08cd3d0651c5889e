"""`source FILE` of bash and zsh as `. FILE`, which every POSIX shell has.  Pure."""

from __future__ import annotations

from snapshotter.shell.syntax import encode, parse, source, walk


def with_dot(text: str) -> str:
    """Return the text of a command line with `.` for `source`, where it has one argument.

    A name without a slash is looked for on the PATH first, and in the current directory by bash alone.
    """
    raw, edits = encode(text), list[tuple[int, int, str]]()
    for node in walk(parse(text)):
        if node.type != "command_name" or source(node) != "source" or node.parent is None:
            continue
        arguments = [child for child in node.parent.children if child.is_named and child != node]
        if len(arguments) != 1:
            return text
        here = "" if "/" in source(arguments[0]) else "./"
        edits.append((node.start_byte, arguments[0].start_byte, f". {here}"))
    for start, end, word in reversed(edits):
        raw = raw[:start] + encode(word) + raw[end:]
    return raw.decode("utf-8", "surrogateescape")
