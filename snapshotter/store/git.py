"""The git program on one bare repository: its environment, its processes, its errors in our words.

What is stored, and under which ref, is `line.py`'s affair.  The program is called directly where a person
waits: importing GitPython costs 70 ms on top of the rest, half of what `snap log` may take to start.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType

from msgspec import Struct

from snapshotter.errors import StoreError
from snapshotter.regex import regex
from snapshotter.store.paths import guarded

_ID = regex(rb"[0-9a-f]{40}\n?")
NO_OBJECT = "0" * 40
"""What git writes for "no such object": as the old value of a ref, "there must be none"."""

_SETTINGS = (
    "core.fsync=committed,reference",
    "core.hooksPath=/dev/null",
    "fastimport.unpackLimit=1",  # always a pack: two fsyncs for a snapshot instead of one for each object
    "gc.auto=0",
)


class GitError(Exception):
    """A git process failed; never leaves this room."""

    def __init__(self, output: str) -> None:
        """`output` is what git said on stderr."""
        super().__init__(output)
        self.output = output


def environment() -> dict[str, str]:
    """Give the environment for git: nothing inherited or configured by the user changes what it does."""
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
            process_group=0,  # Ctrl-C is for us to answer: git is not to die of it half-way through a ref
        )
    except FileNotFoundError as error:
        raise StoreError("the program `git` is not on the PATH", "install git 2.30 or newer") from error


def run(repository: Path | None, *words: str, stdin: bytes = b"") -> bytes:
    """Run git to its end and give its stdout; raises `GitError`."""
    with _spawn(repository, words) as process:
        out, said = process.communicate(stdin)
    if process.returncode:
        raise GitError(said.decode(errors="replace").strip())
    return out


def fast_import(repository: Path, stream: Iterable[bytes]) -> bytes:
    """Feed `git fast-import` and give what it printed; after a `GitError` nothing refers to what was written.

    To be called `alone`, together with the setting of the ref.
    """
    words = ["fast-import", "--quiet", "--done", "--depth=0", "--date-format=raw"]
    with guarded(repository), _spawn(repository, words) as process:
        assert process.stdin
        with contextlib.suppress(BrokenPipeError):  # git died early: its words on stderr say why
            for piece in stream:
                process.stdin.write(piece)
            process.stdin.flush()
        out, said = process.communicate()
    if process.returncode:
        raise GitError(said.decode(errors="replace").strip())
    return out


@contextlib.contextmanager
def alone(repository: Path) -> Iterator[None]:
    """Let one writer work at a time, and remove what a failed or killed one left: it may be what fills the disk."""
    with guarded(repository):
        directory = os.open(repository, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(directory, fcntl.LOCK_EX)
        _sweep(repository)
        yield
    finally:
        _sweep(repository)
        os.close(directory)


def _sweep(repository: Path) -> None:
    with contextlib.suppress(OSError):  # a read-only disk: the writer will say so
        for left in (*repository.glob("fast_import_crash_*"), *repository.glob("objects/pack/tmp_*")):
            left.unlink(missing_ok=True)


def forget(repository: Path) -> None:
    """Remove every object that nothing refers to; to be called `alone`, or it takes what is just being written."""
    run(repository, "repack", "-a", "-d", "-q", "--window=0", "--depth=0")  # no search for deltas: it is the slow part
    run(repository, "prune", "--expire=now")


def failure(what: str, error: GitError, repository: Path) -> StoreError:
    """Say what could not be done, with the cause that git's words give away, and what to do next."""
    said = error.output
    if any(words in said for words in ("No space left", "Out of diskspace", "quota exceeded")):
        return StoreError(
            f"{what}: the disk of {repository} is full", "free some space and try again; nothing was lost"
        )
    if "Permission denied" in said or "insufficient permission" in said:
        return StoreError(
            f"{what}: no permission for {repository}", "make it yours, or set SNAP_HOME to a directory you may write"
        )
    if "Read-only file system" in said:
        return StoreError(
            f"{what}: {repository} is on a read-only file system", "set SNAP_HOME to a directory you may write"
        )
    first = said.splitlines()[0] if said else "git gave no reason"
    return StoreError(f"{what}: {first}", f"`git --git-dir={repository} fsck` tells more")


def create(repository: Path, files: Mapping[str, str]) -> None:
    """Make a bare repository with files of ours beside git's, whole or not at all; fine where one just appeared."""
    new = repository.with_name(f".{repository.name}.{os.getpid()}")
    try:
        run(None, "init", "--quiet", "--bare", "--template=", "--initial-branch=main", str(new))
    except GitError as error:
        raise failure("cannot make the repository of snapshots", error, repository) from error
    with guarded(repository):
        try:
            new.chmod(0o700)  # it holds files of containers, whoever may read them there
            for name, text in files.items():
                (new / name).write_text(text)
            new.rename(repository)
        except OSError:
            if not repository.is_dir():
                raise
        finally:
            _remove_tree(new)


def _remove_tree(path: Path) -> None:
    if path.is_dir():
        import shutil

        shutil.rmtree(path)


class Object(Struct, frozen=True):
    """One object out of the repository."""

    id: str
    kind: str
    data: bytes


class Objects:
    """Reads many objects through one `git cat-file --batch`; use it with `with`."""

    def __init__(self, repository: Path) -> None:
        """Start nothing before the first `get`."""
        self._repository = repository
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Objects:
        """Give itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the process end."""
        if self._process:
            self._process.kill()
            self._process.communicate()

    def get(self, name: str) -> Object | None:
        """Give the object of an id, ref or COMMIT:PATH, None where there is none; raises `GitError` where damaged."""
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
            raise self._died(name)
        data = process.stdout.read(int(words[2]))
        if len(data) != int(words[2]) or not process.stdout.read(1):
            raise self._died(name)
        return Object(words[0].decode(), words[1].decode(), data)

    def names_something(self, ref: str) -> bool:
        """Tell whether a ref is there, be it empty or its object missing: `get` gives None for all of these."""
        if (self._repository / ref).is_file():
            return True
        if not (self._repository / "packed-refs").exists():  # nowhere else can it be: git need not start, 5 ms
            return False
        try:
            return bool(run(self._repository, "rev-parse", "--quiet", "--verify", ref))
        except GitError:
            return False

    def _died(self, name: str) -> GitError:
        assert self._process
        _, said = self._process.communicate()
        self._process = None
        return GitError(said.decode(errors="replace").strip() or f"{name} cannot be read")


def refs(repository: Path, prefix: str) -> Iterator[tuple[str, str]]:
    """Give (name, object id) of every ref below a prefix, sorted."""
    for line in run(repository, "for-each-ref", "--format=%(refname) %(objectname)", prefix).decode().splitlines():
        name, _, oid = line.partition(" ")
        yield name, oid


def drop_broken(repository: Path, refs: Iterable[str]) -> None:
    """Remove the files of refs that hold no id, as a power cut may leave them: git deletes no such ref."""
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
