"""Commands whose effects were taken back before the snapshot: a file made and removed, a package put in and out.  Pure.

Nothing of them is left, so a recipe does better without them.  A build that needs them fails or differs, and the
proof brings them back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from snapshotter.model import Snapshot
from snapshotter.recipe.choose import GONE_AGAIN, absolute, has_evidence
from snapshotter.recipe.nouns import Decision, Origin, Repairs
from snapshotter.shell.facts import Simple, facts
from snapshotter.shell.installs import installs
from snapshotter.shell.knowledge import LOOKING, STATE

_REMOVERS = frozenset({"rm", "rmdir", "unlink"})
_MAKERS = frozenset("touch mkdir echo printf cat cp tee ln dd seq install mv chmod chown sed".split())
"""Programs that do nothing with a file that lasts elsewhere."""
_UNINSTALLS = {
    "apt": frozenset({"remove", "purge", "autoremove"}), "apt-get": frozenset({"remove", "purge", "autoremove"}),
    "apk": frozenset({"del"}), "pip": frozenset({"uninstall"}), "pip3": frozenset({"uninstall"}),
    "npm": frozenset({"uninstall", "remove", "rm"}),
}


def vanished(decisions: Sequence[Decision], snapshots: Sequence[Snapshot], repairs: Repairs) -> list[Decision]:
    """Leave out commands that undo each other and left nothing, where the record shows what each left."""
    running: dict[int, list[Decision]] = {snapshot.seq: [] for snapshot in snapshots if has_evidence(snapshot)}
    for decision in decisions:
        if decision.fate == "run" and decision.origin[0] in running:
            running[decision.origin[0]].append(decision)
    gone = {origin for group in running.values() for origin in (*_files(group), *_packages(group))}
    return [
        replace(decision, fate="left out", reason=GONE_AGAIN)
        if decision.origin in gone - repairs.restore
        else decision
        for decision in decisions
    ]


def _files(running: Sequence[Decision]) -> Iterator[Origin]:
    """Give the commands that made or removed files which came and went."""
    for at, remover in enumerate(running):
        targets = set(_removed(remover)) if _is_vain(remover) else set()
        if not targets:
            continue
        names = re.compile("|".join(rf"(?<![\w.-]){re.escape(path.rpartition('/')[2])}(?![\w.-])" for path in targets))
        handling = [
            d for d in running[:at]
            if names.search(d.command.text) or any(_holds(path, d.command.cwd) for path in targets)
        ]
        if handling and all(_is_vain(d) and _only_by(d, _MAKERS | _REMOVERS) for d in handling):
            yield from (d.origin for d in (*handling, remover))


def _removed(decision: Decision) -> Iterator[str]:
    """Give the paths that a command does nothing but remove, by their names; none where it does anything else."""
    known = facts(decision.command.text)
    if not _only_by(decision, _REMOVERS) or any(None in simple.args for simple in known.commands):
        return
    for simple in known.commands:
        yield from (absolute(decision.command, arg) for arg in simple.args if arg and not arg.startswith("-"))


def _packages(running: Sequence[Decision]) -> Iterator[Origin]:
    """Give the commands that put packages in and out again, with nothing between that may have used them."""
    vain = [d for d in running if _is_vain(d)]
    went = [d for d in vain if any(_uninstalls(simple) for simple in facts(d.command.text).commands)]
    came = [d for d in vain if _installed(d)] if went else []
    undone = [d for d in came if _is_undone(d, went, running)]
    names = {name for d in undone for name in _installed(d)}
    yield from (d.origin for d in undone)
    for d in went if undone else ():
        out = set(_uninstalled(d))
        if out <= names and (out or undone == came):  # `autoremove` names none, and is for all of them
            yield d.origin


def _is_undone(install: Decision, went: Sequence[Decision], running: Sequence[Decision]) -> bool:
    names = _installed(install)
    after = [d for d in went if d.origin > install.origin and names.intersection(_uninstalled(d))]
    if not after or not names <= {name for d in after for name in _uninstalled(d)}:
        return False
    between = [d for d in running if install.origin < d.origin < after[-1].origin and d not in went]
    return all(_only_by(d, _MAKERS | _REMOVERS) or installs(d.command.text) for d in between)


def _installed(decision: Decision) -> set[str]:
    """Give the packages that a command does nothing but install."""
    found = installs(decision.command.text)
    if len(found) != 1 or len(facts(decision.command.text).commands) != 1 or found[0].others:
        return set()
    return {name for name, _ in found[0].names}


def _uninstalled(decision: Decision) -> Iterator[str]:
    for simple in facts(decision.command.text).commands:
        plain = [arg for arg in simple.args if arg and not arg.startswith("-")]
        yield from plain[1:] if _uninstalls(simple) else ["?"]


def _uninstalls(simple: Simple) -> bool:
    return simple.verb in _UNINSTALLS.get(simple.name, ())


def _is_vain(decision: Decision) -> bool:
    known = facts(decision.command.text)
    return not decision.paths and decision.command.status == 0 and known.parsed and not known.assigns


def _only_by(decision: Decision, programs: Iterable[str]) -> bool:
    known = facts(decision.command.text)
    return known.calls <= {*programs, *LOOKING, *STATE} and not known.functions and not known.sources


def _holds(folder: str, path: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")
