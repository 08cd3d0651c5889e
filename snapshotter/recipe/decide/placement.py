"""How carried paths can be written: by COPY alone, by COPY and commands after it, or only by an archive."""

from __future__ import annotations

from msgspec.structs import replace

from snapshotter.model import Change, Entry, parents
from snapshotter.recipe.model import Carry
from snapshotter.regex import regex

_PLAIN = regex(r"[A-Za-z0-9_@%+=:,./~^#-]+\Z")
_FOLDER = 0o755
_LONGEST = 4096
"""Bytes of the longest path that Linux opens."""
_GIT_READS = frozenset({".git", ".gitignore", ".gitattributes", ".gitmodules"})
"""Names that git would interpret or refuse if the context were committed."""


def is_plain(carry: Carry) -> bool:
    """Return whether COPY alone can write the paths: files of root with a usual mode."""
    return only_files(carry) and not any(is_odd(change) or _is_unusual(change.after) for change in carry.changes)


def by_copy_alone(carry: Carry) -> bool:
    """Return whether COPY alone can write the paths, whoever owns them: no command must follow it."""
    return only_files(carry) and all(
        not is_odd(change) and change.after is not None and change.after.mode in (0o644, 0o755)
        for change in carry.changes
    )


def by_one_copy(carry: Carry) -> bool:
    """Return whether one COPY of an adopted image's Dockerfile writes the paths: usual files, and their folders."""
    files = [change for change in carry.changes if change.after is not None and change.after.kind == "file"]
    above = {folder for change in files for folder in parents(change.path)}
    folders = [change for change in carry.changes if change not in files]
    return (
        bool(carry.written)
        and by_copy_alone(replace(carry, changes=tuple(files)))
        and all(
            is_new(one) and one.path in above and one.after is not None and one.after.mode == _FOLDER for one in folders
        )
        and len({(one.after.uid, one.after.gid) for one in files if one.after is not None}) == 1
    )


def only_files(carry: Carry) -> bool:
    """Return whether an archive alone can write the paths: files whose content is new, without hard links."""
    return all(
        has_new_content(change) and not is_other_kind(change) and change.after is not None and not change.after.hardlink
        for change in carry.changes
    )


def _is_unusual(entry: Entry | None) -> bool:
    return entry is None or (entry.mode, entry.uid, entry.gid) not in ((0o644, 0, 0), (0o755, 0, 0))


def has_new_content(change: Change) -> bool:
    """Return whether a file must be copied; one of which only mode or owner changed need not be."""
    before, after = change.before, change.after
    return (
        after is not None
        and after.kind == "file"
        and (before is None or before.kind != "file" or before.digest != after.digest)
    )


def is_odd(change: Change) -> bool:
    """Return whether only an archive can hold a path: a name that COPY misreads, xattrs, block devices, sockets."""
    before, entry = change.before, change.after
    if entry is None:
        return False
    if not is_new(change) and before and (before.xattrs, before.link) == (entry.xattrs, entry.link):
        return has_new_content(change) and not copies_well(change.path)
    named = entry.kind == "file" and not copies_well(change.path)
    return named or bool(entry.xattrs) or entry.kind in ("block", "socket")


def copies_well(path: str) -> bool:
    """Return whether COPY and git both take a path literally."""
    return len(path) <= _LONGEST and bool(_PLAIN.match(path)) and not _GIT_READS.intersection(path.split("/"))


def is_other_kind(change: Change) -> bool:
    """Return whether the old entry at the path must be removed before the new one is written."""
    return change.before is not None and change.after is not None and (is_new(change) or change.after.kind == "symlink")


def is_new(change: Change) -> bool:
    """Return whether the entry at the path is a new one rather than the old one changed."""
    before, after = change.before, change.after
    return before is None or after is None or (before.kind, before.device) != (after.kind, after.device)
