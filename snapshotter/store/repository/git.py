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

from snapshotter.errors import StoreError
from snapshotter.regex import regex
from snapshotter.store.atomic import sync_path, sync_tree
from snapshotter.store.paths import PERMISSION_HINT, READ_ONLY_HINT, guarded, replace, sync_name

_ID = regex(rb"[0-9a-f]{40}\n?")
STALE_SECONDS = 60.0
"""Age of git's own lock files from which on no git process is taken to hold them: setting a ref takes milliseconds."""
_LOG_LINE = regex(rb"([0-9a-f]{40}) ([0-9a-f]{40}) ")
NO_OBJECT = "0" * 40
"""Git's id for "no such object"; as the expected old value of a ref it means that the ref must not exist."""

_SETTINGS = (
    "core.fsync=committed,reference",
    "core.logAllRefUpdates=true",  # a branch that is lost is restored from its log
    "core.hooksPath=/dev/null",
    "core.sharedRepository=0600",  # whatever the repository's own configuration says
    "fastimport.unpackLimit=1",  # always a pack: two fsyncs for a snapshot instead of one for each object
    "gc.auto=0",
)


REPAIR_HINT = "`snap doctor` shows what is damaged, `snap doctor --repair` repairs what can be repaired"


class GitError(StoreError):
    """A git process failed; the other modules of `store/` say what that means."""

    def __init__(self, output: str, hint: str = REPAIR_HINT) -> None:
        """`output` is what git printed on stderr."""
        super().__init__(output or "git gave no reason", hint)
        self.output = output


def environment() -> dict[str, str]:
    """Return the environment for git, in which no variable and no configuration of the user has an effect."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return kept | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_COMMITTER_NAME": "snapshotter",  # else the logs of refs would hold the user's and the host's name
        "GIT_COMMITTER_EMAIL": "snapshotter@localhost",
        "LC_ALL": "C",
    }


def _argv(repository: Path | None, words: Iterable[str]) -> list[str]:
    where = [f"--git-dir={repository}"] if repository else []
    return ["git", *where, *(word for setting in _SETTINGS for word in ("-c", setting)), *words]


def spawn(repository: Path | None, words: Iterable[str]) -> subprocess.Popen[bytes]:
    """Start git with pipes."""
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


def run(repository: Path | None, *words: str, stdin: bytes = b"", tolerant: bool = False) -> bytes:
    """Run git to its end and return its stdout; raises `GitError`, unless `tolerant`."""
    with spawn(repository, words) as process:
        out, errors = process.communicate(stdin)
    if process.returncode and not tolerant:
        raise GitError(errors.decode(errors="replace").strip())
    return out


def fast_import(repository: Path, stream: Iterable[bytes]) -> bytes:
    """Feed `git fast-import` and return what it printed; after a `GitError` nothing refers to what was written.

    Must be called inside `exclusive`, together with the setting of the ref.
    """
    words = ["fast-import", "--quiet", "--done", "--depth=0", "--date-format=raw"]
    with guarded(repository):
        before = packs(repository)
    with guarded(repository), spawn(repository, words) as process:
        assert process.stdin
        with contextlib.suppress(BrokenPipeError):  # git ended early: its stderr has the reason
            for piece in stream:
                process.stdin.write(piece)
            process.stdin.flush()
        out, errors = process.communicate()
    if process.returncode:
        raise GitError(errors.decode(errors="replace").strip())
    with guarded(repository):
        sync_packs(repository, packs(repository) - before)
    return out


def packs(repository: Path) -> set[Path]:
    """Return the files of the packs."""
    return set((repository / "objects/pack").glob("pack-*"))


def sync_packs(repository: Path, new: Iterable[Path]) -> None:
    """Write packs and their names to the disk."""
    for file in new:
        sync_path(file)
    sync_path(repository / "objects/pack")


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


def prune(repository: Path, older_than: float | None = None) -> None:
    """Remove every object that nothing refers to; with `older_than` (seconds) only those that are older.

    Must be called inside `exclusive`, or it removes what another process is writing.
    """
    before = packs(repository)
    words = ["--all", "--reflog", "--indexed-objects", "--keep-true-parents", "--non-empty", "--quiet"]
    expire = "now" if older_than is None else f"{int(older_than)}.seconds.ago"
    if older_than is not None:
        words.append(f"--unpack-unreachable={expire}")  # younger ones get files of their own
    # not `git repack -d`: it removes the old packs before the name of the new one is sure to be on the disk
    made = run(
        repository, "pack-objects", *words, "--window=0", "--depth=0", f"{repository}/objects/pack/pack"
    )  # no deltas: slow
    new = {f"pack-{name}" for name in made.decode().split()}
    with guarded(repository):
        sync_packs(repository, [file for file in packs(repository) if file.stem in new])
        for file in sorted(before, key=lambda file: file.suffix == ".pack"):  # without an index a pack is ignored
            if file.stem not in new and not file.with_suffix(".keep").exists():
                file.unlink(missing_ok=True)
    run(repository, "prune-packed", "--quiet")
    run(repository, "prune", f"--expire={expire}")


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
    return StoreError(f"{what}: {first}", REPAIR_HINT)


CONFIG = "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n"
"""The configuration that git gives a bare repository."""


def write_config(repository: Path) -> None:
    """Write the repository's configuration as it is in a new one."""
    replace(repository / "config", CONFIG.encode())


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


def logged(repository: Path, ref: str) -> list[str]:
    """Return the ids that a ref has had by its log, newest first; lines that are damaged are skipped."""
    ids = [one for old, new in reversed(_log(repository, ref)) for one in (new, old)]
    return [one for one in dict.fromkeys(ids) if one != NO_OBJECT]


def logged_before(repository: Path, ref: str, ident: str) -> str | None:
    """Return the id that a ref had before it was set to another one for the first time; None where its log has none."""
    found = next((old for old, new in _log(repository, ref) if new == ident), NO_OBJECT)
    return None if found == NO_OBJECT else found


def _log(repository: Path, ref: str) -> list[tuple[str, str]]:
    try:
        lines = (repository / "logs" / ref).read_bytes().splitlines()
    except OSError:
        return []
    found = (_LOG_LINE.match(line) for line in lines)
    return [(match[1].decode(), match[2].decode()) for match in found if match]


def known_refs(repository: Path, prefix: str) -> list[str]:
    """List the refs below a prefix, sorted: those that git knows, and those that are broken or have only a log."""
    found = {name for name, _ in refs(repository, prefix)}
    with contextlib.suppress(OSError):
        found.update(f"{prefix}{file.name}" for file in (repository / prefix).iterdir() if file.suffix != ".lock")
    with contextlib.suppress(OSError):
        with_log = (f"{prefix}{file.name}" for file in (repository / "logs" / prefix).iterdir())
        found.update(ref for ref in with_log if logged(repository, ref))  # git creates a log before it writes to it
    return sorted(found)


def refs(repository: Path, *prefixes: str) -> Iterator[tuple[str, str]]:
    """Yield (name, object id) of every ref below one of the prefixes, sorted."""
    for line in run(repository, "for-each-ref", "--format=%(refname) %(objectname)", *prefixes).decode().splitlines():
        name, _, oid = line.partition(" ")
        yield name, oid


def ref(repository: Path, name: str) -> str | None:
    """Return the id at a ref, None where there is none; git is started only where refs are packed."""
    with contextlib.suppress(OSError):
        found = (repository / name).read_bytes()
        if _ID.fullmatch(found):
            return found.decode().strip()
    if not (repository / "packed-refs").exists():
        return None
    return next((ident for known, ident in refs(repository, name) if known == name), None)


def remove_broken_refs(repository: Path, refs: Iterable[str]) -> None:
    """Remove the files of refs that hold no id, as a power cut may leave them; git does not delete such refs."""
    for ref in refs:
        file = repository / ref
        with guarded(file):
            if file.is_file() and not _ID.fullmatch(file.read_bytes()):
                file.unlink()


def remove_log(repository: Path, ref: str) -> None:
    """Remove the log of a ref, so that it does not come back."""
    file = repository / "logs" / ref
    with guarded(file):
        if file.exists():
            file.unlink()
            sync_name(file)


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
