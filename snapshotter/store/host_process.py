"""Whether a process of this host, named in the journal, still lives; a number used anew is not taken for it."""

from __future__ import annotations

import os
from pathlib import Path


def start_time(pid: int) -> str:
    """Tell when a process started, in the kernel's own count; "" where that cannot be known or it is over."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return ""
    # field 22 of proc(5); the name, field 2, may hold blanks and parentheses
    after_name = stat.rpartition(b")")[2].split()
    return "" if after_name[0] in (b"Z", b"X") else after_name[19].decode("ascii")


def is_alive(pid: int, started: str) -> bool:
    """Tell whether the process of this number that started then still runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return start_time(pid) == started
