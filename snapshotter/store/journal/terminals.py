"""The terminal of the host in which this process runs, and the workspace last used in it.

Which sessions ran in one is in the journals.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from msgspec import Struct

from snapshotter.store.journal.host_process import entered_namespace, is_alive, start_time
from snapshotter.store.paths import replace


class HostTerminal(Struct, frozen=True):
    """A terminal of this host."""

    name: str = ""
    """"/dev/pts/3"; "" where input and output are redirected, or where there is none."""
    leader: int = 0
    """The process that leads everything which runs in it (`getsid`), usually a shell; where that is outside of this PID
    namespace, the process that entered the namespace.  0 where neither is known."""
    start: str = ""
    """When the leader started: names of terminals and process ids are used again."""

    def is_same(self, other: HostTerminal) -> bool:
        """Return whether both are known and the same."""
        return bool(self.leader and self.start) and (self.leader, self.start) == (other.leader, other.start)


def this_terminal() -> HostTerminal:
    """Return the terminal of this process; its leader is known where input and output are redirected too."""
    # getsid is 0 where the leader is outside of this process's PID namespace
    leader = os.getsid(0) or entered_namespace(os.getpid())
    return HostTerminal(_name(), leader, start_time(leader))


def _name() -> str:
    for descriptor in (0, 2, 1):
        try:
            return os.ttyname(descriptor)
        except OSError:
            continue
    return ""


def last_used(home: Path) -> str:
    """Return the name of the workspace last used in this terminal, "" where there is none."""
    file = _file(home)
    with contextlib.suppress(OSError):
        return file.read_text(errors="replace").strip() if file else ""
    return ""


def set_last_used(home: Path, name: str) -> None:
    """Store the name of the workspace last used in this terminal; those of terminals that are gone are removed."""
    file = _file(home)
    if file is None or last_used(home) == name:
        return
    if not file.exists() and file.parent.is_dir():
        for other in list(file.parent.iterdir()):
            leader, _, start = other.name.partition("-")
            if not (leader.isdecimal() and is_alive(int(leader), start)):
                other.unlink(missing_ok=True)
    replace(file, name.encode() + b"\n")


def _file(home: Path) -> Path | None:
    """Return the file of this terminal; None without one, as in a service, where a leader is no person's shell."""
    try:
        os.close(os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY))
    except OSError:
        return None
    here = this_terminal()
    return home / "terminals" / f"{here.leader}-{here.start}" if here.leader and here.start else None
