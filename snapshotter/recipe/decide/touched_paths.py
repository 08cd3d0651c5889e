"""The paths that a command creates, changes or removes, as far as its text names them."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.model import Command, resolve
from snapshotter.recipe.decide.users import absolute
from snapshotter.regex import regex
from snapshotter.shell.facts import Facts, facts
from snapshotter.shell.simple import Simple

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
"""Programs that only act on the files they are given → the letters of the options that do not change this, and the
number of arguments before the files."""
_EDITING = frozenset("ed ex install patch perl sed".split())
"""Others that change the files they are given."""
_INTO = frozenset({"cp", "ln", "mv"})
"""Those whose last argument may be a directory, in which the others are then created under their own names."""
_ELSEWHERE = frozenset(
    "addgroup adduser apk apt apt-get chpasswd curl dnf groupadd groupmod ldconfig locale-gen service systemctl"
    " update-alternatives useradd userdel usermod wget yum".split()
)
"""Programs that do not use the contents of their working directory."""
_REMOVERS = frozenset({"mv", "rm", "rmdir", "unlink"})
_FORCES = regex(r"-\w*f|--force")
_EXTRACTS = regex(r"-?[A-Za-z]*x")
_CREATES = regex(r"-?[zjJvphP]*c[zjJvphP]*f")
_SED_FILES = regex(r"(?<![A-Za-z])[rRwW] ")
"""Commands of sed that read or write a file."""


class TouchedPaths(Struct, frozen=True):
    """The paths that a command creates, changes or removes."""

    paths: frozenset[str]
    overwrites: frozenset[str]
    """Those of `paths` that it overwrites completely."""
    possible: frozenset[str] = frozenset()
    """Further paths that it touches if the last argument is a directory."""


def touched_paths(command: Command) -> TouchedPaths | None:
    """Return the paths that a command touches; None where its text does not name them all."""
    known = facts(command.text)
    if not is_plain(known) or command.shell == "fish":
        return None
    place, found, possible = command.cwd, set[str](), set[str]()
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
            possible |= {absolute(here, name) for name in _inside(simple)}
    written = {absolute(command, name) for name in known.writes if name}
    return TouchedPaths(
        frozenset(found | written), frozenset() if ">>" in command.text else frozenset(written), frozenset(possible)
    )


def removals(command: Command) -> dict[str, bool]:
    """Return the paths that a command removes, each with whether it succeeds also where they are not there."""
    place, found = command.cwd, dict[str, bool]()
    for simple in facts(command.text).commands:
        names = [arg for arg in simple.args if arg and not arg.startswith("-")]
        if simple.name == "cd" and names:
            place = resolve(place, names[0])
        elif simple.name in _REMOVERS:
            forced = simple.name == "rm" and any(_FORCES.match(arg) for arg in simple.args if arg)
            gone = names[:-1] if simple.name == "mv" else names
            found |= {absolute(replace(command, cwd=place), name): forced for name in gone}
    return found


def acts_on(command: Command) -> set[str]:
    """Return the paths that a command line names where it makes or changes files: by redirections, `mkdir`, `sed`."""
    known, places, found = facts(command.text), [command], set[str]()
    for simple in known.commands:
        if simple.name in ("cd", "pushd") and simple.args and simple.args[0]:
            places.append(replace(command, cwd=absolute(places[-1], simple.args[0])))
        elif simple.name in _HANDLERS or simple.name in _EDITING:
            found |= {absolute(place, arg) for arg in simple.args if arg for place in places}
    return found | {absolute(place, name) for name in known.writes if name for place in places}


def is_plain(known: Facts) -> bool:
    """Return whether a command line changes nothing in its shell and names every file that it writes to."""
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
    """Return the files that a simple command acts on; None where its arguments do not name them."""
    if None in simple.args:
        return None
    if (folder := _filled(simple)) is not None:
        return {folder}
    if (archive := _archive(simple)) is not None:
        return {archive}
    if simple.name not in _HANDLERS:
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


def _filled(simple: Simple) -> str | None:
    """Return the directory in which a command unpacks an archive; None where it does not unpack one."""
    args = [arg for arg in simple.args if arg]
    if simple.name == "tar" and args and _EXTRACTS.match(args[0]):
        option, long = "-C", "--directory="
    elif simple.name == "unzip" and not any(arg.startswith("-") and {"l", "p", "t", "v"} & set(arg) for arg in args):
        option, long = "-d", "-d"
    else:
        return None
    after = [name for one, name in pairwise(args) if one == option]
    joined = [arg.removeprefix(long) for arg in args if arg.startswith(long) and arg != option]
    return next(iter([*after, *joined]), ".")


def _archive(simple: Simple) -> str | None:
    """Return the archive that a `tar` writes as `tar czf FILE …`; None where it does anything else."""
    args = [arg for arg in simple.args if arg]
    if simple.name != "tar" or len(args) < 2 or not _CREATES.fullmatch(args[0]) or "--remove-files" in args:
        return None
    return args[1]


def _inside(simple: Simple) -> set[str]:
    """Return the paths that `cp`, `ln` or `mv` creates if its last argument is a directory."""
    names = [arg for arg in simple.args if arg and not arg.startswith("-")]
    if simple.name not in _INTO or len(names) < 2:
        return set()
    return {posixpath.join(names[-1], posixpath.basename(source.rstrip("/"))) for source in names[:-1]}


def is_vague(command: Command) -> bool:
    """Return whether a command may read or write paths that its text does not name."""
    known = facts(command.text)
    words = {word for simple in known.commands for word in simple.words}
    return None in words or not known.parsed or any(_is_vague(simple) for simple in known.commands)


def affects_contents(simple: Simple) -> bool:
    """Return whether a simple command may read or change what is below a directory that it names."""
    if simple.name in ("chgrp", "chmod", "chown"):
        return any(arg is None or (arg.startswith("-") and "R" in arg) for arg in simple.args)
    return simple.name not in ("cd", "echo", "mkdir", "mkfifo", "printf", "rmdir", "tee", "touch", "unlink")


def _is_vague(simple: Simple) -> bool:
    if simple.only_looks or simple.name in _ELSEWHERE or simple.name in _HANDLERS:
        return False
    if simple.name == "sed":  # it acts on what it is given, unless its script names files
        return any(arg is None or _SED_FILES.search(arg) for arg in simple.args)
    return simple.name != "tar" or not simple.args or not _EXTRACTS.match(simple.args[0] or "")
