"""What `git fast-import` is told for one commit: bytes only, no process here."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from snapshotter.errors import StoreError
from snapshotter.store.git import NO_OBJECT
from snapshotter.store.layout import FOLDER

AUTHOR = "snapshotter <snapshotter@localhost>"
"""Nobody's `user.name` is needed, and the same snapshot has the same id for everybody."""

_SCRATCH = "refs/scratch/import"
"""fast-import wants a ref to commit to; the stream removes it again, so it never reaches the repository."""

_MARK = 1


def commit_stream(
    message: str,
    created: float,
    parent: str | None,
    files: Mapping[str, bytes],
    kept: Iterable[tuple[str, str]],
    executable: Container[str] = (),
) -> Iterator[bytes]:
    """Give the commands that make one commit and print its id.

    `files` is path → content, `executable` are those with the x bit; `kept` are (path, tree id) of folders taken over
    from an earlier commit as they are.
    """
    text = os.fsencode(message)
    yield f"commit {_SCRATCH}\nmark :{_MARK}\ncommitter {AUTHOR} {int(created)} +0000\ndata {len(text)}\n".encode()
    yield text + b"\n"
    if parent:
        yield f"from {parent}\ndeleteall\n".encode()
    for path, tree in kept:
        yield b"M 040000 %s %s\n" % (tree.encode(), quoted(path))
    for path, content in sorted(files.items()):
        mode = b"100755" if path in executable else b"100644"
        yield b"M %s inline %s\ndata %d\n" % (mode, quoted(path), len(content))
        yield content
        yield b"\n"
    yield f"\nget-mark :{_MARK}\nreset {_SCRATCH}\nfrom {NO_OBJECT}\n\ndone\n".encode()


def quoted(path: str) -> bytes:
    """Give a path as fast-import reads it, whatever bytes are in it."""
    raw = os.fsencode(path).replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")
    return b'"' + raw + b'"'


def checked(path: str) -> str:
    """Give back a path of the build context if a git tree can hold it beside our own folder; raises `StoreError`."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or parts[0] == FOLDER or ".git" in map(str.lower, parts):
        raise StoreError(f"the build context cannot hold a file named {path!r}", "please report this as a bug")
    return path
