"""The explanation of a recipe, `--explain`: as lines and as JSON."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.tables import first_line, plural

if TYPE_CHECKING:
    from snapshotter.work.export.export import Absent, Decision, ExplainedInstruction, Explanation

_MOST_PATHS = 6
"""Paths, or folders with their number of paths, that are listed in one place; `--json` lists all paths."""
_LINES = 3
"""Physical lines of an instruction that are shown."""
_WIDTH = 88
_INDENT = " " * 10


def lines(found: Explanation) -> Iterator[str]:
    """Yield the lines: each instruction, then the commands and paths without one."""
    for one in found.instructions:
        yield from _instruction(one)
        yield ""
    carried = [absent for absent in found.absent if absent.decision.fate == "carried"]
    state = [absent for absent in found.absent if absent.decision.fate == "state"]
    out = [absent for absent in found.absent if absent.decision.fate in ("left out", "run")]
    yield from _commands("commands whose files are copied instead", carried)
    yield from _commands("commands that only set up the shell, repeated before those that need them", state)
    yield from _commands("commands left out", out)
    yield from _paths("paths that a rebuild cannot be expected to reproduce", found.volatile)
    yield from _paths("paths without an instruction", found.rest)
    yield _total(found)


def _instruction(one: ExplainedInstruction) -> Iterator[str]:
    text = one.instruction.text.splitlines()
    yield f"{f'line {one.instruction.line}':<10}{shown(text[0])[:_WIDTH]}"
    yield from (_INDENT + shown(line)[:_WIDTH] for line in text[1:_LINES])
    if len(text) > _LINES:
        yield f"{_INDENT}    … {plural(len(text) - _LINES, 'line')} more"
    for decision in one.commands:
        kept = "  [kept by you]" if decision.command.in_recipe else ""
        witness = f"   (shown by {shown(decision.command.witness)})" if decision.command.witness else ""
        yield f"{_INDENT}  {_number(decision):>5}  {first_line(shown_text(decision), 70)}{kept}{witness}"
    if one.reason:
        yield f"{_INDENT}  {shown(one.reason)}"
    if one.paths:
        verb = "changes" if one.commands else "sets"
        listed = ", ".join(map(shown, abbreviated(one.paths)))
        yield f"{_INDENT}  {verb} {plural(len(one.paths), 'path')}: {listed}"


def _commands(title: str, found: Sequence[Absent]) -> Iterator[str]:
    if not found:
        return
    yield f"{title}:"
    for absent in found:
        where = f" (line {', '.join(map(str, absent.lines))})" if absent.lines else ""
        text = first_line(shown_text(absent.decision), 48)
        yield f"  {_number(absent.decision):>5}  {text:<48}  {shown(absent.decision.reason)}{where}"
    yield ""


def _paths(title: str, found: Mapping[str, str]) -> Iterator[str]:
    if not found:
        return
    yield f"{title}:"
    reasons: dict[str, list[str]] = defaultdict(list)
    for path, reason in found.items():
        reasons[reason].append(path)
    for reason, paths in reasons.items():
        yield f"  {len(paths):>5}  {', '.join(map(shown, abbreviated(paths)))}"
        yield f"{'':9}{shown(reason)}"
    yield ""


def _total(found: Explanation) -> str:
    fates = found.fates
    unseen = len(found.rest) - found.counts["withheld"]
    more = f"; {unseen} of them without an instruction" if unseen > 0 else ""
    return (
        f"{plural(sum(fates.values()), 'command')}: {fates['run']} run, {fates['state']} set up the shell, "
        f"{fates['carried']} replaced by files, {fates['left out']} left out; {shown(found.summary)}{more}"
    )


def abbreviated(paths: Iterable[str]) -> Iterator[str]:
    """Yield the paths, or if they are many their folders with the number of paths: "/usr/share/… (812)"."""
    every = sorted(paths)
    if len(every) <= _MOST_PATHS:
        yield from every
        return
    groups = {"": every}
    done: set[str] = set()
    while len(done) < len(groups):
        folder = max((name for name in groups if name not in done), key=lambda name: len(groups[name]))
        parts = _by_subfolder(folder, groups[folder])
        if folder and (len(groups) - 1 + len(parts) > _MOST_PATHS or len(groups[folder]) == 1):
            done.add(folder)
        else:
            del groups[folder]
            groups |= parts
    largest = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))[:_MOST_PATHS]
    for folder, inside in largest:
        yield f"{folder}/… ({len(inside)})" if len(inside) > 1 else inside[0]
    if len(groups) > len(largest):
        yield f"and {len(every) - sum(len(inside) for _, inside in largest)} elsewhere"


def _by_subfolder(folder: str, paths: Sequence[str]) -> dict[str, list[str]]:
    """Group the paths below `folder` by their next component."""
    parts: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        parts[folder + "/" + path[len(folder) + 1 :].partition("/")[0]].append(path)
    return parts


def _number(decision: Decision) -> str:
    """Return the numbers of the snapshot and, as in `snap show`, of the command: "2.4"."""
    seq, index = decision.origin
    return f"{seq}.{index + 1}"


def shown_text(decision: Decision) -> str:
    """Return the text of a command, escaped for a terminal."""
    return "\n".join(map(shown, decision.command.text.split("\n")))


def as_json(found: Explanation) -> dict[str, Any]:
    """Return the explanation as JSON, with every changed path."""
    return {
        "instructions": [
            {
                "line": one.instruction.line,
                "text": one.instruction.text,
                "reason": one.reason,
                "commands": [_command(decision) for decision in one.commands],
                "paths": list(one.paths),
            }
            for one in found.instructions
        ],
        "absent": [
            {
                **_command(absent.decision),
                "fate": absent.decision.fate,
                "reason": absent.decision.reason,
                "lines": list(absent.lines),
            }
            for absent in found.absent
        ],
        "volatile": dict(found.volatile),
        "rest": dict(found.rest),
        "commands": dict(found.fates),
        "counts": dict(found.counts),
    }


def _command(decision: Decision) -> dict[str, Any]:
    return {
        "snapshot": decision.origin[0],
        "number": decision.origin[1] + 1,
        "text": decision.command.text,
        "in_recipe": decision.command.in_recipe,
    }
