"""Whether the paths that an engine tells are paths of this machine.

An engine behind a socket may run in a virtual machine or on another one.  Directories with the same names as its own
can be here too, such as those of another engine, and must not be taken for them.
"""

from __future__ import annotations

import os
import re
import socket
import struct
import sys
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from snapshotter.engine.connect.addresses import Endpoint

_OF_MACHINES = frozenset({".docker", ".colima", ".lima", ".orbstack", ".rd"})
"""Directories below the home directory with sockets of Docker Desktop, colima, Lima, OrbStack and Rancher Desktop."""
_CREDENTIALS = struct.Struct("3i")
"""pid, uid and gid of the process at the other end of a socket; pid 0 for one that is not seen from here."""
_DESKTOP = "Docker Desktop"
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def may_be_here(endpoint: Endpoint) -> bool:
    """Return whether an engine at this address may have its storage on this machine."""
    path = endpoint.socket_path
    if path is None or endpoint.relayed or sys.platform != "linux":
        return False
    return not (_of_machine(path) or _of_machine(Path(os.path.realpath(path))))


def sees_same_files(endpoint: Endpoint) -> bool:
    """Return whether a path of this process is the same directory for the engine, which it can mount then.

    An engine in a root directory of its own, and one outside of the container that this process runs in, see others.
    Where the engine's process cannot be looked at, its files are taken for the same.
    """
    if not may_be_here(endpoint):
        return False
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(endpoint.socket_path))
            content = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        pid = _CREDENTIALS.unpack(content)[0]
        return pid > 0 and os.path.samestat(os.stat(f"/proc/{pid}/root/"), os.stat("/"))  # noqa: PTH116 - no Path
    except OSError:
        return True


def _of_machine(path: Path) -> bool:
    return not _OF_MACHINES.isdisjoint(path.parts) or ("podman", "machine") in pairwise(path.parts)


def is_here(endpoint: Endpoint, info: Mapping[str, Any]) -> bool:
    """Return whether the storage that an engine describes with `info` is that at the same path on this machine."""
    if not may_be_here(endpoint) or info.get("OperatingSystem") == _DESKTOP:
        return False
    kernel = str(info.get("KernelVersion") or "")
    return kernel in ("", os.uname().release) and not _another_engines(info)


def _another_engines(info: Mapping[str, Any]) -> bool:
    """Return whether the storage at the path that the engine tells is known to be another engine's.

    Docker keeps its identity there in a file; older ones, and podman, in another place or nowhere.
    """
    directory, ident = Path(str(info.get("DockerRootDir") or "/nonexistent")), str(info.get("ID") or "")
    if "BuildahVersion" in info or not os.access(directory, os.R_OK | os.X_OK):  # podman's, or that cannot be known
        return False
    try:
        return (directory / "engine-id").read_text("utf-8", "replace").strip() != ident
    except OSError:
        return _UUID.fullmatch(ident) is not None
