"""The numbers of a recipe, counted in one place so that all that is printed agrees.  Pure."""

from __future__ import annotations

from snapshotter.recipe.model import INSTALLED_OUTSIDE, Carry, Fate, Plan


def counts(plan: Plan) -> dict[str, int]:
    """Return the number of paths that finally differ from the base by how the recipe handles them.

    Each such path counts once: `paths` is the sum of the others.  `commands` are the recorded commands that run.
    """
    changed = plan.final
    volatile = sum(1 for change in changed.values() if change.volatile)
    carried = (changed[path] for path in plan.carried if path in changed)
    as_they_are = [change for change in carried if not change.volatile]
    removed = sum(change.after is None for change in as_they_are)
    withheld = len(plan.withheld)
    return {
        "paths": len(changed),
        "by_commands": len(changed) - volatile - len(as_they_are) - withheld,
        "copied": len(as_they_are) - removed,
        "removed": removed,
        "volatile": volatile,
        "withheld": withheld,
        "commands": commands_by_fate(plan)["run"],
    }


def commands_by_fate(plan: Plan) -> dict[Fate, int]:
    """Return the number of commands by what the recipe does with them; they add up to all that were recorded."""
    found: dict[Fate, int] = {"run": 0, "state": 0, "carried": 0, "left out": 0}
    for one in plan.decisions:
        if one.command.session != INSTALLED_OUTSIDE:
            found[one.fate] += 1
    return found


def copied_files(plan: Plan) -> int:
    """Return the number of paths that are copied, also of those that later commands move or remove."""
    carries = (step for section in plan.sections for step in section.steps if isinstance(step, Carry))
    return len({change.path for step in carries for change in step.changes if change.after is not None})


def summary(plan: Plan) -> str:
    """Return a one-line count of the changed paths: by commands, copied, removed, volatile, withheld."""
    found = counts(plan)
    by = _plural(found["commands"], "command")
    if added := sum(one.command.session == INSTALLED_OUTSIDE and one.fate == "run" for one in plan.decisions):
        by += f" and {_plural(added, 'added installation')}"
    parts = [f"{found['by_commands']} by {by}", f"{found['copied']} copied"]
    words = {"removed": "removed", "volatile": "volatile", "withheld": "withheld as secret"}
    parts += [f"{found[name]} {word}" for name, word in words.items() if found[name]]
    since = f" since {plan.base.reference}" if len(plan.sections) > 1 else ""
    return f"{_plural(found['paths'], 'changed path')}{since}: {', '.join(parts)}"


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
