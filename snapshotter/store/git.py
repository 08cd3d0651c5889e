"""Runs the git program on one bare repository: its environment, processes and errors.

What is stored, and under which ref, is decided in `line.py`.  Git syncs objects and refs but never a directory, and
nothing of a new repository, so that is done here: what a function wrote survives a power cut when it returns.  The
program is run directly, since importing GitPython takes 70 ms more, half of what `snap log` may take to start.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType

from msgspec import Struct

from snapshotter.errors import StoreError
from snapshotter.regex import regex
from snapshotter.store.atomic import sync_path, sync_tree
from snapshotter.store.paths import PERMISSION_HINT, READ_ONLY_HINT, guarded, replace, sync_name

_ID = regex(rb"[0-9a-f]{40}\n?")
STALE_SECONDS = 60.0
"""Age of git's own lock files from which on no git process is taken to hold them: setting a ref takes milliseconds."""
NO_OBJECT = "0" * 40
"""Git's id for "no such object"; as the expected old value of a ref it means that the ref must not exist."""

_SETTINGS = (
    "core.fsync=committed,reference",
    "core.hooksPath=/dev/null",
    "core.sharedRepository=0600",  # whatever the repository's own configuration says
    "fastimport.unpackLimit=1",  # always a pack: two fsyncs for a snapshot instead of one for each object
    "gc.auto=0",
)


class GitError(Exception):
    """A git process failed; the other modules of `store/` translate it."""

    def __init__(self, output: str) -> None:
        """`output` is what git printed on stderr."""
        super().__init__(output)
        self.output = output


def environment() -> dict[str, str]:
    """Return the environment for git, in which no variable and no configuration of the user has an effect."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return kept | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }


def _argv(repository: Path | None, words: Iterable[str]) -> list[str]:
    where = [f"--git-dir={repository}"] if repository else []
    return ["git", *where, *(word for setting in _SETTINGS for word in ("-c", setting)), *words]


def _spawn(repository: Path | None, words: Iterable[str]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            _argv(repository, words),
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            umask=0o077,
            process_group=0,  # Ctrl-C must not end git in the middle of changing a ref
        )
    except FileNotFoundError as error:
        raise StoreError("the program `git` is not on the PATH", "install git 2.30 or newer") from error


def run(repository: Path | None, *words: str, stdin: bytes = b"") -> bytes:
    """Run git to its end and return its stdout; raises `GitError`."""
    with _spawn(repository, words) as process:
        out, errors = process.communicate(stdin)
    if process.returncode:
        raise GitError(errors.decode(errors="replace").strip())
    return out


def fast_import(repository: Path, stream: Iterable[bytes]) -> bytes:
    """Feed `git fast-import` and return what it printed; after a `GitError` nothing refers to what was written.

    Must be called inside `exclusive`, together with the setting of the ref.
    """
    words = ["fast-import", "--quiet", "--done", "--depth=0", "--date-format=raw"]
    with guarded(repository):
        before = _packs(repository)
    with guarded(repository), _spawn(repository, words) as process:
        assert process.stdin
        with contextlib.suppress(BrokenPipeError):  # git ended early: its stderr has the reason
            for piece in stream:
                process.stdin.write(piece)
            process.stdin.flush()
        out, errors = process.communicate()
    if process.returncode:
        raise GitError(errors.decode(errors="replace").strip())
    with guarded(repository):
        _sync_packs(repository, _packs(repository) - before)
    return out


def _packs(repository: Path) -> set[Path]:
    return set((repository / "objects/pack").glob("pack-*"))


def _sync_packs(repository: Path, new: Iterable[Path]) -> None:
    for file in new:
        sync_path(file)
    sync_path(repository / "objects/pack")


def add_blob(repository: Path, data: bytes) -> str:
    """Store a blob and return its id; raises `GitError`."""
    ident = run(repository, "hash-object", "-w", "--stdin", stdin=data).decode().strip()
    loose = repository / "objects" / ident[:2] / ident[2:]
    with guarded(repository):
        for path in (loose, loose.parent, loose.parent.parent):  # a loose object, or one in a pack: then it is synced
            sync_path(path)
    return ident


@contextlib.contextmanager
def exclusive(repository: Path) -> Iterator[None]:
    """Hold the repository's lock for one writer; remove what a failed or killed one left, which may fill the disk."""
    with guarded(repository):
        directory = os.open(repository, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(directory, fcntl.LOCK_EX)
        _remove_leftovers(repository)
        yield
    finally:
        _remove_leftovers(repository)
        os.close(directory)


def _remove_leftovers(repository: Path) -> None:
    with contextlib.suppress(OSError):  # a read-only disk: the writer reports it
        for left in (*repository.glob("fast_import_crash_*"), *repository.glob("objects/pack/tmp_*")):
            left.unlink(missing_ok=True)
        # those of a power cut, for which git would wait forever; a git that outlives its killed snap has younger ones
        locks = (
            *repository.glob("*.lock"),
            *repository.glob("refs/**/*.lock"),
            *repository.glob("objects/pack/*.keep"),
        )
        for lock in locks:
            if abs(time.time() - lock.stat().st_mtime) > STALE_SECONDS:
                lock.unlink(missing_ok=True)


def prune(repository: Path) -> None:
    """Remove every object that nothing refers to.

    Must be called inside `exclusive`, or it removes what another process is writing.
    """
    before = _packs(repository)
    words = ("--all", "--reflog", "--indexed-objects", "--keep-true-parents", "--non-empty", "--quiet")
    # not `git repack -a -d`: it removes the old packs before the name of the new one is sure to be on the disk
    made = run(
        repository, "pack-objects", *words, "--window=0", "--depth=0", f"{repository}/objects/pack/pack"
    )  # no deltas: slow
    new = {f"pack-{name}" for name in made.decode().split()}
    with guarded(repository):
        _sync_packs(repository, [file for file in _packs(repository) if file.stem in new])
        for file in sorted(before, key=lambda file: file.suffix == ".pack"):  # without an index a pack is ignored
            if file.stem not in new and not file.with_suffix(".keep").exists():
                file.unlink(missing_ok=True)
    run(repository, "prune-packed", "--quiet")
    run(repository, "prune", "--expire=now")


def failure(what: str, error: GitError, repository: Path) -> StoreError:
    """Return the error that `what` failed, with the cause in git's output and a hint."""
    output = error.output
    if any(words in output for words in ("No space left", "Out of diskspace", "quota exceeded")):
        return StoreError(
            f"{what}: the disk of {repository} is full", "free some space and try again; nothing was lost"
        )
    if "Permission denied" in output or "insufficient permission" in output:
        return StoreError(f"{what}: no permission for {repository}", PERMISSION_HINT)
    if "Read-only file system" in output:
        return StoreError(f"{what}: {repository} is on a read-only file system", READ_ONLY_HINT)
    first = output.splitlines()[0] if output else "git gave no reason"
    return StoreError(f"{what}: {first}", f"`git --git-dir={repository} fsck` shows more")


def create(repository: Path, files: Mapping[str, str]) -> None:
    """Create a bare repository with `files` beside git's, whole or not at all; one that exists by then is kept."""
    new = repository.with_name(f".{repository.name}.{os.urandom(8).hex()}")
    try:
        run(None, "init", "--quiet", "--bare", "--template=", "--initial-branch=main", str(new))
    except GitError as error:
        raise failure("cannot create the repository of snapshots", error, repository) from error
    with guarded(repository):
        try:
            for name, text in files.items():
                replace(new / name, text.encode(), sync=False)
            sync_tree(new)
            new.rename(repository)
        except OSError:
            if not repository.is_dir():
                raise
        finally:
            _remove_tree(new)
        sync_name(repository)
        sync_name(repository.parent)  # whoever created the home may not have synced it


def _remove_tree(path: Path) -> None:
    if path.is_dir():
        import shutil

        shutil.rmtree(path)


class Object(Struct, frozen=True):
    """An object of the repository."""

    id: str
    kind: str
    data: bytes


class Objects:
    """A reader of many objects through one `git cat-file --batch`, to be used in a `with` statement."""

    def __init__(self, repository: Path) -> None:
        """`repository` is read from the first `get` on; before that no process is started."""
        self._repository = repository
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Objects:
        """Return this reader."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        if self._process:
            self._process.kill()
            self._process.communicate()

    def get(self, name: str) -> Object | None:
        """Return the object of an id, ref or COMMIT:PATH, None where it is missing; raises `GitError` for damage."""
        if self._process is None:
            self._process = _spawn(self._repository, ["cat-file", "--batch"])
        process = self._process
        assert process.stdin and process.stdout
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(name.encode() + b"\n")
            process.stdin.flush()
        words = process.stdout.readline().split()
        if words and words[-1] in (b"missing", b"ambiguous"):
            return None
        if len(words) != 3:
            raise self._process_error(name)
        data = process.stdout.read(int(words[2]))
        if len(data) != int(words[2]) or not process.stdout.read(1):
            raise self._process_error(name)
        return Object(words[0].decode(), words[1].decode(), data)

    def ref_exists(self, ref: str) -> bool:
        """Return whether a ref exists, even if it is empty or its object is missing, where `get` returns None."""
        if (self._repository / ref).is_file():
            return True
        if not (self._repository / "packed-refs").exists():  # the only other place; saves starting git, 5 ms
            return False
        try:
            return bool(run(self._repository, "rev-parse", "--quiet", "--verify", ref))
        except GitError:
            return False

    def _process_error(self, name: str) -> GitError:
        assert self._process
        _, errors = self._process.communicate()
        self._process = None
        return GitError(errors.decode(errors="replace").strip() or f"{name} cannot be read")


def refs(repository: Path, prefix: str) -> Iterator[tuple[str, str]]:
    """Yield (name, object id) of every ref below a prefix, sorted."""
    for line in run(repository, "for-each-ref", "--format=%(refname) %(objectname)", prefix).decode().splitlines():
        name, _, oid = line.partition(" ")
        yield name, oid


def remove_broken_refs(repository: Path, refs: Iterable[str]) -> None:
    """Remove the files of refs that hold no id, as a power cut may leave them; git does not delete such refs."""
    for ref in refs:
        file = repository / ref
        with guarded(file):
            if file.is_file() and not _ID.fullmatch(file.read_bytes()):
                file.unlink()


def update_refs(repository: Path, changes: Mapping[str, tuple[str, str | None]]) -> None:
    """Set refs, all or none: ref → (new id, expected old id or None for any); a new id `NO_OBJECT` deletes.

    Raises `GitError`, also where an old id is not the expected one.
    """
    lines = [f"update {ref} {new}{'' if old is None else ' ' + old}\n" for ref, (new, old) in changes.items()]
    run(repository, "update-ref", "--stdin", stdin="".join(lines).encode())
    with guarded(repository):
        _sync_refs(repository, changes)


def _sync_refs(repository: Path, refs: Iterable[str]) -> None:
    """Write refs, their logs and all names on the way to the disk; a deleted ref may have been in `packed-refs`."""
    changed = [repository / place / ref for ref in refs for place in ("", "logs")]
    files = [file for file in changed if file.exists()]
    folders = {folder for file in changed for folder in file.parents if folder.is_relative_to(repository)}
    for path in (*files, repository / "packed-refs", *sorted(folders, reverse=True)):
        sync_path(path)
