"""Paths that the engine itself makes in a container's layer, which are not changes if they have the expected form."""

from __future__ import annotations

from collections.abc import Collection
from fnmatch import translate

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.model import Entry, Layer, parent
from snapshotter.regex import regex
from snapshotter.rootfs.layer import names
from snapshotter.rootfs.packed import copied


class Placeholder(Struct, frozen=True):
    """A path that engines make, and the form in which they make it."""

    pattern: str
    """`*` matches any characters, including "/"."""
    form: str
    """"any", "empty file", or "link TARGET"."""
    reason: str


PLACEHOLDERS = (
    Placeholder("/dev/*", "any", "the engine mounts a /dev of its own"),
    Placeholder("/proc/*", "any", "the kernel's own file system"),
    Placeholder("/sys/*", "any", "the kernel's own file system"),
    Placeholder("/.dockerenv", "empty file", "Docker marks its containers with it"),
    Placeholder("/run/.containerenv", "empty file", "podman marks its containers with it"),
    Placeholder("/etc/hosts", "empty file", "mount point of the file that the engine writes"),
    Placeholder("/etc/hostname", "empty file", "mount point of the file that the engine writes"),
    Placeholder("/etc/resolv.conf", "empty file", "mount point of the file that the engine writes"),
    Placeholder("/etc/mtab", "link /proc/mounts", "Docker makes the link where it is missing"),
)
_MARK = "/run/.containerenv"
_DIRECTORIES = {"/dev": 0o1755, "/etc": 0o755, "/proc": 0o755, "/run": 0o755, "/sys": 0o755}
"""Directories that podman makes in a container whose image lacks them, with their modes."""
_PATTERNS = [(regex(translate(row.pattern)), row.form) for row in PLACEHOLDERS]
_ANY = regex("|".join(translate(row.pattern) for row in PLACEHOLDERS))
_BEGINNINGS = tuple(row.pattern.partition("*")[0] for row in PLACEHOLDERS)


def is_placeholder(path: str, entry: Entry | None) -> bool:
    """Return whether a path is as the engine makes it; `entry` is None for a whiteout.

    A whiteout is a placeholder only for a path of the form "any": other paths may be in the image, which the whiteout
    then deletes.
    """
    return _ANY.match(path) is not None and any(
        pattern.match(path) and _has_form(entry, form) for pattern, form in _PATTERNS
    )


def without_placeholders(layer: Layer, mounts: Collection[str] = ()) -> Layer:
    """Return the layer without what the engine made, and without the empty mount points of the volumes at `mounts`.

    A commit stores these mount points, so `mounts` must be empty if the layer is compared with the image.
    """
    targets = {names.absolute(names.to_bytes(target)) for target in mounts}
    empty = targets - {parent(path) for path in layer.entries} if targets else targets
    kept = copied(layer.entries)
    for path in made_directories(layer):
        del kept[path]
    for path in layer.entries:
        if path.startswith(_BEGINNINGS) or path in empty:
            entry = layer.entries[path]
            if is_placeholder(path, entry) or (path in empty and _is_empty(entry)):
                del kept[path]
    return replace(
        layer, entries=kept, whiteouts=frozenset(path for path in layer.whiteouts if not is_placeholder(path, None))
    )


def made_directories(layer: Layer) -> set[str]:
    """Return the directories of a container of podman that may be of podman's making: only what it made is in them.

    Podman marks its containers, and stores what it made in their images. A directory of that kind can also be in the
    layers below, with the same owner and mode.
    """
    if not is_placeholder(_MARK, layer.entries.get(_MARK)):
        return set()
    made = {path for path, mode in _DIRECTORIES.items() if _is_plain(layer.entries.get(path), mode)}
    below = tuple(f"{path}/" for path in made)
    for path in (*layer.entries, *layer.whiteouts):
        if path.startswith(below) and not is_placeholder(path, layer.entries.get(path)):
            made.discard("/" + path.split("/", 2)[1])
    return made


def _is_plain(entry: Entry | None, mode: int) -> bool:
    return entry is not None and entry.kind == "directory" and (entry.mode, entry.uid, entry.gid) == (mode, 0, 0)


def _has_form(entry: Entry | None, form: str) -> bool:
    if entry is None or form == "any":
        return form == "any"
    if form == "empty file":
        return entry.kind == "file" and entry.size == 0
    return entry.kind == "symlink" and f"link {entry.link}" == form


def _is_empty(entry: Entry) -> bool:
    return entry.kind == "directory" or (entry.kind == "file" and entry.size == 0)
