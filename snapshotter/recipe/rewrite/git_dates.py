"""The dates of git commits and tags, read from their objects, so that a second run makes the same objects.  Pure."""

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
from snapshotter.shell.calls.git_dates import timestamping_commands
from snapshotter.shell.quote import single_quote

_OBJECT = regex(r"/objects/[0-9a-f]{2}/[0-9a-f]{38,62}\Z")
_DATED = regex(rb"^(?:committer|tagger) [^\n]*> (\d{1,18}) ([+-]\d{2})(\d{2})$", re.M)
_PACK = regex(r"/objects/pack/pack-[0-9a-f]{40,64}\.pack\Z")
_LOG = regex(r"/logs/HEAD\Z")
_LOGGED = regex(
    rb"^[0-9a-f]{40,64} [0-9a-f]{40,64} [^\n]*> (\d{1,18}) ([+-]\d{2})(\d{2})\t"
    rb"(?:commit|merge|cherry-pick|revert|rebase|am)",
    re.M,
)
_LARGEST = 1 << 16


def dated(snapshot: Snapshot, index: int, content: Content) -> Iterator[tuple[int, str]]:
    """Yield (offset in the text, text to insert) for the git commands of a line whose objects all have one date."""
    found = list(timestamping_commands(snapshot.commands[index].text))
    objects = list(_objects(snapshot, index, content)) if found else []
    dates = {match.groups() for data in objects for match in _DATED.finditer(data.partition(b"\n\n")[0])}
    if found and not objects and any(_PACK.search(change.path) for change in snapshot.changes):
        dates = {_packed_date(snapshot, index, content)}
    if len(dates) != 1:
        return
    try:
        when = _iso(*dates.pop())
    except (ValueError, OverflowError, OSError):  # no date that a calendar has
        return
    for one in found:
        yield one.start, f"{one.prefix}GIT_AUTHOR_DATE={when} GIT_COMMITTER_DATE={when} "
        message = _message(objects) if one.asks and len(found) == 1 else ""
        if message:
            yield one.end, f" -m {single_quote(message)}"


def _packed_date(snapshot: Snapshot, index: int, content: Content) -> tuple[bytes, bytes, bytes]:
    """Return the date of what a line made and `git gc` packed: as the log of HEAD has it, else when the line began."""
    command = snapshot.commands[index]
    logs = [content(snapshot.seq, one) or b"" for one in snapshot.changes if one.after and _LOG.search(one.path)]
    dates = [(one[1], one[2], one[3]) for log in logs for one in _LOGGED.finditer(log)]
    last = command.begin if command.end is None else command.end
    during = [date for date in dates if int(command.begin) <= int(date[0]) <= last]
    hours, minutes = dates[0][1:] if dates else (b"+00", b"00")
    return max(during, default=(b"%d" % command.begin, hours, minutes))


def _message(objects: Iterable[bytes]) -> str:
    """Return the commit message; "" if it is not a single printable line or contains a token."""
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
    """Return whether an object was written while a command ran; a later clone that links it updates its change time."""
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
