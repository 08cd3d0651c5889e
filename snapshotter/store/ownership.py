"""The check that $SNAP_HOME is this user's alone: nobody else may write to it or put another directory in its place.

What is stored there decides which commands are exported and which files are overwritten, so another user's data in it
must never be read.
"""

from __future__ import annotations

import errno
import os
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path

from snapshotter.errors import StoreError
from snapshotter.store.paths import guarded

_MOST_LINKS = 40
"""Symbolic links that Linux follows in one path."""
_ELSEWHERE = "set SNAP_HOME to a directory of your own"


def check_owner(home: Path) -> None:
    """Raise `StoreError` if another user may change what is stored in `home`, which need not exist yet."""
    with guarded(home):
        for path, info in _way(home):
            _check_above(path, info, home)
        try:
            info = home.stat()
        except (FileNotFoundError, NotADirectoryError):
            return
    if info.st_uid != os.geteuid():
        raise _foreign(home, info)
    if _others_may_write(info):
        raise StoreError(
            f"others may write to {home}, so what is stored there may not be yours",
            f"`chmod go-w {shlex.quote(str(home))}`, or {_ELSEWHERE}",
        )


def _way(path: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Yield every directory and symbolic link through which a path leads, as far as it exists."""
    pending = list(reversed(path.parts[1:]))
    current, links = path.anchor, 0
    yield current, os.lstat(current)
    while pending:
        name = pending.pop()
        if name == "..":
            current = os.path.dirname(current)  # noqa: PTH120 - strings throughout
            continue
        step = os.path.join(current, name)  # noqa: PTH118
        try:
            info = os.lstat(step)
        except (FileNotFoundError, NotADirectoryError):
            return
        if stat.S_ISLNK(info.st_mode):
            links += 1
            if links > _MOST_LINKS:
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), step)
            target = Path(os.readlink(step))  # noqa: PTH115
            pending += reversed(target.parts[1:] if target.is_absolute() else target.parts)
            current = "/" if target.is_absolute() else current
            yield step, info
        elif pending:
            current = step
            yield step, info


def _check_above(path: str, info: os.stat_result, home: Path) -> None:
    """Raise `StoreError` if another user may replace what is in a directory, or what a link points to."""
    if info.st_uid not in (0, os.geteuid()) and not _is_unmapped(info.st_uid):
        raise StoreError(
            f"{path} belongs to {_user(info.st_uid)}, who may replace {home}", f"{_ELSEWHERE}{_instead(info.st_uid)}"
        )
    if stat.S_ISDIR(info.st_mode) and not info.st_mode & stat.S_ISVTX and _others_may_write(info):
        raise StoreError(
            f"others may write to {path}, and so replace {home}", f"`chmod go-w {shlex.quote(path)}`, or {_ELSEWHERE}"
        )


def _foreign(home: Path, info: os.stat_result) -> StoreError:
    message = f"{home} belongs to {_user(info.st_uid)}, and this is {_user(os.geteuid())}"
    if info.st_uid == 0:
        take = f"sudo chown -R {shlex.quote(_user(os.geteuid()))} {shlex.quote(str(home))}"
        return StoreError(message, f"`{take}` makes it yours again, or {_ELSEWHERE}")
    return StoreError(message, f"{_ELSEWHERE}{_instead(info.st_uid)}")


def _instead(uid: int) -> str:
    """Return what root may do instead of using another user's directory, as with `sudo snap`."""
    return f"; or run snap as {_user(uid)}, without sudo" if os.geteuid() == 0 else ""


def _others_may_write(info: os.stat_result) -> bool:
    """Return whether users other than the owner and root may write; a group with its owner alone does not count."""
    if info.st_mode & stat.S_IWOTH:
        return True
    return bool(info.st_mode & stat.S_IWGRP) and not _is_private_group(info.st_gid, info.st_uid)


def _is_private_group(gid: int, uid: int) -> bool:
    """Return whether a group is a user's own, as distributions with the umask 002 create one for each user."""
    import grp
    import pwd

    try:
        group, user = grp.getgrgid(gid), pwd.getpwuid(uid)
    except KeyError:
        return False
    return user.pw_gid == gid and group.gr_name == user.pw_name and set(group.gr_mem) <= {user.pw_name}


def _is_unmapped(uid: int) -> bool:
    """Return whether an owner is outside of this process's user namespace, as the host's root in a container."""
    try:
        overflow = int(Path("/proc/sys/kernel/overflowuid").read_text())
        return uid == overflow and Path("/proc/self/uid_map").read_text().split() != ["0", "0", "4294967295"]
    except (OSError, ValueError):
        return False


def _user(uid: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"the user {uid}"
