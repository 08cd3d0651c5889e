"""The tar archives of a build context, for paths that COPY cannot write."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable, Sequence
from typing import Literal

from snapshotter.model import Change, Entry
from snapshotter.recipe.syntax import quoted
from snapshotter.recipe.write.context import ROOT, Output

_TYPES = {
    "fifo": tarfile.FIFOTYPE,
    "char": tarfile.CHRTYPE,
    "block": tarfile.BLKTYPE,
    "directory": tarfile.DIRTYPE,
    "symlink": tarfile.SYMTYPE,
    "file": tarfile.REGTYPE,
}


def add_archive(
    odd: Sequence[Change],
    content: Callable[[Change], bytes | None],
    out: Output,
    folders: Sequence[str],
    place: tuple[str, str] = ("/", "/"),
) -> None:
    """Add an archive of paths that COPY cannot write, and the ADD that unpacks it with owners and modes.

    `folders` are new directories that the unpacking creates; `out.missing` gets the paths without content.  `place` is
    where it is unpacked, as an absolute path and as it is written.
    """
    buffer = io.BytesIO()
    # the GNU format takes names of any bytes; only PAX takes extended attributes
    has_attributes = any(change.after and change.after.xattrs for change in odd)
    form: Literal[1, 2] = tarfile.PAX_FORMAT if has_attributes else tarfile.GNU_FORMAT
    for change in sorted(odd, key=lambda change: change.path):
        assert change.after is not None
        data = content(change) if change.after.kind == "file" else b""
        if data is None:
            out.missing.append(change.path)
            continue
        _add(buffer, form, change, change.after, data, place[0])
    buffer.write(bytes(2 * tarfile.BLOCKSIZE))
    buffer.write(bytes(-buffer.tell() % tarfile.RECORDSIZE))
    number = sum(name.startswith(ROOT + "-") and name.endswith(".tar") for name in out.files) + 1
    name = f"{ROOT}-{number}.tar"
    out.files[name] = (0o644, buffer.getvalue())
    out.add(f"ADD {name} {quoted(place[1])}", paths=(*folders, *(change.path for change in odd)))


def _add(buffer: io.BytesIO, form: Literal[1, 2], change: Change, entry: Entry, data: bytes, root: str) -> None:
    """Write a member as `TarFile.addfile` does, which takes twice as long for a copy of the header."""
    info = tarfile.TarInfo(change.path.removeprefix(root).lstrip("/"))
    info.type, info.mode, info.uid, info.gid = _TYPES[entry.kind], entry.mode, entry.uid, entry.gid
    info.mtime, info.linkname = entry.mtime_ns // 1_000_000_000, entry.link
    info.devmajor, info.devminor = entry.device
    info.pax_headers = {
        f"SCHILY.xattr.{name}": bytes.fromhex(value).decode("utf-8", "surrogateescape") for name, value in entry.xattrs
    }
    if entry.hardlink and entry.hardlink != change.path:
        info.type, info.linkname, data = tarfile.LNKTYPE, entry.hardlink.removeprefix(root).lstrip("/"), b""
    info.size = len(data)
    buffer.write(info.tobuf(form, "utf-8", "surrogateescape"))
    buffer.write(data)
    buffer.write(bytes(-len(data) % tarfile.BLOCKSIZE))
