"""What a table of results says of an export: built, equal, and how much of the session the recipe needs.  Pure."""

from __future__ import annotations

from snapshotter.model import Proof
from snapshotter.recipe.model import Plan, Recipe
from snapshotter.recipe.write.counts import commands_by_fate, copied_files


def results(recipe: Recipe, plan: Plan, proof: Proof | None, *, built: bool) -> dict[str, bool | int | float | None]:
    """Return the results by name; those of a proof are None where none was made.

    A recipe with withheld files is not equal.  Lines are those of instructions, without comments and empty lines; an
    added installation counts for no command.  Copied files
    are also those that a later command moves or removes.
    """
    equal = None if proof is None else proof.verdict == "equal" and not proof.withheld
    files = copied_files(plan)
    fates = commands_by_fate(plan)
    count = sum(fates.values())
    lines = sum(one.text.count("\n") + 1 for one in recipe.instructions)
    return {
        "built": None if proof is None else built,
        "equal": equal,
        "equal_without_copied_file": None if equal is None else equal and not files,
        "copied_files": files,
        "commands": count,
        "commands_left_out": fates["left out"],
        "share_left_out": round(fates["left out"] / count, 4) if count else None,
        "lines": lines,
        "lines_per_command": round(lines / fates["run"], 4) if fates["run"] else None,
    }
