"""Carried paths as instructions: COPY for plain files, RUN for links, owners, modes and deletions, ADD for others.

The context can be committed to git, which stores only the executable bit of a mode, and no owner, empty directory or
special file; the Dockerfile sets these instead.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.errors import StoreError
from snapshotter.model import Change, Entry, parents
from snapshotter.recipe.decide.placement import has_new_content, is_new, is_odd, is_other_kind
from snapshotter.recipe.model import Carry, Content
from snapshotter.recipe.syntax import quoted
from snapshotter.recipe.write.archive import add_archive
from snapshotter.recipe.write.context import ROOT, Output, add_file, check_path, has_bytes
from snapshotter.recipe.write.run import CONTINUED, shell_run
from snapshotter.shell.quote import printable_word

_WIDTH = 110
"""The longest command, in characters, that has its paths on one line."""
_GROUPS = 8
"""Files in more directories than this are written as an archive instead of one COPY per directory."""
_LISTED = 4
"""The most files that an instruction of an adopted image's Dockerfile names; more come as a folder."""


Owner = Callable[[int, int], str]
"""Returns "USER:GROUP" for the numbers of a user and a group."""


def numbers(uid: int, gid: int) -> str:
    """Return the numbers themselves."""
    return f"{uid}:{gid}"


class FollowUp(Struct, frozen=True):
    """Commands that must follow a COPY or ADD, and the paths that they concern."""

    commands: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


def write_carry(carry: Carry, content: Content, out: Output, owner: Owner = numbers) -> FollowUp:
    """Write the instructions and context files for one group of carried paths; return the commands for the next RUN."""
    for change in carry.changes:
        _check(change)
    odd = [change for change in carry.changes if is_odd(change)]
    plain = [change for change in carry.changes if not is_odd(change)]
    files = [change for change in plain if has_new_content(change)]
    if _is_unpacked(carry):
        made = [change for change in plain if has_new_content(change) or is_new(change)]
        odd, plain, files = odd + made, [change for change in plain if change not in made], []
    together = _together(carry, files, odd)
    if carry.packed or (not together and len({posixpath.dirname(change.path) for change in files}) > _GROUPS):
        made = [change for change in plain if has_new_content(change) or _is_new_directory(change)]
        archived = {change.path for change in made}
        odd, plain, files = odd + made, [change for change in plain if change.path not in archived], []
    content = _taken(content, carry.taken) if carry.taken else content
    root = f"{ROOT}-{carry.seq}" if together == _FOLDER else ROOT
    copied = [change for change in files if _copy_in(change, carry.seq, content, out, root)]
    implied = _implied(plain, [*copied, *odd])
    before = [*_clearing(carry.changes), *_directories(plain, implied)]
    inside = [*copied, *implied] if together else copied
    after = list(_follow_up(plain, inside, owner))
    first, last = _other_paths(carry.changes, [*copied, *implied], odd, made=bool(before))
    if not copied and not odd:
        return FollowUp((*before, *after), (*first, *last))
    if before:
        out.add(shell_run(before), paths=first)
    folders = [change.path for change in implied]
    copies = _copies(copied, out.names, owner) if not together else _written(carry, together, copied, root, out, owner)
    for copy, paths in copies:
        out.add(copy, paths=[*folders, *paths])
        folders = []
    if odd:
        place = (carry.place, carry.written.partition(" ")[2]) if _is_unpacked(carry) else ("/", "/")
        add_archive(odd, lambda change: content(carry.seqs.get(change.path, carry.seq), change), out, folders, place)
    return FollowUp(tuple(after), tuple(last))


def _taken(content: Content, taken: Mapping[str, str]) -> Content:
    """Return what reads the contents of some paths at others, where the image of their snapshot has them."""
    return lambda seq, change: content(seq, replace(change, path=taken.get(change.path, change.path)))


def _check(change: Change) -> None:
    """Raise `StoreError` for names that no file system can hold, which only a damaged record has."""
    check_path(change.path)
    entry = change.after
    if entry is not None and not (has_bytes(entry.link) and has_bytes(entry.hardlink)):
        raise StoreError(
            f"the record has a link that no image can hold: {change.path!r}", "check it with `snap doctor`"
        )


def _other_paths(
    changes: Sequence[Change], copied: Sequence[Change], odd: Sequence[Change], *, made: bool
) -> tuple[list[str], list[str]]:
    """Return the paths that are not copied: those that are removed or created before, and those handled after."""
    known = {change.path for change in (*copied, *odd)}
    rest = [change for change in changes if change.path not in known]
    first = [change.path for change in rest if made and (change.after is None or change.after.kind == "directory")]
    cleared = set(first)
    return first, [change.path for change in rest if change.path not in cleared]


def _clearing(changes: Sequence[Change]) -> Iterator[str]:
    gone = sorted(change.path for change in changes if change.after is None or is_other_kind(change))
    tops = [path for path in gone if not any(path.startswith(other + "/") for other in gone)]
    if tops:
        yield _listed("rm -rf", tops)


def _is_new_directory(change: Change) -> bool:
    before, after = change.before, change.after
    return after is not None and after.kind == "directory" and (before is None or before.kind != "directory")


def _implied(plain: Sequence[Change], filled: Sequence[Change]) -> list[Change]:
    """Return the new directories that copying files into them creates."""
    folders = {folder for change in filled for folder in parents(change.path)}
    return [change for change in plain if _is_new_directory(change) and change.path in folders]


def _directories(plain: Sequence[Change], implied: Sequence[Change]) -> Iterator[str]:
    there = {change.path for change in implied}
    new = [change.path for change in plain if _is_new_directory(change) and change.path not in there]
    if new:
        yield _listed("mkdir -p", new)


def _listed(head: str, paths: Iterable[str]) -> str:
    """Return a command with its paths, one per line if they do not fit on one line."""
    words = [printable_word(path) for path in paths]
    line = " ".join([head, *words])
    return line if len(line) <= _WIDTH else f"{CONTINUED}    ".join([head, *words])


_Form = Literal["", "files", "folder"]
_FOLDER: _Form = "folder"


def _together(carry: Carry, files: Sequence[Change], odd: Sequence[Change]) -> _Form:
    """Return how one instruction copies all files, as in the Dockerfile of an adopted image; "" if none can.

    Builders unpack archives that ADD names, and give all that a COPY makes the same owner.
    """
    owners = {(change.after.uid, change.after.gid) for change in files if change.after}
    if not carry.written or carry.packed or odd or len(owners) != 1 or any(_is_archive(c.path) for c in files):
        return ""
    if len(files) == 1 and _lands(carry, files[0].path):
        return "files"
    if any(not change.path.startswith(carry.place.rstrip("/") + "/") for change in files):
        return ""
    listed = 1 < len(files) <= _LISTED and carry.written.endswith("/")
    return "files" if listed and all(posixpath.dirname(c.path) == carry.place for c in files) else _FOLDER


def _is_unpacked(carry: Carry) -> bool:
    """Return whether an ADD of an adopted image's Dockerfile unpacked an archive with more than plain files of root."""
    inside = all(change.path.startswith(carry.place.rstrip("/") + "/") for change in carry.changes)
    usual = all(
        change.after is not None
        and change.after.mode in ((0o755,) if change.after.kind == "directory" else (0o644, 0o755))
        and change.after.kind in ("file", "directory")
        and not change.after.hardlink
        for change in carry.changes
    )
    return carry.written.startswith("ADD ") and inside and not usual


def _is_archive(path: str) -> bool:
    return path.endswith((".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst"))


def _lands(carry: Carry, path: str) -> bool:
    """Return whether a single file is copied to where it is: to the place that is named, or into that folder."""
    return path == carry.place or posixpath.dirname(path) == carry.place


def _written(
    carry: Carry, form: _Form, copied: Sequence[Change], root: str, out: Output, named: Owner
) -> list[tuple[str, list[str]]]:
    """Return the one instruction that copies files to where that of the adopted image's Dockerfile did."""
    name, _, place = carry.written.partition(" ")
    first, paths = copied[0].after, [change.path for change in copied]
    owner = named(first.uid, first.gid) if first else "0:0"
    lead = name if owner == "0:0" else f"{name} --chown={owner}"
    if form == _FOLDER:
        return [(f"{lead} {root}{carry.place.rstrip('/')}/ {quoted(place)}", paths)]
    if paths != [carry.place] and not place.endswith(("/", ".")):
        place += "/"
    return [(f"{lead} {' '.join(out.names[path] for path in paths)} {quoted(place)}", paths)]


def _copy_in(change: Change, seq: int, content: Content, out: Output, root: str = ROOT) -> bool:
    """Add the file to the context; return False if it is a hard link to another file or its content is missing."""
    assert change.after is not None
    if change.after.hardlink and change.after.hardlink != change.path:
        return False
    data = content(seq, change)
    if data is None:
        out.missing.append(change.path)
        return False
    mode = 0o755 if change.after.mode & 0o100 else 0o644
    add_file(out, change.path, mode, data, seq, root)
    return True


def _copies(copied: Sequence[Change], names: Mapping[str, str], named: Owner) -> list[tuple[str, list[str]]]:
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for change in copied:
        assert change.after is not None
        owner = named(change.after.uid, change.after.gid)
        groups[posixpath.dirname(change.path), "" if owner == "0:0" else f"--chown={owner} "].append(change.path)
    return [(_copy(folder, owner, paths, names), paths) for (folder, owner), paths in sorted(groups.items())]


def _copy(directory: str, owner: str, paths: Sequence[str], names: Mapping[str, str]) -> str:
    if len(paths) == 1:
        return f"COPY {owner}{names[paths[0]]} {paths[0]}"
    return f"COPY {owner}" + " \\\n     ".join([*(names[path] for path in paths), directory.rstrip("/") + "/"])


def _follow_up(plain: Sequence[Change], copied: Sequence[Change], owner: Owner) -> Iterator[str]:
    names = {change.path for change in copied}
    for change in plain:
        entry = change.after
        if entry is None:
            continue
        if entry.kind == "symlink":
            options = "-s --" if entry.link.startswith("-") else "-s"
            yield f"ln {options} {printable_word(entry.link)} {printable_word(change.path)}"
        elif entry.kind == "fifo" and is_new(change):
            yield f"mkfifo {printable_word(change.path)}"
        elif entry.kind == "char" and is_new(change):
            yield f"mknod {printable_word(change.path)} c {entry.device[0]} {entry.device[1]}"
        elif entry.hardlink and entry.hardlink != change.path:
            yield f"ln -f {printable_word(entry.hardlink)} {printable_word(change.path)}"
    yield from _owners(plain, names, owner)
    yield from _modes(plain, names)


def _owners(plain: Sequence[Change], copied: set[str], owner: Owner) -> Iterator[str]:
    groups: dict[tuple[int, int, bool], list[str]] = defaultdict(list)
    for change in plain:
        entry = change.after
        if entry is None or change.path in copied:
            continue
        now = (0, 0) if is_new(change) or change.before is None else (change.before.uid, change.before.gid)
        if (entry.uid, entry.gid) != now:
            groups[entry.uid, entry.gid, entry.kind == "symlink"].append(change.path)
    for (uid, gid, link), paths in sorted(groups.items()):
        yield _listed(f"chown {'-h ' if link else ''}{owner(uid, gid)}", paths)


def _modes(plain: Sequence[Change], copied: set[str]) -> Iterator[str]:
    groups: dict[int, list[str]] = defaultdict(list)
    for change in plain:
        entry = change.after
        if entry is not None and entry.kind != "symlink" and entry.mode != _mode_before(change, entry, copied):
            groups[entry.mode].append(change.path)
    for mode, paths in sorted(groups.items()):
        yield _listed(f"chmod {mode:04o}", paths)


def _mode_before(change: Change, entry: Entry, copied: set[str]) -> int:
    if change.path in copied:
        return 0o755 if entry.mode & 0o100 else 0o644
    if is_new(change) or change.before is None:
        mode = 0o755 if entry.kind == "directory" else 0o644
    else:
        mode = change.before.mode
    owner = (0, 0) if change.before is None else (change.before.uid, change.before.gid)
    # chown takes setuid and setgid away from a file
    return mode & 0o777 if owner != (entry.uid, entry.gid) and entry.kind == "file" else mode
