"""The text of RUN instructions: scripts joined with `&&`, with other shells and users as quoted commands.

A text that no builder reads as it is written goes into the exec form, in which a line break is `\\n`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from snapshotter.recipe.decide.secret_mounts import options
from snapshotter.recipe.model import Run, Script
from snapshotter.recipe.syntax import survives, words
from snapshotter.regex import regex
from snapshotter.shell.quote import quote, single_quote

_INDENT = "    "
CONTINUED = f" \\\n{_INDENT}"
"""The end of a line that is continued, and the beginning of the next one."""
_CD = regex(r"\s*cd( [^;&|<>()$`]*)?")
_CD_LAST = regex(r" && cd( [^;&|<>()$`'\"]*)?\Z")
_CD_AWAY = regex(r"cd ['\"]?/")
_EXEC = {"sh": "/bin/sh", "bash": "/bin/bash", "zsh": "/bin/zsh", "fish": "/usr/bin/fish"}


def run_text(run: Run, lead: Sequence[str] = ()) -> str:
    """Return one RUN instruction, of one or more physical lines, without a newline at its end.

    `lead` are commands to put first, which `takes_lead` must allow.
    """
    mounts = options(run.scripts)
    if run.scripts[0].verbatim:
        return f"RUN {mounts}" + _exec_form(run.scripts[0])
    lines = list(_joined([command.split(CONTINUED) for command in lead])) if lead else []
    for (shell, user), group in groupby(run.scripts, key=lambda script: (script.shell, script.user)):
        piece = list(_joined([script.lines for script in group]))
        if (shell, user) != ("sh", ""):
            piece = _inside(piece, shell, user)
        lines = [*lines[:-1], lines[-1] + " && ", *piece] if lines else piece
    return f"RUN {mounts}" + _arguments(_without_last_cd(lines))


def takes_lead(run: Run) -> bool:
    """Return whether other commands may precede a RUN's own: it has no exec form, and no secret is mounted."""
    return not any(script.verbatim or script.secrets for script in run.scripts)


def shell_run(commands: Sequence[str]) -> str:
    """Return a RUN instruction of commands joined with `&&`; each may have several lines, joined with `CONTINUED`."""
    return "RUN " + _arguments(list(_joined([command.split(CONTINUED) for command in commands])))


def _joined(scripts: Sequence[Sequence[str]]) -> Iterator[str]:
    lines: list[str] = []
    for script in scripts:
        if lines and _CD_AWAY.match(script[0]):
            lines = _without_last_cd(lines)
        lines = [*lines[:-1], lines[-1] + " && ", *script] if lines else list(script)
    following = [*lines[1:], ""]
    yield from (
        line
        for line, after in zip(lines, following, strict=True)
        if not (_CD.fullmatch(line.removesuffix(" && ")) and line.endswith(" && ") and _CD_AWAY.match(after))
    )


def _without_last_cd(lines: list[str]) -> list[str]:
    """Return the lines without trailing changes of directory, which have no effect there."""
    while len(lines) > 1 and _CD.fullmatch(lines[-1]) and lines[-2].endswith(" && "):
        lines = [*lines[:-2], lines[-2].removesuffix(" && ")]
    return [*lines[:-1], _CD_LAST.sub("", lines[-1])]


def _arguments(lines: Sequence[str]) -> str:
    """Return the arguments of RUN in shell form, or in exec form where builders would read another command."""
    if survives(lines):
        return CONTINUED.join(line.rstrip() for line in lines)
    return words([_EXEC["sh"], "-c", " ".join(lines)])


def _inside(lines: Sequence[str], shell: str, user: str) -> list[str]:
    quoted = [line.replace("'", "'\\''") for line in lines]
    program = " ".join(map(quote, shell.split()))
    head = f"su -s {_EXEC.get(shell, program)} {quote(user)} -c '" if user else f"{program} -c '"
    if len(quoted) == 1:
        return [head + quoted[0].strip() + "'"]
    return [head + quoted[0], *(_INDENT + line for line in quoted[1:-1]), _INDENT + quoted[-1] + "'"]


def _exec_form(script: Script) -> str:
    program, *options = script.shell.split() or ["sh"]
    shell = [_EXEC.get(program, program), *options]
    if script.user:
        switched = f"su -s {quote(shell[0])} {quote(script.user)} -c {single_quote(script.verbatim)}"
        return words([_EXEC["sh"], "-c", switched])
    return words([*shell, "-c", script.verbatim])
