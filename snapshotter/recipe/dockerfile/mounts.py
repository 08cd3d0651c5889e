"""What a RUN mounts: its `--mount` options, and the secrets of a build.  Pure."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from msgspec import Struct

from snapshotter.recipe.dockerfile.parse import Instruction
from snapshotter.recipe.dockerfile.variables import expand

SECRETS = "/run/secrets"
"""The directory in which a secret is mounted that names no other place."""


class StepMount(Struct, frozen=True):
    """One `--mount` of a RUN."""

    kind: str
    """"bind", "cache", "tmpfs", "secret" or "ssh"."""
    target: str
    """"" for a secret that is only a variable."""
    source: str = ""
    origin: str = ""
    """The stage or image of `from=`."""
    ident: str = ""
    variable: str = ""
    mode: int = 0o400
    uid: int = 0
    gid: int = 0


def mounts(instruction: Instruction, values: Mapping[str, str], workdir: str = "/") -> tuple[StepMount, ...]:
    """Return what a RUN mounts; `values` are its variables."""
    found = (flag.removeprefix("--mount=") for flag in instruction.flags if flag.startswith("--mount="))
    return tuple(_mount(expand(text, values), workdir) for text in found)


def _mount(text: str, workdir: str) -> StepMount:
    options = {}
    for part in text.strip("\"'").split(","):
        name, _, value = part.partition("=")
        options[name.strip().lower()] = value
    kind = options.get("type", "bind").lower()
    target = next((options[name] for name in ("target", "dst", "destination") if options.get(name)), "")
    ident = options.get("id", "")
    if kind == "secret":
        ident = ident or posixpath.basename(target)
        target = target or ("" if options.get("env") else f"{SECRETS}/{ident}")
    if target:
        target = posixpath.normpath(posixpath.join(workdir or "/", target))
    return StepMount(
        kind,
        target,
        options.get("source") or options.get("src") or "",
        options.get("from", ""),
        ident or target,
        options.get("env", ""),
        _number(options.get("mode"), 8, 0o400),
        _number(options.get("uid"), 10, 0),
        _number(options.get("gid"), 10, 0),
    )


def _number(text: str | None, base: int, default: int) -> int:
    try:
        return int(text, base) if text else default
    except ValueError:
        return default
