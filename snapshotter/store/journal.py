"""The journal of a workspace: what its shells ran, as JSON lines that only ever grow.

The first line names the format and its version.  Every other line is one record: `open` and `close` of a session,
`begin` and `end` of a command; `docs/format.md` describes them.  Records are written by one `write` each to a file
opened for appending, so two sessions may share it, a killed process loses nothing that it had recorded, and only
a crash of the whole machine can take records with it: those since the last `sync`, which a session does at its
end.  A line that is torn (a full disk, such a crash) is passed over when reading and never glued to the next one.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.errors import StoreError, StoreTooNew
from snapshotter.model import Command, StateChange
from snapshotter.store import codec
from snapshotter.store.host_process import is_alive, start_time

FORMAT = "snap-journal"
VERSION = 1


class Open(Struct, frozen=True):
    """A session begins; `host_pid` and `host_start` tell whether it still lives."""

    session: str
    at: float
    host_pid: int = 0
    host_start: str = ""


class Close(Struct, frozen=True):
    """A session is over; what it still had running is not known to have ended."""

    session: str
    at: float


class Begin(Struct, frozen=True):
    """A command begins; `number` counts the commands of its session from 1."""

    session: str
    number: int
    at: float
    text: str
    cwd: str
    user: str
    shell: str
    depth: int
    pid: int = 0
    argv: tuple[str, ...] = ()


class End(Struct, frozen=True):
    """A command is over."""

    session: str
    number: int
    at: float
    status: int | None
    """None where it is not known: the shell was killed, or its host process."""
    text: str | None = None
    """The exact text where `Begin` had only what the screen showed."""
    void: bool = False
    """True where it turned out that no command had begun."""
    cwd: str = ""
    """Working directory after the command."""
    state: tuple[StateChange, ...] = ()
    """What the command changed in its shell's state."""


class Asked(Struct, frozen=True):
    """A running command called `snap`, which may commit: what it did until then counts as over."""

    session: str
    number: int
    at: float
    alone: bool = False
    """True where it did nothing else: then it is no work on the image."""


Record = Open | Close | Begin | End | Asked
KINDS: dict[str, type[Open] | type[Close] | type[Begin] | type[End] | type[Asked]] = {
    "open": Open,
    "close": Close,
    "begin": Begin,
    "end": End,
    "asked": Asked,
}


class Journal:
    """The records of one workspace in one file, which appears with the first record."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = -1
        self._torn = False

    def append(self, record: Record) -> None:
        """Write a record; raises `StoreError` where it cannot be written, and may then be called again."""
        line = encode(record)
        try:
            if self._file < 0:
                self._open()
            if self._torn:
                line = b"\n" + line
            self._torn = True
            if os.write(self._file, line) < len(line):
                raise OSError("the disk is full")
            self._torn = False
        except OSError as error:
            raise StoreError(
                f"Cannot write the journal {self.path}: {error.strerror or error}.",
                "Free some space or make it writable; the container keeps what was done.",
            ) from error

    def _open(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
        self._file = os.open(self.path, flags, 0o600)
        size = os.fstat(self._file).st_size
        self._torn = size > 0 and os.pread(self._file, 1, size - 1) != b"\n"
        if size == 0:
            os.write(self._file, dump({"format": FORMAT, "version": VERSION}))

    def sync(self) -> None:
        """Have everything that was written so far reach the disk."""
        if self._file >= 0:
            os.fsync(self._file)

    def close(self) -> None:
        """Let go of the file."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def position(self) -> int:
        """Give the place up to which the journal is written now, for `commands`."""
        return self.path.stat().st_size if self.path.exists() else 0

    def records(self) -> Iterator[tuple[int, Record]]:
        """Give every readable record with the position behind it; raises `StoreTooNew`."""
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return
        except OSError as error:
            raise StoreError(f"Cannot read the journal {self.path}: {error.strerror}.") from error
        position = 0
        for line in data.split(b"\n"):
            position += len(line) + 1
            record = decode(line, self.path)
            if record is not None:
                yield min(position, len(data)), record

    def commands(self, after: int = 0) -> list[Command]:
        """Give the commands that ended behind a position and those that are unfinished, in the order they began.

        What still runs has no `end`.  What was running when its session died has no status, and an end that is now or
        when that was noted: an engine lets it go on.  What only asked `snap` something is left out.
        """
        begun: dict[tuple[str, int], Command] = {}
        ended: dict[tuple[str, int], int] = {}
        opens: dict[str, Open] = {}
        over: set[str] = set()
        for position, record in self.records():
            if isinstance(record, Open):
                opens[record.session] = record
            elif isinstance(record, Close):
                over.add(record.session)
            elif isinstance(record, Begin):
                begun[record.session, record.number] = _command(record)
            elif isinstance(record, End | Asked) and (known := begun.get((record.session, record.number))) is not None:
                key = (record.session, record.number)
                changed = _ended(known, record)
                if changed is None:
                    del begun[key]
                    continue
                begun[key] = changed
                if isinstance(record, Asked) or not known.asked:
                    ended[key] = position
        over |= {name for name, opened in opens.items() if not is_alive(opened.host_pid, opened.host_start)}
        now = time.time()
        left = (
            replace(command, end=now) if command.end is None and command.session in over else command
            for key, command in begun.items()
            if ended.get(key, after + 1) > after
        )
        return sorted(left, key=lambda command: command.begin)

    def settle(self) -> None:
        """Give an end to the commands of sessions whose host process is no more."""
        running: dict[tuple[str, int], Begin] = {}
        live: dict[str, Open] = {}
        for _, record in self.records():
            match record:
                case Open():
                    live[record.session] = record
                case Close():
                    live.pop(record.session, None)
                case Begin():
                    running[record.session, record.number] = record
                case End():
                    running.pop((record.session, record.number), None)
        dead = {name for name, opened in live.items() if not is_alive(opened.host_pid, opened.host_start)}
        now = time.time()
        for session, number in running:
            if session in dead or session not in live:
                self.append(End(session, number, now, None))
        for session in sorted(dead):
            self.append(Close(session, now))


def opened(session: str) -> Open:
    """Make the record of a session that this process begins now."""
    return Open(session, time.time(), os.getpid(), start_time(os.getpid()))


def encode(record: Record) -> bytes:
    """Return a record's line, newline included."""
    kind = next(name for name, made in KINDS.items() if type(record) is made)
    values = codec.encode(record)
    if "state" in values:
        values["state"] = [list(change.values()) for change in values["state"]]  # no field of a change has a default
    return dump({"record": kind} | values)


def dump(value: dict[str, Any]) -> bytes:
    """Make one line of JSON; what is not UTF-8 in it is written as the escape that `surrogateescape` gives."""
    return json.dumps(value, separators=(",", ":")).encode("ascii") + b"\n"


def decode(line: bytes, path: Path) -> Record | None:
    """Read a record's line; None for the header, for one that is torn and for kinds not known yet."""
    try:
        value = json.loads(line)
    except ValueError:
        return None
    if not isinstance(value, dict):
        return None
    if value.get("format") == FORMAT and int(value.get("version", 0)) > VERSION:
        raise StoreTooNew(f"{path} was written by a newer version of snapshotter.", "Update snapshotter.")
    kind = KINDS.get(str(value.pop("record", "")))
    if kind is None:
        return None
    try:
        if "state" in value:
            names = StateChange.__struct_fields__
            value["state"] = [dict(zip(names, change, strict=True)) for change in value["state"]]
        return codec.decode(kind, value)
    except (TypeError, ValueError):
        return None


def _ended(known: Command, record: End | Asked) -> Command | None:
    """Give a command as a record leaves it; None where it turned out to be none."""
    if isinstance(record, Asked):
        return None if record.alone else replace(known, end=record.at, asked=True)
    if record.void:
        return None
    return replace(
        known,
        status=record.status,
        end=record.at,
        cwd_after=record.cwd,
        state=record.state,
        text=known.text if record.text is None else record.text,
    )


def _command(begin: Begin) -> Command:
    return Command(
        text=begin.text,
        status=None,
        cwd=begin.cwd,
        user=begin.user,
        begin=begin.at,
        end=None,
        shell=begin.shell,
        depth=begin.depth,
        session=begin.session,
        pid=begin.pid,
        argv=begin.argv,
    )
