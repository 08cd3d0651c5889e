"""What each step of a command has to do with a file: whether it may have made it, or needs that it is there.  Pure."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.explain.command_window import CommandWindow
from snapshotter.changes.explain.writers import ADJUSTERS, only_adjusts
from snapshotter.model import Command, parents
from snapshotter.recipe.decide.touched_paths import is_plain
from snapshotter.recipe.decide.users import absolute
from snapshotter.regex import regex
from snapshotter.shell.facts import Facts, facts
from snapshotter.shell.programs import BUILDERS, SHELLS, STATE
from snapshotter.shell.simple import Simple

What = Literal["nothing", "reads", "sets", "moves", "copies", "edits", "appends", "removes", "unclear", "may make"]

_BRING_NOTHING = frozenset(
    "addgroup adduser apk apt apt-get chpasswd deluser delgroup dnf groupadd groupdel groupmod gpasswd ldconfig"
    " locale-gen mkdir mkfifo microdnf passwd rmdir service systemctl update-alternatives update-ca-certificates"
    " useradd userdel usermod yum".split()
)
"""Programs that bring no files but those that packages own, and those in their own databases."""
_INSTALLERS = frozenset("apk apt apt-get aptitude dnf dpkg dpkg-reconfigure microdnf yum".split())
"""Programs that run scripts of packages, which make settings that no package owns (sshd_config, locale.gen)."""
_SETTINGS = frozenset({"/etc", "/var"})
"""Where these scripts write, as a rule."""
_TOP = frozenset(
    "bin boot dev etc home lib lib32 lib64 libx32 media mnt opt proc root run sbin srv sys tmp usr var".split()
)
"""The directories of every system (hier(7)): what works in "/" makes others there."""
_HOMES = frozenset({"adduser", "useradd", "usermod"})
"""Those that copy files to a home directory, with the times that they have in /etc/skel."""
_PLACED = frozenset("cargo composer curl gem git go npm npx pip pip3 pnpm rsync tar unzip wget yarn".split())
"""Programs that write only where they work, or to places that their arguments name, but for what packages own."""
_WRITING = frozenset("curl dd install ln rsync tee touch truncate wget".split())
"""Programs that write to a file which their arguments name."""
_HANDLERS = ADJUSTERS | frozenset("cp mv rm sed shred unlink".split())
_REMOVERS = frozenset("rm shred unlink".split())
_PATTERN = regex(r"[*?\[]")
_CHANGES_NAMES = regex(r"-[A-Za-z]*[tSbl]|--(target-directory|backup|suffix|link|symbolic-link|parents)")
"""An option of `cp` or `mv` with which the last argument is not all that says where the file goes."""


class Step(Struct, frozen=True):
    """One simple command, or the redirections of a whole command line, where it is not clear what it does None."""

    index: int
    """The position of its command in the snapshot."""
    command: Command
    """The command, in the directory in which the step works."""
    simple: Simple | None = None
    writes: frozenset[str] = frozenset()
    paths: frozenset[str] | None = None
    """The paths that it can change are these and what is below them; None where that is not known."""


class Role(Struct, frozen=True):
    """What a step has to do with a path."""

    what: What
    source: str = ""
    """For "moves" and "copies": the path that the file had, or has, before."""
    unless: str = ""
    """Where the last argument was a directory already, the file is made below this path instead."""


_NOTHING, _UNCLEAR, _MAY_MAKE = Role("nothing"), Role("unclear"), Role("may make")


def steps(commands: Sequence[Command]) -> Iterator[Step]:
    """Yield the steps of the commands that may have changed files, in the order in which they began."""
    for index, command in sorted(enumerate(commands), key=lambda one: one[1].begin):
        known = facts(command.text)
        if known.only_state or known.only_looks or command.status == 127:
            continue
        moves = known.calls & {"pushd", "popd"} or any(
            one.name == "cd" and (len(one.args) != 1 or not one.args[0] or one.args[0] == "-") for one in known.commands
        )
        if not is_plain(known) or moves or command.shell == "fish" or command.status is None:
            yield Step(index, command)
            continue
        writing = _writing(index, command, known)
        if writing is not None and ">>" not in command.text:
            yield writing  # before the others and after them: where in the line it is, is not known
        place = command
        for simple in known.commands:
            if simple.name == "cd":
                place = replace(place, cwd=absolute(place, simple.args[0] or ""))
            elif simple.name in _HOMES:
                yield Step(index, place, simple, paths=_homes(simple))
            elif simple.name in _INSTALLERS:
                if not simple.only_looks:
                    yield Step(index, place, simple, paths=_SETTINGS)
            elif simple.name not in STATE | _BRING_NOTHING and not simple.only_looks:
                yield Step(index, place, simple, paths=_handled(place, simple))
        if writing is not None:
            yield writing


def _writing(index: int, command: Command, known: Facts) -> Step | None:
    """Return the redirections of a line, to the paths that they may mean in each directory that it enters."""
    places = [command]
    for simple in known.commands:
        if simple.name == "cd":
            places.append(replace(command, cwd=absolute(places[-1], simple.args[0] or "")))
    written = frozenset(absolute(place, target) for target in known.writes if target for place in places)
    return Step(index, command, writes=written, paths=written) if known.writes else None


def _homes(simple: Simple) -> frozenset[str]:
    """Return the home directories that a program which makes users may have made."""
    words = [arg.rpartition("=")[2].rstrip("/") for arg in simple.args if arg]
    return frozenset(word if word.startswith("/") else f"/home/{word}" for word in words if word)


def _handled(command: Command, simple: Simple) -> frozenset[str] | None:
    """Return the paths that the arguments of a program mean which acts on nothing else; None for other programs."""
    plain = (
        simple.name in _HANDLERS
        and None not in simple.args
        and not any(map(_PATTERN.search, filter(None, simple.args)))
    )
    return frozenset(_paths(command, simple)) if plain else None


def role(step: Step, path: str, *, archived: bool) -> Role:
    """Return what a step has to do with a path; "unclear" where it may have made it, but nothing says so.

    `archived` says that the content has a time that only a command which keeps times can have set.
    """
    if step.paths is not None and path not in step.paths and step.paths.isdisjoint(parents(path)):
        return _NOTHING
    if step.writes:
        if path not in step.writes:
            return _NOTHING
        return Role("appends") if ">>" in step.command.text else _MAY_MAKE
    simple = step.simple
    if simple is None:
        return _unclear(step, path, archived=archived)
    if simple.name in _HOMES:
        return _MAY_MAKE
    if simple.name in _INSTALLERS:
        return _NOTHING if archived else _MAY_MAKE
    if step.command.status and simple.name in ADJUSTERS | _REMOVERS | {"cp", "mv", "sed"}:
        return _NOTHING
    if simple.name == "tee" and "-a" in simple.args and path in _paths(step.command, simple):
        return Role("appends")
    if simple.name == "find" and only_adjusts(simple):
        return (
            Role("sets") if any(_means(one, path, below=True) for one in _paths(step.command, simple)[:1]) else _NOTHING
        )
    if simple.name in ADJUSTERS:
        return Role("sets") if _reaches(step, simple, path) else _NOTHING
    if simple.name in _REMOVERS:
        if None in simple.args:  # a pattern, which says nothing of this path
            return _NOTHING
        return Role("removes") if _reaches(step, simple, path, below=True) else _NOTHING
    if simple.name in ("mv", "cp"):
        return _moved(step, simple, path, archived=archived)
    if simple.name == "sed":
        return Role("edits") if _reaches(step, simple, path) else _NOTHING
    return _unclear(step, path, archived=archived)


def _unclear(step: Step, path: str, *, archived: bool) -> Role:
    """Return the role of a step that may write other files than those its text names."""
    name = step.simple.name if step.simple else ""
    if not archived and name not in _PLACED:
        return _UNCLEAR
    beside = step.command.cwd == "/" and path.split("/")[1] not in _TOP
    if not beside and not any(_window(step.command).nearness(path)):
        return _NOTHING
    if name in _WRITING:
        return _MAY_MAKE
    if archived and step.simple is not None and path in _paths(step.command, step.simple):
        return Role("reads")  # what such a program writes has the time at which it ran
    if name in _PLACED:
        return _MAY_MAKE
    return _UNCLEAR if not archived or step.simple is None or name in SHELLS | BUILDERS else Role("reads")


@lru_cache(maxsize=512)
def _window(command: Command) -> CommandWindow:
    return CommandWindow(command, 0)


def _paths(command: Command, simple: Simple) -> list[str]:
    """Return the paths that the arguments may mean."""
    return [absolute(command, arg) for arg in simple.args if arg and not arg.startswith("-")]


def _reaches(step: Step, simple: Simple, path: str, *, below: bool = False) -> bool:
    """Return whether an argument means the path, or a directory above it where the program goes down."""
    if None in simple.args:
        return True
    recursive = below or any(
        arg == "--recursive" or (arg.startswith("-") and not arg.startswith("--") and "R" in arg)
        for arg in simple.args
        if arg
    )
    return any(_means(one, path, below=recursive) for one in _paths(step.command, simple))


def _means(pattern: str, path: str, *, below: bool) -> bool:
    """Return whether a pattern matches the path, or with `below` a directory above it; `*` matches no slash."""
    wanted, names = pattern.split("/"), path.split("/")
    if pattern == "/":
        return below
    if len(wanted) > len(names) or (len(wanted) < len(names) and not below):
        return False
    return all(map(fnmatchcase, names, wanted)) if _PATTERN.search(pattern) else names[: len(wanted)] == wanted


def _moved(step: Step, simple: Simple, path: str, *, archived: bool) -> Role:
    """Return the role of `mv` or `cp`: where the path comes from, if it is one of those that they make."""
    if None in simple.args:
        return _unclear(step, path, archived=archived)
    named = _paths(step.command, simple)
    if len(named) < 2:
        return _MAY_MAKE
    *sources, target = named
    if any(_means(source, path, below=True) for source in sources):
        return Role("removes" if simple.name == "mv" else "reads")
    if not f"{path}/".startswith(f"{target}/"):
        return _NOTHING
    plain = not any(_PATTERN.search(one) for one in named)
    if not plain or any(_CHANGES_NAMES.match(arg or "") for arg in simple.args):
        return _MAY_MAKE
    what: What = "moves" if simple.name == "mv" else "copies"
    for source in sources:
        there = posixpath.join(target, posixpath.basename(source))
        if f"{path}/".startswith(f"{there}/"):
            return Role(what, source + path[len(there) :])
    if len(sources) > 1:
        return _MAY_MAKE
    return Role(what, sources[0] + path[len(target) :], posixpath.join(target, posixpath.basename(sources[0])))
