"""Reads what fish lists of its state.

`set --show` writes a line about each scope in which a variable is set, in the user's language and the innermost scope
first, and each element behind that of its scope, between bars, with control characters escaped.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator

from snapshotter.model import StateKind
from snapshotter.shell.quote import fish_word

FISH_VARIABLES = frozenset(
    "CMD_DURATION COLUMNS EUID FISH_VERSION IFS LINES OLDPWD PWD SHLVL TERM _ argv dirnext dirprev fish_bind_mode"
    " fish_handle_reflow fish_key_bindings fish_kill_signal fish_killring fish_pid history hostname pipestatus status"
    " status_generation umask version".split()
)
"""Variables that fish sets itself."""
_OWN = re.compile(r"__?(?:snap|SNAP|fish)_|fish_(?:prompt|pager|color)_")
_OWN_FUNCTIONS = re.compile(r"__?snap_|snap$")
_SCOPE = re.compile(r"\$(\w+): .*")
_ELEMENT = re.compile(r"\$\w+\[\d*\]: \|(.*)\|")
_ESCAPE = re.compile(r"\\(?:[xX]([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|c(.)|(.))")
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v"}
_FUNCTION = re.compile(r"^function (?:'([^']*)'|(\S+)).*\n", re.MULTILINE)
_END = re.compile(r"^end$", re.MULTILINE)


def variables(*, exported: bool) -> Callable[[str], dict[tuple[StateKind, str], str]]:
    """Return the reader of what `set --show` prints about variables that are all exported, or all not exported."""
    return lambda listing: dict(_variables(listing, exported=exported))


def functions(listing: str) -> dict[tuple[StateKind, str], str]:
    """Return the functions in the output of `functions NAME`, run for one function after the other."""
    return {("function", name): body for name, body in _bodies(listing) if not _OWN_FUNCTIONS.match(name)}


def _bodies(listing: str) -> Iterator[tuple[str, str]]:
    at = 0
    while (head := _FUNCTION.search(listing, at)) is not None and (end := _END.search(listing, head.end())) is not None:
        at = end.end()
        yield head[1] or head[2], listing[head.start() : at]


def _variables(listing: str, *, exported: bool) -> Iterator[tuple[tuple[StateKind, str], str]]:
    for name, (is_path, elements) in _shown(listing).items():
        if name in FISH_VARIABLES or _OWN.match(name):
            continue
        if exported:
            yield ("export", name), (":" if is_path else " ").join(elements)
        elif len(elements) < 2:
            yield ("variable", name), "".join(elements)
        else:
            yield ("array", name), " ".join(fish_word(element) for element in elements)


def _shown(listing: str) -> dict[str, tuple[bool, list[str]]]:
    """Return for each variable whether it is a path and the elements of its innermost scope."""
    found: dict[str, tuple[bool, list[str]]] = {}
    elements: list[str] = []
    for line in listing.split("\n"):
        if element := _ELEMENT.fullmatch(line):
            elements.append(_unescaped(element[1]))
        elif scope := _SCOPE.fullmatch(line):
            elements = []
            found.setdefault(scope[1], ("a path variable" in line or scope[1].endswith("PATH"), elements))
    return found


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text).encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")


def code_point(digits: str, escape: str) -> str:
    """Return the character with a number in hexadecimal; the escape itself for what is no character."""
    number = int(digits, 16)
    return escape if number > sys.maxunicode or 0xD800 <= number < 0xE000 else chr(number)


def _character(escape: re.Match[str]) -> str:
    byte, short, long, control, letter = escape.groups()
    if byte:
        value = int(byte, 16)
        return chr(value) if value < 0x80 else chr(0xDC00 + value)
    if short or long:
        return code_point(short or long, escape[0])
    return chr(ord(control) & 0x1F) if control else _LETTERS.get(letter, letter)
