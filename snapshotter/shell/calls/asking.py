"""Calls of programs that ask a person and have options for the answers: keys, certificates, alternatives, shells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal, get_args

from msgspec import Struct

from snapshotter.shell.calls.installs import program_at, words_of
from snapshotter.shell.syntax import parse, source, walk

Asking = Literal["ssh-keygen", "openssl", "update-alternatives", "chsh"]
_OTHER_USE: Final[Mapping[str, frozenset[str]]] = {
    "ssh-keygen": frozenset("-A -B -D -F -H -K -L -M -Q -R -U -Y -c -e -i -k -l -p -r -s -y".split()),
    "openssl": frozenset("-subj -batch -config -in -help -noout".split()),
    "update-alternatives": frozenset(),
    "chsh": frozenset("-s --shell -l --list-shells -h --help -v".split()),
}
"""Options with which a program asks nothing, or other questions."""


class Question(Struct, frozen=True):
    """A call that asks, and where options can go."""

    program: Asking
    args: tuple[str, ...]
    """The words after the program, as typed."""
    place: int
    """Byte offset behind the program, or behind its verb."""
    end: int
    """Byte offset behind its last word."""


def asking(text: str) -> Iterator[Question]:
    """Yield the calls of a command line that ask a person."""
    if not any(name in text for name in get_args(Asking)):
        return
    for node in walk(parse(text)):
        words = words_of(node) if node.type == "command" else []
        at = program_at(words)
        if at is None:
            continue
        name, args = source(words[at]).rpartition("/")[2], [source(word) for word in words[at + 1 :]]
        place = words[at]
        if name == "openssl" and args[:1] == ["req"]:
            args, place = args[1:], words[at + 1]
            asks = not {"-new", "-x509", "-newkey"}.isdisjoint(args)
        else:
            asks = name in ("ssh-keygen", "chsh") or (name == "update-alternatives" and args[:-1] == ["--config"])
        if asks and _OTHER_USE[name].isdisjoint(args):
            yield Question(name, tuple(args), place.end_byte, words[-1].end_byte)  # type: ignore[arg-type]
