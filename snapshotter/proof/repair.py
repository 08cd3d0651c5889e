"""What to try next: from the differences of a proof, or the step at which it failed, to repairs of the plan.  Pure."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable

from msgspec.structs import replace

from snapshotter.changes.compare import differing
from snapshotter.model import Change, parents
from snapshotter.proof.compare import Comparison
from snapshotter.recipe.decide.fate import IDLE, IN_VOLUME, REPLACED
from snapshotter.recipe.decide.undone import UNDONE
from snapshotter.recipe.model import Decision, Origin, Plan, Repairs, Spot
from snapshotter.shell.one_line.lines import statements

_ATTRIBUTES = {"mode", "uid", "gid"}


def doubtful(plan: Plan) -> frozenset[Origin]:
    """Give the commands that were left out for want of an effect that lasts, but that ran well."""
    return frozenset(d.origin for d in plan.decisions if d.reason in (IDLE, IN_VOLUME, UNDONE))


def replaced(plan: Plan) -> frozenset[Origin]:
    """Give the commands whose files stand in for them because a second run gives other content."""
    return frozenset(d.origin for d in plan.decisions if d.reason == REPLACED)


def after_differences(plan: Plan, repairs: Repairs, found: Comparison) -> Repairs:
    """Give repairs for paths that came out different, by the least opaque means not yet tried."""
    renaming = _renaming(plan, found) - repairs.renames
    if renaming:
        return repairs.plus(renames=renaming)
    carry, late, remove = set[str](), set[str](), set[str]()
    attributes: dict[Spot, Change] = {}
    makers, at = _makers(plan), max(section.seq for section in plan.sections)
    for change in found.paths:
        if change.before is None:
            remove.add(change.path)
        elif change.after is not None and set(differing(change.before, change.after)) <= _ATTRIBUTES:
            spot = Spot(change.path, repairs.proven, at)
            attributes[spot] = Change(change.path, "changed", change.after, change.before)
        elif change.path in makers and not repairs.carries(change.path, makers[change.path].origin[0]):
            carry.add(change.path)
        elif change.path in plan.final:
            late.add(change.path)
    return repairs.plus(
        carry=frozenset(
            Spot(path, min(repairs.proven, makers[path].origin[0] - 1), at)
            for path in carry - _derived(plan, carry) or carry
        ),
        late=frozenset(Spot(path, repairs.proven, at) for path in late),
        remove=frozenset(Spot(path, repairs.proven, at) for path in _tops(remove)),
        attributes=attributes,
    )


def _makers(plan: Plan) -> dict[str, Decision]:
    """Give for each path that differs in the end the command that runs and was the last to change it."""
    return {path: d for d in plan.decisions if d.fate == "run" for path in d.paths if path in plan.final}


def _renaming(plan: Plan, found: Comparison) -> frozenset[Origin]:
    """Give the commands that make files of other names each time: theirs are missing, and beside them stand others."""
    strange = {folder for change in found.paths if change.before is None for folder in _around(change.path)}
    makers = _makers(plan)
    missing = [change.path for change in found.paths if change.after is None and change.path in makers]
    return frozenset(makers[path].origin for path in missing if strange.intersection(_around(path)))


def _around(path: str) -> tuple[str, str]:
    parent = posixpath.dirname(path)
    return parent, posixpath.dirname(parent)


def _derived(plan: Plan, paths: set[str]) -> set[str]:
    """Give those of the paths that a command makes out of another one of them: set right the one, and they follow."""
    names = {path: re.compile(rf"(?<![\w.-]){re.escape(posixpath.basename(path))}(?![\w-])") for path in paths}
    found = set[str]()
    for decision in plan.decisions:
        if decision.fate == "run":
            made = {path for path in paths if path in decision.paths or path in decision.named}
            sources = {path for path in paths - made if names[path].search(decision.command.text)}
            found |= made if sources else set()
    return found


def after_failure(plan: Plan, repairs: Repairs, origin: Origin | None) -> Repairs:
    """Give repairs for a build that failed at a command; the same repairs where nothing is left to try."""
    if origin is not None and origin in repairs.restore:
        return repairs.plus(drop=frozenset({origin}))
    known = repairs.restore | {one for one, _ in repairs.hopes}
    helpful = frozenset(one for one in doubtful(plan) - known if origin is None or one < origin)
    # nobody knows what the idle ones did: so they are more likely to be missed than those that were undone again
    helpful = frozenset(d.origin for d in plan.decisions if d.origin in helpful and d.reason == IDLE) or helpful
    if helpful:
        hopes = frozenset((one, origin) for one in helpful if origin is not None)
        return repairs.plus(restore=helpful, hopes=hopes)
    if replaced(plan) - repairs.keep:
        return repairs.plus(keep=replaced(plan))
    if origin is None:
        return repairs
    decision = next((d for d in plan.decisions if d.origin == origin), None)
    if decision is not None and _splits(decision) and origin not in repairs.whole:
        return repairs.plus(whole=frozenset({origin}))
    vain = {one for one, failed in repairs.hopes if failed == origin}
    return replace(repairs, restore=repairs.restore - vain).plus(drop=frozenset({origin}))


def _splits(decision: Decision) -> bool:
    return len(statements(decision.command.text)) > 1


def _tops(paths: Iterable[str]) -> frozenset[str]:
    known = set(paths)
    return frozenset(path for path in known if not any(above in known for above in parents(path)))
