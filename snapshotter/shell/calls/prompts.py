"""Calls that ask a person something (`rm -i`, `find -ok`, dpkg for a configuration file) as calls that ask nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from tree_sitter import Node

from snapshotter.model import resolve
from snapshotter.regex import regex
from snapshotter.shell.calls.unattended import DEBIAN_INSTALLERS, place_of_options
from snapshotter.shell.programs import WRAPPERS
from snapshotter.shell.syntax import WORDS, literal, parse, source, walk

_INTERACTIVE = regex(r"-[A-Za-z]*i[A-Za-z]*\Z")
_ONCE = regex(r"-[A-Za-z]*[iI][A-Za-z]*\Z")
_LONG = regex(r"--interactive(?:=(?:always|once))?\Z")
_ASKING = frozenset({"rm", "cp", "mv", "ln"})
_OK = frozenset({"-ok", "-okdir"})
_WITH_VALUE = frozenset({"-t", "--target-directory", "-S", "--suffix"})
_PATTERN = regex(r"[*?\[{$`]")


class Answers(Protocol):
    """What is known of the answers to the prompts of one command line."""

    def is_untouched(self, path: str) -> bool:
        """Return whether a path was there before the command and is as it was: the answer was no."""

    def is_directory(self, path: str) -> bool:
        """Return whether a path is known to be a directory."""

    def configuration_option(self) -> str:
        """Return dpkg's option that answers its prompts for configuration files as they were; "" if none is known."""


def unasked(text: str, cwd: str, answers: Answers) -> Iterator[tuple[int, int, str]]:
    """Yield the edits, as (first byte, end byte, new text), after which a command line does what was answered."""
    for node in walk(parse(text)):
        if node.type != "command":
            continue
        words = [child for child in node.children if child.type in WORDS or child.type == "command_name"]
        names = [source(word) for word in words]
        place = next((i for i, name in enumerate(names) if _base(name) not in WRAPPERS and name[:1] != "-"), None)
        if place is None:
            continue
        program, args = _base(names[place]), words[place + 1 :]
        if program in DEBIAN_INSTALLERS:
            yield from _with_configuration_option(node, names[place:], answers)
        elif program == "find":
            yield from ((a.start_byte, a.end_byte, "-exec" + source(a)[3:]) for a in args if source(a) in _OK)
        elif program == "xargs":
            yield from (_removed(a) for a in args if source(a) in ("-p", "--interactive"))
        elif program in _ASKING and not _is_fed(node):
            yield from _answered(node, program, args, cwd, answers)


def _base(name: str) -> str:
    return name.rpartition("/")[2]


def _removed(word: Node) -> tuple[int, int, str]:
    """Return the removal of a word and the blank in front of it."""
    return word.start_byte - 1, word.end_byte, ""


def _is_fed(node: Node) -> bool:
    """Return whether a command's input is not the terminal: its answers are in the text."""
    above = node.parent
    if above is not None and above.type == "pipeline" and above.children[0] != node:
        return True
    return above is not None and above.type == "redirected_statement" and "<" in source(above)


def _with_configuration_option(node: Node, names: Sequence[str], answers: Answers) -> Iterator[tuple[int, int, str]]:
    option = "" if any("--force-conf" in name for name in names) else answers.configuration_option()
    place = place_of_options(node) if option else None
    if place is not None:
        yield place, place, f" {option}" if _base(names[0]) == "dpkg" else f" -o Dpkg::Options::={option}"


def _answered(
    node: Node, program: str, args: Sequence[Node], cwd: str, answers: Answers
) -> Iterator[tuple[int, int, str]]:
    flag = _ONCE if program == "rm" else _INTERACTIVE
    flags = [arg for arg in args if flag.match(source(arg)) or _LONG.match(source(arg))]
    if not flags or any(source(arg) in _WITH_VALUE for arg in args):
        return
    operands = [arg for arg in args if not source(arg).startswith("-")]
    asked = operands if program == "rm" else operands[:-1]
    declined = [arg for arg in asked if answers.is_untouched(_target(program, arg, operands, cwd, answers))]
    if program == "rm" and any(answers.is_directory(resolve(cwd, literal(arg) or "")) for arg in declined):
        return  # some of what is in it may have been removed
    if declined and len(declined) == len(asked):
        yield node.start_byte, node.end_byte, "true"
        return
    yield from map(_removed, declined)
    for arg in flags:
        rest = source(arg).replace("i", "").replace("I", "") if not source(arg).startswith("--") else "-"
        yield _removed(arg) if rest == "-" else (arg.start_byte, arg.end_byte, rest)


def _target(program: str, arg: Node, operands: Sequence[Node], cwd: str, answers: Answers) -> str:
    """Return the path that a program asked about for an operand; "" if that is not known."""
    word = literal(arg)
    if word is None or _PATTERN.search(word):
        return ""
    if program == "rm":
        return resolve(cwd, word)
    last = literal(operands[-1])
    if last is None:
        return ""
    target = resolve(cwd, last)
    if len(operands) > 2 or last.endswith("/") or answers.is_directory(target):
        return resolve(target, _base(word.rstrip("/")))
    return target
