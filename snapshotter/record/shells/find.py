"""Finds the shell to use in a container and detects what kind of shell a program is."""

from __future__ import annotations

from snapshotter.engine.api import Engine
from snapshotter.errors import EngineError, RecordError
from snapshotter.record.shells.known import Shell, hook, shell_command, shell_of

ORDER = ("bash", "zsh", "fish", "ash", "mksh", "ksh", "dash", "sh")
"""Shells by preference if the user's login shell cannot be recorded."""
COMMON_PATHS = (
    "/bin/sh",
    "/bin/bash",
    "/usr/bin/bash",
    "/bin/ash",
    "/busybox/sh",
    "/usr/bin/sh",
    "/usr/local/bin/bash",
    "/usr/bin/zsh",
)
"""Where to look for a first shell, which then searches for the others."""


def find_shell(engine: Engine, container_id: str, wanted: str = "") -> str:
    """Return the path of the shell to use, or "" if the image has none.

    This is the login shell of the container's user if it can be recorded, else the best one that can, else its login
    shell.  `wanted` is the name or the path of the shell to use instead; raises `RecordError` if that is missing.
    """
    found = _probe(engine, container_id, wanted)
    if wanted:
        path = wanted if wanted.startswith("/") else found.get(wanted, ("", ""))[0]
        if not path or (found and not _runs(engine, container_id, path)):
            known = ", ".join(sorted({path for path, _ in found.values()})) or "no shell at all"
            raise RecordError(f"there is no shell {wanted} in the container", f"it has {known}")
        return path
    login = found.get("login", ("", ""))
    order = [login, *(found[name] for name in ORDER if name in found)]
    usable = [(path, shell) for path, program in order if (shell := shell_of(program)) is not None]
    recorded = [path for path, shell in usable if shell.hook]
    return next(iter([*recorded, *(path for path, _ in usable)]), "")


def detect_shell(engine: Engine, container_id: str, path: str) -> Shell | None:
    """Return the kind of the shell at a path in the container, or None; "sh" may be a link to any of them."""
    named = shell_of(path)
    if named is None or named.name != "sh":
        return named
    # /proc/PID/exe instead of the path, which may be a link to a link
    status, output = engine.run(container_id, [path, "-c", "readlink /proc/$$/exe || echo ${BASH_VERSION:+bash}"])
    return shell_of(output.decode("utf-8", "replace").strip() or path) if status == 0 else named


def _probe(engine: Engine, container_id: str, wanted: str) -> dict[str, tuple[str, str]]:
    """Search for all shells with the first shell found; return path and real program by "login" or name."""
    script = hook("probe.sh")
    for shell in COMMON_PATHS:
        if _runs(engine, container_id, shell):
            status, output = engine.run(container_id, [shell, "-c", script, "probe", *([wanted] if wanted else [])])
            rows = (line.split("\t") for line in output.decode("utf-8", "surrogateescape").splitlines())
            return {row[0]: (row[1], row[2]) for row in rows if len(row) == 3} if status == 0 else {}
    return {}


def _runs(engine: Engine, container_id: str, path: str) -> bool:
    """Return whether the path is a program that behaves like a shell."""
    try:
        return engine.run(container_id, [*shell_command(path), "-c", "exit 0"])[0] == 0
    except EngineError:
        # engines report a missing program in different ways; raises if the container itself is missing
        engine.container(container_id)
        return False
