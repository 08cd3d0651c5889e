"""Which paths a command sets, changes or takes away, as far as its words say."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, replace

from snapshotter.model import Command
from snapshotter.recipe.choose import absolute
from snapshotter.shell.facts import Facts, Simple, facts

_HANDLERS: Mapping[str, tuple[str, int]] = {
    "chgrp": ("Rcfhv", 1), "chmod": ("Rcfv", 1), "chown": ("Rcfhv", 1), "cp": ("RTadfprv", 0), "ln": ("Tfnsv", 0),
    "mkdir": ("pv", 0), "mkfifo": ("", 0), "mv": ("Tfnv", 0), "rm": ("Rdfirv", 0), "rmdir": ("pv", 0), "tee": ("a", 0),
    "touch": ("acm", 0), "unlink": ("", 0),
}
"""Programs that do something to the files they are given and nothing else: the letters of the options that change
nothing about that, and how many arguments come before the files."""
_INTO = frozenset({"cp", "ln", "mv"})
"""Those whose last argument may be a directory, into which the others then go by their own names."""
_ELSEWHERE = frozenset(
    "addgroup adduser apk apt apt-get chpasswd dnf groupadd groupmod ldconfig locale-gen service systemctl"
    " update-alternatives useradd userdel usermod yum".split()
)
"""Programs to which it is all the same which directory they are started in."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The paths that a command sets, changes or takes away."""

    paths: frozenset[str]
    overwrites: frozenset[str]
    """Those of them that it writes anew, whatever was there."""


def reach(command: Command) -> Reach | None:
    """Read off a command's words what it does to which paths; None where they do not say all of it."""
    known = facts(command.text)
    if not is_plain(known) or command.shell == "fish":
        return None
    place, found = command.cwd, set[str]()
    for simple in known.commands:
        if simple.name == "cd":
            if len(simple.args) != 1 or not simple.args[0] or simple.args[0] == "-" or known.writes:
                return None
            place = posixpath.normpath(posixpath.join(place, simple.args[0]))
        elif not simple.only_looks:
            handled = _handled(simple)
            if handled is None:
                return None
            found |= {absolute(replace(command, cwd=place), name) for name in handled}
    written = {absolute(command, name) for name in known.writes if name}
    return Reach(frozenset(found | written), frozenset() if ">>" in command.text else frozenset(written))


def is_plain(known: Facts) -> bool:
    """Say whether a command line changes nothing in its shell and all that it writes to is named."""
    return known.parsed and None not in known.writes and not (
        known.assigns or known.exports or known.functions or known.aliases or known.sources or known.umask
        or known.unsets or known.background
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
    if simple.name not in _INTO:
        return set(names)
    if len(names) < 2:
        return None
    *sources, target = names
    inside = {posixpath.join(target, posixpath.basename(source.rstrip("/"))) for source in sources}
    return {target, *inside, *(sources if simple.name == "mv" else ())}


def is_vague(command: Command) -> bool:
    """Say whether a command may read or write where its words do not say."""
    known = facts(command.text)
    words = {word for simple in known.commands for word in simple.words}
    return None in words or not known.parsed or any(_is_vague(simple) for simple in known.commands)


def _is_vague(simple: Simple) -> bool:
    return not simple.only_looks and simple.name not in _ELSEWHERE and simple.name not in _HANDLERS
