"""The journal of a workspace: the commands of its shells, as JSON lines in a file that is only appended to.

The first line names the format and its version.  Every other line is one record: `open` and `close` of a session,
`begin` and `end` of a command, `asked` where it called `snap`, `gap` where commands ran that are not recorded;
`docs/format.md` describes them.  Each record is written by one `write` to a file in append mode, so two sessions may
share it, a killed process loses nothing that it had recorded, and only a crash of the whole machine can lose records:
those since the last `sync`, which a session does in the background whenever a command has ended.  An incomplete line
(after a full disk or such a crash) is ignored and never joined with the next one; so is every other damaged line.
"""

from __future__ import annotations

import functools
import os
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.errors import StoreError
from snapshotter.model import Command
from snapshotter.store.atomic import sync_path
from snapshotter.store.journal.cut import CommandKey, Cut, LastSnapshot, is_cut
from snapshotter.store.journal.host_process import is_alive, start_time
from snapshotter.store.journal.recorded import Reading, Recorded, dead_sessions
from snapshotter.store.journal.records import (
    FORMAT,
    VERSION,
    BadLineError,
    Begin,
    Close,
    End,
    Gap,
    Open,
    Record,
    decode,
    dump,
    encode,
    parse,
)
from snapshotter.store.journal.terminals import HostTerminal, this_terminal
from snapshotter.store.paths import create_directory, guarded, open_private, sync_name


class DamagedLine(Struct, frozen=True):
    """A line of a journal that is no record and is ignored."""

    number: int
    """From 1."""
    position: int
    """Where it begins."""
    reason: str
    """As in "line 3 REASON"."""

    @property
    def text(self) -> str:
        """The line and the reason: "line 3 has a wrong checksum"."""
        return f"line {self.number} {self.reason}"


class Session(Struct, frozen=True):
    """A session of a workspace."""

    name: str
    at: float
    """When it began."""
    terminal: HostTerminal
    live: bool
    """Whether its process on this host is running."""


_OF_SESSIONS = (b'{"record":"open"', b'{"record":"close"')
"""How the lines of the records begin that concern whole sessions; `encode` writes the kind first."""


class Journal:
    """The records of one workspace in one file, which appears with the first record."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = -1
        self._is_new = False

    def append(self, record: Record) -> None:
        """Write a record; raises `StoreError` where it cannot be written, after which it may be called again."""
        line = encode(record)
        try:
            if self._file < 0:
                self._open()
            line = self._before_next() + line
            if os.write(self._file, line) < len(line):
                raise OSError("the disk is full")
        except OSError as error:
            raise StoreError(
                f"cannot write the journal {self.path}: {error.strerror or error}",
                "free some space or make it writable; what was done stays in the container",
            ) from error

    def _open(self) -> None:
        create_directory(self.path.parent)
        self._file = open_private(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT)

    def _before_next(self) -> bytes:
        """Return what must stand before the next record: the header, or the end of what another process left torn."""
        size = os.fstat(self._file).st_size
        if size == 0:
            self._is_new = True
            return dump({"format": FORMAT, "version": VERSION})
        return b"" if os.pread(self._file, 1, size - 1) == b"\n" else b"\n"

    def sync(self) -> None:
        """Write everything to the disk that was appended so far, by whatever process; raises `StoreError`."""
        try:
            if self._file < 0:
                sync_path(self.path)
                return
            os.fsync(self._file)
            if self._is_new:
                sync_name(self.path)
                self._is_new = False
        except OSError as error:
            raise StoreError(
                f"cannot write the journal {self.path} to its disk: {error.strerror or error}",
                "check the disk; what was done stays in the container",
            ) from error

    def close(self) -> None:
        """Close the file."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def position(self) -> int:
        """Return the position of the journal's current end, for `commands`."""
        return self.path.stat().st_size if self.path.exists() else 0

    def _data(self) -> bytes:
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise StoreError(f"cannot read the journal {self.path}: {error.strerror}") from error

    def records(self) -> Iterator[tuple[int, Record]]:
        """Yield every readable record with the position after it; raises `StoreTooNew` or `StoreError`."""
        return ((position, found) for position, found in self._read(self._data()) if not isinstance(found, DamagedLine))

    def _read(self, data: bytes) -> Iterator[tuple[int, Record | DamagedLine]]:
        """Yield every record and every damaged line with the position after it."""
        position = 0
        for number, line in enumerate(lines := data.split(b"\n"), 1):
            start, position = position, min(position + len(line) + 1, len(data))
            try:
                record = parse(line, self.path)
            except BadLineError as error:
                # what a full disk left of a record that was then written whole is no loss
                if not (number < len(lines) and line and lines[number].startswith(line)):
                    yield position, DamagedLine(number, start, str(error))
                continue
            if record is not None:
                yield position, record

    def damage(self) -> list[DamagedLine]:
        """Return the damaged lines, an incomplete last one included; raises `StoreTooNew` or `StoreError`."""
        return [found for _, found in self._read(self._data()) if isinstance(found, DamagedLine)]

    def blank_damage(self) -> int:
        """Replace damaged lines by blanks, complete a last one that only lacks its end, and return how many there were.

        The file keeps its length, since snapshots hold positions in it.  Nothing is done while a session is live,
        which may be writing a line.  Raises `StoreError`.
        """
        if any(session.live for session in self.sessions()):
            return 0
        data, damaged = self._data(), self.damage()
        if data.endswith(b"\n") and not damaged:
            return 0
        with guarded(self.path):
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CLOEXEC)
            try:
                for line in damaged:
                    end = data.find(b"\n", line.position)
                    end = len(data) - 1 if end < 0 else end
                    os.pwrite(descriptor, b" " * (end - line.position) + b"\n", line.position)
                if not data.endswith(b"\n") and not damaged:
                    os.pwrite(descriptor, b"\n", len(data))
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        return len(damaged)

    def sessions(self) -> list[Session]:
        """Return the sessions in the order in which they began; of all other records nothing is read."""
        opened: dict[str, Open] = {}
        closed: set[str] = set()
        for line in self._data().split(b"\n"):
            record = decode(line, self.path) if line.startswith(_OF_SESSIONS) else None
            if isinstance(record, Open):
                opened[record.session] = record
            elif isinstance(record, Close):
                closed.add(record.session)
        return [
            Session(
                name,
                record.at,
                HostTerminal(record.terminal, record.leader, record.leader_start),
                name not in closed and is_alive(record.host_pid, record.host_start),
            )
            for name, record in opened.items()
        ]

    def commands(self, after: int = 0) -> list[Command]:
        """Return the commands that ended after a position and the unfinished ones, in the order in which they began.

        A command that is still running has no `end`.  One that was running when its session died has no status; its
        end is the time of this call or of `settle`, since the engine lets it run on.  A command that only called
        `snap` is left out.
        """
        return list(self.since(after).commands)

    def since(
        self,
        after: int = 0,
        going_on: Collection[tuple[str, float]] = (),
        last: LastSnapshot | None = None,
    ) -> Recorded:
        """Return what was recorded after a position, commands as `commands` does; raises what `records` does.

        `going_on` are the commands, by session and begin, that a snapshot at that position holds as running: they go
        on after it although they may have called `snap` before.  With `last`, a journal that lost its end before that
        position, and may have been continued since, is recognized.
        """
        data = self._data()
        found = list(self._read(data))
        records = [(position, record) for position, record in found if not isinstance(record, DamagedLine)]
        cut = None
        if last is not None and is_cut(data, records, after, last):
            cut = Cut(last.created, last.held(), is_short=len(data) < after)
        reading = Reading(after, going_on, cut, functools.cache(last.held) if last is not None else frozenset)
        for position, record in records:
            reading.add(position, record)
        damaged = [one.text for end, one in found if isinstance(one, DamagedLine) and (cut or end > after)]
        return replace(reading.recorded(), damaged=tuple(damaged))

    def waiting(self) -> list[Path]:
        """Return the files with records that the journal refused and has not yet."""
        from snapshotter.store.journal.spool import spools

        return spools(self.path)

    def forget(self) -> None:
        """Remove those files, since the workspace is removed."""
        from snapshotter.store.journal.spool import forget

        forget(self.path)

    def _take_in(self) -> None:
        """Append the records that sessions left elsewhere, because the journal refused them; each only once."""
        from snapshotter.store.journal.spool import taken

        for spool in self.waiting():
            with taken(spool) as lines:
                known = set(self._data().split(b"\n")) if lines else set()
                for line in lines or ():
                    record = None if line[:-1] in known else decode(line, self.path)
                    if record is not None:
                        self.append(record)
                self.sync()

    def settle(self, committed: Collection[CommandKey] = ()) -> None:
        """Write an end for the commands and gaps of sessions whose process on the host has ended.

        What such a session could not write is taken in first.  `committed` are commands that have ended although the
        journal lost their end.
        """
        self._take_in()
        running: dict[tuple[str, int], Begin] = {}
        gaps: dict[tuple[str, float], Gap] = {}
        opens: dict[str, Open] = {}
        for _, record in self.records():
            match record:
                case Open():
                    opens[record.session] = record
                case Close():
                    opens.pop(record.session, None)
                case Begin():
                    running[record.session, record.number] = record
                case End():
                    running.pop((record.session, record.number), None)
                case Gap():
                    gaps[record.session, record.at] = record
        dead = dead_sessions(opens)
        now = time.time()
        for begin in running.values():
            if begin.session in dead or begin.session not in opens or (begin.session, begin.at) in committed:
                self.append(End(begin.session, begin.number, now, None))
        for gap in gaps.values():
            if gap.until is None and (gap.session in dead or gap.session not in opens):
                self.append(replace(gap, until=now))
        for session in sorted(dead):
            self.append(Close(session, now))


def open_record(session: str) -> Open:
    """Return the record of a session that this process begins now."""
    here = this_terminal()
    return Open(session, time.time(), os.getpid(), start_time(os.getpid()), here.name, here.leader, here.start)
