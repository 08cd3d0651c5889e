"""Edits of the files that the engine writes for each container, which no image keeps."""

from __future__ import annotations

import hashlib

from snapshotter.changes.volatile import reason
from snapshotter.engine.api import Container, Engine
from snapshotter.engine.generated_files import (
    HOSTNAME,
    HOSTS,
    PATHS,
    RESOLV,
    edited,
    read_in_place,
    resolv_digest,
)
from snapshotter.errors import SnapError
from snapshotter.model import Workspace
from snapshotter.regex import regex
from snapshotter.store.journal.recorded import Recorded

_OPTIONS = {HOSTNAME: "--hostname NAME", HOSTS: "--add-host NAME:ADDRESS", RESOLV: "--dns ADDRESS"}
_NAMED = regex(r"hosts|hostname|resolv")
_WORD = regex(r"[\w.+-]+")
_PRINT = 'for f in "$@"; do echo "snap $f"; cat "$f"; done'


def lost_edits(engine: Engine, workspace: Workspace, container: Container, recorded: Recorded) -> dict[str, str]:
    """Return the edited files, with the reason why no image keeps them.

    Where they cannot be read on this machine, a process in the container prints them, which takes as long as a tenth of
    a small commit or more: only if a command of `recorded` may have edited them.
    """
    files = container.generated
    if files is None:
        return {}
    contents = read_in_place(files)
    if contents is None and container.state == "running" and _may_edit(recorded):
        contents = _printed(engine, workspace, container)
    if contents is None:
        return {}
    found = edited(files, contents, workspace.resolv_conf, podman=engine.info().name == "podman")
    own = workspace.volatile
    return {path: _why(path) for path in sorted(found) if not (own and reason(path, own) != reason(path))}


def first_resolv_conf(engine: Engine, workspace: Workspace, ident: str) -> str:
    """Return the sha256 of /etc/resolv.conf in a new container; "" where the engine keeps it, or it is not known."""
    container = engine.container(ident)
    files = container.generated
    if files is None:
        return ""
    contents = read_in_place(files) or _printed(engine, workspace, container)
    if RESOLV not in contents:
        return ""
    digest = hashlib.sha256(contents[RESOLV]).hexdigest()
    return "" if digest == resolv_digest(files) else digest


def _why(path: str) -> str:
    return (
        f"the engine writes this file for every container; give `docker run {_OPTIONS[path]}`, or have an entry point"
        " copy a file of the image over it"
    )


def _may_edit(recorded: Recorded) -> bool:
    from snapshotter.shell.programs import EDITORS

    texts = [command.text for command in (*recorded.commands, *recorded.calling)]
    return bool(recorded.gaps) or any(
        _NAMED.search(text) or not EDITORS.isdisjoint(_WORD.findall(text)) for text in texts
    )


def _printed(engine: Engine, workspace: Workspace, container: Container) -> dict[str, bytes]:
    """Return the contents as a process in the container prints them; empty where it cannot."""
    from snapshotter.record.shells.known import posix  # takes 10 ms, for the rare case

    if not workspace.shell:
        return {}
    paths = sorted(PATHS)
    try:
        status, output = engine.run(container.id, [posix(workspace.shell), "-c", _PRINT, "snap", *paths], user="0")
    except SnapError:
        return {}
    if status != 0:
        return {}
    found: dict[str, bytes] = {}
    for path, following in zip(paths, [*paths[1:], ""], strict=True):
        _, _, rest = output.partition(f"snap {path}\n".encode())
        found[path] = rest.partition(f"snap {following}\n".encode())[0] if following else rest
    return found
