"""The records of a journal: one class for each kind, and its line of JSON; `docs/format.md` describes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from msgspec import Struct

from snapshotter.errors import StoreTooNew
from snapshotter.model import StateChange
from snapshotter.store import codec

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
