"""Typed lines that others need: steps of builds, what made files that are gone by now, and what set state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from difflib import SequenceMatcher
from fnmatch import fnmatchcase

from snapshotter.changes.evidence.typed.effects import PATTERN
from snapshotter.changes.evidence.typed.line import Line
from snapshotter.model import Tree, parents
from snapshotter.shell.programs import BUILDERS


def supports(line: Line, lines: Sequence[Line], number: int, owners: Mapping[int, Sequence[str]]) -> bool:
    """Return whether a line is a step of a build of which a later one in the same directory explains something."""
    if line.looks or not line.known.parsed:
        return False
    builds = line.known.calls & (BUILDERS - {"apt", "apt-get", "apk", "aptitude", "dpkg", "git"})
    script = line.works and any(
        (simple.words[0] or "").startswith("./") for simple in line.known.commands if simple.words
    )
    return (bool(builds) or script) and any(
        other in owners and lines[other].cwd == line.cwd and max(lines[other].known.calls & BUILDERS, default="")
        for other in range(number + 1, len(lines))
    )


def with_vanished(lines: Sequence[Line], tree: Tree) -> None:
    """Mark the lines that made what needed ones worked with and what is gone by now, and those that removed it."""
    for number in reversed(range(len(lines))):
        line = lines[number]
        if not line.needed:
            continue
        gone = {path for path in (*line.effects.mentions, line.cwd) if path not in tree and not PATTERN.search(path)}
        gone |= {above for path in gone for above in parents(path) if above not in tree}
        made = {path for path in gone if any(_makes(one, path) for one in lines[:number])} if gone else set()
        if not made:
            continue
        for place, other in enumerate(lines):
            if place < number:
                concerned = any(_makes(other, path) or _works_in(other, path) for path in made)
            else:
                concerned = any(_removes(other, path) for path in made)
            other.needed = other.needed or concerned


def with_removals(lines: Sequence[Line], tree: Tree) -> None:
    """Mark the lines that removed what needed ones made, so that it is in neither of the two states."""
    for number, line in enumerate(lines):
        gone = [path for path in line.effects.gone if path not in tree]
        if gone and not line.needed:
            earlier = [one for one in lines[:number] if one.needed]
            line.needed = any(_names(one, path) for path in gone for one in earlier)


def _names(line: Line, path: str) -> bool:
    """Return whether a line names a path as one that it makes, by a pattern as well."""
    exact = line.effects.exact
    return path in exact or any(fnmatchcase(path, one) for one in exact if PATTERN.search(one))


def is_done_better(line: Line, later: Sequence[Line]) -> bool:
    """Return whether a step of a build is done again later, or was mistyped: it may have failed, or is of no use."""
    if not line.known.calls & BUILDERS or line.effects.exact:
        return False
    same = (one for one in later if one.needed and one.cwd == line.cwd)
    return any(one.typed.text == line.typed.text or _is_mistyped(line.typed.text, one.typed.text) for one in same)


def _is_mistyped(text: str, right: str) -> bool:
    """Return whether a line differs from another one in the letters of a word, and else only by what that has more."""
    words, others = text.split(), right.split()
    pairs = [(one, other) for one, other in zip(words, others, strict=False) if one != other]
    if len(words) > len(others) or len(pairs) != 1:
        return False
    one, other = pairs[0]
    alike = one.isalpha() and other.isalpha() and SequenceMatcher(None, one, other).ratio() > _ALIKE
    return alike and abs(len(one) - len(other)) <= 1


_ALIKE = 0.8


def _makes(line: Line, path: str) -> bool:
    """Return whether a line makes a path, or something in it."""
    found = line.effects
    if line.known.edits:
        return False
    targets = {*found.exact, *found.deep, *(found.named if not line.looks else ())}
    return path in targets or any(one.startswith(f"{path}/") for one in targets) or _is_below(path, found.deep)


def _works_in(line: Line, path: str) -> bool:
    return line.works and not line.serves and not line.looks and _is_below(line.cwd, {path})


def _removes(line: Line, path: str) -> bool:
    gone = line.effects.gone
    return path in gone or _is_below(path, gone) or any(fnmatchcase(path, one) for one in gone if PATTERN.search(one))


def _is_below(path: str, places: Set[str]) -> bool:
    return path in places or any(above in places for above in parents(path))


def with_state(lines: Sequence[Line]) -> None:
    """Mark the lines that set variables, functions or options which needed ones use."""
    for number in reversed(range(len(lines))):
        line = lines[number]
        if line.needed or not line.known.only_state:
            continue
        names = {*line.known.assigns, *line.known.exports, *line.known.functions, *line.known.aliases}
        later = [one for one in lines[number + 1 :] if one.needed and one.shell == line.shell]
        if line.known.umask and later:
            line.needed = True
        exported = bool(line.known.exports)
        line.needed = line.needed or any(
            names & {*one.known.uses, *one.known.mentions, *one.known.calls} or (exported and _runs_programs(one))
            for one in later
        )


def _runs_programs(line: Line) -> bool:
    return bool(line.known.calls & BUILDERS) or any("/" in (one.words[0] or "") for one in line.known.commands[:9])
