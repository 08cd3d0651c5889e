"""Packages that came and went within a snapshot: which of their commands can be left out together."""

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


class Traffic(Struct, frozen=True):
    """What a command line does with packages; it does nothing else."""

    installs: frozenset[str]
    removes: frozenset[str]
    sweeps: bool
    """Takes away what was only there for others."""


def traffic(command: Command) -> Traffic | None:
    """Read off a command line which packages it installs and removes; None where it does anything besides."""
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
    return Traffic(frozenset(installs), frozenset(removes), sweeps)


def needed(passing: Mapping[Origin, Decision], decisions: Sequence[Decision]) -> set[Origin]:
    """Give those commands for packages among the passing ones that have to stay.

    An installation stays that nothing removes again, or whose packages a command between may have used; a removal,
    where what it removes was there before or its installation stays; a sweep, where a removal before it stays.
    """
    moves = {d.origin: found for d in decisions if d.fate == "run" and (found := traffic(d.command)) is not None}
    vague = [d.origin for d in decisions if d.fate == "run" and d.origin not in passing and is_vague(d.command)]
    stay = set[Origin]()
    for origin in passing.keys() & moves.keys():
        own = moves[origin]
        gone = [other for other in passing if other > origin and moves.get(other, own).removes & own.installs]
        came = {name for other in passing if other <= origin and other in moves for name in moves[other].installs}
        kept = any(other < origin and moves[other].removes for other in moves.keys() - passing.keys())
        if (
            (own.installs - own.removes and (not gone or any(origin < one < max(gone) for one in vague)))
            or not own.removes <= came
            or (own.sweeps and kept)
        ):
            stay.add(origin)
    return stay
