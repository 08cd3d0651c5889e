"""Packages that were installed and removed, or not installed at all: the commands that can be left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from snapshotter.model import Command
from snapshotter.recipe.decide.touched_paths import is_plain, is_vague
from snapshotter.recipe.model import Decision, Origin
from snapshotter.shell.calls.package_managers import calls
from snapshotter.shell.facts import facts

_INSTALLS = frozenset({"install", "add", "i"})
_REMOVES = frozenset({"remove", "purge", "del", "uninstall", "erase", "rm"})
_SWEEPS = frozenset({"autoremove"})


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


def installs_nothing(command: Command, later: Sequence[str]) -> bool:
    """Return whether an installation that left nothing failed unseen, as before `| tail`: one of `later` repeats it."""
    own = package_calls(command)
    if own is None or not own.installs or own.removes:
        return False
    return any(own.installs <= _installed(text) for text in later)


def _installed(text: str) -> set[str]:
    if not any(call.verb in _INSTALLS for call in calls(text)):
        return set()
    return {arg for simple in facts(text).commands for arg in simple.args if arg}


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
        if install_stays or not own.removes <= installed or (own.sweeps and removal_stays):
            stay.add(origin)
    return stay
