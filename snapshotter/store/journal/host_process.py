"""Finds out whether a process of this host, named in the journal, is still running; a reused number is recognized."""

from __future__ import annotations

import os
from pathlib import Path


def start_time(pid: int) -> str:
    """Return when a process started, in the kernel's clock ticks; "" where it is not known or the process has ended."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return ""
    # field 22 of proc(5); the name, field 2, may contain blanks and parentheses
    after_name = stat.rpartition(b")")[2].split()
    return "" if after_name[0] in (b"Z", b"X") else after_name[19].decode("ascii")


def is_alive(pid: int, started: str) -> bool:
    """Return whether the process with this number and start time is still running."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return start_time(pid) == started
