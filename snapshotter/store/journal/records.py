"""The records of a journal: one class for each kind, and its line of JSON; `docs/format.md` describes them.

The last field of a line is the checksum of what stands before it.  Lines of earlier versions have none.
"""

from __future__ import annotations

import json
import math
import zlib
from pathlib import Path
from typing import Any

from msgspec import Struct

from snapshotter.errors import StoreTooNew
from snapshotter.model import StateChange
from snapshotter.store import codec

FORMAT = "snap-journal"
VERSION = 1
_STATES = frozenset({"state", "start"})
"""Fields that hold changes of a shell's state."""
_SEAL = b',"crc":"'
_SEAL_BYTES = len(_SEAL) + len('01234567"}')
_MOST = 1e12
"""Limit for times, in seconds since the epoch: no calendar can show what is far beyond it."""

_DEEPEST = 10_000
"""Limit for the depth of shells in each other; a list of commands indents them by it."""


class BadLineError(ValueError):
    """A line is no record; the text says why, as in "line 3 TEXT"."""


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
    note: str = ""
    """The comments that were typed in front of it, each on a line."""
    start: tuple[StateChange, ...] = ()
    """The state in which a session's own shell began, of the first command in it."""


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
    answers: tuple[str, ...] = ()
    """What was answered to the command's questions, if all of it is known and nothing is a secret."""


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


class SecretFile(Struct, frozen=True):
    """A file in which a session found a secret that was typed in it, or that it could not search."""

    session: str
    at: float
    path: str
    """"" for every file that the container has changed."""
    digest: str = ""
    """sha256 of the content that holds the secret; "" where it was not searched."""


Record = Open | Close | Begin | End | Asked | Gap | SecretFile
KINDS: dict[str, type[Open] | type[Close] | type[Begin] | type[End] | type[Asked] | type[Gap] | type[SecretFile]] = {
    "open": Open,
    "close": Close,
    "begin": Begin,
    "end": End,
    "asked": Asked,
    "gap": Gap,
    "secret": SecretFile,
}


def encode(record: Record) -> bytes:
    """Return a record's line, newline included."""
    kind = next(name for name, made in KINDS.items() if type(record) is made)
    values = codec.encode(record)
    for name in _STATES & values.keys():
        values[name] = [list(change.values()) for change in values[name]]  # no field of a change has a default
    line = dump({"record": kind} | values)[:-2]
    return line + _SEAL + _crc(line) + b'"}\n'


def dump(value: dict[str, Any]) -> bytes:
    """Return one line of JSON; bytes that are not UTF-8 are written as the escapes of `surrogateescape`."""
    return json.dumps(value, separators=(",", ":")).encode("ascii") + b"\n"


def reseal(line: bytes) -> bytes:
    """Return a line whose content was overwritten with the checksum of what it is now; no length changes.

    `line` is without its newline.  One without a checksum is returned as it is.
    """
    if not _is_sealed(line):
        return line
    body = line[:-_SEAL_BYTES]
    return body + _SEAL + _crc(body) + b'"}'


def _is_sealed(line: bytes) -> bool:
    return line[-_SEAL_BYTES:].startswith(_SEAL) and line.endswith(b'"}')


def _crc(body: bytes) -> bytes:
    return b"%08x" % zlib.crc32(body)


def decode(line: bytes, path: Path) -> Record | None:
    """Return the record in a line; None for all others, damaged ones too; raises `StoreTooNew`."""
    try:
        return parse(line, path)
    except BadLineError:
        return None


def parse(line: bytes, path: Path) -> Record | None:
    """Return the record in a line; None for the header, a blank line and a kind of a newer version.

    Raises `BadLineError` for a line that is damaged, and `StoreTooNew`; `path` is the journal's.
    """
    if not line.strip(b" "):
        return None
    if _is_sealed(line) and reseal(line) != line:
        raise BadLineError("has a wrong checksum")
    try:
        if line[:1] != b"{":
            raise ValueError("it is no object")  # without the parser, which takes longer to say so
        return _record(json.loads(line), path)
    except BadLineError:
        raise
    except RecursionError:
        raise BadLineError("is not a record: it is nested too deeply") from None
    except (TypeError, ValueError, OverflowError) as error:
        if not line.strip(b"\0"):
            raise BadLineError("holds only zeros") from None
        incomplete = line.startswith(b"{") and not line.endswith(b"}")
        raise BadLineError("is incomplete" if incomplete else f"is not a record: {error}") from error


def _record(value: codec.Json, path: Path) -> Record | None:
    if not isinstance(value, dict):
        raise BadLineError("is not a record: it is no object")
    if value.get("format") == FORMAT:
        version = value.get("version")
        if isinstance(version, int) and version > VERSION:
            raise StoreTooNew(f"{path} was written by a newer version of snapshotter", "update snapshotter")
        return None
    name = value.pop("record", None)
    if not isinstance(name, str):
        raise BadLineError("is not a record: it has no kind")
    kind = KINDS.get(name)
    if kind is None:
        return None
    for field in _STATES & value.keys():
        names = StateChange.__struct_fields__
        value[field] = [dict(zip(names, change, strict=True)) for change in value[field]]
    record = codec.decode(kind, value)
    times = (record.at, record.until or 0.0) if isinstance(record, Gap) else (record.at,)
    if not all(math.isfinite(each) and abs(each) <= _MOST for each in times):
        raise BadLineError("is not a record: its time is impossible")
    if isinstance(record, Begin | Gap) and not 1 <= record.depth <= _DEEPEST:
        raise BadLineError("is not a record: its depth is impossible")
    return record
