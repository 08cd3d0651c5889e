"""Carried paths as instructions: COPY for plain files, RUN for links, owners, modes and deletions, ADD for the odd.

The context must survive git, which keeps of a mode only whether it is executable, and no owner, no empty
directory and no special file: all that is said in the Dockerfile instead.
"""

from __future__ import annotations

import io
import posixpath
import tarfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from snapshotter.model import Change, Entry
from snapshotter.noun import noun
from snapshotter.recipe.nouns import Carry, Instruction, Origin
from snapshotter.recipe.runs import shell_run
from snapshotter.regex import regex
from snapshotter.shell.quote import word

ROOT = "files"
"""The folder of the context that mirrors the image's root."""
_PLAIN = regex(r"[A-Za-z0-9_@%+=:,./~^#-]+\Z")
_GIT_READS = frozenset({".git", ".gitignore", ".gitattributes", ".gitmodules"})
"""Names that git would obey or refuse when the context is put under its care."""
_WIDTH = 110
"""Characters of a command beyond which its paths stand on lines of their own."""
_GROUPS = 8
"""More directories than this are set down as an archive rather than by one COPY each."""
_TYPES = {
    "fifo": tarfile.FIFOTYPE,
    "char": tarfile.CHRTYPE,
    "block": tarfile.BLKTYPE,
    "directory": tarfile.DIRTYPE,
    "symlink": tarfile.SYMTYPE,
    "file": tarfile.REGTYPE,
}

Content = Callable[[int, Change], bytes | None]
"""Gives a carried file's content: (seq of the snapshot, its change); None where it is not at hand."""


@dataclass(slots=True)
class Output:
    """What the writing of carried paths adds to."""

    lines: list[str] = field(default_factory=list)
    """Instructions, comments and empty lines; an instruction of several physical lines is one of them."""
    files: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    """Path in the image → its latest name in the context."""
    missing: list[str] = field(default_factory=list)
    marks: list[tuple[int, tuple[Origin, ...], tuple[str, ...]]] = field(default_factory=list)
    """For each instruction its place in `lines`, the commands it stands for, and the paths that it sets down."""

    def add(self, instruction: str, origins: tuple[Origin, ...] = (), paths: Iterable[str] = ()) -> None:
        """Add an instruction, with the commands it stands for and the paths that it sets down."""
        self.marks.append((len(self.lines), origins, tuple(paths)))
        self.lines.append(instruction)

    def instructions(self) -> Iterator[Instruction]:
        """Give the instructions with the numbers of their first lines."""
        first = list(accumulate((text.count("\n") + 1 for text in self.lines), initial=1))
        return (Instruction(first[at], self.lines[at], origins, paths) for at, origins, paths in self.marks)


@noun
class Finish:
    """Commands that are left to do behind what was copied, and the paths that they see to."""

    commands: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


def write_carry(carry: Carry, content: Content, out: Output) -> Finish:
    """Write the instructions and context files for one group of carried paths; what finishes it goes into a RUN."""
    odd = [change for change in carry.changes if _is_odd(change)]
    plain = [change for change in carry.changes if not _is_odd(change)]
    files = [change for change in plain if _has_new_content(change)]
    if carry.packed or len({posixpath.dirname(change.path) for change in files}) > _GROUPS:
        made = [change for change in plain if _has_new_content(change) or _is_new_directory(change)]
        archived = {change.path for change in made}
        odd, plain, files = odd + made, [change for change in plain if change.path not in archived], []
    copied = [change for change in files if _copy_in(change, carry.seq, content, out)]
    implied = _implied(plain, [*copied, *odd])
    before = [*_clearing(carry.changes), *_directories(plain, implied)]
    after = list(_finishing(plain, copied))
    first, last = _told(carry.changes, [*copied, *implied], odd, made=bool(before))
    if not copied and not odd:
        return Finish((*before, *after), (*first, *last))
    if before:
        out.add(shell_run(before), paths=first)
    folders = [change.path for change in implied]
    for copy, paths in _copies(copied, out.names):
        out.add(copy, paths=[*folders, *paths])
        folders = []
    if odd:
        _archive(odd, carry.seq, content, out, folders)
    return Finish(tuple(after), tuple(last))


def _told(
    changes: Sequence[Change], copied: Sequence[Change], odd: Sequence[Change], *, made: bool
) -> tuple[list[str], list[str]]:
    """Give the paths that are no file to copy: those that are cleared or made before, and those seen to after."""
    known = {change.path for change in (*copied, *odd)}
    rest = [change for change in changes if change.path not in known]
    first = [change.path for change in rest if made and (change.after is None or change.after.kind == "directory")]
    cleared = set(first)
    return first, [change.path for change in rest if change.path not in cleared]


def is_plain(carry: Carry) -> bool:
    """Say whether COPY alone sets the paths down: files of root with a usual mode."""
    return only_files(carry) and not any(_is_odd(change) or _is_unusual(change.after) for change in carry.changes)


def only_files(carry: Carry) -> bool:
    """Say whether an archive alone sets the paths down: files whose content is new, of one name each."""
    return all(
        _has_new_content(change) and not _other_kind(change) and change.after is not None and not change.after.hardlink
        for change in carry.changes
    )


def _is_unusual(entry: Entry | None) -> bool:
    return entry is None or (entry.mode, entry.uid, entry.gid) not in ((0o644, 0, 0), (0o755, 0, 0))


def _has_new_content(change: Change) -> bool:
    """Say whether a file must be copied: one of which only mode or owner changed need not."""
    before, after = change.before, change.after
    return (
        after is not None
        and after.kind == "file"
        and (before is None or before.kind != "file" or before.digest != after.digest)
    )


def _is_odd(change: Change) -> bool:
    """Say whether only an archive can express a path: a name that COPY would read otherwise, xattrs, block devices."""
    before, entry = change.before, change.after
    if entry is None:
        return False
    if not _is_new(change) and before and (before.xattrs, before.link) == (entry.xattrs, entry.link):
        return _has_new_content(change) and not _copies_well(change.path)
    named = entry.kind == "file" and not _copies_well(change.path)
    return named or bool(entry.xattrs) or entry.kind in ("block", "socket")


def _copies_well(path: str) -> bool:
    """Say whether COPY and git both take a path as it is."""
    return bool(_PLAIN.match(path)) and not _GIT_READS.intersection(path.split("/"))


def _clearing(changes: Sequence[Change]) -> Iterator[str]:
    gone = sorted(change.path for change in changes if change.after is None or _other_kind(change))
    tops = [path for path in gone if not any(path.startswith(other + "/") for other in gone)]
    if tops:
        yield _listed("rm -rf", tops)


def _other_kind(change: Change) -> bool:
    return (
        change.before is not None and change.after is not None and (_is_new(change) or change.after.kind == "symlink")
    )


def _is_new_directory(change: Change) -> bool:
    before, after = change.before, change.after
    return after is not None and after.kind == "directory" and (before is None or before.kind != "directory")


def _implied(plain: Sequence[Change], filled: Sequence[Change]) -> list[Change]:
    """Give the new directories that come with what is copied into them."""
    folders = {folder for change in filled for folder in _folders(change.path)}
    return [change for change in plain if _is_new_directory(change) and change.path in folders]


def _directories(plain: Sequence[Change], implied: Sequence[Change]) -> Iterator[str]:
    there = {change.path for change in implied}
    new = [change.path for change in plain if _is_new_directory(change) and change.path not in there]
    if new:
        yield _listed("mkdir -p", new)


def _folders(path: str) -> Iterator[str]:
    while path != "/":
        path = posixpath.dirname(path)
        yield path


def _listed(head: str, paths: Iterable[str]) -> str:
    """Give a command with its paths, on lines of their own where they are many."""
    words = [word(path) for path in paths]
    line = " ".join([head, *words])
    return line if len(line) <= _WIDTH else " \\\n        ".join([head, *words])


def _copy_in(change: Change, seq: int, content: Content, out: Output) -> bool:
    """Put the file into the context; False for further names of a file that is there already."""
    assert change.after is not None
    if change.after.hardlink and change.after.hardlink != change.path:
        return False
    data = content(seq, change)
    if data is None:
        out.missing.append(change.path)
        return False
    mode = 0o755 if change.after.mode & 0o100 else 0o644
    place(out, change.path, mode, data, seq)
    return True


def place(out: Output, path: str, mode: int, data: bytes, seq: int) -> str:
    """Put a file into the context under its path in the image; give its name there."""
    name = ROOT + path
    if name in out.files and out.files[name] != (mode, data):
        name = f"{ROOT}-{seq}{path}"
    out.files[name] = (mode, data)
    out.names[path] = name
    return name


def _copies(copied: Sequence[Change], names: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for change in copied:
        assert change.after is not None
        owner = f"{change.after.uid}:{change.after.gid}"
        groups[posixpath.dirname(change.path), "" if owner == "0:0" else f"--chown={owner} "].append(change.path)
    return [(_copy(folder, owner, paths, names), paths) for (folder, owner), paths in sorted(groups.items())]


def _copy(directory: str, owner: str, paths: Sequence[str], names: Mapping[str, str]) -> str:
    if len(paths) == 1:
        return f"COPY {owner}{names[paths[0]]} {paths[0]}"
    return f"COPY {owner}" + " \\\n     ".join([*(names[path] for path in paths), directory.rstrip("/") + "/"])


def _finishing(plain: Sequence[Change], copied: Sequence[Change]) -> Iterator[str]:
    names = {change.path for change in copied}
    for change in plain:
        entry = change.after
        if entry is None:
            continue
        if entry.kind == "symlink":
            yield f"ln -s {word(entry.link)} {word(change.path)}"
        elif entry.kind == "fifo" and _is_new(change):
            yield f"mkfifo {word(change.path)}"
        elif entry.kind == "char" and _is_new(change):
            yield f"mknod {word(change.path)} c {entry.device[0]} {entry.device[1]}"
        elif entry.hardlink and entry.hardlink != change.path:
            yield f"ln -f {word(entry.hardlink)} {word(change.path)}"
    yield from _owners(plain, names)
    yield from _modes(plain, names)


def _is_new(change: Change) -> bool:
    before, after = change.before, change.after
    return before is None or after is None or (before.kind, before.device) != (after.kind, after.device)


def _owners(plain: Sequence[Change], copied: set[str]) -> Iterator[str]:
    groups: dict[tuple[int, int, bool], list[str]] = defaultdict(list)
    for change in plain:
        entry = change.after
        if entry is None or change.path in copied:
            continue
        now = (0, 0) if _is_new(change) or change.before is None else (change.before.uid, change.before.gid)
        if (entry.uid, entry.gid) != now:
            groups[entry.uid, entry.gid, entry.kind == "symlink"].append(change.path)
    for (uid, gid, link), paths in sorted(groups.items()):
        yield _listed(f"chown {'-h ' if link else ''}{uid}:{gid}", paths)


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
    if _is_new(change) or change.before is None:
        mode = 0o755 if entry.kind == "directory" else 0o644
    else:
        mode = change.before.mode
    owner = (0, 0) if change.before is None else (change.before.uid, change.before.gid)
    # chown takes setuid and setgid away from a file
    return mode & 0o777 if owner != (entry.uid, entry.gid) and entry.kind == "file" else mode


def _archive(odd: Sequence[Change], seq: int, content: Content, out: Output, folders: Sequence[str]) -> None:
    """Put paths that no COPY can express into one archive, which ADD unpacks with owner, mode and all.

    `folders` are directories that come with them.
    """
    buffer = io.BytesIO()
    # GNU's form takes names of any bytes, only PAX takes extended attributes
    form = tarfile.PAX_FORMAT if any(change.after and change.after.xattrs for change in odd) else tarfile.GNU_FORMAT
    with tarfile.open(fileobj=buffer, mode="w", format=form, errors="surrogateescape") as tar:
        for change in sorted(odd, key=lambda change: change.path):
            assert change.after is not None
            data = content(seq, change) if change.after.kind == "file" else b""
            if data is None:
                out.missing.append(change.path)
                continue
            _add(tar, change, change.after, data)
    number = sum(name.startswith(ROOT + "-") and name.endswith(".tar") for name in out.files) + 1
    name = f"{ROOT}-{number}.tar"
    out.files[name] = (0o644, buffer.getvalue())
    out.add(f"ADD {name} /", paths=(*folders, *(change.path for change in odd)))


def _add(tar: tarfile.TarFile, change: Change, entry: Entry, data: bytes) -> None:
    info = tarfile.TarInfo(change.path.lstrip("/"))
    info.type, info.mode, info.uid, info.gid = _TYPES[entry.kind], entry.mode, entry.uid, entry.gid
    info.mtime, info.linkname = entry.mtime_ns // 1_000_000_000, entry.link
    info.devmajor, info.devminor = entry.device
    info.pax_headers = {
        f"SCHILY.xattr.{name}": bytes.fromhex(value).decode("utf-8", "surrogateescape") for name, value in entry.xattrs
    }
    if entry.hardlink and entry.hardlink != change.path:
        info.type, info.linkname, data = tarfile.LNKTYPE, entry.hardlink.lstrip("/"), b""
    info.size = len(data)
    tar.addfile(info, io.BytesIO(data))
