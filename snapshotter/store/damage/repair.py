"""Finds and repairs what is damaged in the repository of snapshots; nothing is removed that is not copied aside first.

Each fault is found when those before it are repaired: without HEAD git reads no object.  Without `--repair` the later
ones may therefore stay unseen.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from msgspec import Struct

from snapshotter.errors import StoreError
from snapshotter.regex import regex
from snapshotter.store import layout, read
from snapshotter.store.codec import FormatError
from snapshotter.store.damage.lost import LostSnapshot, lost_snapshots
from snapshotter.store.line import Line
from snapshotter.store.paths import guarded, make_directory, replace
from snapshotter.store.repository import git, operations
from snapshotter.store.repository.access import FORMAT_FILE
from snapshotter.store.repository.git import GitError
from snapshotter.store.repository.objects import Objects, put

_HEAD = regex(rb"ref: refs/heads/\S+\n?")
_PARTS = (layout.META, layout.COMMANDS, layout.CHANGES)
_STALE = 60.0
"""Seconds after which a lock file of git belongs to no running process: `snap` changes refs in milliseconds."""
_PACKED_REF = regex(rb"[0-9a-f]{40} refs/\S+")


class Fault(Struct, frozen=True):
    """Something that is damaged and can be repaired."""

    subject: str
    detail: str
    remedy: str
    """What `act` does, in the imperative."""
    act: Callable[[], None]


class Aside:
    """The folder for what a repair replaces or removes: `damaged/TIME` below the home, with the same paths below it."""

    def __init__(self, home: Path) -> None:
        """Nothing is created yet."""
        self._home = home
        self.folder = home / "damaged" / time.strftime("%Y%m%d-%H%M%S")

    def move(self, path: Path) -> None:
        """Move a file there; a missing one is ignored."""
        self._put(path, keep=False)

    def copy(self, path: Path) -> None:
        """Copy a file there; a missing one is ignored."""
        self._put(path, keep=True)

    def _put(self, path: Path, *, keep: bool) -> None:
        import shutil

        if not os.path.lexists(path):
            return
        target = self.folder / path.relative_to(self._home)
        make_directory(target.parent)
        with guarded(path):
            while os.path.lexists(target):
                target = target.with_name(f"{target.name}~")
            if not keep:
                path.replace(target)
            elif path.is_file():
                shutil.copy2(path, target)


def repository_faults(line: Line, aside: Aside) -> Iterator[Fault]:
    """Yield the faults of the repository's own files and of its objects."""
    repository = line.repository
    if not repository.is_dir():
        return
    yield from _own_files(repository, aside)
    yield from _stale_locks(repository, aside)
    yield from _packs(repository, aside)
    yield from _loose(repository, aside)


def _own_files(repository: Path, aside: Aside) -> Iterator[Fault]:
    for folder in ("objects", "refs"):
        if not (repository / folder).is_dir():
            yield _own_file(repository / folder, "is missing", aside, None)
    if not _HEAD.fullmatch(_content(repository / "HEAD")):
        yield _own_file(repository / "HEAD", "is damaged", aside, "ref: refs/heads/main\n")
    if not _content(repository / FORMAT_FILE).strip().isdigit():
        yield _own_file(repository / FORMAT_FILE, "is damaged", aside, f"{layout.FORMAT}\n")
    if not _is_config(repository):
        yield _own_file(repository / "config", "is damaged", aside, git.CONFIG)
    packed = repository / "packed-refs"
    try:
        git.run(repository, "for-each-ref", "--count=1")
    except GitError:
        lines = [found.group() for one in _content(packed).splitlines() if (found := _PACKED_REF.fullmatch(one))]
        if packed.exists():
            text = b"".join(line + b"\n" for line in sorted(lines, key=lambda one: one.split()[1])).decode()
            yield _own_file(packed, "is damaged", aside, text)


def _own_file(path: Path, what: str, aside: Aside, text: str | None) -> Fault:
    def act() -> None:
        if text is None:
            aside.move(path)
            make_directory(path)
        else:
            aside.copy(path)
            replace(path, text.encode())

    return Fault("line.git", f"{path} {what}", "write it again", act)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _is_config(repository: Path) -> bool:
    words = ["config", "--file", str(repository / "config"), "--get"]
    try:
        version = git.run(None, *words, "core.repositoryformatversion").strip()
        bare = git.run(None, *words, "core.bare").strip()
        git.run(repository, "config", "--list")
    except GitError:
        return False
    return (version, bare) == (b"0", b"true")


def _stale_locks(repository: Path, aside: Aside) -> Iterator[Fault]:
    for lock in (*repository.glob("*.lock"), *repository.glob("refs/**/*.lock"), *repository.glob("objects/**/*.lock")):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - lock.stat().st_mtime > _STALE:
                yield Fault(
                    "line.git", f"{lock} was left by a process that ended", "move it aside", partial(aside.move, lock)
                )


def _packs(repository: Path, aside: Aside) -> Iterator[Fault]:
    folder = repository / "objects/pack"
    names = {file.stem for pattern in ("*.pack", "*.idx") for file in folder.glob(pattern)}
    for pack in sorted(folder / f"{name}.pack" for name in names):
        try:
            git.run(repository, "verify-pack", str(pack.with_suffix(".idx")))
            continue
        except GitError:
            pass
        subject, detail = "line.git", f"{pack} or its index is damaged or missing"
        yield Fault(subject, detail, "keep what can be read of it", partial(_salvage, repository, pack, aside))


def _salvage(repository: Path, pack: Path, aside: Aside) -> None:
    """Write each object that can be read as a file of its own, and move the pack aside; a lost index is made again."""
    index = pack.with_suffix(".idx")
    try:
        listed = git.run(repository, "show-index", stdin=_content(index)) if index.exists() else b""
    except GitError:
        listed = b""
    with Objects(repository) as objects:
        for line in listed.splitlines():
            with contextlib.suppress(GitError, StoreError, IndexError):
                found = objects.get(line.split()[1].decode())
                if found:
                    put(repository, found.kind.encode(), found.data)
    aside.move(index)
    for more in (".rev", ".keep", ".mtimes"):
        aside.move(pack.with_suffix(more))
    try:
        git.run(repository, "index-pack", str(pack))
    except GitError:
        for made in (index, pack.with_suffix(".rev")):
            made.unlink(missing_ok=True)
        aside.move(pack)


def _loose(repository: Path, aside: Aside) -> Iterator[Fault]:
    for file in repository.glob("objects/[0-9a-f][0-9a-f]/*"):
        ident = file.parent.name + file.name
        if len(ident) == 40 and not _is_loose_intact(file, ident):
            yield Fault("line.git", f"the object {file} is damaged", "move it aside", partial(aside.move, file))


def _is_loose_intact(file: Path, ident: str) -> bool:
    import hashlib
    import zlib

    try:
        data = zlib.decompress(file.read_bytes())
    except (OSError, zlib.error):
        return False
    return hashlib.sha1(data, usedforsecurity=False).hexdigest() == ident


def line_faults(line: Line, name: str, aside: Aside, lost: list[LostSnapshot]) -> Iterator[Fault]:
    """Yield the faults of a workspace's branch and proofs; `lost` are the snapshots that no branch holds."""
    repository = line.repository
    if not repository.is_dir():
        return
    with Objects(repository) as objects:
        branch = read.branch(name)
        at = _commit_at(objects, branch)
        found = _newest_readable(objects, name, lost) if at is None else None
        exists = objects.ref_exists(branch) or bool(objects.logged(branch))
        if found:
            ident, seq = found
            what = "leads to a snapshot that cannot be read" if objects.ref_exists(branch) else "is lost"
            remedy = f"set it to snapshot {seq}, the newest that can be read"
            yield Fault(
                f"line of {name}", f"the branch {what}", remedy, partial(_set, repository, branch, ident, aside)
            )
        elif at is None and exists:
            detail = "the branch is damaged and no snapshot of it can be read"
            remedy = "move it aside: the next snapshot has all that was done since the base image"
            yield Fault(f"line of {name}", detail, remedy, partial(_drop, repository, branch, aside))
        yield from _named_faults(repository, objects, name, aside)
        for ref in _broken_proofs(repository, objects, name):
            yield Fault(
                f"line of {name}",
                f"the proof of snapshot {ref.rpartition('/')[2]} is damaged",
                "drop it: the snapshot counts as not proven",
                partial(_set, repository, ref, git.NO_OBJECT, aside),
            )


def _named_faults(repository: Path, objects: Objects, name: str, aside: Aside) -> Iterator[Fault]:
    """Yield the branches and tags of a workspace at which no snapshot can be read.

    Each is set to where the last operation put it at which one can be read.
    """
    damaged = [
        ref
        for folder in ("branches", "tags")
        for ref in git.known_refs(repository, f"refs/{folder}/{name}/")
        if objects.ref_exists(ref) and _commit_at(objects, ref) is None
    ]
    if not damaged:
        return
    known: dict[str, list[str]] = {}
    with contextlib.suppress(GitError, FormatError, StoreError):
        for one in operations.walk(objects):
            for ref, before, after in one.refs:
                known.setdefault(ref, []).extend(ident for ident in (after, before) if ident != git.NO_OBJECT)
    for ref in damaged:
        what = f"{'tag' if ref.startswith('refs/tags/') else 'branch'} {ref.rpartition('/')[2]}"
        found = next((i for i in known.get(ref, []) if _commit_at(objects, i) is not None), None)
        seq = _commit_at(objects, found) if found else None
        if found:
            remedy = f"set it to snapshot {seq}, where the last operation that can be read put it"
            act = partial(_set, repository, ref, found, aside)
        else:
            remedy = f"remove it: `snap {what.split()[0]}` makes it again"
            act = partial(_drop, repository, ref, aside)
        yield Fault(f"line of {name}", f"the {what} leads to no snapshot that can be read", remedy, act)


def _commit_at(objects: Objects, root: str) -> int | None:
    """Return the number of the snapshot at a ref or id; None where not all of it can be read."""
    with contextlib.suppress(GitError, FormatError):
        found = objects.get(root)
        if found is not None and found.kind == "commit":
            parts = (read.read_object(objects, f"{found.id}:{path}").data for path in _PARTS)
            meta, commands, changes = parts
            return layout.unpack(layout.read_meta(meta), commands, changes, found.id, None).seq
    return None


def _newest_readable(objects: Objects, name: str, lost: list[LostSnapshot]) -> tuple[str, int] | None:
    """Return id and number of the newest snapshot by the branch's log, else of those that no branch holds."""
    for ident in objects.logged(read.branch(name)):
        seq = _commit_at(objects, ident)
        if seq is not None:
            return ident, seq
    own = [one for one in lost if one.workspace == name and _commit_at(objects, one.id) == one.seq]
    newest = max(own, key=lambda one: (one.seq, one.created), default=None)
    return (newest.id, newest.seq) if newest else None


def _broken_proofs(repository: Path, objects: Objects, name: str) -> Iterator[str]:
    prefix = read.proof_ref(name, 0).rpartition("/")[0]
    for ref in git.known_refs(repository, f"{prefix}/"):
        seq = ref.rpartition("/")[2]
        if not seq.isdigit() or not read.is_proof_readable(objects, name, int(seq)):
            yield ref


def _set(repository: Path, ref: str, ident: str, aside: Aside) -> None:
    aside.move(repository / ref)
    aside.move(repository / "logs" / ref)  # an id in it that cannot be read would fail every check of git
    try:
        git.update_refs(repository, {ref: (ident, None)})
    except GitError as error:
        raise git.failure(f"cannot set {ref}", error, repository) from error


def _drop(repository: Path, ref: str, aside: Aside) -> None:
    _set(repository, ref, git.NO_OBJECT, aside)
    git.remove_log(repository, ref)


def lost(line: Line) -> list[LostSnapshot]:
    """Return the snapshots that no branch holds, [] where git cannot read the repository."""
    with contextlib.suppress(GitError, StoreError):
        return lost_snapshots(line.repository) if line.repository.is_dir() else []
    return []
