"""Finds the shell to work in inside a container, and tells what kind of shell a program is."""

from __future__ import annotations

from snapshotter.engine.api import Engine
from snapshotter.errors import EngineError, RecordError
from snapshotter.record.shells.known import Shell, hook, quietly, shell_of

NO_LOGIN = frozenset({"false", "nologin", "sync", "halt", "shutdown"})
ORDER = ("bash", "zsh", "fish", "ash", "mksh", "ksh", "dash", "sh")
"""Which one is best where the user's login shell says nothing."""
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
"""Where a shell may be that can be asked for the others."""


def find_shell(engine: Engine, container_id: str, wanted: str = "") -> str:
    """Give the path of the shell to use, "" where the image has none; raises `RecordError` for an absent `wanted`.

    The login shell of the container's user if it can be recorded, else the best one that can, else its login shell.
    """
    found = _probe(engine, container_id, wanted)
    if wanted:
        path = wanted if wanted.startswith("/") else found.get(wanted, ("", ""))[0]
        if not path or (found and not _runs(engine, container_id, path)):
            known = ", ".join(sorted({path for path, _ in found.values()})) or "no shell at all"
            raise RecordError(f"There is no shell {wanted} in the container.", f"It has {known}.")
        return path
    login = found.get("login", ("", ""))
    order = [login, *(found[name] for name in ORDER if name in found)]
    usable = [(path, shell) for path, program in order if (shell := shell_of(program)) is not None]
    recorded = [path for path, shell in usable if shell.hook]
    return next(iter([*recorded, *(path for path, _ in usable)]), "")


def kind(engine: Engine, container_id: str, path: str) -> Shell | None:
    """Tell what kind of shell a path in the container is: "sh" may be a link to any of them."""
    named = shell_of(path)
    if named is None or named.name != "sh":
        return named
    # /proc/PID/exe and not the path: it may be a link to a link
    status, output = engine.run(container_id, [path, "-c", "readlink /proc/$$/exe || echo ${BASH_VERSION:+bash}"])
    return shell_of(output.decode("utf-8", "replace").strip() or path) if status == 0 else named


def _probe(engine: Engine, container_id: str, wanted: str) -> dict[str, tuple[str, str]]:
    """Ask a shell for all shells: "login" or name → path and real program."""
    script = hook("probe.sh")
    for asked in COMMON_PATHS:
        if _runs(engine, container_id, asked):
            status, output = engine.run(container_id, [asked, "-c", script, "probe", *([wanted] if wanted else [])])
            rows = (line.split("\t") for line in output.decode("utf-8", "surrogateescape").splitlines())
            return {row[0]: (row[1], row[2]) for row in rows if len(row) == 3} if status == 0 else {}
    return {}


def _runs(engine: Engine, container_id: str, path: str) -> bool:
    """Tell whether a program is there that behaves as a shell."""
    try:
        return engine.run(container_id, [*quietly(path), "-c", "exit 0"])[0] == 0
    except EngineError:
        # how an engine says that a program is not there differs; that the container is there tells the two apart
        engine.container(container_id)
        return False
