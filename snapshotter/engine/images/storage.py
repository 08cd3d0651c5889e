"""Where an engine keeps layers on this machine: as it says, else by containerd's store and the table of mounts."""

from __future__ import annotations

import os
import socket
import struct
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from snapshotter.engine.images import overlay_dirs

_CONTAINERD = "io.containerd.snapshotter.v1"
_CREDENTIALS = struct.Struct("3i")
"""Process, user, group."""
_SPACES = ("mnt", "pid", "user")


class Storage:
    """The storage of one engine.

    An engine may have another view of the file systems than this process (its own mount namespace).  Its paths are
    looked for in this process's view first, then in that of the process that answers at its socket.
    """

    def __init__(self, socket_path: Path | None, info: Callable[[], Mapping[str, Any]]) -> None:
        self._socket_path = socket_path
        self._info = info
        self._engine_pid: int | None = None
        self._asked = False
        self._lower: dict[str, tuple[Path, ...]] = {}
        self._containerd_root: Path | None = None

    def of_image(self, inspected: Mapping[str, Any]) -> list[Path] | None:
        """Return an image's layer directories, lowest first; None where this process cannot read them all."""
        if overlay_dirs.is_told(inspected):
            found = overlay_dirs.of_image(inspected)
            return found or (overlay_dirs.of_image(inspected, view) if (view := self._other_view()) else None)
        from snapshotter.engine.images import containerd_snapshots

        info = self._info()
        if not is_containerd(info) or info.get("Driver") != containerd_snapshots.DRIVER:
            return None
        diff_ids = [str(one) for one in (inspected.get("RootFS") or {}).get("Layers") or ()]
        for root in self._containerd_roots(str(info.get("DockerRootDir") or "")):
            found = containerd_snapshots.of_image(root, _namespace(info), diff_ids)
            if found and all(map(overlay_dirs.readable, found)):
                return found
        # the image of a container that was found mounted: above its layers is one that the engine makes for containers
        lower = self._lower.get(str(inspected.get("Id") or ""), ())
        count = len(diff_ids)
        fits = len(lower) - count in (0, 1) and all(map(overlay_dirs.readable, lower))
        return list(lower[:count]) if count and fits else None

    def of_container(self, inspected: Mapping[str, Any]) -> Path | None:
        """Return the directory of a container's writable layer; None where this process cannot read it."""
        if overlay_dirs.is_told(inspected):
            found = overlay_dirs.of_container(inspected)
            return found or (overlay_dirs.of_container(inspected, view) if (view := self._other_view()) else None)
        from snapshotter.engine.images import containerd_snapshots, overlay_mounts

        data_root = _data_root(inspected)
        if inspected.get("Driver") != containerd_snapshots.DRIVER or not data_root or not self.has(data_root):
            return None
        ident = str(inspected.get("Id") or "")
        pid = int((inspected.get("State") or {}).get("Pid") or 0)
        mounted = self._mounted(inspected, ident, pid)
        if mounted is None and overlay_mounts.belongs_to(pid, ident):
            return None  # it runs, so its layer must be in a table of mounts
        found = self._in_databases(data_root, ident)
        if mounted is None or found is None:
            return mounted or found
        return found if _same(mounted, found) else None

    def _in_databases(self, data_root: str, ident: str) -> Path | None:
        """Return the layer of a container by its id, which no other has in any namespace."""
        from snapshotter.engine.images import containerd_snapshots

        roots = self._containerd_roots(data_root)
        usual = containerd_snapshots.NAMESPACE
        found = _first(containerd_snapshots.of_container(root, usual, ident) for root in roots)
        # the engine takes 10 ms to say which one it uses
        if found is None and (namespace := _namespace(self._info())) != usual:
            found = _first(containerd_snapshots.of_container(root, namespace, ident) for root in roots)
        return found if found and overlay_dirs.readable(found) else None

    def has(self, data_root: str) -> bool:
        """Return whether the engine's own directory can be listed by this process, in either view."""
        return any(overlay_dirs.readable(Path(view + data_root)) for view in self._views())

    def hindrance(self, info: Mapping[str, Any], *, here: bool = True) -> str:
        """Return why this process cannot read layers in place; "" where it can; `here`: it may be on this machine."""
        from snapshotter.engine.images import containerd_snapshots

        data_root, driver = str(info.get("DockerRootDir") or ""), str(info.get("Driver") or "")
        if self._socket_path is None:
            return "the engine is on another machine"
        if not here or not self.exists(data_root):
            return "the engine's storage is in a virtual machine or where this process does not see it"
        if not same_owners(info):
            return "the engine maps users, so that the owners in its storage are not those in containers"
        readable = driver == containerd_snapshots.DRIVER if is_containerd(info) else driver in overlay_dirs.DRIVERS
        if not readable:
            return f"the storage driver {driver} keeps no overlay directories"
        return "" if self.has(data_root) else f"only root may read the engine's storage in {data_root}"

    def exists(self, data_root: str) -> bool:
        """Return whether the engine's own directory is on this machine's file systems."""
        return bool(data_root) and any(os.path.lexists(view + data_root) for view in self._views())

    def _mounted(self, inspected: Mapping[str, Any], ident: str, pid: int) -> Path | None:
        from snapshotter.engine.images import containerd_snapshots, overlay_mounts

        found = overlay_mounts.of_container(ident, pid, "", None)
        if found is None and (view := self._other_view()):
            found = overlay_mounts.of_container(ident, 0, view, self._engine_pid)
        root = containerd_snapshots.root_of(found.upper) if found else None
        if found is None or root is None or not overlay_dirs.readable(found.upper):
            return None
        self._containerd_root = root
        self._lower[str(inspected.get("Image") or "")] = found.lower
        return found.upper

    def _containerd_roots(self, data_root: str) -> list[Path]:
        from snapshotter.engine.images import containerd_snapshots

        known = [self._containerd_root] if self._containerd_root else []
        return known + [Path(view + root) for view in self._views() for root in containerd_snapshots.roots(data_root)]

    def _views(self) -> list[str]:
        other = self._other_view()
        return ["", other] if other else [""]

    def _other_view(self) -> str:
        """Return the directory with the engine's view of the file systems where it is another one, else ""."""
        if not self._asked:
            self._asked = True
            self._engine_pid = _answering(self._socket_path) if self._socket_path and os.geteuid() == 0 else None
        return f"/proc/{self._engine_pid}/root" if self._engine_pid else ""


def same_owners(info: Mapping[str, Any]) -> bool:
    """Return whether files in the engine's storage have the owners that containers see: not with user namespaces."""
    options = " ".join(info.get("SecurityOptions") or ())
    return "userns" not in options and "rootless" not in options


def is_containerd(info: Mapping[str, Any]) -> bool:
    """Return whether an engine keeps its images in containerd's store."""
    return any(str(row[-1]) == _CONTAINERD for row in info.get("DriverStatus") or () if row)


def _namespace(info: Mapping[str, Any]) -> str:
    from snapshotter.engine.images import containerd_snapshots

    spaces = (info.get("Containerd") or {}).get("Namespaces") or {}
    return str(spaces.get("Containers") or containerd_snapshots.NAMESPACE)


def _data_root(inspected: Mapping[str, Any]) -> str:
    """Return the engine's directory, as the paths of its files for a container show it."""
    for key in ("ResolvConfPath", "HostsPath", "LogPath"):
        root, found, _ = str(inspected.get(key) or "").rpartition("/containers/")
        if found and root.startswith("/"):
            return root
    return ""


def _first(paths: Iterable[Path | None]) -> Path | None:
    return next((path for path in paths if path), None)


def _same(one: Path, other: Path) -> bool:
    try:
        return os.path.samestat(one.lstat(), other.lstat())
    except OSError:
        return False


def _answering(path: Path) -> int | None:
    """Return the process that answers at a socket if it sees other file systems than this one, and is no container's.

    A container's process is in a namespace of process numbers of its own; its view must not be taken for the engine's.
    """
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(5)
            connection.connect(str(path))
            said = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        pid, user, _ = _CREDENTIALS.unpack(said)
        own, its = ([Path(f"/proc/{who}/ns/{name}").readlink() for name in _SPACES] for who in ("self", pid))
    except (OSError, ValueError, struct.error):
        return None
    return int(pid) if pid > 0 and user == 0 and own[0] != its[0] and own[1:] == its[1:] else None
