"""Finds a shell without hooks that is at its prompt: its environment was reset, as by `su -` or `sudo -i`.

The facts come from /proc in the container, read by a process that the engine starts there: nothing is guessed from the
screen, and in doubt there is no such shell.  Only `find_nested_shell` does I/O.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from snapshotter.engine.api import Engine, Exec
from snapshotter.errors import SnapError
from snapshotter.record.shells.known import hook, shell_of

_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1", "ip6-localhost"})
"""Names that `ssh` is called with to log in to the container itself."""
PTS_MAJOR = 136
"""Device number of pseudo-terminals (Linux, devices.txt)."""
_STARTERS = frozenset(
    "su sudo doas runuser login newgrp sg ssh sshd env chroot nsenter unshare setpriv setsid nice nohup time".split()
)
"""Programs that start a shell or become one."""
POLLS = re.compile(r"poll_schedule_timeout|do_select|do_poll|do_sys_poll|core_sys_select")
"""Kernel functions in which a process waits in a poll."""
READS = re.compile(r"wait_woken|n_tty_read|tty_read")
"""Kernel functions in which a process waits in a read from a terminal."""
DASH_BUFFER = "0x2000"
"""Bytes that dash reads at a prompt; its `read` reads single bytes."""


class Process(Struct, frozen=True):
    """One process of the container."""

    pid: int
    owner: str
    """"UID:GID"."""
    name: str
    state: str
    parent: int
    group: int
    session: int
    tty: int
    """Number of its pseudo-terminal, -1 for none."""
    foreground: int
    """Process group that the terminal's keys go to."""
    started: int
    argv: tuple[str, ...]


class NestedShell(Struct):
    """A shell without hooks that waits for a command, or will."""

    pid: int
    """0 for one that is not there yet, and may come."""
    kind: str
    source: str = ""
    """Path in the container of a pipe from which it can read the hooks; "" if it is not known to be at its prompt."""
    offer: Exec | None = None
    """The process that holds that pipe for some seconds."""

    def withdraw(self) -> None:
        """Let go of the process that holds the pipe."""
        if self.offer is not None:
            self.offer.close()
            self.offer = None


def processes(listing: str) -> tuple[dict[int, Process], dict[int, frozenset[str]]]:
    """Read the output of look.sh: return the processes by id, and the modes of each terminal by number."""
    found, modes = {}, {}
    for line in listing.split("\n"):
        try:
            if line.startswith("T "):
                _, number, text = (*line.split(" ", 2), "")[:3]
                modes[int(number)] = frozenset(text.replace(";", " ").split())
            elif line.startswith("P ") and (process := _process(line)).pid not in found:
                found[process.pid] = process
        except (ValueError, IndexError):
            continue  # cut off, or not written by look.sh
    return found, modes


def _process(line: str) -> Process:
    """Read a row of look.sh; raises `ValueError` or `IndexError`."""
    head, _, words = line.partition("\t")
    _, pid, owner, rest = head.split(" ", 3)
    name, _, tail = rest.partition(" (")[2].rpartition(") ")
    state, *fields = tail.split(" ")
    numbers = [int(number) for number in fields[:19]]
    major, minor = (numbers[3] >> 8) & 0xFFF, (numbers[3] & 0xFF) | ((numbers[3] >> 12) & 0xFFF00)
    return Process(
        int(pid),
        owner,
        name,
        state,
        numbers[0],
        numbers[1],
        numbers[2],
        minor if major == PTS_MAJOR else -1,
        numbers[4],
        numbers[18],
        tuple(word for word in words.split("\t") if word),
    )


def candidate(found: Mapping[int, Process], known: Sequence[int]) -> Process | None:
    """Return the shell that the session's keys go to, or None if that is a known one or one that reads a script."""
    host = found.get(known[-1]) if known else None
    if host is None or host.tty < 0:
        return None
    front = _front(found, host.tty)
    if front is not None and front.name == "ssh":
        if _is_elsewhere(front):
            return None  # what it shows is another machine's
        front = _only(found, [process.tty for process in found.values() if _is_login(found, process, front)])
    elif front is not None and front.name == "sudo":
        # with its setting use_pty the command has a terminal of its own
        own = [process.tty for process in found.values() if front.pid in _ancestors(found, process)]
        front = _only(found, [tty for tty in own if tty != host.tty])
    if front is None or front.pid in known[:-1] or front.state != "S" or not front.argv:
        return None
    options = front.argv[1:]
    plain = all(word.startswith("-") and not re.search(r"^-\w*[cs]|^--(?:init-f|rc|command)", word) for word in options)
    return front if plain else None


def may_come(found: Mapping[int, Process], known: Sequence[int]) -> bool:
    """Return whether what gets the session's keys may be such a shell soon: it starts, or what starts it does."""
    host = found.get(known[-1]) if known else None
    if host is None or host.tty < 0:
        return False
    front = [process for process in found.values() if process.tty == host.tty and process.group == process.foreground]
    if not front or host in front or any(process.name in _STARTERS for process in front):
        return not any(process.name == "ssh" and _is_elsewhere(process) for process in front)
    return any(process.state != "S" and shell_of(process.name) is not None for process in front)


def _is_elsewhere(client: Process) -> bool:
    return not client.argv or client.argv[-1].rpartition("@")[2] not in _THIS_MACHINE


def _front(found: Mapping[int, Process], tty: int) -> Process | None:
    """Return the one process in a terminal's foreground, or None if there are several.

    A fish at its prompt may have others in its group: what its own files start gets no group of its own.
    """
    front = [process for process in found.values() if process.tty == tty and process.group == process.foreground]
    first = [process for process in front if process.pid == process.group and process.name == "fish"] or front
    return first[0] if len(first) == 1 else None


def _only(found: Mapping[int, Process], ttys: Sequence[int]) -> Process | None:
    """Return the process in the foreground of the only terminal among these, or None if there is not exactly one."""
    numbers = {tty for tty in ttys if tty >= 0}
    return _front(found, numbers.pop()) if len(numbers) == 1 else None


def _is_login(found: Mapping[int, Process], process: Process, client: Process) -> bool:
    """Return whether a process leads a session that sshd began in this container since `client` started."""
    parent = found.get(process.parent)
    return (
        process.pid == process.session
        and process.started >= client.started
        and parent is not None
        and parent.name.startswith("sshd")
    )


def _ancestors(found: Mapping[int, Process], process: Process) -> set[int]:
    seen: set[int] = set()
    while process.parent in found and process.parent not in seen:
        process = found[process.parent]
        seen.add(process.pid)
    return seen


def is_at_prompt(kind: str, modes: frozenset[str], place: str, call: str) -> bool:
    """Return whether a shell of this kind is at its prompt.

    `modes` are those of its terminal, `place` is the kernel function in which it sleeps (/proc/PID/wchan), `call` its
    system call (/proc/PID/syscall).
    """
    if kind == "dash":
        words = call.split()
        reads_line = len(words) < 4 or (words[1], words[3]) == ("0x0", DASH_BUFFER)
        return {"icanon", "echo"} <= modes and READS.match(place) is not None and reads_line
    if not {"-icanon", "-echo"} <= modes:
        return False
    if kind == "zsh":
        # of all programs that read single keys, only zsh's line editor accepts either of CR and LF for the other
        return {"inlcr", "icrnl"} <= modes and any(where.match(place) for where in (READS, POLLS))
    # bash, ksh93, fish and busybox ash wait in a poll for a line's first key; a `read` of bash does not
    return (READS if kind == "mksh" else POLLS).match(place) is not None


def find_nested_shell(
    engine: Engine, container: str, hooks: Callable[[str], bytes], known: Sequence[int]
) -> NestedShell | None:
    """Return such a shell started from the shells with the process ids `known`, or None if there is none.

    `hooks` returns what a shell of a kind reads from the pipe that is offered to it.  One without a pipe is returned
    where a shell is not at its prompt, or may come.  None is also returned if it cannot be determined.
    """
    try:
        status, listing = engine.run(container, ["/bin/sh", "-c", hook("look.sh")], user="0")
        found, modes = processes(listing.decode("utf-8", "surrogateescape"))
        shell = candidate(found, known) if status == 0 else None
        if shell is None or shell_of(shell.name) is None:
            return NestedShell(0, "") if may_come(found, known) else None
        command = ["/bin/sh", "-c", hook("offer.sh"), "offer", str(shell.pid)]
        offer = engine.exec(container, command, tty=False, user=shell.owner)
    except SnapError:
        return None
    nested = _offered(offer, shell, modes.get(shell.tty, frozenset()), known)
    if nested is None:
        offer.close()
        return NestedShell(shell.pid, "")
    offer.write(hooks(nested.kind))
    offer.close_stdin()
    return nested


def _offered(offer: Exec, shell: Process, modes: frozenset[str], known: Sequence[int]) -> NestedShell | None:
    """Read what offer.sh prints; return the shell if it is at its prompt."""
    report = b""
    while report.count(b"\n") < 4 and (data := offer.read()):
        report += data
    program, place, call, holder = (*report.decode("utf-8", "replace").split("\n"), "", "", "", "")[:4]
    kind = shell_of(program)
    if kind is None or not holder.isdigit() or not is_at_prompt(kind.name, modes, place, call):
        return None
    # the last known shell has no hooks after `exec bash`; of the other kinds, one may be at a second prompt
    if shell.pid in known and kind.name not in ("bash", "zsh", "fish"):
        return None
    return NestedShell(shell.pid, kind.name, f"/proc/{holder}/fd/0", offer)
