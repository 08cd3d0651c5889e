"""The terminal of the host in which this process runs.  Which sessions ran in one is in the journals."""

from __future__ import annotations

import os

from msgspec import Struct

from snapshotter.store.journal.host_process import entered_namespace, start_time


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
