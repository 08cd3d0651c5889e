"""Secrets in texts that a user gives to a verb and that are stored: messages, reasons, instructions."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from snapshotter.model import Workspace
    from snapshotter.secrets.redact import Redactor
    from snapshotter.store.home import Home


def redactor_for(home: Home, workspace: Workspace) -> Redactor:
    """Return a redactor that knows the secrets of the workspace's sessions, and the values of its secret variables.

    Of both only those that the host still has: in its memory, and in the environment.
    """
    from snapshotter.secrets.redact import Redactor  # takes 15 ms, and most commits have no such text

    kept = home.memory(workspace.name).load()
    redactor = Redactor(kept.key, kept.values) if kept else Redactor()
    for name in workspace.env:
        if "=" not in name and os.environ.get(name):
            redactor.conceal(os.environ[name])
    return redactor


def mask_text(redactor: Redactor, text: str) -> str:
    """Return a text in a person's own words with every secret replaced; it is read as sentences and as commands."""
    clean = redactor.clean(redactor.redact(text))
    clean = "\n".join(redactor.redact(line) for line in clean.split("\n"))  # a quote may be open in the line before
    data = clean.encode("utf-8", "surrogateescape")
    behind = len(data)
    for found in sorted(redactor.known_values().find(data), key=lambda found: found.end, reverse=True):
        if found.end <= behind:
            data = data[: found.start] + redactor.conceal(found.value).encode() + data[found.end :]
            behind = found.start
    return data.decode("utf-8", "surrogateescape")
