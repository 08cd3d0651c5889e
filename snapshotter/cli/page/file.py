"""The file that a page is written to: only one that is new or was such a page before."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from snapshotter.cli import options
from snapshotter.cli.page.html import GENERATOR, page
from snapshotter.cli.show.as_json import JsonObject
from snapshotter.cli.show.streams import out, tell, wipe

_HEAD = 512
"""Bytes at the beginning of a file that tell whether it is a page."""


def write_page(data: JsonObject, default: str, output: str | None, *, force: bool, opened: bool) -> None:
    """Write the page with this data to `output`, or the file `default` here, and say so; open it if wanted.

    Raises `Conflict` where another file is there.
    """
    text = page(data)
    wipe()
    if output == "-":
        sys.stdout.write(text)
        return
    target = options.path(output or default)
    write_file(target, text.encode(), force=force)
    out(f"wrote {target}")
    if opened:
        _open(target)


def write_file(target: Path, data: bytes, *, force: bool = False) -> None:
    """Write a page whole or not at all; raises `Conflict` where a file is there that is none, `StoreError`."""
    from snapshotter.errors import Conflict
    from snapshotter.store.atomic import write_at
    from snapshotter.store.paths import guarded

    if not force and not _is_replaceable(target):
        raise Conflict(f"{target} already exists", "overwrite it with --force, or name another file with -o")
    with guarded(target):
        directory = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            write_at(directory, target.name, [data], 0o666, exact=False, overwrite=True)
        finally:
            os.close(directory)


def _is_replaceable(target: Path) -> bool:
    if not target.is_symlink() and not target.exists():
        return True
    if target.is_symlink() or not target.is_file():
        return False
    with target.open("rb") as file:
        return GENERATOR.encode() in file.read(_HEAD)


def _open(target: Path) -> None:
    import webbrowser

    if not webbrowser.open(target.resolve().as_uri()):
        tell(f"no browser was found: open {target} in one")
