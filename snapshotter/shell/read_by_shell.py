"""Commands that were run as `sh -c TEXT`, as programs do: TEXT is what a shell read."""

from __future__ import annotations

import posixpath

from msgspec.structs import replace

from snapshotter.model import Command

_SHELLS = frozenset({"sh", "ash", "dash", "bash"})
_PLACES = ("", "/bin", "/usr/bin")


def read_by_shell(command: Command) -> Command:
    """Return a command that was run as `sh -c TEXT` as the text that this shell read; any other as it is."""
    if len(command.argv) != 3 or command.argv[1] != "-c" or command.shell:
        return command
    folder, name = posixpath.split(command.argv[0])
    text = command.argv[2].strip()
    if name not in _SHELLS or folder not in _PLACES or not text:
        return command
    return replace(command, text=text, shell=name)
