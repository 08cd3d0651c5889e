"""The accounts that were made by hand, as /etc/passwd and /etc/group show them: not those that packages make.

Passwords stay where they are: no command is made for them.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from typing import Literal

from msgspec import Struct

from snapshotter.changes.evidence.model import Shown, Side, never
from snapshotter.changes.packages.installed import PackageChanges
from snapshotter.model import Change, Entry

PASSWD, GROUP, SUBUID = "/etc/passwd", "/etc/group", "/etc/subuid"
_FILES = frozenset(
    f"{path}{end}"
    for path in (PASSWD, GROUP, "/etc/shadow", "/etc/gshadow", SUBUID, "/etc/subgid")
    for end in ("", "-")
)
_SKEL = "/etc/skel"
_FIRST_OF_PERSONS = 1000
_APART = 0.001
"""Seconds between a command and what must be before or after it."""
_NO_ID = -1


class _Made(Struct, frozen=True):
    """A command on accounts."""

    text: str
    witness: str
    explains: Callable[[Change], bool]
    """Besides the files of accounts."""
    uid: int = _NO_ID
    """Of the user that it makes, of whom no file can be older."""
    gid: int = _NO_ID
    home: str = ""


class _User(Struct, frozen=True):
    name: str
    uid: int
    gid: int
    comment: str
    home: str
    shell: str


class _Group(Struct, frozen=True):
    name: str
    gid: int
    members: frozenset[str]


def account_commands(before: Side, after: Side, found: PackageChanges, changes: Sequence[Change] = ()) -> list[Shown]:
    """Return the commands that make, change and remove accounts between two states, in order."""
    if before.tree.get(PASSWD) == after.tree.get(PASSWD) and before.tree.get(GROUP) == after.tree.get(GROUP):
        return []
    old_users, new_users = _users(before.text(PASSWD)), _users(after.text(PASSWD))
    old_groups, new_groups = _groups(before.text(GROUP)), _groups(after.text(GROUP))
    by_packages = _named_by_packages({*new_users, *new_groups} - {*old_users, *old_groups}, after, found)
    users = {name: one for name, one in new_users.items() if name not in by_packages}
    groups = {name: one for name, one in new_groups.items() if name not in by_packages}
    shadow = "/usr/sbin/useradd" in after.tree
    maker = _Shadow(before, after, old_users, old_groups) if shadow else _Busybox(before, after, old_users, old_groups)
    made = [*maker.commands(users, groups, set(old_users) - set(new_users), set(old_groups) - set(new_groups))]
    if not made:
        return []
    latest = min(filter(None, (after.seconds(PASSWD), after.seconds(GROUP))), default=0.0)
    times = _times(made, changes, before, after, latest)
    return [
        Shown(
            one.text,
            one.witness,
            at,
            at,
            _with_files(one.explains) if number == len(made) else one.explains,
            _below(one.home) if one.home else never,
        )
        for number, (one, at) in enumerate(zip(made, times, strict=True), 1)
    ]


def _below(home: str) -> Callable[[Change], bool]:
    """Return whether a path is in a home directory: it is made with its account."""
    return lambda change: change.path == home or change.path.startswith(f"{home}/")


def _times(made: Sequence[_Made], changes: Sequence[Change], before: Side, after: Side, latest: float) -> list[float]:
    """Return when each command ran at the latest: before what belongs to the account, after what its home was made of.

    The files of accounts only tell when the last of them ran.
    """
    stamps = [
        (change.path, change.after, change.after.mtime_ns / 1e9)
        for change in changes
        if change.after and change.after.mtime_ns and change.after.kind != "directory" and change.path not in _FILES
    ]
    skel = [(path.removeprefix(_SKEL), entry.digest, at) for path, entry, at in stamps if path.startswith(f"{_SKEL}/")]
    times = []
    for one in made:
        own = [
            at
            for path, entry, at in stamps
            if (one.uid != _NO_ID and entry.uid == one.uid)
            or (one.gid != _NO_ID and entry.gid == one.gid)
            or (one.home and path.startswith(f"{one.home}/"))
            if not _from_skel(path, entry, one.home, before, after)
        ]
        copies = [
            (after.tree[one.home + name].digest, before.tree.get(_SKEL + name), digest, at)
            for name, digest, at in skel
            if one.home and one.home + name in after.tree
        ]
        copied = [at for own_digest, _, digest, at in copies if own_digest == digest]
        earlier = [at for own_digest, old, digest, at in copies if old and own_digest == old.digest != digest]
        at = min([latest, *(stamp - _APART for stamp in (*own, *earlier))])
        times.append(max([at, *(stamp + _APART for stamp in copied)]))
    for number in reversed(range(len(times) - 1)):
        times[number] = min(times[number], times[number + 1])
    return times


def _from_skel(path: str, entry: Entry, home: str, before: Side, after: Side) -> bool:
    """Return whether a path of a home directory is a copy of what /etc/skel has, or had."""
    if not home or not path.startswith(f"{home}/"):
        return False
    name = _SKEL + path.removeprefix(home)
    sources = [side.tree[name] for side in (before, after) if name in side.tree]
    return (entry.kind, entry.digest, entry.link) in [(one.kind, one.digest, one.link) for one in sources]


def _with_files(explains: Callable[[Change], bool]) -> Callable[[Change], bool]:
    return lambda change: change.path in _FILES or explains(change)


def _named_by_packages(names: Set[str], after: Side, found: PackageChanges) -> set[str]:
    """Return those of the new accounts that the scripts of new packages name: these make them."""
    fresh = {one.name for one in (*found.added, *found.changed)}
    if not names or not fresh:
        return set()
    ends = (".postinst", ".preinst", ".config")
    paths = [
        path
        for path in after.tree
        if (path.startswith("/var/lib/dpkg/info/") and path.endswith(ends) and _package(path) in fresh)
        or (path.startswith("/usr/lib/sysusers.d/") and path.endswith(".conf"))
        or path in ("/lib/apk/db/scripts.tar", "/usr/lib/apk/db/scripts.tar")
    ]
    texts = after.fetch(dict.fromkeys(paths, 4 << 20)).values()
    return {name for name in names if any(name.encode() in text for text in texts)}


def _package(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0].partition(":")[0]


class _Maker:
    """Writes the commands with the programs that the image has."""

    def __init__(
        self, before: Side, after: Side, old_users: Mapping[str, _User], old_groups: Mapping[str, _Group]
    ) -> None:
        self._before, self._after = before, after
        self._old_users, self._old_groups = old_users, old_groups

    def commands(
        self,
        users: Mapping[str, _User],
        groups: Mapping[str, _Group],
        gone_users: Set[str],
        gone_groups: Set[str],
    ) -> Iterator[_Made]:
        """Yield the commands in an order in which each finds what it needs."""
        new_users = {name: one for name, one in users.items() if name not in self._old_users}
        own = {
            one.name
            for one in groups.values()
            if one.name in new_users and one.name not in self._old_groups and self._is_own(new_users[one.name], one)
        }
        for name in sorted(gone_users):
            yield _Made(self._remove_user(name), PASSWD, never)
        for name in sorted(gone_groups - gone_users):
            yield _Made(self._remove_group(name), GROUP, never)
        for group in groups.values():
            if group.name not in self._old_groups and group.name not in own:
                text = self._add_group(group, self._is_system(group.gid, group.name))
                yield _Made(text, GROUP, never, gid=group.gid)
        for user in new_users.values():
            primary = next((one.name for one in groups.values() if one.gid == user.gid), str(user.gid))
            yield from self._add_user(user, "" if user.name in own else primary, groups)
        for name, user in users.items():
            if name in self._old_users and user != self._old_users[name]:
                yield from self._change_user(self._old_users[name], user)
        for name in users:
            joined = [
                one.name
                for one in groups.values()
                if name in one.members
                and name not in (self._old_groups[one.name].members if one.name in self._old_groups else ())
            ]
            if joined and not (name in new_users and self.adds_with_groups):
                yield from self._join(name, joined)

    adds_with_groups = True
    """Whether a new user's other groups are arguments of the command that makes it."""

    def _is_own(self, user: _User, group: _Group) -> bool:
        return group.gid == user.gid == user.uid and not group.members

    def _is_system(self, number: int, name: str) -> bool:
        if number >= _FIRST_OF_PERSONS:
            return f"{name}:" not in self._after.text(SUBUID) and SUBUID in self._after.tree and self._is_user(name)
        return True

    def _is_user(self, name: str) -> bool:
        return name in _users(self._after.text(PASSWD))

    def _home(self, user: _User) -> Literal["made", "there", "missing"]:
        """Return whether the command made the home directory, as files of /etc/skel in it show."""
        if user.home not in self._after.tree:
            return "missing"
        if user.home in self._before.tree:
            return "there"
        entry = self._after.tree[user.home]
        return "made" if (entry.uid, entry.gid) == (user.uid, user.gid) else "there"

    def _explains(self, user: _User) -> Callable[[Change], bool]:
        """Return whether a change is of the home directory as it was made: from /etc/skel."""

        def explains(change: Change) -> bool:
            entry = change.after
            if entry is None or change.before is not None:
                return False
            if change.path == user.home:
                return True
            if not change.path.startswith(f"{user.home}/"):
                return change.path in (f"/var/mail/{user.name}", f"/var/spool/mail/{user.name}")
            return _from_skel(change.path, entry, user.home, self._before, self._after)

        return explains if self._home(user) == "made" else never

    def _add_group(self, group: _Group, system: bool) -> str:
        raise NotImplementedError

    def _add_user(self, user: _User, primary: str, groups: Mapping[str, _Group]) -> Iterator[_Made]:
        raise NotImplementedError

    def _change_user(self, old: _User, new: _User) -> Iterator[_Made]:
        raise NotImplementedError

    def _join(self, name: str, groups: Sequence[str]) -> Iterator[_Made]:
        raise NotImplementedError

    def _remove_user(self, name: str) -> str:
        raise NotImplementedError

    def _remove_group(self, name: str) -> str:
        raise NotImplementedError


class _Shadow(_Maker):
    """useradd and its companions."""

    def _add_group(self, group: _Group, system: bool) -> str:
        return f"groupadd{' --system' if system else ''} -g {group.gid} {group.name}"

    def _add_user(self, user: _User, primary: str, groups: Mapping[str, _Group]) -> Iterator[_Made]:
        words = ["useradd"]
        if self._is_system(user.uid, user.name):
            words.append("--system")
        words += ["-u", str(user.uid), *(["-g", primary] if primary else ["-U"])]
        if others := sorted(one.name for one in groups.values() if user.name in one.members):
            words += ["-G", ",".join(others)]
        if user.comment:
            words += ["-c", shlex.quote(user.comment)]
        words += ["-d", shlex.quote(user.home), "-m" if self._home(user) == "made" else "-M"]
        words += ["-s", shlex.quote(user.shell), user.name] if user.shell else [user.name]
        yield _Made(" ".join(words), PASSWD, self._explains(user), user.uid, home=user.home)

    def _change_user(self, old: _User, new: _User) -> Iterator[_Made]:
        words = [
            *(["-u", str(new.uid)] if new.uid != old.uid else []),
            *(["-g", str(new.gid)] if new.gid != old.gid else []),
            *(["-c", shlex.quote(new.comment)] if new.comment != old.comment else []),
            *(["-d", shlex.quote(new.home)] if new.home != old.home else []),
            *(["-s", shlex.quote(new.shell)] if new.shell != old.shell else []),
        ]
        if words:
            yield _Made(" ".join(["usermod", *words, new.name]), PASSWD, never)

    def _join(self, name: str, groups: Sequence[str]) -> Iterator[_Made]:
        yield _Made(f"usermod -aG {','.join(groups)} {name}", GROUP, never)

    def _remove_user(self, name: str) -> str:
        return f"userdel {name}"

    def _remove_group(self, name: str) -> str:
        return f"groupdel {name}"


class _Busybox(_Maker):
    """adduser and addgroup of busybox."""

    adds_with_groups = False

    def _is_system(self, number: int, name: str) -> bool:
        return number < _FIRST_OF_PERSONS

    def _add_group(self, group: _Group, system: bool) -> str:
        return f"addgroup{' -S' if system else ''} -g {group.gid} {group.name}"

    def _add_user(self, user: _User, primary: str, groups: Mapping[str, _Group]) -> Iterator[_Made]:
        words = ["adduser", "-D", *(["-S"] if self._is_system(user.uid, user.name) else []), "-u", str(user.uid)]
        words += ["-G", primary] if primary else []
        words += ["-g", shlex.quote(user.comment)] if user.comment != "Linux User,,," else []
        words += ["-h", shlex.quote(user.home), *([] if self._home(user) == "made" else ["-H"])]
        words += ["-s", shlex.quote(user.shell), user.name] if user.shell else [user.name]
        yield _Made(" ".join(words), PASSWD, self._explains(user), user.uid, home=user.home)

    def _change_user(self, old: _User, new: _User) -> Iterator[_Made]:
        line = ":".join([str(new.gid), new.comment, new.home, new.shell])
        if old.uid == new.uid and not set("|&\\") & set(line):
            edit = rf"s|^({new.name}:[^:]*:{new.uid}):.*|\1:{line}|"
            yield _Made(f"sed -i -E {shlex.quote(edit)} {PASSWD}", PASSWD, never)

    def _join(self, name: str, groups: Sequence[str]) -> Iterator[_Made]:
        for group in groups:
            yield _Made(f"addgroup {name} {group}", GROUP, never)

    def _remove_user(self, name: str) -> str:
        return f"deluser {name}"

    def _remove_group(self, name: str) -> str:
        return f"delgroup {name}"


def _users(text: str) -> dict[str, _User]:
    rows = (line.split(":") for line in text.splitlines())
    return {
        row[0]: _User(row[0], int(row[2]), int(row[3]), row[4], row[5], row[6])
        for row in rows
        if len(row) == 7 and row[2].isdecimal() and row[3].isdecimal() and _plain(row[0])
    }


def _groups(text: str) -> dict[str, _Group]:
    rows = (line.split(":") for line in text.splitlines())
    return {
        row[0]: _Group(row[0], int(row[2]), frozenset(filter(None, row[3].split(","))))
        for row in rows
        if len(row) == 4 and row[2].isdecimal() and _plain(row[0])
    }


def _plain(name: str) -> bool:
    """Return whether a name can stand in a command as it is."""
    return bool(name) and shlex.quote(name) == name and not name.startswith("-")
