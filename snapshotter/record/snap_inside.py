"""Runs `snap` commands typed inside a session as processes on this host and writes their output into the container.

The other half is hooks/ask.sh: it sends the command in a mark and waits at a pipe.  A process that the engine starts in
the container writes the output to that pipe, as the user who waits, so the output passes through neither the terminal
nor a file.
"""

from __future__ import annotations

import contextlib
import os
import re
import selectors
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from threading import Lock, Thread

from msgspec import Struct, field

from snapshotter.engine.api import Engine
from snapshotter.errors import SnapError
from snapshotter.record.marks import Mark
from snapshotter.record.typed.tracker import Tracker

MAX_CALLS = 8
"""Calls that may wait at a time; as many more are refused at a time, and what is beyond that is ignored."""
ARGUMENT_BYTES = 20_000
"""Bytes of output in one argument of a process, five times as long at most once escaped; Linux allows 128 KiB."""
PROCESS_BYTES = 600_000
"""Bytes of all arguments of one process; Linux allows 2 MiB by default, including the environment."""
POINTER_BYTES = 8
CALLER_GONE = 3
"""Exit status of REPLY if the process that waited has ended."""
NO_CALLER = 4
"""Exit status of REPLY if the process is none that waits for the output of `snap`."""
CALLER = "SNAP_CALLER"
"""Environment variable of the process that runs a call: "UID:GID" of who asked, to whom alone the output is written."""
CLOSE_SECONDS = 10.0
REPLY = r"""
p=$1 what=$2
shift 2
status() {
    while read -r k a b r; do
        case $k in
            State:) state=$a ;;
            Uid:) uid=$b; return ;;
        esac
    done 2>/dev/null <"/proc/$1/status"
    return 1
}
status self || exit 4
mine=$uid
waits() {
    [ -p "/proc/$p/fd/9" ] || return
    while read -r k a; do
        case $k$a in flags:*2) break ;; flags:*) return 1 ;; esac
    done 2>/dev/null <"/proc/$p/fdinfo/9" || return
    [ "$what" != more ] || return 0
    { read -r call fd n r <"/proc/$p/syscall"; } 2>/dev/null || return 0
    case $fd,$n in
        0x0,*) [ "/proc/$p/fd/0" -ef "/proc/$p/fd/9" ] ;;
        0x9,*) ;;
        *,0x1) ;;
        *) return 1 ;;
    esac
}
status "$p" || exit 3
[ "$uid" = "$mine" ] || exit 4
waits || {
    sleep 1
    status "$p" || exit 3
    case $state in [ZX]) exit 3 ;; esac
    waits
} || exit 4
trap '' PIPE
case $what in end) kill "$p"; exit ;; esac
{ sleep 30; kill -9 "$$"; } >/dev/null 2>&1 </dev/null &
timer=$!
printf %b "$@" 2>/dev/null >"/proc/$p/fd/9"
s=$?
kill "$timer" 2>/dev/null
[ "$s" != 0 ] || exit 0
sleep 1
status "$p" || exit 3
case $state in [ZX]) exit 3 ;; esac
exit "$s"
"""
"""Shell script that writes its arguments from the third on into the pipe of the process $1, or ends it if $2 is "end".

Nothing is written to and nothing ends that is not a waiting `snap`: a process of the same user, whose descriptor 9 is a
pipe that it has open for reading and writing, and that sleeps in a read from it, or as busybox does in a poll of one
descriptor ("more": that it did so before).  The numbers come out of the container, where anybody can forge them.

If the write fails, that process may just be ending, as it does in `snap log | head -n 1` once `head` has read enough:
the script waits a second for it to end.  A process that stops reading is given 30 seconds.
"""


_NUMBER = re.compile(r"[0-9]{1,10}")


class SnapCall(Struct, frozen=True):
    """A `snap` command typed inside the container."""

    shell: int
    """Process id of the shell it was typed into."""
    waiting: int
    """Process id of the process that waits for the output."""
    user: str
    """"UID:GID" of that process, as it says itself: REPLY runs as this user, and makes sure of it."""
    words: tuple[str, ...]


def parse_call(mark: Mark) -> SnapCall | None:
    """Return the call that a mark describes, or None if the mark is malformed."""
    if len(mark.fields) != 4 or not all(_NUMBER.fullmatch(number) for number in mark.fields):
        return None
    shell, waiting, uid, gid = mark.fields
    return SnapCall(int(shell), int(waiting), f"{uid}:{gid}", mark.free)


def is_only_snap(text: str) -> bool:
    """Return whether a command line calls `snap` once and does nothing else."""
    from snapshotter.shell.facts import facts  # loads the parser, which a session without calls does not need

    known = facts(text)
    return (
        known.parsed
        and [simple.name for simple in known.commands] == ["snap"]
        and not (known.writes or known.assigns or known.exports)
    )


class CallHandler(Struct):
    """The `snap` calls of one session, run one after another in threads beside the relay."""

    engine: Engine
    container: str
    shell: str
    """Path of a POSIX shell in the container, for the process that writes the output."""
    program: Sequence[str]
    """Command on this host that runs a call; the words of the call follow it."""
    columns: Callable[[], int]
    show: Callable[[bytes], None]
    """Writes output to the screen if it cannot be written to the caller's pipe."""
    _threads: list[Thread] = field(default_factory=list)
    _turn: Lock = field(default_factory=Lock)
    _running: subprocess.Popen[bytes] | None = None
    _waiting: set[int] = field(default_factory=set)
    """Process ids for which a call is running or waits for its turn."""

    def start(self, mark: Mark, tracker: Tracker, now: float) -> None:
        """Start a thread that runs the call described by `mark`; malformed, excess and repeated calls are ignored."""
        call = parse_call(mark)
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        if call is None or len(self._threads) >= 2 * MAX_CALLS or call.waiting in self._waiting:
            return
        self._waiting.add(call.waiting)
        tracker.snap_called(call.shell, is_only_snap, now)
        run = self._run if len(self._threads) < MAX_CALLS else self._refuse
        self._threads.append(Thread(target=run, args=(call,), daemon=True, name="snap-answer"))
        self._threads[-1].start()

    def interrupt(self) -> None:
        """Send SIGINT to the call that runs, as Ctrl-C would."""
        running = self._running
        if running is not None:
            with contextlib.suppress(ProcessLookupError):
                running.send_signal(signal.SIGINT)

    def close(self) -> None:
        """Wait up to CLOSE_SECONDS for the running calls, so that a commit is not cut off."""
        deadline = time.monotonic() + CLOSE_SECONDS
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _run(self, call: SnapCall) -> None:
        try:
            with self._turn:
                lines = list(self._output(call))
            self._reply(call, lines)
        finally:
            self._waiting.discard(call.waiting)

    def _refuse(self, call: SnapCall) -> None:
        self._reply(call, [(2, b"snap: too many calls of snap wait in this session"), (0, b"5")])
        self._waiting.discard(call.waiting)

    def _reply(self, call: SnapCall, lines: list[tuple[int, bytes]]) -> None:
        status, what = 0, "first"
        try:
            for arguments in _batches(lines):
                status = self._script(call, what, *arguments)
                if status != 0:
                    break
                what = "more"
        except (SnapError, OSError) as error:
            # who waits is not known to be what it says: what it may not see must not come to the screen
            status, lines = 1, [(2, f"snap: the output cannot be delivered: {error}".encode())]
        if status not in (0, CALLER_GONE, NO_CALLER):
            self._show(call, lines)

    def _script(self, call: SnapCall, *words: str) -> int:
        argv = [self.shell, "-c", REPLY, "snap", str(call.waiting), *words]
        return self.engine.run(self.container, argv, user=call.user)[0]

    def _output(self, call: SnapCall) -> Iterator[tuple[int, bytes]]:
        """Run `snap`; yield its lines, each with its stream's number, then its exit status as a line of stream 0."""
        try:
            process = subprocess.Popen(
                [*self.program, *call.words],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=os.environ | {"COLUMNS": str(self.columns()), CALLER: call.user},
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            yield 2, f"snap: cannot run on the host: {error}".encode()
            yield 0, b"7"
            return
        self._running = process
        with process:
            yield from _read_lines(process)
        self._running = None
        status = process.returncode
        yield 0, b"%d" % (status if status >= 0 else 128 - status)

    def _show(self, call: SnapCall, lines: list[tuple[int, bytes]]) -> None:
        """Write the output to the screen and end the process that waits for it."""
        self.show(b"".join(line + b"\r\n" for stream, line in lines if stream))
        with contextlib.suppress(SnapError):  # it has the same cause as the failed write
            self._script(call, "end")


def _read_lines(process: subprocess.Popen[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of a process's output with their stream's number, in the order they arrive."""
    assert process.stdout is not None and process.stderr is not None
    rest = {1: b"", 2: b""}
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ, 1)
        selector.register(process.stderr, selectors.EVENT_READ, 2)
        while selector.get_map():
            for key, _ in selector.select():
                data = os.read(key.fd, 65536)
                if not data:
                    selector.unregister(key.fileobj)
                *whole, rest[key.data] = (rest[key.data] + data).split(b"\n")
                yield from ((key.data, line) for line in whole)
    yield from ((stream, line) for stream, line in rest.items() if line)


def _batches(lines: Iterable[tuple[int, bytes]]) -> Iterator[list[str]]:
    """Yield output as lists of arguments for `printf %b`, each list no longer than one process accepts."""
    batch: list[str] = []
    size = 0
    for stream, line in lines:
        for argument in _escaped(b"%d" % stream + line):
            if size + len(argument.encode()) > PROCESS_BYTES:
                yield batch
                batch, size = [], 0
            batch.append(argument)
            size += len(argument.encode()) + POINTER_BYTES
    yield batch


def _escaped(line: bytes) -> Iterator[str]:
    """Yield a line as arguments for `printf %b`; a byte that is not UTF-8 is written as its octal number.

    No engine accepts such a byte in an argument.
    """
    for start in range(0, len(line), ARGUMENT_BYTES):
        plain = line[start : start + ARGUMENT_BYTES].replace(b"\0", b"").replace(b"\\", rb"\0134")
        piece = plain.decode("utf-8", "surrogateescape")
        yield "".join(f"\\0{ord(char) - 0xDC00:o}" if "\udc80" <= char <= "\udcff" else char for char in piece)
    yield r"\n"
