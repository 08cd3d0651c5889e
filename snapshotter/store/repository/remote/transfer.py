"""Talks to the git repository of somebody else, through GitPython: list its refs, fetch from it, push to it.

Unlike the processes of `git.py`, these have the user's own git configuration and credentials.  GitPython is imported
here, when a function is called: that takes 70 ms.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from snapshotter.errors import Conflict, RemoteFailed, StoreError
from snapshotter.model import Progress, ProgressLine
from snapshotter.regex import regex
from snapshotter.store.repository.git import NO_OBJECT

if TYPE_CHECKING:
    from git import RemoteProgress

_SETTINGS = (
    "core.hooksPath=/dev/null",
    "fetch.fsckObjects=true",
    "fetch.unpackLimit=1",  # always a pack, which is moved as a whole
    "fetch.writeCommitGraph=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "protocol.ext.allow=never",
    "core.sharedRepository=0600",
)
_OF_A_REPOSITORY = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_SHALLOW_FILE",
)
"""Variables that would make git use another repository."""
_LISTED = regex(r"([0-9a-f]{40})\t(refs/[^\s\x00-\x1f\x7f]{1,300})")
_MOST_REFS = 200_000
_REFUSED = ("[rejected]", "[remote rejected]", "stale info", "fetch first", "non-fast-forward", "cannot lock ref")
_LOCK = regex(r"Unable to create '([^']{1,1000}\.lock)': File exists")
_WORDS = ("Receiving", "Writing", "Resolving", "Counting", "Compressing")


class Listed(Struct, frozen=True):
    """What a repository lists."""

    refs: Mapping[str, str]
    """Ref → id of its object."""
    branch: str
    """The branch of its HEAD, "" where it has none."""


def list_refs(url: str) -> Listed:
    """Return the refs of a repository; raises `RemoteFailed`."""
    lines: list[str] = []

    def add(line: str) -> None:
        if len(lines) < _MOST_REFS:
            lines.append(line.rstrip("\n"))

    _run(None, ["ls-remote", "--symref", "--quiet", "--", url], url, None, add)
    if len(lines) >= _MOST_REFS:
        raise RemoteFailed(f"{url} lists too many refs", "name the repository of one workspace")
    found = {match[2]: match[1] for line in lines if (match := _LISTED.fullmatch(line))}
    heads = (line for line in lines if line.startswith("ref: refs/heads/") and line.endswith("\tHEAD"))
    branch = next(heads, "").removeprefix("ref: refs/heads/").removesuffix("\tHEAD")
    objects = {ref.removesuffix("^{}") for ref in found if ref.endswith("^{}")}  # tags with a message of their own
    plain = {ref: ident for ref, ident in found.items() if ref not in objects and not ref.endswith("^{}")}
    return Listed(plain, branch)


def fetch(repository: Path, url: str, refs: Mapping[str, str], progress: Progress) -> None:
    """Fetch refs, with all that they lead to, into a repository that has none; raises `RemoteFailed`.

    They are set there to exactly the ids that were listed.
    """
    words = ["fetch", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--progress", "--stdin"]
    specs = "".join(f"+{ref}:{ref}\n" for ref in refs)
    _run(repository, [*words, "--", url], url, progress, stdin=specs)


def push(repository: Path, url: str, refs: Mapping[str, tuple[str, str]], progress: Progress) -> None:
    """Set refs of a repository, all or none: ref → (id it must have, `NO_OBJECT` for none, id it gets).

    Raises `Conflict` where one of them is elsewhere by now, `RemoteFailed`.
    """
    leases = [f"--force-with-lease={ref}:{'' if old == NO_OBJECT else old}" for ref, (old, _) in refs.items()]
    specs = [f"{new}:{ref}" for ref, (_, new) in refs.items()]
    words = ["push", "--atomic", "--no-verify", "--no-follow-tags", "--recurse-submodules=no", "--progress"]
    _run(repository, [*words, *leases, "--", url, *specs], url, progress)


def _run(
    repository: Path | None,
    words: Sequence[str],
    url: str,
    progress: Progress | None,
    out: Callable[[str], None] | None = None,
    stdin: str = "",
) -> None:
    import tempfile

    with _imported(), _without_repository(), tempfile.TemporaryFile() as given:
        from git.cmd import Git, handle_process_output

        given.write(stdin.encode())
        given.seek(0)
        where = [f"--git-dir={repository}"] if repository else []
        argv = ["git", *where, *(word for setting in _SETTINGS for word in ("-c", setting)), *words]
        reader = _reader(progress)
        process: Any = Git(str(repository or Path("/"))).execute(
            argv,
            istream=given,
            as_process=True,
            universal_newlines=True,
            errors="replace",
            umask=0o077,
            env={} if sys.stdin is not None and sys.stdin.isatty() else {"GIT_TERMINAL_PROMPT": "0"},
        )
        handle_process_output(process, out, reader.new_message_handler(), decode_streams=False)
        status = process.proc.wait() if process.proc is not None else process.status
    if status:
        raise _failure(words[0], url, [*reader.other_lines, *reader.error_lines])


@contextlib.contextmanager
def _imported() -> Iterator[None]:
    os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")  # else its import fails without the program
    try:
        import git  # noqa: F401
    except ImportError as error:
        raise StoreError("the library GitPython is not installed", "install snapshotter again, or GitPython") from error
    from git.exc import GitCommandNotFound

    try:
        yield
    except GitCommandNotFound as error:
        raise StoreError("the program `git` is not on the PATH", "install git 2.30 or newer") from error


@contextlib.contextmanager
def _without_repository() -> Iterator[None]:
    """Leave the variables out of the environment that would make git use another repository."""
    taken = {name: os.environ.pop(name) for name in _OF_A_REPOSITORY if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(taken)


def _reader(progress: Progress | None) -> RemoteProgress:
    from git import RemoteProgress

    class Reader(RemoteProgress):
        """Passes on what git reports."""

        def update(
            self, op_code: int, cur_count: str | float, max_count: str | float | None = None, message: str = ""
        ) -> None:
            """Show one line, with the share that is done."""
            if progress is None:
                return
            codes = (self.RECEIVING, self.WRITING, self.RESOLVING, self.COUNTING, self.COMPRESSING)
            word = next((word for code, word in zip(codes, _WORDS, strict=True) if op_code & code), "")
            share = float(cur_count or 0) / float(max_count) if max_count else None
            if word:
                progress(ProgressLine(f"{word.lower()} objects" + (f": {message}" if message else ""), share))

    return Reader()


def _failure(verb: str, url: str, lines: Sequence[str]) -> Exception:
    said = [line.strip() for line in lines if line.strip()]
    if verb == "push" and (lock := next((match[1] for line in said if (match := _LOCK.search(line))), "")):
        return Conflict(
            f"{url} is locked by {lock}; nothing was changed there",
            "another push is running, or one was killed: try again, and where nobody pushes remove that file there",
        )
    if verb == "push" and any(word in line for line in said for word in _REFUSED):
        why = next((line for line in said if any(word in line for word in _REFUSED)), "")
        if "remote rejected" in why and "cannot lock ref" not in why:
            return RemoteFailed(
                f"{url} refused the push: {' '.join(why.split())}",
                "ask whoever administers the repository which refs it takes; nothing was changed there",
            )
        return Conflict(f"somebody else pushed to {url} meanwhile; nothing was changed there", "`snap pull`, then push")
    useful = [line for line in said if line.startswith(("fatal:", "error:", "remote:", "ssh:"))] or said[-1:]
    reason = next((line for line in useful if line.startswith(("fatal:", "error:"))), useful[-1] if useful else "")
    reason = reason.partition(": ")[2] or reason or "git gave no reason"
    ssh = next(
        (line for line in said if "ermission denied" in line or "ost key" in line or "ould not resolve" in line), ""
    )
    if ssh and ssh not in reason:
        reason = f"{ssh}: {reason}"
    return RemoteFailed(f"cannot {'read' if verb == 'ls-remote' else verb} {url}: {reason}", _hint(said, url))


def _hint(said: Sequence[str], url: str) -> str:
    text = "\n".join(said)
    if "not found" in text or "does not exist" in text or "not appear to be a git repository" in text:
        return (
            f"create the repository first (`git init --bare {url}` for a path), or correct the URL: `snap remote list`"
        )
    if "--atomic" in text:
        return "that server sets refs only one by one; push to another, or send a file: `snap bundle FILE`"
    return f"try `git ls-remote {url}`: as soon as that works, so does this"
