"""The table of verbs and options that shells complete, from the verbs themselves; `cli/complete/table.py` reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from snapshotter.cli.app import build
from snapshotter.cli.complete import table

KINDS = {
    "[NAME]": "workspace",
    "[NAME:]REV": "rev",
    "[REV]": "rev",
    "[GOOD]": "rev",
    "[BAD]": "rev",
    "[BRANCH]": "rev",
    "[TAG]": "rev",
    "A..B": "rev",
    "[REV] [PATH]…": "rev|path",
    "[A] [B] [PATH]…": "rev|path",
    "[REV] [--] PATH…": "rev|path",
    "PATH": "path",
    "PATH|COMMAND…": "path",
    "[REV:]PATH": "rev:path",
    "IMAGE": "image",
    "NEWBASE": "image",
    "IMAGE|CONTAINER|FILE": "image|file",
    "[NAME|IMAGE|CONTAINER]": "workspace|image",
    "DIR": "directory",
    "[DIR]": "directory",
    "FILE": "file",
    "SCRIPT": "file",
    "KEY": "file",
    "[VERB]": "verb",
}
"""What the value of an option or argument is, by the word that stands for it in the help."""
NEW_NAMES = ("start", "adopt", "clone")
"""Verbs whose --name is that of a workspace that is not there yet."""


def completion_table() -> str:
    """Return the table."""
    group: Any = typer.main.get_command(build(""))
    lines = [_line([table.TOP], "", ""), *_parameters("", group.params)]
    for name, command in group.commands.items():
        lines += [_line([name], "", command.short_help or ""), *_parameters(name, command.params)]
    return "".join(lines)


def _parameters(verb: str, parameters: list[Any]) -> Iterator[str]:
    for parameter in parameters:
        if getattr(parameter, "hidden", False):
            continue
        names = [*parameter.opts, *parameter.secondary_opts] if parameter.param_type_name == "option" else []
        repeats = "…" if parameter.nargs == -1 else ""
        yield "\t" + _line(names, _kind(verb, parameter) + repeats, parameter.help or "")
    yield "\t" + _line(["--help", "-h"], "flag", "Show this message and exit.")


def _kind(verb: str, parameter: Any) -> str:  # noqa: ANN401 - click's class has no public name in typer
    if getattr(parameter, "is_flag", False):
        return "flag"
    if choices := getattr(parameter.type, "choices", None):
        return "=" + ",".join(map(str, choices))
    word = parameter.metavar or ""
    if word in ("NAME", "[NAME]") and parameter.name in ("name", "argument"):
        return "" if verb in NEW_NAMES else "workspace"
    if parameter.param_type_name == "option" and word in ("PATH", "NAME"):
        return "path" if parameter.name == "allow_secret" and word == "PATH" else ""
    return KINDS.get(word, "")


def _line(names: list[str], kind: str, text: str) -> str:
    first, _, _ = " ".join(text.split()).partition(". ")
    return "\t".join([" ".join(names), kind, first]) + "\n"
