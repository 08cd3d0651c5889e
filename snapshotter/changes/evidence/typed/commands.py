"""The typed lines that explain what nothing else does, in the order of the history, each with what it made.

A line whose effect is not found is left out, and so is one that only looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set

from msgspec.structs import replace

from snapshotter.changes.evidence.model import Shown, Side
from snapshotter.changes.evidence.typed.assign import assigned
from snapshotter.changes.evidence.typed.effects import ACCOUNTS
from snapshotter.changes.evidence.typed.history import typed_lines
from snapshotter.changes.evidence.typed.line import Line, followed
from snapshotter.changes.evidence.typed.needed import (
    is_done_better,
    with_removals,
    with_state,
    with_vanished,
)
from snapshotter.changes.evidence.typed.order import dated
from snapshotter.changes.packages.owners import Owners
from snapshotter.model import Change, Tree
from snapshotter.shell.facts import facts


def typed_commands(
    before: Side, after: Side, changes: Sequence[Change], found: Sequence[Shown], start: str
) -> tuple[list[Shown], list[Shown]]:
    """Return the typed lines that explain changes which `found` does not, and `found` at the places of its lines.

    `changes` are those that last, `start` is the directory in which a shell begins.
    """
    lines = [
        line
        for number, typed in enumerate(typed_lines(before, after))
        for line in followed(typed, number, start, before.tree, after)
    ]
    if not lines:
        return [], list(found)
    found = [one for one in found if not _is_typed(one, lines)]
    logged = [one for one in found if one.exact]
    sure = [one for one in found if not one.exact]
    lasting = [one for one in changes if not any(shown.explains(one) for shown in sure)]
    left = [one for one in lasting if not any(shown.explains(one) for shown in logged)]
    # what a log explains by the time alone may be the work of a line that names it
    paths = {one.path for one in left}
    perhaps = [one for one in lasting if not one.package and one.path not in paths]
    owners = assigned(lines, [*left, *_removed(before, after, changes)], perhaps)
    with_vanished(lines, after.tree)
    for number, line in enumerate(lines):
        line.needed = line.needed and (number in owners or not is_done_better(line, lines[number + 1 :]))
    with_removals(lines, after.tree)
    with_state(lines)
    same, placed = dated(lines, owners, found, {one.path: one for one in changes})
    own = frozenset(path for paths in owners.values() for path in paths)
    instead = {place for place, number in same.items() if lines[number].needed and _is_of_accounts(found[place].text)}
    kept = [_without(shown, own) for place, shown in enumerate(placed) if place not in instead]
    return [
        _shown(line, owners.get(number, []), [found[place] for place in sorted(instead) if same[place] == number])
        for number, line in enumerate(lines)
        if line.needed
    ], kept


_ADDING = frozenset({"install", "i", "ci", "add", "require", "update", ""})


def _is_typed(shown: Shown, lines: Sequence[Line]) -> bool:
    """Return whether the packages of a project were installed by a typed line, so that they need no other command."""
    if shown.cwd == "/" or shown.user != "root":
        return False
    programs = facts(shown.text).calls
    return any(
        one.name in programs and one.verb in _ADDING
        for line in lines
        if line.cwd == shown.cwd and not line.looks
        for one in line.known.commands
    )


def _is_of_accounts(text: str) -> bool:
    return not facts(text).calls.isdisjoint(ACCOUNTS)


def _without(shown: Shown, own: Set[str]) -> Shown:
    """Return a command that does not explain what typed lines do."""
    return replace(shown, explains=lambda change: change.path not in own and shown.explains(change))


def _shown(line: Line, paths: Iterable[str], instead: Sequence[Shown]) -> Shown:
    """Return a line as a command, which stands for others that were found too."""
    typed, own = line.typed, frozenset(paths)
    found = Shown(
        typed.text,
        typed.file,
        line.at,
        line.at,
        lambda change: change.path in own,
        paths=own,
        cwd=line.cwd,
        cwd_after=line.cwd_after,
        user=typed.user,
        shell=typed.shell,
        session=typed.file,
    )
    if not instead:
        return found
    return replace(
        found,
        explains=lambda change: change.path in own or any(one.explains(change) for one in instead),
        precedes=lambda change: any(one.precedes(change) for one in instead),
        paths=frozenset(),
    )


def _removed(before: Side, after: Side, changes: Sequence[Change]) -> Iterator[Change]:
    """Yield the files of new packages that are gone, as deletions: they are in neither of the two states."""
    changed = {one.path for one in changes}
    for package in after.owners.packages.values():
        if package.key not in before.owners.packages:
            for path in package.paths:
                if path not in after.tree and path not in changed and _is_gone(path, after.tree, after.owners):
                    yield Change(path, "deleted", None, None)


def _is_gone(path: str, tree: Tree, owners: Owners) -> bool:
    """Return whether a path is missing where it should be, and not only under another spelling of it."""
    above = path.rpartition("/")[0]
    return above in tree and tree[above].kind == "directory" and bool(owners.owner(path))
