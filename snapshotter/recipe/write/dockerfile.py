"""A plan written down: the Dockerfile's text and the files of its context.  The same plan gives the same bytes."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from snapshotter.recipe.decide.image_config import quoted
from snapshotter.recipe.model import (
    INSTALLED_OUTSIDE,
    Arg,
    Carry,
    Content,
    Plan,
    Recipe,
    Run,
    Section,
    Step,
    Text,
    User,
)
from snapshotter.recipe.write.context import Output, place
from snapshotter.recipe.write.context_files import beside
from snapshotter.recipe.write.copy import Finish, write_carry
from snapshotter.recipe.write.readme import HEAD, NAME, readme
from snapshotter.recipe.write.run import run_text, shell_run, takes_lead

_FETCHES = "takes what is there on the day of the build: "


def write(plan: Plan, content: Content) -> Recipe:
    """Write a plan's Dockerfile and context; `content` gives the bytes of what is carried."""
    out = Output()
    if plan.secrets:
        out.lines.append(HEAD)
    if plan.base.digest:
        out.lines.append(f"# {plan.base.reference}")
    out.add(f"FROM {plan.base.digest or plan.base.reference}")
    for section in plan.sections:
        if section.steps:
            _section(section, plan, content, out)
    if plan.configuration:
        out.lines.append("")
        for instruction in plan.configuration:
            out.add(instruction)
    if plan.offer:
        out.lines += ["", "# ran in the foreground at the end; to have the image run it:", f"# {plan.offer}"]
    files = dict(sorted(out.files.items()))
    files |= beside(files)
    if notes := readme(plan):
        files[NAME] = (0o644, notes.encode())
    return Recipe("\n".join(out.lines) + "\n", files, summary(plan), tuple(out.missing), tuple(out.instructions()))


def counts(plan: Plan) -> dict[str, int]:
    """Count the changed paths by what becomes of them, and the commands that run."""
    changed = list(plan.final.values())
    volatile = sum(bool(change.volatile) for change in changed)
    copied = sum(change.path in plan.carried for change in changed if not change.volatile)
    withheld = len(plan.withheld)
    return {
        "paths": len(changed),
        "by_commands": len(changed) - volatile - copied - withheld,
        "copied": copied,
        "volatile": volatile,
        "withheld": withheld,
        "commands": sum(decision.fate == "run" for decision in plan.decisions),
    }


def summary(plan: Plan) -> str:
    """Give the account of every changed path in one line: by commands, copied, volatile."""
    found = counts(plan)
    commands = found["commands"]
    parts = [f"{found['by_commands']} by {commands} command{'' if commands == 1 else 's'}", f"{found['copied']} copied"]
    if found["volatile"]:
        parts.append(f"{found['volatile']} volatile")
    if found["withheld"]:
        parts.append(f"{found['withheld']} withheld as secret")
    return f"{found['paths']} changed path{'' if found['paths'] == 1 else 's'}: {', '.join(parts)}"


def _section(section: Section, plan: Plan, content: Content, out: Output) -> None:
    out.lines.append("")
    if section.message:
        out.lines += _comment(section.message)
    finish = Finish()
    for step in section.steps:
        if not (isinstance(step, Run) and takes_lead(step)):
            finish = _finished(finish, out)
        finish = _step(step, finish, plan, content, out)
    _finished(finish, out)


def _finished(finish: Finish, out: Output) -> Finish:
    if finish.commands:
        out.add(shell_run(finish.commands), paths=finish.paths)
    return Finish()


def _step(step: Step, finish: Finish, plan: Plan, content: Content, out: Output) -> Finish:
    """Write one step, with what is left to do of the one before; give what is left of this one."""
    if isinstance(step, Arg):
        out.add(f"ARG {step.name}={quoted(step.value)}")
    elif isinstance(step, User):
        out.add(f"USER {quoted(step.name)}")
    elif isinstance(step, Carry):
        out.lines += _comment(step.reason)
        return write_carry(step, content, out)
    elif isinstance(step, Text):
        name = place(out, step.path, 0o644, step.content.encode("utf-8", "surrogateescape"), step.origin[0])
        out.add(f"COPY {name} {step.path}", (step.origin,))
    elif isinstance(step, Run):
        out.lines += _noted(step, plan)
        origins = tuple(origin for script in step.scripts for origin in script.origins)
        out.add(run_text(step, finish.commands), origins, finish.paths)
    return Finish()


def _noted(run: Run, plan: Plan) -> Iterator[str]:
    """Give the comment that names what a RUN fetches and what may be another thing tomorrow."""
    if any(origin in plan.adopted for script in run.scripts for origin in script.origins):
        yield from _comment(INSTALLED_OUTSIDE)
    notes = [note for script in run.scripts for origin in script.origins for note in plan.notes.get(origin, ())]
    if notes:
        yield from _comment(_FETCHES + ", ".join(dict.fromkeys(notes)))


def _comment(text: str) -> Iterator[str]:
    for line in text.splitlines():
        safe = "".join(char if char.isprintable() else "?" for char in line).encode("utf-8", "replace").decode()
        yield from (f"# {piece}" for piece in textwrap.wrap(safe, 110)) if safe.strip() else ("#",)
