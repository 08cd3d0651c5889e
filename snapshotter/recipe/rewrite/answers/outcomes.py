"""Options in place of the answers to a program's questions, where a file that it wrote shows what was answered.  Pure.

A passphrase is never among them: a key that has one is not made without it.
"""

from __future__ import annotations

from base64 import b64decode
from binascii import Error
from collections.abc import Iterator, Sequence

from snapshotter.model import Change, Snapshot
from snapshotter.recipe.model import Content, Origin
from snapshotter.recipe.rewrite.answers.subject import subject
from snapshotter.recipe.rewrite.pins import TextEdit, edited
from snapshotter.regex import regex
from snapshotter.shell.calls.asking import Question, asking
from snapshotter.shell.quote import quote

_KEY = regex(rb"-----BEGIN OPENSSH PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END")
_UNENCRYPTED = b"openssh-key-v1\0\0\0\0\x04none"
"""How a key without a passphrase begins (PROTOCOL.key of OpenSSH)."""
_LARGEST = 1 << 16


def with_outcomes(snapshots: Sequence[Snapshot], content: Content) -> dict[Origin, str]:
    """Return texts with the answers as options, for the commands that asked and whose outcome tells the answers."""
    texts: dict[Origin, str] = {}
    for snapshot in snapshots:
        for index, command in enumerate(snapshot.commands):
            found = list(asking(command.text)) if command.status == 0 else []
            if len(found) == 1:
                made = [c for c in snapshot.changes if c.command == index and c.after]
                edits = list(_edits(found[0], snapshot, made, content, command.user))
                if edits:
                    texts[snapshot.seq, index] = edited(command.text, edits)
    return texts


def _edits(
    call: Question, snapshot: Snapshot, made: Sequence[Change], content: Content, user: str
) -> Iterator[TextEdit]:
    if call.program == "ssh-keygen":
        yield from _key(call, snapshot, made, content)
    elif call.program == "openssl":
        for name in sorted({subject(data) for data in _contents(snapshot, made, content)} - {""})[:1]:
            yield call.place, call.place, f"{' -utf8' * (not name.isascii())} -subj {quote(name)}"
    elif call.program == "update-alternatives":
        links = [c.after.link for c in made if c.path == f"/etc/alternatives/{call.args[-1]}" and c.after]
        if links:
            yield call.place, call.end, f" --set {call.args[-1]} {quote(links[0])}"
    else:
        name = next((arg for arg in call.args if not arg.startswith("-")), user)
        rows = [row.split(b":") for data in _contents(snapshot, made, content) for row in data.splitlines()]
        for row in rows:
            if len(row) == 7 and row[0] == name.encode():
                yield call.place, call.place, f" -s {quote(row[6].decode('utf-8', 'replace'))}"
                break


def _key(call: Question, snapshot: Snapshot, made: Sequence[Change], content: Content) -> Iterator[TextEdit]:
    """Yield the options for the file and the empty passphrase of a new key."""
    paths = {change.path: change for change in made}
    keys = [change for path, change in paths.items() if f"{path}.pub" in paths]
    if len(keys) != 1 or keys[0].change != "added":
        return
    asks_name = not any(arg.startswith("-f") for arg in call.args)
    asks_passphrase = not any(arg.startswith("-N") for arg in call.args)
    if asks_passphrase and not _is_open(content(snapshot.seq, keys[0])):
        return
    options = f" -f {quote(keys[0].path)}" * asks_name + " -N ''" * asks_passphrase
    if options:
        yield call.end, call.end, options


def _is_open(data: bytes | None) -> bool:
    """Return whether a private key has no passphrase."""
    match = _KEY.search(data or b"")
    try:
        return match is not None and b64decode(match[1]).startswith(_UNENCRYPTED)
    except Error:
        return False


def _contents(snapshot: Snapshot, made: Sequence[Change], content: Content) -> Iterator[bytes]:
    for change in made:
        if change.after and change.after.kind == "file" and change.after.size <= _LARGEST and not change.secret:
            yield content(snapshot.seq, change) or b""
