"""The files beside a Dockerfile with which a workspace was started: what its build sees, read again for an export."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from snapshotter.engine.build.directory import IGNORE, context_paths
from snapshotter.errors import NotFound, UsageError
from snapshotter.model import Base
from snapshotter.recipe.dockerfile.names import dockerfile_of
from snapshotter.recipe.model import Recipe
from snapshotter.recipe.write.context_files import beside

_MOST = 512 << 20
"""Bytes of a context that is taken over; it is held in memory."""
Files = Mapping[str, tuple[int, bytes]]


def own_context(base: Base) -> dict[str, tuple[int, bytes]]:
    """Return the files of the context by path, with their modes and contents; a link's content is its target.

    Raises `NotFound` where the directory is gone, `UsageError` where it cannot be read or is too large.
    """
    if not base.dockerfile:
        return {}
    directory = Path(base.context)
    if not directory.is_dir():
        raise NotFound(
            f"the directory of the Dockerfile that this workspace was started with is gone: {directory}",
            "put it back; `snap recipe` prints the Dockerfile",
        )
    found, total = dict[str, tuple[int, bytes]](), 0
    try:
        for name in context_paths(directory, dockerfile_of(directory)):
            path = directory / name
            info = path.lstat()
            if stat.S_ISLNK(info.st_mode):
                found[name] = info.st_mode, os.fsencode(path.readlink())
            elif stat.S_ISDIR(info.st_mode):
                found[name] = info.st_mode, b""
            elif stat.S_ISREG(info.st_mode):
                total += info.st_size
                if total > _MOST:
                    raise UsageError(f"the files in {directory} are more than 512 MB", f"leave some out with {IGNORE}")
                found[name] = stat.S_IMODE(info.st_mode), path.read_bytes()
        if (directory / IGNORE).is_file():
            found[IGNORE] = 0o644, (directory / IGNORE).read_bytes()
    except OSError as error:
        raise UsageError(
            f"the build context cannot be read: {error.filename}: {error.strerror}", f"leave it out with {IGNORE}"
        ) from error
    found.pop(dockerfile_of(directory).name, None)  # the export's own takes its place
    return found


def with_context(recipe: Recipe, context: Files) -> Recipe:
    """Return a recipe with the regular files of a context."""
    if not context:
        return recipe
    files = {name: file for name, file in beside(context, recipe.files).items() if not stat.S_IFMT(file[0])}
    return replace(recipe, files={**files, **recipe.files})


def not_written(context: Files) -> list[str]:
    """Return the symbolic links of a context, which an export does not write."""
    return [name for name, (mode, _) in context.items() if stat.S_ISLNK(mode)]
