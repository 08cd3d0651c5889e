"""What each instruction of a Dockerfile stands for, and where every command and every changed path went.  Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.model import Change
from snapshotter.recipe.model import Decision, Instruction, Origin, Plan, Recipe
from snapshotter.shell.facts import facts

_BASE = "the image that the session began in"
_CONFIGURATION = "configuration of the image"
_FRONTEND = "so that no installer waits for an answer; the image's configuration does not keep it"
_USER = "who runs the instructions below"
_FINISHING = "owner and mode of what was copied just above"
_WITHHELD = "holds a secret: "
_MISSING = "its content is not at hand"
_SLIM = {"recommends": "no packages that are only recommended", "caches": "no caches"}
_NOWHERE = "no instruction sets it down: the proof tells whether it comes out right"


class ExplainedInstruction(Struct, frozen=True):
    """One instruction: the commands and paths it stands for, and the reason where no command says it."""

    instruction: Instruction
    commands: tuple[Decision, ...]
    paths: tuple[str, ...]
    reason: str


class Absent(Struct, frozen=True):
    """A command that has no instruction of its own, and the lines that hold what it left."""

    decision: Decision
    lines: tuple[int, ...]


class Explanation(Struct, frozen=True):
    """Every instruction, command and changed path of a recipe; each path stands in just one of the three places."""

    instructions: tuple[ExplainedInstruction, ...]
    absent: tuple[Absent, ...]
    volatile: Mapping[str, str]
    """Path → why no rebuild can be expected to reproduce it."""
    rest: Mapping[str, str]
    """Path → why no instruction stands for it: it is withheld, or goes with something else."""


def explain(plan: Plan, recipe: Recipe) -> Explanation:
    """Account for all that a recipe was made of."""
    decisions = {decision.origin: decision for decision in plan.decisions}
    missing = set(recipe.missing)
    instructions = [replace(one, paths=_without(one.paths, missing)) for one in recipe.instructions]
    owned = _owned(plan, {path for one in instructions for path in one.paths} | missing)
    told = tuple(_explained(plan, instruction, decisions, owned) for instruction in instructions)
    lines = {path: one.instruction.line for one in told for path in one.paths}
    standing = {decision.origin for one in told for decision in one.commands}
    absent = tuple(
        Absent(d, tuple(sorted({lines[path] for path in d.paths if path in lines})))
        for d in plan.decisions
        if d.origin not in standing
    )
    volatile = {path: change.volatile for path, change in plan.final.items() if change.volatile}
    rest = {
        path: _why_not(change, plan, missing)
        for path, change in plan.final.items()
        if path not in lines and path not in volatile
    }
    return Explanation(told, absent, volatile, rest)


def _owned(plan: Plan, set_down: set[str]) -> dict[Origin, list[str]]:
    """Give the paths that the commands which run leave by themselves."""
    found: dict[Origin, list[str]] = defaultdict(list)
    for decision in plan.decisions:
        if decision.fate == "run":
            found[decision.origin] = [
                path
                for path in decision.paths
                if path not in set_down and path in plan.final and _is_lasting(plan.final[path])
            ]
    return found


def _is_lasting(change: Change) -> bool:
    return not change.volatile and not change.secret


def _explained(
    plan: Plan, instruction: Instruction, decisions: Mapping[Origin, Decision], owned: Mapping[Origin, list[str]]
) -> ExplainedInstruction:
    name = instruction.text.partition(" ")[0]
    commands = [decisions[origin] for origin in instruction.origins if origin in decisions]
    if name == "ARG":
        variable = instruction.text[4:].partition("=")[0]
        commands = list(_setting(variable, plan))
        return ExplainedInstruction(instruction, tuple(commands), (), "" if commands else _FRONTEND)
    paths = [*instruction.paths, *(path for origin in instruction.origins for path in owned.get(origin, ()))]
    return ExplainedInstruction(instruction, tuple(commands), tuple(dict.fromkeys(paths)), _reason(plan, instruction))


def _reason(plan: Plan, instruction: Instruction) -> str:
    if instruction.text.startswith("FROM "):
        return _BASE
    if instruction.text in plan.configuration:
        return _CONFIGURATION
    if instruction.text.startswith("USER "):
        return _USER
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
