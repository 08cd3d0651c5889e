"""The times that `git commit` wrote, read off the objects it left: given them, a second run leaves the same.  Pure."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone

from snapshotter.changes.explain.timeline import TICK
from snapshotter.model import Change, Command, Snapshot
from snapshotter.recipe.model import Content
from snapshotter.regex import regex
from snapshotter.secrets.token_shapes import token_in
from snapshotter.shell.calls.git_dates import stampings
from snapshotter.shell.quote import single

_OBJECT = regex(r"/objects/[0-9a-f]{2}/[0-9a-f]{38,62}\Z")
_DATED = regex(rb"^(?:committer|tagger) [^\n]*> (\d+) ([+-]\d{2})(\d{2})$", re.M)
_LARGEST = 1 << 16


def dated(snapshot: Snapshot, index: int, content: Content) -> Iterator[tuple[int, str]]:
    """Give for each git command of a line that stamped objects with one time (place in the text, what goes there)."""
    found = list(stampings(snapshot.commands[index].text))
    objects = list(_objects(snapshot, index, content)) if found else []
    stamps = {match.groups() for data in objects for match in _DATED.finditer(data.partition(b"\n\n")[0])}
    if len(stamps) != 1:
        return
    when = _iso(*stamps.pop())
    for one in found:
        yield one.start, f"{one.prefix}GIT_AUTHOR_DATE={when} GIT_COMMITTER_DATE={when} "
        if one.asks and len(found) == 1 and (message := _message(objects)):
            yield one.end, f" -m {single(message)}"


def _message(objects: Iterable[bytes]) -> str:
    """Give the message that was typed, "" where it is not one plain line, or where it holds a token."""
    messages = {data.partition(b"\n\n")[2] for data in objects if data.startswith(b"commit ")}
    message = messages.pop().decode("utf-8", "replace").strip() if len(messages) == 1 else ""
    return message if message.isprintable() and not token_in(message.encode()) else ""


def _objects(snapshot: Snapshot, index: int, content: Content) -> Iterator[bytes]:
    command = snapshot.commands[index]
    for change in snapshot.changes:
        if change.change == "added" and _OBJECT.search(change.path) and _written_by(command, change):
            data = _unpacked(snapshot.seq, change, content)
            if data.startswith((b"commit ", b"tag ")):
                yield data


def _written_by(command: Command, change: Change) -> bool:
    """Say whether an object was written while a command ran: a clone that links it changes its change time later."""
    written = change.after.mtime_ns / 1e9 if change.after else 0.0
    return command.end is not None and command.begin - TICK <= written <= command.end + TICK


def _unpacked(seq: int, change: Change, content: Content) -> bytes:
    if change.after is None or change.after.size > _LARGEST:
        return b""
    try:
        return zlib.decompressobj().decompress(content(seq, change) or b"", _LARGEST)
    except zlib.error:
        return b""


def _iso(seconds: bytes, hours: bytes, minutes: bytes) -> str:
    sign = -1 if hours.startswith(b"-") else 1
    zone = timezone(timedelta(hours=int(hours), minutes=sign * int(minutes)))
    return datetime.fromtimestamp(int(seconds), zone).isoformat()
