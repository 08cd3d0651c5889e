"""The journal of a workspace: the commands of its shells, as JSON lines in a file that is only appended to.

The first line names the format and its version.  Every other line is one record: `open` and `close` of a session,
`begin` and `end` of a command, `asked` where it called `snap`, `gap` where commands ran that are not recorded;
`docs/format.md` describes them.  Each record is written by one `write` to a file in append mode, so two sessions may
share it, a killed process loses nothing that it had recorded, and only a crash of the whole machine can lose records:
those since the last `sync`, which a session does at its end.  An incomplete line (after a full disk or such a crash)
is ignored and never joined with the next one.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.errors import StoreError, StoreTooNew
from snapshotter.model import Command, StateChange
from snapshotter.store import codec
from snapshotter.store.host_process import is_alive, start_time
from snapshotter.store.paths import create_directory, open_private
from snapshotter.store.terminals import HostTerminal, this_terminal

FORMAT = "snap-journal"
VERSION = 1


class Open(Struct, frozen=True):
    """The beginning of a session; `host_pid` and `host_start` identify its process on the host."""

    session: str
    at: float
    host_pid: int = 0
    host_start: str = ""
    terminal: str = ""
    """Name of the terminal on the host, such as "/dev/pts/3"; "" for none."""
    leader: int = 0
    """Process id of the host's process that leads everything which runs in that terminal; 0 where it is not known."""
    leader_start: str = ""
    """When that process started: names of terminals and process ids are used again."""


class Close(Struct, frozen=True):
    """The end of a session; whether commands that it left running have ended is not known."""

    session: str
    at: float


class Begin(Struct, frozen=True):
    """The beginning of a command; `number` counts the commands of its session from 1."""

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
    """The end of a command."""

    session: str
    number: int
    at: float
    status: int | None
    """None where it is not known: the shell or its process on the host was killed."""
    text: str | None = None
    """The exact text where `Begin` has only what the screen showed."""
    void: bool = False
    """Whether no command had begun after all."""
    cwd: str = ""
    """Working directory after the command."""
    state: tuple[StateChange, ...] = ()
    """What the command changed in its shell's state."""


class Asked(Struct, frozen=True):
    """A call of `snap` by a running command, which counts as ended there, since `snap` may commit."""

    session: str
    number: int
    at: float
    alone: bool = False
    """Whether the command did nothing else: then it is left out, since it did not work on the image."""


class Gap(Struct, frozen=True):
    """A time in which commands ran that are not recorded; it replaces an earlier one of the same session and `at`."""

    session: str
    at: float
    until: float | None = None
    """None while it lasts; not after `at` where there was no gap after all."""
    why: str = ""
    """HISTORY_OFF, SILENT (both in `model.py`), or another reason of a newer version."""
    depth: int = 1
    """As in `Begin`: 1 for the session's own shell."""


Record = Open | Close | Begin | End | Asked | Gap
KINDS: dict[str, type[Open] | type[Close] | type[Begin] | type[End] | type[Asked] | type[Gap]] = {
    "open": Open,
    "close": Close,
    "begin": Begin,
    "end": End,
    "asked": Asked,
    "gap": Gap,
}


class Recorded(Struct, frozen=True):
    """What a journal holds after a position."""

    commands: tuple[Command, ...] = ()
    """The commands that ended after it and the unfinished ones, in the order in which they began."""
    gaps: tuple[Gap, ...] = ()
    """The gaps that ended after it and those that last, in the order in which they began."""
    hosts: frozenset[tuple[str, float]] = frozenset()
    """Those of the running commands, by session and begin, in which another shell has run commands."""
    calling: tuple[Command, ...] = ()
    """The commands of live sessions that called `snap`, at whatever position, and still run, without an `end`."""


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
        self._torn = False

    def append(self, record: Record) -> None:
        """Write a record; raises `StoreError` where it cannot be written, after which it may be called again."""
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
                f"cannot write the journal {self.path}: {error.strerror or error}",
                "free some space or make it writable; what was done stays in the container",
            ) from error

    def _open(self) -> None:
        create_directory(self.path.parent)
        self._file = open_private(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT)
        size = os.fstat(self._file).st_size
        self._torn = size > 0 and os.pread(self._file, 1, size - 1) != b"\n"
        if size == 0:
            os.write(self._file, dump({"format": FORMAT, "version": VERSION}))

    def sync(self) -> None:
        """Write everything to the disk that was appended so far."""
        if self._file >= 0:
            os.fsync(self._file)

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
        data = self._data()
        position = 0
        for line in data.split(b"\n"):
            position += len(line) + 1
            record = decode(line, self.path)
            if record is not None:
                yield min(position, len(data)), record

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

    def since(self, after: int = 0, going_on: Collection[tuple[str, float]] = ()) -> Recorded:
        """Return what was recorded after a position, commands as `commands` does; raises what `records` does.

        `going_on` are the commands, by session and begin, that a snapshot at that position holds as running: they go
        on after it although they may have called `snap` before.
        """
        begun: dict[tuple[str, int], Command] = {}
        ended: dict[tuple[str, int], int] = {}
        calling: set[tuple[str, int]] = set()
        went_on: set[tuple[str, int]] = set()
        gaps: dict[tuple[str, float], tuple[int, Gap]] = {}
        opens: dict[str, Open] = {}
        closed: set[str] = set()
        for position, record in self.records():
            if isinstance(record, Open):
                opens[record.session] = record
            elif isinstance(record, Close):
                closed.add(record.session)
            elif isinstance(record, Begin):
                begun[record.session, record.number] = _command(record)
            elif isinstance(record, Gap):
                gaps[record.session, record.at] = position, record
            else:
                key = (record.session, record.number)
                known = begun.get(key)
                if known is None:
                    continue
                if isinstance(record, Asked) and position <= after and (known.session, known.begin) in going_on:
                    begun[key] = replace(known, asked=True)
                    went_on.add(key)
                    continue
                changed = _ended(known, record)
                if changed is None:
                    del begun[key]
                    continue
                begun[key] = changed
                if isinstance(record, Asked):
                    calling.add(key)
                else:
                    calling.discard(key)
                if isinstance(record, Asked) or not known.asked or key in went_on:
                    ended[key] = position
        closed |= _dead_sessions(opens)
        now = time.time()
        found = (
            replace(command, end=now) if command.end is None and command.session in closed else command
            for key, command in begun.items()
            if ended.get(key, after + 1) > after
        )
        return Recorded(
            tuple(sorted(found, key=lambda command: command.begin)),
            _lasting(gaps.values(), after, closed, now),
            _hosts(begun.values()),
            tuple(replace(begun[key], end=None) for key in sorted(calling & begun.keys()) if key[0] not in closed),
        )

    def settle(self) -> None:
        """Write an end for the commands and gaps of sessions whose process on the host has ended."""
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
        dead = _dead_sessions(opens)
        now = time.time()
        for session, number in running:
            if session in dead or session not in opens:
                self.append(End(session, number, now, None))
        for gap in gaps.values():
            if gap.until is None and (gap.session in dead or gap.session not in opens):
                self.append(replace(gap, until=now))
        for session in sorted(dead):
            self.append(Close(session, now))


def open_record(session: str) -> Open:
    """Return the record of a session that this process begins now."""
    here = this_terminal()
    return Open(session, time.time(), os.getpid(), start_time(os.getpid()), here.name, here.leader, here.start)


def _dead_sessions(opens: Mapping[str, Open]) -> set[str]:
    return {name for name, record in opens.items() if not is_alive(record.host_pid, record.host_start)}


def _hosts(commands: Collection[Command]) -> frozenset[tuple[str, float]]:
    running = [command for command in commands if command.end is None]
    return frozenset(
        (command.session, command.begin)
        for command in running
        if any(c.session == command.session and c.depth > command.depth and c.begin >= command.begin for c in commands)
    )


def _lasting(found: Iterable[tuple[int, Gap]], after: int, closed: Set[str], now: float) -> tuple[Gap, ...]:
    """Return the gaps that ended after a position or last; those of `closed` sessions end at `now` at the latest."""
    gaps = (
        replace(gap, until=now) if gap.until is None and gap.session in closed else gap
        for position, gap in found
        if position > after or gap.until is None
    )
    return tuple(sorted((gap for gap in gaps if gap.until is None or gap.until > gap.at), key=lambda gap: gap.at))


def encode(record: Record) -> bytes:
    """Return a record's line, newline included."""
    kind = next(name for name, made in KINDS.items() if type(record) is made)
    values = codec.encode(record)
    if "state" in values:
        values["state"] = [list(change.values()) for change in values["state"]]  # no field of a change has a default
    return dump({"record": kind} | values)


def dump(value: dict[str, Any]) -> bytes:
    """Return one line of JSON; bytes that are not UTF-8 are written as the escapes of `surrogateescape`."""
    return json.dumps(value, separators=(",", ":")).encode("ascii") + b"\n"


def decode(line: bytes, path: Path) -> Record | None:
    """Return the record in a line; None for the header, an incomplete line and an unknown kind."""
    try:
        value = json.loads(line)
    except ValueError:
        return None
    if not isinstance(value, dict):
        return None
    if value.get("format") == FORMAT and int(value.get("version", 0)) > VERSION:
        raise StoreTooNew(f"{path} was written by a newer version of snapshotter", "update snapshotter")
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
    """Return a command as a record changes it; None where it is no command or only called `snap`."""
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
