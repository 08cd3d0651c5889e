"""Which paths a command sets, changes or takes away, as far as its words say."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.model import Command, resolve
from snapshotter.recipe.decide.fate import absolute
from snapshotter.regex import regex
from snapshotter.shell.facts import Facts, Simple, facts

_HANDLERS: Mapping[str, tuple[str, int]] = {
    "chgrp": ("Rcfhv", 1),
    "chmod": ("Rcfv", 1),
    "chown": ("Rcfhv", 1),
    "cp": ("RTadfprv", 0),
    "ln": ("Tfnsv", 0),
    "mkdir": ("pv", 0),
    "mkfifo": ("", 0),
    "mv": ("Tfnv", 0),
    "rm": ("Rdfirv", 0),
    "rmdir": ("pv", 0),
    "tee": ("a", 0),
    "touch": ("acm", 0),
    "unlink": ("", 0),
}
"""Programs that do something to the files they are given and nothing else: the letters of the options that change
nothing about that, and how many arguments come before the files."""
_INTO = frozenset({"cp", "ln", "mv"})
"""Those whose last argument may be a directory, into which the others then go by their own names."""
_ELSEWHERE = frozenset(
    "addgroup adduser apk apt apt-get chpasswd curl dnf groupadd groupmod ldconfig locale-gen service systemctl"
    " update-alternatives useradd userdel usermod wget yum".split()
)
"""Programs to which it is all the same what is in the directory they are started in."""
_EXTRACTS = regex(r"-?[A-Za-z]*x")


class Reach(Struct, frozen=True):
    """The paths that a command sets, changes or takes away."""

    paths: frozenset[str]
    overwrites: frozenset[str]
    """Those of them that it writes anew, whatever was there."""
    perhaps: frozenset[str] = frozenset()
    """Further paths, which it reaches where the last one named was a directory."""


def reach(command: Command) -> Reach | None:
    """Read off a command's words what it does to which paths; None where they do not say all of it."""
    known = facts(command.text)
    if not is_plain(known) or command.shell == "fish":
        return None
    place, found, perhaps = command.cwd, set[str](), set[str]()
    for simple in known.commands:
        if simple.name == "cd":
            if len(simple.args) != 1 or not simple.args[0] or simple.args[0] == "-" or known.writes:
                return None
            place = resolve(place, simple.args[0])
        elif not simple.only_looks:
            handled = _handled(simple)
            if handled is None:
                return None
            here = replace(command, cwd=place)
            found |= {absolute(here, name) for name in handled}
            perhaps |= {absolute(here, name) for name in _inside(simple)}
    written = {absolute(command, name) for name in known.writes if name}
    return Reach(
        frozenset(found | written), frozenset() if ">>" in command.text else frozenset(written), frozenset(perhaps)
    )


def is_plain(known: Facts) -> bool:
    """Say whether a command line changes nothing in its shell and all that it writes to is named."""
    return (
        known.parsed
        and None not in known.writes
        and not (
            known.assigns
            or known.exports
            or known.functions
            or known.aliases
            or known.sources
            or known.umask
            or known.unsets
            or known.background
        )
    )


def _handled(simple: Simple) -> set[str] | None:
    """Give the files that a simple command does something to; None where its words do not say."""
    if simple.name not in _HANDLERS or None in simple.args:
        return None
    letters, skipped = _HANDLERS[simple.name]
    words = [arg for arg in simple.args if arg]
    options = [word for word in words if word.startswith("-")]
    if any(set(option[1:]) - set(letters) for option in options):
        return None
    names = [word for word in words if word not in options][skipped:]
    if simple.name not in _INTO or simple.name == "mv":
        return set(names)
    return {names[-1]} if len(names) > 1 else None


def _inside(simple: Simple) -> set[str]:
    """Give where files go that `cp`, `ln` or `mv` puts into a directory."""
    names = [arg for arg in simple.args if arg and not arg.startswith("-")]
    if simple.name not in _INTO or len(names) < 2:
        return set()
    return {posixpath.join(names[-1], posixpath.basename(source.rstrip("/"))) for source in names[:-1]}


def is_vague(command: Command) -> bool:
    """Say whether a command may read or write where its words do not say."""
    known = facts(command.text)
    words = {word for simple in known.commands for word in simple.words}
    return None in words or not known.parsed or any(_is_vague(simple) for simple in known.commands)


def minds_below(simple: Simple) -> bool:
    """Say whether a simple command may do something with what is below a directory that it names."""
    if simple.name in ("chgrp", "chmod", "chown"):
        return any(arg is None or (arg.startswith("-") and "R" in arg) for arg in simple.args)
    return simple.name not in ("cd", "echo", "mkdir", "mkfifo", "printf", "rmdir", "tee", "touch", "unlink")


def _is_vague(simple: Simple) -> bool:
    if simple.only_looks or simple.name in _ELSEWHERE or simple.name in _HANDLERS:
        return False
    return simple.name != "tar" or not simple.args or not _EXTRACTS.match(simple.args[0] or "")
