"""Records what a program writes and syncs, and makes the files that a power cut at each moment may leave.

strace lists the program's calls.  A model of a disk replays them: what was written and not synced since is lost, a
file's content and a directory's names each for themselves.  That is the least that POSIX promises; file systems keep
more.
"""

from __future__ import annotations

import hashlib
import os
import random
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from msgspec import Struct, field

from tests.conftest import NOT_RUN

CALLS = (
    "open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,rmdir,"
    "write,pwrite64,writev,pwritev,ftruncate,truncate,fallocate,copy_file_range,sendfile,splice,read,lseek,fsync,fdatasync"
)
_CALL = re.compile(r"^\d+ +(\w+)\((.*)\) += (-?\d+)")
_TOKEN = re.compile(r'"((?:\\x[0-9a-f]{2})*)"|(?:(-?\d+)|AT_FDCWD)<((?:\\x[0-9a-f]{2})*)>|([A-Z_|0-9]+)|(-?\d+)')
_OLD = 1_600_000_000
"""Time of change of all files after the cut: starting a machine again takes a while."""
Check = Callable[[Path, Sequence[str]], None]
"""Checks the files below a directory after what was acknowledged; raises an `AssertionError` or another error."""


class Inode(Struct, eq=False):
    """A file (`data`), a symbolic link (`target`) or a directory (`names`), as it is and as it is on the disk."""

    data: bytearray | None = None
    target: str = ""
    names: dict[str, Inode] = field(default_factory=dict)
    synced_data: bytes = b""
    synced_names: dict[str, Inode] = field(default_factory=dict)

    def sync(self) -> None:
        if self.data is not None:
            self.synced_data = bytes(self.data)
        self.synced_names = dict(self.names)


class Call(Struct, frozen=True):
    """A call that succeeded: its arguments in their order, and what it returned."""

    name: str
    arguments: tuple[tuple[str, str], ...]
    """Each with its kind: "text" (also data, as latin-1), "file" ("FD PATH") or "word"."""
    result: int


class Disk:
    """The files below one directory, which is there from the beginning."""

    def __init__(self, root: Path) -> None:
        self.root = Inode()
        self._place = str(root)
        self._offsets: dict[tuple[str, int], int] = {}
        self._appending: set[tuple[str, int]] = set()

    def apply(self, call: Call) -> bool:
        """Apply a call and return whether it concerned these files."""
        name, paths = call.name, self._paths(call)
        if not any(path == self._place or path.startswith(f"{self._place}/") for path in paths):
            return False
        if name in ("open", "openat", "creat"):
            return self._open(paths[-1], call)
        if name in ("mkdir", "mkdirat"):
            self._set(paths[-1], Inode())
        elif name.startswith("symlink"):
            self._set(paths[-1], Inode(target=call.arguments[0][1]))
        elif name.startswith("rename"):
            self._set(paths[1], self._remove(paths[0]))
        elif name.startswith("link"):
            self._set(paths[1], self._get(paths[0]))
        elif name in ("unlink", "unlinkat", "rmdir"):
            self._remove(paths[-1])
        elif name in ("fsync", "fdatasync"):
            if node := self._find(paths[0]):
                node.sync()
        else:
            return self._change(paths[0], call)
        return True

    def _paths(self, call: Call) -> list[str]:
        found: list[str] = []
        base = ""
        for kind, value in call.arguments:
            if kind == "file":
                base = value.partition(" ")[2]
                if call.name in _ON_FILES:
                    return [base.removesuffix(" (deleted)")]
            elif kind == "text":
                found.append(value if value.startswith("/") else f"{base}/{value}")
        return [os.path.normpath(path) for path in found]

    def _open(self, path: str, call: Call) -> bool:
        flags = next((value for kind, value in call.arguments if kind == "word" and "O_" in value), "O_CREAT|O_TRUNC")
        node = self._find(path)
        if node is None:
            node = Inode(data=bytearray())
            self._set(path, node)
        elif "O_TRUNC" in flags and node.data is not None:
            node.data.clear()
        key = (str(call.result), id(node))
        self._offsets[key] = 0
        (self._appending.add if "O_APPEND" in flags else self._appending.discard)(key)
        return "O_CREAT" in flags or "O_TRUNC" in flags

    def _change(self, path: str, call: Call) -> bool:
        node = self._find(path)
        if node is None or node.data is None:  # its name is gone
            return False
        key = (call.arguments[0][1].partition(" ")[0], id(node))
        if call.name == "lseek":
            self._offsets[key] = call.result
            return False
        if call.name == "read":
            self._offsets[key] = self._offsets.get(key, 0) + call.result
            return False
        if call.name == "ftruncate":
            size = int(call.arguments[1][1])
            node.data[:] = node.data[:size].ljust(size, b"\0")
            return True
        assert call.name in ("write", "pwrite64"), f"the model does not know {call.name}"
        data = call.arguments[1][1].encode("latin-1")[: call.result]
        if call.name == "pwrite64":
            start = int(call.arguments[-1][1])
        else:
            start = len(node.data) if key in self._appending else self._offsets.get(key, 0)
            self._offsets[key] = start + len(data)
        node.data[start : start + len(data)] = data
        return True

    def _find(self, path: str) -> Inode | None:
        node: Inode | None = self.root
        for part in [part for part in path.removeprefix(self._place).split("/") if part]:
            node = node.names.get(part) if node else None
        return node

    def _get(self, path: str) -> Inode:
        node = self._find(path)
        assert node is not None, f"the model lacks {path}"
        return node

    def _set(self, path: str, node: Inode) -> None:
        folder, _, name = path.rpartition("/")
        self._get(folder).names[name] = node

    def _remove(self, path: str) -> Inode:
        folder, _, name = path.rpartition("/")
        return self._get(folder).names.pop(name)


_ON_FILES = frozenset(
    {"write", "pwrite64", "writev", "pwritev", "ftruncate", "fallocate", "read", "lseek", "fsync", "fdatasync"}
)
Tree = dict[str, bytes | str | None]
"""Relative path → content of a file, target of a link, None for a directory."""


def left(disk: Disk, how: str, seed: int = 0) -> Tree:
    """Return what a cut leaves.

    `how` is "strict": only what was synced; "names": all names, of contents only what was synced; "zeros": the same
    with zeros as long as the file was; "mixed": of each file and directory by chance the one or the other.
    """
    chance = random.Random(seed)
    return dict(_walk(disk.root, "", how, chance))


def _walk(node: Inode, path: str, how: str, chance: random.Random) -> Iterator[tuple[str, bytes | str | None]]:
    whole = how == "mixed" and chance.random() < 0.5
    names = node.synced_names if how == "strict" or (how == "mixed" and not whole) else node.names
    for name, inner in sorted(names.items()):
        below = f"{path}/{name}" if path else name
        if inner.target:
            yield below, inner.target
        elif inner.data is None:
            yield below, None
            yield from _walk(inner, below, how, chance)
        elif how == "zeros":
            yield below, inner.synced_data + bytes(max(0, len(inner.data) - len(inner.synced_data)))
        else:
            yield below, bytes(inner.data) if how == "mixed" and chance.random() < 0.5 else inner.synced_data


class Tried(Struct):
    """The outcome of a run."""

    calls: int = 0
    """Calls that changed or synced files."""
    states: int = 0
    """Different states of the disk that were checked."""
    failed: list[str] = field(default_factory=list)


def record(argv: Sequence[str], log: Path) -> list[Call]:
    """Run a program to its end under strace and return its calls; skips the test where that cannot be done."""
    if shutil.which("strace") is None:
        pytest.skip(f"{NOT_RUN}strace is missing")
    words = ["strace", "-f", "-y", "-xx", "-s", "10000000", "-o", str(log), "-e", f"trace={CALLS}", *argv]
    ran = subprocess.run(words, capture_output=True, text=True, check=False)
    if "Operation not permitted" in ran.stderr and "ptrace" in ran.stderr:
        pytest.skip(f"{NOT_RUN}this process may not trace another")
    assert ran.returncode == 0, ran.stderr
    return list(_calls(log.read_text().splitlines()))


def _calls(lines: Sequence[str]) -> Iterator[Call]:
    begun: dict[str, str] = {}
    for line in lines:
        pid = line.partition(" ")[0]
        if line.endswith("<unfinished ...>"):
            begun[pid] = line.removesuffix("<unfinished ...>")
            continue
        if "resumed>" in line:
            line = begun.pop(pid, "") + line.partition("resumed>")[2]
        match = _CALL.match(line)
        if match and int(match[3]) >= 0:
            yield Call(match[1], tuple(_arguments(match[2])), int(match[3]))


def _arguments(text: str) -> Iterator[tuple[str, str]]:
    for token in _TOKEN.finditer(text):
        if token[1] is not None:
            yield "text", _plain(token[1])
        elif token[3] is not None:
            yield "file", f"{token[2] or -1} {_plain(token[3])}"
        else:
            yield "word", token[0]


def _plain(hexed: str) -> str:
    return bytes.fromhex(hexed.replace("\\x", "")).decode("latin-1")


def replay(
    calls: Sequence[Call],
    root: Path,
    acks: Path,
    work: Path,
    check: Check,
    seeds: Sequence[int] = (),
    *,
    sync: bool = True,
) -> Tried:
    """Check each state that a cut after any call may leave; `acks` is the file to which the program writes promises.

    Without `sync` the calls that sync are ignored, as by a program that has none.
    """
    disk, tried = Disk(root), Tried()
    acknowledged: list[str] = []
    seen: set[bytes] = set()
    for call in calls:
        if call.name == "write" and call.arguments[0][1].endswith(f" {acks}"):
            acknowledged += call.arguments[1][1].split("\n")[:-1]
        elif (not sync and call.name in ("fsync", "fdatasync")) or not disk.apply(call):
            continue
        tried.calls += 1
        variants = [("strict", 0), ("names", 0), ("zeros", 0), *(("mixed", seed) for seed in seeds)]
        for how, seed in variants:
            tree = left(disk, how, seed * 100_003 + tried.calls)
            digest = hashlib.sha256(repr((sorted(tree.items()), acknowledged)).encode()).digest()
            if digest in seen:
                continue
            seen.add(digest)
            tried.states += 1
            shutil.rmtree(work, ignore_errors=True)
            _materialize(tree, work)
            try:
                check(work, acknowledged)
            except Exception as error:
                after = f"call {tried.calls} ({call.name}), {how} {seed or ''}, after {acknowledged[-1:]}"
                tried.failed.append(f"{after}: {type(error).__name__}: {str(error)[:300]}")
    return tried


def _materialize(tree: Tree, work: Path) -> None:
    work.mkdir(mode=0o700)
    for path, content in tree.items():
        file = work / path
        if content is None:
            file.mkdir(mode=0o700)
        elif isinstance(content, str):
            file.symlink_to(content)
        else:
            file.write_bytes(content)
            os.utime(file, (_OLD, _OLD))
