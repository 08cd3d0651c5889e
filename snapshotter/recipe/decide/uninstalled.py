"""Packages that were installed and removed, or not installed at all: the commands that can be left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.model import Command, parents
from snapshotter.recipe.decide.touched_paths import is_plain, is_vague, touched_paths
from snapshotter.recipe.model import Decision, Origin
from snapshotter.regex import regex
from snapshotter.shell.calls.package_managers import calls
from snapshotter.shell.facts import facts
from snapshotter.shell.simple import Simple
from snapshotter.shell.syntax import encode, parse

_INSTALLS = frozenset({"install", "add", "i"})
_REMOVES = frozenset({"remove", "purge", "del", "uninstall", "erase", "rm"})
_SWEEPS = frozenset({"autoremove"})
_OR = "||"
_PIPE = "|"
"""Behind it the status of an installation is not that of its line."""
_VERSION = regex(r"[=<>~!\[; ].*|(?<=.)@.*")
_RECURSIVE = regex(r"-\w*[rR]|--recursive")


class PackageCalls(Struct, frozen=True):
    """The packages that a command line installs and removes, where it does nothing else."""

    installs: frozenset[str]
    removes: frozenset[str]
    sweeps: bool
    """Whether it removes packages that only others needed (`autoremove`)."""


def package_calls(command: Command) -> PackageCalls | None:
    """Return the packages that a command line installs and removes; None where it does anything else."""
    known, found = facts(command.text), calls(command.text)
    doing = [simple for simple in known.commands if not simple.only_looks]
    if not found or not is_plain(known) or known.writes or len(doing) != len(found):
        return None
    installs, removes, sweeps = set[str](), set[str](), False
    for simple, call in zip(doing, found, strict=True):
        names = {arg for arg in simple.args if arg and not arg.startswith("-")} - {call.verb}
        if None in simple.args or call.verb not in _INSTALLS | _REMOVES | _SWEEPS:
            return None
        installs |= names if call.verb in _INSTALLS else set()
        removes |= names if call.verb in _REMOVES else set()
        sweeps = sweeps or call.verb in _SWEEPS or bool({"--autoremove", "--auto-remove"} & call.options)
    return PackageCalls(frozenset(installs), frozenset(removes), sweeps)


def installs_nothing(command: Command, lasting: Sequence[str], later: Sequence[str]) -> bool:
    """Return whether an installation that left nothing failed unseen, as before `| tail`.

    One of the later commands with a lasting change repeats it, or none of the later ones can have removed what it left.
    """
    own = package_calls(command)
    if own is None or not own.installs or own.removes:
        return False
    names = {_name(word) for word in own.installs}
    if any(names <= _installed(text) for text in lasting):
        return True
    return _PIPE in command.text and not any(_may_remove(text, names) for text in later)


def without_idle_install(command: Command, made: Set[str]) -> Command:
    """Return a command without an installation at its end that left nothing: the rest names all paths of `made`."""
    if command.state or _OR in command.text or (parts := _last_of_chain(command.text)) is None:
        return command
    rest, end = (replace(command, text=part) for part in parts)
    own = package_calls(end)
    if own is None or not own.installs or own.removes:
        return command
    touched = touched_paths(rest)
    if touched is None:
        return command
    named = {one for path in touched.paths | touched.possible for one in (path, *parents(path))}
    return rest if made <= named else command


def _last_of_chain(text: str) -> tuple[str, str] | None:
    """Return a command line without what stands behind its last `&&`, and that; None where it has other parts."""
    root, raw = parse(text), encode(text)
    nodes = [child for child in root.children if child.type != "comment"]
    if root.has_error or len(nodes) != 1:
        return None
    node = nodes[0]
    while node.type in ("redirected_statement", "pipeline"):  # of a pipe at the end, the whole chain is the first part
        node = node.children[0]
    if node.type != "list" or node.children[-2].type != "&&":
        return None
    before, after = raw[: node.children[-2].start_byte], raw[node.children[-2].end_byte :]
    return before.decode("utf-8", "surrogateescape").rstrip(), after.decode("utf-8", "surrogateescape").strip()


def _installed(text: str) -> set[str]:
    if not any(call.verb in _INSTALLS for call in calls(text)):
        return set()
    return {_name(arg) for simple in facts(text).commands for arg in simple.args if arg}


def _name(word: str) -> str:
    """Return the name of a package without its version."""
    return _VERSION.sub("", word)


def _may_remove(text: str, names: Set[str]) -> bool:
    """Return whether a command line may remove these packages, packages that nobody asked for, or whole directories."""
    known, verbs = facts(text), {call.verb for call in calls(text)}
    if not known.parsed or verbs & _SWEEPS:
        return True
    if verbs & _REMOVES and not names.isdisjoint({_name(arg) for one in known.commands for arg in one.args if arg}):
        return True
    removals = [simple for simple in known.commands if simple.name in ("rm", "mv", "find", "git", "xargs")]
    return any(simple.name != "rm" or not _removes_files(simple) for simple in removals)


def _removes_files(simple: Simple) -> bool:
    return all(arg is not None and not _RECURSIVE.match(arg) for arg in simple.args)


def must_stay(dropped: Mapping[Origin, Decision], decisions: Sequence[Decision]) -> set[Origin]:
    """Return the package commands among those to be dropped that must stay.

    An installation stays if its packages are not removed later, or if a command in between may have used them; a
    removal, if its packages existed before or their installation stays; an `autoremove`, if a removal before it stays.
    """
    running = {d.origin: package_calls(d.command) for d in decisions if d.fate == "run"}
    found = {origin: one for origin, one in running.items() if one is not None}
    vague = [d.origin for d in decisions if d.fate == "run" and d.origin not in dropped and is_vague(d.command)]
    stay = set[Origin]()
    for origin in dropped.keys() & found.keys():
        own = found[origin]
        removals = [other for other in dropped if other > origin and found.get(other, own).removes & own.installs]
        installed = {name for other in dropped if other <= origin and other in found for name in found[other].installs}
        removal_stays = any(other < origin and found[other].removes for other in found.keys() - dropped.keys())
        may_be_used = not removals or any(origin < one < max(removals) for one in vague)
        install_stays = own.installs - own.removes and may_be_used
        removes_itself = bool(own.installs) and own.installs <= own.removes
        if install_stays or not (removes_itself or own.removes <= installed) or (own.sweeps and removal_stays):
            stay.add(origin)
    return stay
