"""The commands for `git fast-import` that make one commit, as bytes; `git.py` runs the process."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from snapshotter.errors import StoreError
from snapshotter.store.layout import FOLDER
from snapshotter.store.repository.git import NO_OBJECT

AUTHOR = "snapshotter <snapshotter@localhost>"
"""Fixed, so that no `user.name` is needed and the same snapshot has the same id on every machine."""

_SCRATCH = "refs/scratch/import"
"""fast-import requires a ref to commit to; the stream removes it again, so it never appears in the repository."""


def commit_stream(
    message: str,
    created: float,
    parent: str | None,
    files: Mapping[str, bytes],
    kept: Iterable[tuple[str, str]],
    executable: Container[str] = (),
    mark: int = 1,
    *,
    last: bool = True,
) -> Iterator[bytes]:
    """Yield the commands that make one commit and print its id.

    `files` is path → content, `executable` holds the paths of those with the x bit; `kept` is (path, tree id) of
    folders that are taken over unchanged from an earlier commit.  `mark` is its number in a stream of several, of
    which only the `last` ends the stream; `parent` can be that of an earlier one: ":1".
    """
    text = os.fsencode(message)
    yield f"commit {_SCRATCH}\nmark :{mark}\ncommitter {AUTHOR} {int(created)} +0000\ndata {len(text)}\n".encode()
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
    yield f"\nget-mark :{mark}\nreset {_SCRATCH}\nfrom {NO_OBJECT}\n\n".encode()
    if last:
        yield b"done\n"


def quoted(path: str) -> bytes:
    """Return a path quoted for fast-import, whatever bytes it contains."""
    raw = os.fsencode(path).replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")
    return b'"' + raw + b'"'


def check_context_path(path: str) -> str:
    """Return a path of the build context; raises `StoreError` where a git tree cannot hold it beside `.snapshot`."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or parts[0] == FOLDER or ".git" in map(str.lower, parts):
        raise StoreError(f"the build context cannot hold a file named {path!r}", "please report this as a bug")
    return path
