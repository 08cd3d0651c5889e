"""Finds out whether a process of this host, named in the journal, is still running; a reused number is recognized."""

from __future__ import annotations

import os
from pathlib import Path


def start_time(pid: int) -> str:
    """Return when a process started, in the kernel's clock ticks; "" where it is not known or the process has ended."""
    fields = _fields_after_name(pid)
    return "" if not fields or fields[0] in (b"Z", b"X") else fields[19].decode("ascii")  # field 22 of proc(5)


def entered_namespace(pid: int) -> int:
    """Return the oldest ancestor of a process in its PID namespace, or the process itself; 0 where it is not known."""
    while True:
        fields = _fields_after_name(pid)
        if not fields:
            return 0
        parent = int(fields[1])
        if parent == 0:
            return pid
        pid = parent


def _fields_after_name(pid: int) -> list[bytes]:
    """Return the fields of `/proc/PID/stat` from the third on; none where the process has ended."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return []
    return stat.rpartition(b")")[2].split()  # the name, field 2, may contain blanks and parentheses


def is_alive(pid: int, started: str) -> bool:
    """Return whether the process with this number and start time is still running."""
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):  # the latter: a damaged number
        return False
    except PermissionError:
        pass
    return start_time(pid) == started
