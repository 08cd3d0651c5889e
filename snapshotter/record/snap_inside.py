"""Answers `snap` typed inside a session: the verb runs as a process on this host, what it says goes into the container.

The other half is hooks/ask.sh: it asks in a mark and waits at a pipe.  A process that the engine starts in the
container writes the answer there, as the user who waits, so neither the terminal nor a file has to carry it.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from threading import Lock, Thread

from msgspec import Struct, field

from snapshotter.engine.api import Engine
from snapshotter.errors import SnapError
from snapshotter.record.marks import Mark
from snapshotter.record.typed.tracker import Tracker

MOST = 8
"""Questions that may wait at a time; a program that forges more of them gets no answer."""
PIECE = 20_000
"""Bytes of an answer in one argument of a process, five times as long at the most; Linux allows 128 KiB."""
LOAD = 600_000
"""Bytes of all arguments of one; Linux allows 2 MiB by default, the environment included."""
POINTER = 8
GONE = 3
CLOSE_SECONDS = 10.0
WRITE = r"""
[ -d /proc/$1 ] || exit 3
trap '' PIPE
p=$1
shift
printf %b "$@" 2>/dev/null >/proc/$p/fd/9 && exit
s=$?
sleep 1
while read -r k v r; do
    case $k$v in State:[ZX]) exit 3 ;; esac
done 2>/dev/null </proc/$p/status || exit 3
exit $s
"""
"""Writes arguments into the pipe of the process $1.  Where that fails, who waited may just have gone, as it does in
`snap log | head -n 1` once `head` has what it wants: 3 then, after the moment that it takes to go."""


class Question(Struct, frozen=True):
    """What somebody in the container wants to know."""

    shell: int
    """Process id of the shell it was typed into."""
    waiting: int
    """Process id of what waits for the answer."""
    user: str
    """"UID:GID" of that process: the kernel lets nobody else at its pipe."""
    words: tuple[str, ...]


def question(mark: Mark) -> Question | None:
    """Read a mark; None where it is not as it should be."""
    if len(mark.fields) != 4 or not all(number.isascii() and number.isdigit() for number in mark.fields):
        return None
    shell, waiting, uid, gid = mark.fields
    return Question(int(shell), int(waiting), f"{uid}:{gid}", mark.free)


def is_alone(text: str) -> bool:
    """Tell whether a command line calls `snap` once and does nothing else."""
    from snapshotter.shell.facts import facts  # loads the parser, which a session without questions does without

    known = facts(text)
    return (
        known.parsed
        and [simple.name for simple in known.commands] == ["snap"]
        and not (known.writes or known.assigns or known.exports)
    )


class Desk(Struct):
    """Takes the questions of one session and answers them one after another, beside the relay."""

    engine: Engine
    container: str
    shell: str
    """Path of a POSIX shell in the container, for the process that writes the answer."""
    program: Sequence[str]
    """What answers on this host; the question's words follow it."""
    columns: Callable[[], int]
    show: Callable[[bytes], None]
    """Puts an answer on the screen where it cannot be given to who asked."""
    _open: int = 0
    _threads: list[Thread] = field(default_factory=list)
    _turn: Lock = field(default_factory=Lock)
    _running: subprocess.Popen[bytes] | None = None

    def ask(self, mark: Mark, tracker: Tracker, now: float) -> None:
        """Take in a question; the answer comes later."""
        found = question(mark)
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        if found is None or len(self._threads) >= MOST:
            return
        tracker.asked(found.shell, is_alone, now)
        self._threads.append(Thread(target=self._answer, args=(found,), daemon=True, name="snap-answer"))
        self._threads[-1].start()

    def interrupt(self) -> None:
        """Let the verb that runs end as Ctrl-C would end it."""
        if (running := self._running) is not None:
            with contextlib.suppress(ProcessLookupError):
                running.send_signal(signal.SIGINT)

    def close(self) -> None:
        """Wait a while for what is still being answered: a commit is not cut off."""
        for thread in self._threads:
            thread.join(CLOSE_SECONDS)

    def _answer(self, asked: Question) -> None:
        with self._turn:
            lines = list(self._lines(asked.words))
        try:
            for load in _loads(lines):
                argv = [self.shell, "-c", WRITE, "snap", str(asked.waiting), *load]
                status, _ = self.engine.run(self.container, argv, user=asked.user)
                if status != 0:
                    break
        except SnapError as error:
            status, lines = 1, [*lines, (2, f"snap: {error.message}".encode())]
        if status not in (0, GONE):
            self._show(asked, lines)

    def _lines(self, words: Sequence[str]) -> Iterator[tuple[int, bytes]]:
        """Run the verb; gives its lines, each with the number of its stream, and its exit status as a line of 0."""
        try:
            process = subprocess.Popen(
                [*self.program, *words],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=os.environ | {"COLUMNS": str(self.columns())},
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            yield 2, f"snap: cannot be asked: {error}".encode()
            yield 0, b"7"
            return
        self._running = process
        with process:
            yield from _read(process)
        self._running = None
        status = process.returncode
        yield 0, b"%d" % (status if status >= 0 else 128 - status)

    def _show(self, asked: Question, lines: list[tuple[int, bytes]]) -> None:
        """Put an answer on the screen, and end what waits for it."""
        self.show(b"".join(line + b"\r\n" for stream, line in lines if stream))
        with contextlib.suppress(SnapError):  # it has the same reason as why the answer could not be given
            self.engine.run(self.container, [self.shell, "-c", f"kill {asked.waiting}"], user="0")


def _read(process: subprocess.Popen[bytes]) -> Iterator[tuple[int, bytes]]:
    """Give the lines of both streams of a process in the order they come."""
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


def _loads(lines: Iterable[tuple[int, bytes]]) -> Iterator[list[str]]:
    """Give an answer as lists of arguments for `printf %b`, each list as much as one process takes."""
    load: list[str] = []
    size = 0
    for argument in (argument for stream, line in lines for argument in _arguments(b"%d" % stream + line)):
        if size + len(argument.encode()) > LOAD:
            yield load
            load, size = [], 0
        load.append(argument)
        size += len(argument.encode()) + POINTER
    yield load


def _arguments(line: bytes) -> Iterator[str]:
    """Write a line for `printf %b`; a byte that is not UTF-8 as its number, since no engine takes it as it is."""
    for start in range(0, len(line), PIECE):
        plain = line[start : start + PIECE].replace(b"\0", b"").replace(b"\\", rb"\0134")
        piece = plain.decode("utf-8", "surrogateescape")
        yield "".join(f"\\0{ord(char) - 0xDC00:o}" if "\udc80" <= char <= "\udcff" else char for char in piece)
    yield r"\n"
