"""Single files of a container, running or not: read them, write them, remove them.

A tar stream is read and written by the engine itself, so that the image needs no program for it.  Nothing but the files
is left in the container.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlencode

from snapshotter.engine.errors import engine_errors
from snapshotter.engine.images.export import open_stream
from snapshotter.errors import EngineError

if TYPE_CHECKING:
    import docker

_ARGUMENT_BYTES = 100_000
"""Bytes of paths that are given to one process; Linux takes 128 KiB in one argument and 2 MB in all."""
_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
Run = Callable[[Sequence[str]], tuple[int, bytes]]
"""Runs a process in the container as root to its end."""


def read(client: docker.APIClient, ident: str, path: str) -> BinaryIO | None:
    """Return a path of a container, and all below it, as a tar stream; None if there is no such path.

    Its names begin with the last name of the path.
    """
    where = f"/containers/{ident}/archive?{urlencode({'path': path}, errors='surrogateescape')}"
    with engine_errors():
        status = client.head(f"{client.base_url}/v{client.api_version}{where}", timeout=client.timeout).status_code
    return None if status == HTTPStatus.NOT_FOUND else open_stream(client, where)


def write(client: docker.APIClient, ident: str, stream: BinaryIO) -> None:
    """Write the members of a tar stream below the root of a container, with their owners, modes and times."""
    with engine_errors():
        client.put_archive(ident, "/", stream)


def remove(client: docker.APIClient, ident: str, files: Sequence[str], directories: Sequence[str], run: Run) -> None:
    """Remove files, then empty directories, of a running container; one that is not there is no error.

    The image's own programs do it; where it has none, this process does it, if it may.  Raises `EngineError`.
    """
    left = _by_program(run, ("rm", "-f", "--"), files)
    left_directories = _by_program(run, ("rmdir", "--"), directories)
    if not left and not left_directories:
        return
    root = _open_root(client, ident)
    if root is None:
        raise EngineError(
            f"the image has no program that removes {(left or left_directories)[0]}, and it cannot be done from here",
            "run `snap` as root on the engine's machine; files that are put back need no program",
        )
    try:
        for path in left:
            _remove_below(root, path, os.unlink)
        for path in left_directories:
            _remove_below(root, path, os.rmdir)
    finally:
        os.close(root)


def _by_program(run: Run, argv: Sequence[str], paths: Sequence[str]) -> list[str]:
    """Pass paths to a program of the image; return those that no program took."""
    left = [path for path in paths if not _is_utf8(path)]  # no engine takes them as arguments
    for group in _grouped([path for path in paths if _is_utf8(path)]):
        try:
            status, _ = run([*argv, *group])
        except EngineError:  # how engines say that there is no such program
            status = 127
        if status in (126, 127):
            left += group
    return left


def _is_utf8(path: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in path)


def _grouped(paths: Sequence[str]) -> Iterator[list[str]]:
    group, size = list[str](), 0
    for path in paths:
        length = len(path.encode()) + 1
        if group and size + length > _ARGUMENT_BYTES:
            yield group
            group, size = [], 0
        group.append(path)
        size += length
    if group:
        yield group


def _open_root(client: docker.APIClient, ident: str) -> int | None:
    """Open the root directory of a running container, None where this process may not or cannot.

    The process id is asked for again afterwards: it may have ended in between, and its number be another's.
    """
    pid = _pid(client, ident)
    if not pid:
        return None
    try:
        root = os.open(f"/proc/{pid}/root", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        return None
    info, own = os.fstat(root), Path("/").stat()
    same = (info.st_dev, info.st_ino) == (own.st_dev, own.st_ino)
    if same or _pid(client, ident) != pid or not _is_of_container(pid, ident):
        os.close(root)
        return None
    return root


def _is_of_container(pid: int, ident: str) -> bool:
    """Return whether a process is in the control group of the container; engines name that by the container's id."""
    try:
        with open(f"/proc/{pid}/cgroup", encoding="utf-8", errors="replace") as file:  # noqa: PTH123 - a path of /proc
            return ident in file.read()
    except OSError:
        return False


def _pid(client: docker.APIClient, ident: str) -> int:
    """Return the process id of a container's main process on the engine's machine, 0 if it does not run."""
    with engine_errors():
        state = client.inspect_container(ident).get("State") or {}
    return int(state.get("Pid") or 0) if state.get("Running") else 0


def _remove_below(root: int, path: str, removal: Callable[..., None]) -> None:
    """Remove a path below an open root; no link in it is followed."""
    *above, name = os.fsencode(path).strip(b"/").split(b"/")
    current = os.dup(root)
    try:
        for part in above:
            step = os.open(part, _DIRECTORY, dir_fd=current)
            os.close(current)
            current = step
        with contextlib.suppress(FileNotFoundError):
            is_directory = stat.S_ISDIR(os.stat(name, dir_fd=current, follow_symlinks=False).st_mode)
            if is_directory == (removal is os.rmdir):
                removal(name, dir_fd=current)
    except FileNotFoundError:
        return
    except OSError as error:
        raise EngineError(f"{path} cannot be removed: {error.strerror}", "try again") from error
    finally:
        os.close(current)
