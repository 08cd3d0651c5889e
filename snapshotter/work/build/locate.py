"""Which instruction of a Dockerfile a builder's step is, and what a build that failed before any step means.  Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from snapshotter.engine.build.steps import BuildStep, StepLog
from snapshotter.recipe.dockerfile.parse import Dockerfile, Instruction, Stage
from snapshotter.recipe.dockerfile.variables import expand, global_arguments
from snapshotter.regex import regex

_NUMBERED = frozenset({"FROM", "RUN", "COPY", "ADD", "WORKDIR"})
"""Instructions that BuildKit numbers; the others only change the configuration."""
_LINE = regex(r"(?:dockerfile:|parse error (?:on )?line |\bline )(\d{1,9})", re.I)
_STAGE_NUMBER = regex(r"stage-(\d{1,9})")


def instruction_of(file: Dockerfile, step: BuildStep) -> Instruction | None:
    """Return the instruction that a step is: by the builder's count if its text agrees, else by its text alone."""
    candidates = _counted(file, step)
    keyword = step.text.removeprefix("ONBUILD ").partition(" ")[0].upper()
    if 0 < step.number <= len(candidates) and candidates[step.number - 1].keyword == keyword:
        return candidates[step.number - 1]
    alike = [one for one in candidates if one.keyword == keyword]
    wanted = _plain(step.text)
    same = [one for one in alike if _plain(one.whole) == wanted]
    if same:
        return same[0]
    if candidates and step.number and (step.text.startswith("ONBUILD ") or step.stage is not None):
        return candidates[0] if not alike else min(alike, key=lambda one: abs(candidates.index(one) + 1 - step.number))
    return None


def _plain(text: str) -> str:
    return " ".join(text.replace("\\", " ").split())


def _counted(file: Dockerfile, step: BuildStep) -> Sequence[Instruction]:
    """Return the instructions that the builder counts with this one, in order."""
    if step.stage is None:
        return file.instructions
    stage = stage_named(file, step.stage)
    if stage is None:
        return ()
    if step.total == len(stage.instructions) and step.total != sum(
        one.keyword in _NUMBERED for one in stage.instructions
    ):  # podman counts all
        return stage.instructions
    return [one for one in stage.instructions if one.keyword in _NUMBERED]


def stage_named(file: Dockerfile, name: str) -> Stage | None:
    """Return the stage that a builder calls by a name, by `stage-N`, by N, or by nothing where there is but one."""
    stages = file.stages
    for stage in stages:
        if name and stage.name == name.lower():
            return stage
    number = _STAGE_NUMBER.fullmatch(name)
    index = int(number[1]) if number else int(name) if name.isdigit() else 0 if not name else len(stages)
    if not name and len(stages) > 1:
        index = len(stages) - 1
    return stages[index] if index < len(stages) else None


def failed_instruction(file: Dockerfile, log: StepLog, given: Mapping[str, str]) -> Instruction | None:
    """Return the instruction at which a build failed, None if the builder does not tell."""
    said = "\n".join([log.reason, log.failed.error if log.failed else "", *log.said])
    if log.failed is not None and log.failed.number:
        found = instruction_of(file, log.failed)
        if found is not None:
            return found
    if log.failed is not None and (named := _naming(file, log.failed.text, given)):
        return named
    if line := _LINE.search(said):
        return file.at_line(int(line[1])) or next((one for one in file.instructions if one.line >= int(line[1])), None)
    known = {"ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER"}
    known |= {"ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"}
    if "unknown instruction" in said.lower():
        return next((one for one in file.instructions if one.keyword not in known), None)
    return _naming(file, said, given)


def _naming(file: Dockerfile, said: str, given: Mapping[str, str]) -> Instruction | None:
    """Return the instruction whose image a builder names in what it says."""
    values = global_arguments(file, given)
    for one in file.instructions:
        names = []
        if one.keyword == "FROM" and one.text:
            names = [expand(one.text.split()[0], values)]
        elif one.keyword in ("COPY", "RUN", "ADD"):
            names = [
                part.removeprefix("from=") for flag in one.flags for part in flag[2:].split(",") if "from=" in part
            ]
        for name in names:
            short = name.partition("@")[0]
            if short and (short in said or short.removesuffix(":latest") in said.split()):
                return one
    return None
