"""The writing of a plan: the Dockerfile's text and the files of its context.  The same plan gives the same bytes."""

from __future__ import annotations

from snapshotter.errors import StoreError
from snapshotter.model import Base
from snapshotter.recipe.dockerfile.parse import parse
from snapshotter.recipe.model import (
    INSTALLED_OUTSIDE,
    Arg,
    Carry,
    Content,
    Note,
    Plan,
    Recipe,
    Run,
    ScriptFile,
    Section,
    Setting,
    Step,
    Text,
    User,
)
from snapshotter.recipe.syntax import is_reference, quoted, why_not
from snapshotter.recipe.write.accounts import Accounts
from snapshotter.recipe.write.base_name import base_warnings
from snapshotter.recipe.write.context import Output, add_file, add_script
from snapshotter.recipe.write.context_files import companion_files
from snapshotter.recipe.write.copy import FollowUp, write_carry
from snapshotter.recipe.write.counts import summary
from snapshotter.recipe.write.readme import HEAD, NAME, UNWRITABLE, readme
from snapshotter.recipe.write.run import run_text, shell_run, takes_lead

_SUGGESTED = "# ran in the foreground when the session ended; uncomment to make it the image's command:"
_SHOWN_BY = "known from "
_FETCHES = "downloads without a fixed version: "


def write(plan: Plan, content: Content) -> Recipe:
    """Return a plan's Dockerfile and context; `content` returns the bytes of carried files."""
    out = Output()
    if plan.base.dockerfile:
        _own(plan.base.dockerfile, out)
    if plan.secrets:
        out.lines.append(HEAD)
    if not plan.base.dockerfile:
        _from(plan.base, out)
    accounts = Accounts(plan, content)
    for section in plan.sections:
        if section.steps:
            accounts.enter(section.seq)
            _section(section, plan, content, out, accounts)
    if plan.configuration or plan.unwritable:
        out.lines.append("")
    for instruction in plan.configuration:
        out.add(instruction)
    for value in plan.unwritable:
        out.comment(UNWRITABLE + "".join(char if char.isprintable() else "?" for char in value))
    if plan.suggested_cmd:
        out.lines += ["", _SUGGESTED, f"# {plan.suggested_cmd}"]
    files = dict(sorted(out.files.items()))
    notes = "" if plan.base.dockerfile else readme(plan)
    if not plan.base.dockerfile:  # whose directory has its own
        files |= companion_files(files)
    if notes:
        files[NAME] = (0o644, notes.encode())
    return Recipe("\n".join(out.lines) + "\n", files, summary(plan), tuple(out.missing), tuple(out.instructions()))


def _own(text: str, out: Output) -> None:
    """Write a Dockerfile that somebody wrote, byte for byte; the steps follow in its last stage."""
    at = 0
    for one in parse(text).instructions:
        if one.start > at:
            out.lines.append(text[at : one.start - 1])
        end = text.find("\n", one.end)
        end = len(text) if end < 0 else end
        out.marks.append((len(out.lines), (), ()))
        out.lines.append(text[one.start : end])
        at = end + 1
    if at < len(text):
        out.lines.append(text[at:].removesuffix("\n"))


def _from(base: Base, out: Output) -> None:
    """Write FROM; the comment above it may be the first line, which must not be read as a directive for the parser."""
    for name in (base.reference, base.digest or base.reference):
        if not is_reference(name):
            raise StoreError(
                f"the base image's name cannot stand in a Dockerfile: {name!r}", "check it with `snap doctor`"
            )
    if base.digest:
        out.lines.append(f"# {base.reference}")
    elif is_reference(base.local_digest):
        out.lines.append(f"# {base.local_digest}, a digest that no registry is known to have")
    for line in base_warnings(base):
        out.comment(f"WARNING: {line}")
    out.add(f"FROM {base.digest or base.reference}")


def _section(section: Section, plan: Plan, content: Content, out: Output, accounts: Accounts) -> None:
    if not section.steps and not section.message:
        return
    out.lines.append("")
    if section.message:
        out.comment(section.message)
    follow_up = FollowUp()
    for step in section.steps:
        if not (isinstance(step, Run) and takes_lead(step)):
            follow_up = _write_follow_up(follow_up, out)
        follow_up = _step(step, follow_up, plan, content, out, accounts)
        accounts.add(step)
    _write_follow_up(follow_up, out)


def _write_follow_up(follow_up: FollowUp, out: Output) -> FollowUp:
    if follow_up.commands:
        out.add(shell_run(follow_up.commands), paths=follow_up.paths)
    return FollowUp()


def _step(step: Step, follow_up: FollowUp, plan: Plan, content: Content, out: Output, accounts: Accounts) -> FollowUp:
    """Write one step, preceded by the commands that must follow the previous one; return those of this step."""
    if isinstance(step, Arg):
        out.add(f"ARG {step.name}={quoted(step.value)}")
    elif isinstance(step, Setting):
        out.add(step.instruction, step.origins)
    elif isinstance(step, User):
        if problem := why_not(step.name):
            out.comment(f"{UNWRITABLE}USER {problem}")
        else:
            out.add(f"USER {quoted(step.name)}")
    elif isinstance(step, Note):
        out.comment(step.text)
    elif isinstance(step, Carry):
        if not step.written:
            out.comment(step.reason)
        return write_carry(step, content, out, accounts.owner)
    elif isinstance(step, Text):
        name = add_file(out, step.path, 0o644, step.content.encode("utf-8", "surrogateescape"), step.origin[0])
        out.add(f"COPY {name} {step.path}", (step.origin,))
    elif isinstance(step, ScriptFile):
        name = add_script(out, step.name, step.content.encode("utf-8", "surrogateescape"))
        out.add(f"COPY {name} {step.path}")
    elif isinstance(step, Run):
        _notes(step, plan, out)
        origins = dict.fromkeys(origin for script in step.scripts for origin in script.origins)
        out.add(run_text(step, follow_up.commands), tuple(origins), follow_up.paths)
    return FollowUp()


def _notes(run: Run, plan: Plan, out: Output) -> None:
    """Write the comment lines of a RUN: an installation from outside, and what is fetched without a fixed version."""
    if any(origin in plan.installed_outside for script in run.scripts for origin in script.origins):
        out.comment(INSTALLED_OUTSIDE)
    shown = dict.fromkeys(
        plan.witnesses[origin] for script in run.scripts for origin in script.origins if origin in plan.witnesses
    )
    if shown:
        out.comment(_SHOWN_BY + ", ".join(shown))
    if run.comment:
        out.comment(run.comment)
    notes = [note for script in run.scripts for origin in script.origins for note in plan.notes.get(origin, ())]
    if notes:
        out.comment(_FETCHES + ", ".join(dict.fromkeys(notes)))
