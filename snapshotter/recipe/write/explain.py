"""An explanation of a recipe: each instruction, and what happened to every command and changed path.  Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.model import Change
from snapshotter.recipe.model import Decision, Fate, Instruction, Origin, Plan, Recipe
from snapshotter.recipe.write.context import SCRIPTS
from snapshotter.recipe.write.counts import commands_by_fate, counts, summary
from snapshotter.shell.facts import facts

_BASE = "the image that the container was started from"
_CONFIGURATION = "configuration of the image"
_FRONTEND = "keeps installers from asking questions; not part of the image's configuration"
_PIP = "keeps pip's cache out of the layers; not part of the image's configuration"
_USER = "the user that runs the instructions below"
_FINISHING = "owner and mode of the files copied above"
_SCRIPT = "a script that the instruction below runs and removes"
_WITHHELD = "withheld: "
_MISSING = "its content is not available"
_SLIM = {"recommends": "no packages that are only recommended", "caches": "no caches"}
_NOWHERE = "no instruction creates it; the proof shows whether it is reproduced"


class ExplainedInstruction(Struct, frozen=True):
    """One instruction: the commands and paths it stands for, and a reason if it has no command."""

    instruction: Instruction
    commands: tuple[Decision, ...]
    paths: tuple[str, ...]
    reason: str


class Absent(Struct, frozen=True):
    """A command that has no instruction of its own, and the lines that copy what it changed."""

    decision: Decision
    lines: tuple[int, ...]


class Explanation(Struct, frozen=True):
    """Every instruction, command and changed path of a recipe.

    Each path that finally differs from the base is in exactly one of the three collections, but for volatile ones that
    an instruction needs.  Instructions also have paths that later ones move or remove.
    """

    instructions: tuple[ExplainedInstruction, ...]
    absent: tuple[Absent, ...]
    volatile: Mapping[str, str]
    """Path → why no rebuild can be expected to reproduce it."""
    rest: Mapping[str, str]
    """Path → why no instruction creates it: it is withheld, its content is missing, or it comes with something else."""
    fates: Mapping[Fate, int]
    """Number of recorded commands by what the recipe does with them."""
    counts: Mapping[str, int]
    """Number of the paths that finally differ from the base by how the recipe handles them."""
    summary: str
    """These numbers as a line of text."""


def explain(plan: Plan, recipe: Recipe) -> Explanation:
    """Return the explanation of a recipe that was written from a plan."""
    decisions = {decision.origin: decision for decision in plan.decisions}
    missing = set(recipe.missing)
    instructions = [replace(one, paths=_without(one.paths, missing)) for one in recipe.instructions]
    made = _made(plan, {path for one in instructions for path in one.paths} | missing)
    explained = tuple(_explained(plan, instruction, decisions, made) for instruction in instructions)
    lines = {path: one.instruction.line for one in explained for path in one.paths}
    present = {decision.origin for one in explained for decision in one.commands}
    absent = tuple(
        Absent(d, tuple(sorted({lines[path] for path in d.paths if path in lines})))
        for d in plan.decisions
        if d.origin not in present
    )
    volatile = {path: change.volatile for path, change in plan.final.items() if change.volatile}
    rest = {
        path: _why_not(change, plan, missing)
        for path, change in plan.final.items()
        if path not in lines and path not in volatile
    }
    return Explanation(explained, absent, volatile, rest, commands_by_fate(plan), counts(plan), summary(plan))


def _made(plan: Plan, copied: set[str]) -> dict[Origin, list[str]]:
    """Return the lasting paths that each running command makes itself, without those that are copied."""
    found: dict[Origin, list[str]] = defaultdict(list)
    for decision in plan.decisions:
        if decision.fate == "run":
            found[decision.origin] = [
                path
                for path in decision.paths
                if path not in copied and path in plan.final and _is_lasting(plan.final[path])
            ]
    return found


def _is_lasting(change: Change) -> bool:
    return not change.volatile and not change.secret


def _explained(
    plan: Plan, instruction: Instruction, decisions: Mapping[Origin, Decision], made: Mapping[Origin, list[str]]
) -> ExplainedInstruction:
    name = instruction.text.partition(" ")[0]
    commands = [decisions[origin] for origin in instruction.origins if origin in decisions]
    if name == "ARG":
        variable = instruction.text[4:].partition("=")[0]
        commands = list(_setting(variable, plan))
        why = _PIP if variable == "PIP_NO_CACHE_DIR" else _FRONTEND
        return ExplainedInstruction(instruction, tuple(commands), (), "" if commands else why)
    paths = [*instruction.paths, *(path for origin in instruction.origins for path in made.get(origin, ()))]
    return ExplainedInstruction(instruction, tuple(commands), tuple(dict.fromkeys(paths)), _reason(plan, instruction))


def _reason(plan: Plan, instruction: Instruction) -> str:
    if instruction.text.startswith("FROM "):
        return _BASE
    if instruction.text in plan.configuration:
        return _CONFIGURATION
    if instruction.text.startswith("USER "):
        return _USER
    if instruction.text.startswith(f"COPY {SCRIPTS}/"):
        return _SCRIPT
    if not instruction.origins and not instruction.paths:
        return _FINISHING
    left = {trim.kind for trim in plan.trims if trim.origin in instruction.origins and trim.kind in _SLIM}
    if left:
        return "made slim: " + ", ".join(_SLIM[kind] for kind in _SLIM if kind in left)
    return next((plan.carried[path] for path in instruction.paths if path in plan.carried), "")


def _setting(variable: str, plan: Plan) -> Iterator[Decision]:
    for decision in plan.decisions:
        known = facts(decision.command.text)
        if decision.fate != "left out" and (variable in known.assigns or variable in known.exports):
            yield decision


def _without(paths: tuple[str, ...], missing: set[str]) -> tuple[str, ...]:
    return tuple(path for path in paths if path not in missing) if missing else paths


def _why_not(change: Change, plan: Plan, missing: set[str]) -> str:
    if change.secret:
        return _WITHHELD + change.secret
    if change.path in missing:
        return _MISSING
    return _NOWHERE
