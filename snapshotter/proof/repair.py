"""Repairs of a plan, chosen from the differences that a proof found or the step at which it failed.  Pure."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Set

from msgspec.structs import replace

from snapshotter.changes.compare import differing
from snapshotter.model import Change, Command, parents
from snapshotter.proof.compare import Comparison
from snapshotter.recipe.decide.fate import FAILED_IDLE, IDLE, IN_VOLUME, REPLACED
from snapshotter.recipe.decide.needless.accounts import account_call
from snapshotter.recipe.decide.touched_paths import touched_paths
from snapshotter.recipe.decide.undone import UNDONE, UNDONE_IN_PART
from snapshotter.recipe.decide.users import plain_user
from snapshotter.recipe.model import Decision, Origin, PathRepair, Plan, Repairs
from snapshotter.recipe.reasons import CHANCE, MACHINE, of_other_content
from snapshotter.shell.facts import facts
from snapshotter.shell.one_line.lines import statements
from snapshotter.shell.programs import BUILDERS

_WORDS = re.compile(r"[^\s'\"`=;|&<>(){}$/:,]+")
_ATTRIBUTES = {"mode", "uid", "gid"}
_MANY = 8
"""Files that differ in a directory at least, for it to be copied whole."""


def without_effect(plan: Plan) -> frozenset[Origin]:
    """Return the commands that succeeded but were left out because they had no lasting effect."""
    return frozenset(d.origin for d in plan.decisions if d.reason in (IDLE, IN_VOLUME, UNDONE, UNDONE_IN_PART))


def to_restore(plan: Plan, repairs: Repairs, found: Comparison) -> frozenset[Origin]:
    """Return the commands left out that may be the reason why paths differ: those that name one of them, else the rest.

    One whose text names its whole effect is no reason for other paths; none is for content that a command makes anew
    each time.
    """
    makers = _makers(plan)
    anew = {path for path, d in makers.items() if of_other_content(d.command.text) in (CHANCE, MACHINE)}
    paths = {one.path for one in found.paths if not (one.before and one.after and one.path in anew)}
    idle = without_effect(plan) - repairs.needless
    decisions = [d for d in plan.decisions if d.origin in idle and _may_explain(d.command, paths)]
    words = {posixpath.basename(path) for path in paths}
    naming = (d for d in decisions if not words.isdisjoint(_WORDS.findall(d.command.text)))
    return frozenset(d.origin for d in naming) or frozenset(d.origin for d in decisions)


def _may_explain(command: Command, paths: Set[str]) -> bool:
    """Return whether a command that was left out may be the reason why some of the paths differ."""
    if (account := account_call(command)) is not None:
        return any(path.startswith("/etc/") or not account.names.isdisjoint(path.split("/")) for path in paths)
    touched = touched_paths(command)
    if touched is None:
        return bool(paths)
    own = touched.paths | touched.possible
    return any(not own.isdisjoint((path, *parents(path))) or any(path in parents(one) for one in own) for path in paths)


def host_names(plan: Plan, repairs: Repairs, found: Comparison) -> dict[PathRepair, str]:
    """Return the repairs for files that differ in the container's host name, which a command can put there."""
    if plain_user(plan.base.config.user) != "root":
        return {}
    at = max(section.seq for section in plan.sections)
    tried = {repair.path for repair in repairs.hosts}
    makers = _makers(plan)
    return {
        PathRepair(path, repairs.proven, at): name
        for path, name in found.hosts.items()
        if path in makers and path not in tried and of_other_content(makers[path].command.text) != CHANCE
    }


def data_folders(plan: Plan, repairs: Repairs, found: Comparison) -> frozenset[PathRepair]:
    """Return the repairs for new directories with data that a program makes otherwise each time, as a database does."""
    differing = {one.path for one in found.paths if one.before and one.after and _is_content(one)}
    if len(differing) < _MANY:
        return frozenset()
    tried = {repair.path for repair in repairs.folders}
    counts = Counter(_new_folder(path, plan) for path in differing)
    at, folders = max(section.seq for section in plan.sections), set[PathRepair]()
    for folder, count in counts.items():
        files = sum(path.startswith(folder + "/") and _is_file(change) for path, change in plan.final.items())
        if folder and folder not in tried and count >= max(_MANY, files / 2):
            made = [d for d in plan.decisions if d.fate == "run" and any(p.startswith(folder + "/") for p in d.paths)]
            whole = (d for d in made if all((path + "/").startswith(folder + "/") for path in d.paths))
            if made and all(facts(d.command.text).calls.isdisjoint(BUILDERS) for d in whole):
                first = min(decision.origin[0] for decision in made)
                folders.add(PathRepair(folder, min(repairs.proven, first - 1), at))
    return frozenset(folders)


def _new_folder(path: str, plan: Plan) -> str:
    """Return the uppermost directory around a path that is new; "" if none is."""
    above = sorted(parents(path), key=len)
    return next((one for one in above if one in plan.final and plan.final[one].before is None), "")


def _is_file(change: Change) -> bool:
    return change.after is not None and change.after.kind == "file" and not change.volatile


def _partly_done(plan: Plan) -> frozenset[Origin]:
    """Return the lines of several commands that failed, of which some may have made what a later command needs."""
    left_out = (d for d in plan.decisions if d.fate == "left out" and d.reason.endswith(FAILED_IDLE))
    return frozenset(
        d.origin for d in left_out if len((known := facts(d.command.text)).commands) > 1 and known.surely_writes
    )


def replaced(plan: Plan) -> frozenset[Origin]:
    """Return the commands that are replaced by their files because a second run creates other content."""
    return frozenset(d.origin for d in plan.decisions if d.fate == "carried" and d.reason in REPLACED)


def after_differences(plan: Plan, repairs: Repairs, found: Comparison) -> Repairs:
    """Return repairs for paths that differ, by the most transparent means not yet tried."""
    renaming = _renaming(plan, found) - repairs.renames
    if renaming:
        return repairs.plus(renames=renaming, carry=_carried_before(plan, repairs, found, min(renaming)))
    extra = {_form(change.path) for change in found.paths if change.before is None}
    outdated = frozenset(one for one in repairs.remove if _form(one.path) in extra)
    if outdated:  # this build has others in their place: no removal can name them
        repairs = replace(repairs, remove=repairs.remove - outdated)
        return repairs.plus(renames=_namers(plan, {_form(one.path) for one in outdated}) - repairs.renames)
    if found.paths and plan.unread - repairs.variables:
        return repairs.plus(variables=plan.unread)
    carry, late, remove = set[str](), set[str](), set[str]()
    attributes: dict[PathRepair, Change] = {}
    makers, at = _makers(plan), max(section.seq for section in plan.sections)
    for change in found.paths:
        if change.before is None:
            remove.add(change.path)
        elif change.after is not None and not _is_content(change):
            repair = PathRepair(change.path, repairs.proven, at)
            attributes[repair] = Change(change.path, "changed", change.after, change.before)
        elif change.path in makers and not repairs.carries(change.path, makers[change.path].origin[0]):
            carry.add(change.path)
        elif change.path in plan.final:
            late.add(change.path)
    return repairs.plus(
        carry=_carries(plan, repairs, carry),
        late=frozenset(PathRepair(path, repairs.proven, at) for path in late),
        remove=frozenset(PathRepair(path, repairs.proven, at) for path in _tops(remove)),
        attributes=attributes,
    )


def _carries(plan: Plan, repairs: Repairs, paths: set[str]) -> frozenset[PathRepair]:
    """Return the repairs that copy paths after their makers, first those that are not made from another of them."""
    makers, at = _makers(plan), max(section.seq for section in plan.sections)
    return frozenset(
        PathRepair(path, min(repairs.proven, makers[path].origin[0] - 1), at)
        for path in paths - _derived(plan, paths) or paths
    )


def _carried_before(plan: Plan, repairs: Repairs, found: Comparison, origin: Origin) -> frozenset[PathRepair]:
    """Return the repairs for contents that were made before a command, which cannot be the reason why they differ."""
    if plan.unread - repairs.variables:
        return frozenset()
    makers = _makers(plan)
    other = {change.path for change in found.paths if change.before and change.after and _is_content(change)}
    own = {path for path in other if path in makers and makers[path].origin < origin}
    return _carries(plan, repairs, {path for path in own if not repairs.carries(path, makers[path].origin[0])})


def _is_content(change: Change) -> bool:
    return not (change.before and change.after and set(differing(change.before, change.after)) <= _ATTRIBUTES)


def _makers(plan: Plan) -> dict[str, Decision]:
    """Return, for each path that finally differs from the base, the last command that runs and changes it."""
    return {path: d for d in plan.decisions if d.fate == "run" for path in d.paths if path in plan.final}


def _renaming(plan: Plan, found: Comparison) -> frozenset[Origin]:
    """Return the commands that name their files differently each time: one is missing, and another is beside it."""
    additions = {folder for change in found.paths if change.before is None for folder in _around(change.path)}
    makers = _makers(plan)
    missing = [change.path for change in found.paths if change.after is None and change.path in makers]
    return frozenset(makers[path].origin for path in missing if additions.intersection(_around(path)))


def _form(path: str) -> tuple[str, int]:
    """Return what names chosen by chance have in common: their directory and length."""
    return posixpath.dirname(path), len(path)


def _namers(plan: Plan, forms: Set[tuple[str, int]]) -> frozenset[Origin]:
    """Return the commands that run and may create a path of such a form.

    Its path may be attributed to a later command that changed it too, or be there because a file in it is copied.
    """
    runs = [d for d in plan.decisions if d.fate == "run"]
    return frozenset(d.origin for d in runs if not d.paths or any(_form(path) in forms for path in d.paths))


def _around(path: str) -> tuple[str, str]:
    """Return the directory of a path and its parent."""
    parent = posixpath.dirname(path)
    return parent, posixpath.dirname(parent)


def _derived(plan: Plan, paths: set[str]) -> set[str]:
    """Return the paths that a command makes from another of the paths: they are right once that one is."""
    names = {path: re.compile(rf"(?<![\w.-]){re.escape(posixpath.basename(path))}(?![\w-])") for path in paths}
    found = set[str]()
    for decision in plan.decisions:
        if decision.fate == "run":
            made = {path for path in paths if path in decision.paths or path in decision.named}
            sources = {path for path in paths - made if names[path].search(decision.command.text)}
            found |= made if sources else set()
    return found


def after_failure(plan: Plan, repairs: Repairs, origin: Origin | None) -> Repairs:
    """Return repairs for a build that failed at a command; the same repairs if nothing is left to try."""
    if origin is not None and origin in repairs.restore:
        return repairs.plus(drop=frozenset({origin}))
    tried = repairs.restore | {one for one, _ in repairs.restored_for}
    helpful = frozenset(one for one in without_effect(plan) - tried if origin is None or one < origin)
    # the effect of commands without changes is unknown, so they are more likely to be needed than those undone later
    helpful = frozenset(d.origin for d in plan.decisions if d.origin in helpful and d.reason == IDLE) or helpful
    if helpful:
        restored_for = frozenset((one, origin) for one in helpful if origin is not None)
        return repairs.plus(restore=helpful, restored_for=restored_for)
    partly = frozenset(one for one in _partly_done(plan) - tried if origin is not None and one < origin)
    if origin is not None and partly:
        return repairs.plus(restore=partly, restored_for=frozenset((one, origin) for one in partly))
    if plan.unread - repairs.variables:
        return repairs.plus(variables=plan.unread)
    if replaced(plan) - repairs.keep:
        return repairs.plus(keep=replaced(plan))
    if origin is None:
        return repairs
    decision = next((d for d in plan.decisions if d.origin == origin), None)
    if decision is not None and _splits(decision) and origin not in repairs.whole:
        return repairs.plus(whole=frozenset({origin}))
    in_vain = {one for one, failed in repairs.restored_for if failed == origin}
    return replace(repairs, restore=repairs.restore - in_vain).plus(drop=frozenset({origin}))


def _splits(decision: Decision) -> bool:
    """Return whether the command consists of several statements."""
    return len(statements(decision.command.text)) > 1


def _tops(paths: Iterable[str]) -> frozenset[str]:
    """Return the paths that are not below another one of them."""
    known = set(paths)
    return frozenset(path for path in known if not any(above in known for above in parents(path)))
