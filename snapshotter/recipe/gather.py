"""Carried files brought together where each in its place would make too many layers for a Dockerfile.  Pure."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from snapshotter.recipe.carry import Position
from snapshotter.recipe.nouns import Carry, Decision
from snapshotter.shell.facts import facts

LAYERS = 40
"""More layers than this are brought down: an engine allows 125 or so, and each costs time when a container starts."""
_FEW = 20
"""More paths than this stay where they are: they are no edited file, and make few layers for what they are."""
_WHOLE_FOLDERS = frozenset("tar zip find du ls tree cp rsync mv rm chown chmod chgrp git make grep sha256sum".split())
"""Programs that may take all that is in a directory."""


def layers(carries: Iterable[Mapping[Position, Sequence[Carry]]]) -> int:
    """Give about how many layers a Dockerfile has with these among its commands, snapshot by snapshot."""
    copies = sum(len(_folders(carry)) for of in carries for group in of.values() for carry in group)
    return copies + sum(len(of) + 1 for of in carries)


def _folders(carry: Carry) -> set[str]:
    return {posixpath.dirname(change.path) for change in carry.changes if change.after}


def gathered(carries: Mapping[Position, Sequence[Carry]], decisions: Sequence[Decision]) -> dict[Position, list[Carry]]:
    """Move what is set down up to what is set down before it, past commands that it does not concern, as one Carry."""
    found: dict[Position, list[Carry]] = {}
    for position in sorted(carries):
        for carry in carries[position]:
            place = next((at for at in sorted(found) if _may_move(carry, decisions[at:position])), position)
            found.setdefault(place, []).append(carry)
    return {position: list(_together(group)) for position, group in found.items()}


def _may_move(carry: Carry, past: Sequence[Decision]) -> bool:
    if len(carry.changes) > _FEW or any(change.after is None for change in carry.changes):
        return False
    return not any(
        decision.fate == "run" and _concerns(decision, change.path) for decision in past for change in carry.changes
    )


def _concerns(decision: Decision, path: str) -> bool:
    """Say whether a command may make, read or handle a path, or a directory that it lies in."""
    text, folder = decision.command.text, posixpath.dirname(path)
    if posixpath.basename(path) in text or not _made(decision.paths).isdisjoint(_with_folders(path)):
        return True
    near = _holds(folder, decision.command.cwd) or posixpath.basename(folder) in text
    return near and (bool(re.search(r"[*?\[]", text)) or not facts(text).calls.isdisjoint(_WHOLE_FOLDERS))


@lru_cache(maxsize=4096)
def _made(paths: tuple[str, ...]) -> frozenset[str]:
    return frozenset(paths)


def _with_folders(path: str) -> Iterator[str]:
    while path != "/":
        yield path
        path = posixpath.dirname(path)


def _holds(folder: str, path: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def _together(group: Sequence[Carry]) -> Iterator[Carry]:
    seqs = dict.fromkeys(carry.seq for carry in group)
    for seq in seqs:
        own = [carry for carry in group if carry.seq == seq]
        changes = tuple(change for carry in own for change in carry.changes)
        reasons = {change.path: carry.reason for carry in own for change in carry.changes}
        yield Carry(changes, "\n".join(dict.fromkeys(carry.reason for carry in own)), seq, reasons)
