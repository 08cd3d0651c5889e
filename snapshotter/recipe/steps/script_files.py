"""Commands that nobody would write into a RUN: they become a script of the context, which the RUN runs and removes.

These are long blocks, texts that builders would read differently, and code of several lines in an argument.  Pure.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

from msgspec.structs import replace

from snapshotter.model import PLACEHOLDER, Snapshot
from snapshotter.recipe.model import Decision, Script, ScriptFile
from snapshotter.regex import regex
from snapshotter.shell.facts import facts

PLACE = "/tmp"
"""The folder of the image in which a script is while it runs; proofs do not compare it."""
LINES = 25
"""The longest command, in lines, that stays inside a RUN."""
_TEXT_LINES = 8
"""The longest text, in lines, that `echo` prints inside a RUN."""
_ARGUMENT = "\"$(printf '%s\\n'"
_PRINTERS = frozenset({"echo", "printf"})
_HEADS = {"sh": "#!/bin/sh", "bash": "#!/bin/bash", "zsh": "#!/bin/zsh"}
_OTHER = regex(r"[^a-z0-9]+")
_LONGEST = 40


def wants_file(decision: Decision, scripts: Sequence[Script]) -> bool:
    """Return whether a command is easier to read as a script of the context."""
    if any(script.secrets or PLACEHOLDER.search(script.verbatim) for script in scripts):
        return False
    if any((script.shell.split() or [""])[0] not in _HEADS for script in scripts):
        return False
    if any(script.verbatim or len(script.lines) > LINES for script in scripts):
        return True
    if not any(_ARGUMENT in line for script in scripts for line in script.lines):
        return False
    doing = {simple.name for simple in facts(decision.command.text).commands if simple.words}
    return not doing <= _PRINTERS or decision.command.text.count("\n") >= _TEXT_LINES


def as_file(decision: Decision, snapshot: Snapshot, script: Script) -> tuple[ScriptFile, list[Script]]:
    """Return the file for a command that was written as one text, and the scripts that run and remove it."""
    name, shell = _name(decision, snapshot), script.shell
    path = posixpath.join(PLACE, name)
    head = [_HEADS[shell.split()[0]], *(f"# {line}" for line in _printable(snapshot.message))]
    text = "\n".join([*head, script.verbatim]) + "\n"
    runs = replace(script, lines=(f"{shell} {path}",), shell="sh", verbatim="")
    removes = replace(script, lines=(f"rm {path}",), shell="sh", verbatim="", user="")
    return ScriptFile(name, path, text, decision.origin), [runs, removes]


def _name(decision: Decision, snapshot: Snapshot) -> str:
    """Return the name of the file, from the snapshot's message: "install-the-app-3.sh" for its third command."""
    first = snapshot.message.strip().split("\n")[0].lower()
    slug = _OTHER.sub("-", first)[:_LONGEST].strip("-") or f"snapshot-{snapshot.seq}"
    same = f"{snapshot.seq}-" if slug != f"snapshot-{snapshot.seq}" else ""
    return f"{same}{slug}-{decision.origin[1] + 1}.sh"


def _printable(message: str) -> list[str]:
    lines = ("".join(char if char.isprintable() else "?" for char in line) for line in message.split("\n"))
    return [line for line in lines if line.strip()]
