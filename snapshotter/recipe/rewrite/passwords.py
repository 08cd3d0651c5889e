"""Passwords that were set, written as the hashes that /etc/shadow has: a second run would salt them otherwise.  Pure.

The password itself is a secret, which no recipe contains; its hash is in the image anyway.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from snapshotter.model import Command, Snapshot
from snapshotter.recipe.model import Content, Origin
from snapshotter.recipe.rewrite.pins import TextEdit, edited
from snapshotter.regex import regex
from snapshotter.shell.calls.adduser import interactive_addusers
from snapshotter.shell.calls.passwords import password_lists
from snapshotter.shell.facts import facts
from snapshotter.shell.quote import single_quote

_SHADOW, _BACKUP = "/etc/shadow", "/etc/shadow-"
_PROGRAMS = regex(r"\b(?:chpasswd|passwd|adduser)\b")
_HASH = regex(r"\$[\w./,=$-]+")

Hashes = Mapping[str, str]


def with_hashes(snapshots: Sequence[Snapshot], content: Content, texts: Mapping[Origin, str]) -> dict[Origin, str]:
    """Return `texts`, replacement texts for commands, with hashes in place of the passwords that they set."""
    found = dict(texts)
    for snapshot in snapshots:
        setting = [index for index, one in enumerate(snapshot.commands) if _PROGRAMS.search(one.text)]
        hashes = _hashes(_rows(snapshot, _SHADOW, content)) if setting else {}
        if not hashes:
            continue
        kept = _keeps_backup(snapshot, content, hashes)
        for index in setting:
            command = snapshot.commands[index]
            text = found.get((snapshot.seq, index), command.text)
            new = _with_hashes(command, text, hashes, kept) if command.status == 0 else text
            if new != text:
                found[snapshot.seq, index] = new
    return found


def _with_hashes(command: Command, text: str, hashes: Hashes, kept: frozenset[str]) -> str:
    edits = list(_edits(text, hashes, kept))
    if edits:
        return edited(text, edits)
    calls = facts(text).commands
    if len(calls) == 1 and calls[0].name == "passwd" and "<" not in text:
        names = [arg for arg in calls[0].args if arg]
        user = names[0] if names else command.user or "root"
        if len(names) < 2 and not user.startswith("-") and user in hashes:
            return _set([user], hashes, kept)
    asked = [user for _, user in interactive_addusers(command.text)]
    if asked and all(user in hashes for user in asked) and command.shell != "ash":
        return f"{text} && {_set(asked, hashes, frozenset())}"
    return text


def _edits(text: str, hashes: Hashes, kept: frozenset[str]) -> Iterator[TextEdit]:
    """Yield what takes the place of `echo USER:PASSWORD | chpasswd`, where all its users are known."""
    for call in password_lists(text):
        if all(user in hashes for user in call.users):
            yield call.start, call.end, _set(call.users, hashes, kept)


def _set(users: Sequence[str], hashes: Hashes, kept: frozenset[str]) -> str:
    """Return a command that sets the hashes of users; `kept` are those whose old entry the system keeps in a copy.

    `chpasswd -e` copies the old file to /etc/shadow-, as busybox does; PAM (passwd, chpasswd) does not.
    """
    if kept.issuperset(users):
        printing = "echo" if len(users) == 1 else "printf '%s\\n'"
        lines = " ".join(single_quote(f"{user}:{hashes[user]}") for user in users)
        return f"{printing} {lines} | chpasswd -e"
    edits = [single_quote(f"s|^{user}:[^:]*|{user}:{hashes[user]}|") for user in users]
    return f"sed -i {edits[0] if len(edits) == 1 else '-e ' + ' -e '.join(edits)} {_SHADOW}"


def _rows(snapshot: Snapshot, path: str, content: Content) -> dict[str, str]:
    """Return the second field of each line of a file of shadow(5) at the end of a snapshot, by user."""
    change = next((one for one in snapshot.changes if one.path == path and one.after), None)
    data = content(snapshot.seq, change) if change else None
    rows = [line.split(":") for line in (data or b"").decode("utf-8", "surrogateescape").splitlines()]
    return {row[0]: row[1] for row in rows if len(row) > 1}


def _hashes(rows: Mapping[str, str]) -> dict[str, str]:
    """Return the hash of each user that has one, without the mark that locks it."""
    return {user: value.lstrip("!") for user, value in rows.items() if _HASH.fullmatch(value.lstrip("!"))}


def _keeps_backup(snapshot: Snapshot, content: Content, hashes: Hashes) -> frozenset[str]:
    """Return the users whose hash may be set by what writes /etc/shadow-.

    A later command has written it anew, since the hash is in it, or it has all entries as they were just before.
    """
    backup, final = _rows(snapshot, _BACKUP, content), _rows(snapshot, _SHADOW, content)
    later = {user for user, value in hashes.items() if backup.get(user, "").lstrip("!") == value}
    return frozenset(hashes) if backup.keys() == final.keys() else frozenset(later)
