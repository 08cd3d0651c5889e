"""`snap difftool`: the changed text files of two states in a comparison program of the person's own."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.compare import only_attributes
from snapshotter.errors import NotFound, UsageError
from snapshotter.model import Change, Progress, no_progress
from snapshotter.store.home import Home
from snapshotter.work.look.config import secret_reason, typed_values
from snapshotter.work.look.diff import Contents, Difference, has_lines, label

VARIABLE = "SNAP_DIFFTOOL"
"""Environment variable with a tool's name or command."""
_BUILT_IN: Mapping[str, tuple[str, ...]] = {
    "vimdiff": ("vimdiff", "-f"),
    "nvimdiff": ("nvim", "-d"),
    "meld": ("meld",),
    "code": ("code", "--wait", "--diff"),
    "kdiff3": ("kdiff3",),
    "opendiff": ("opendiff",),
    "bcompare": ("bcompare",),
    "kompare": ("kompare",),
    "difft": ("difft",),
    "delta": ("delta", "--paging=always"),
}
"""Tools by git's names of them, with what stands before the two files; the first that is installed is the default."""
_DIRECTORIES = frozenset({"meld", "kdiff3", "bcompare", "kompare", "opendiff"})
"""Tools that compare two directories."""


class Tool(Struct, frozen=True):
    """A program that shows what differs between two files."""

    name: str
    argv: tuple[str, ...] = ()
    """What stands before the two paths."""
    command: str = ""
    """A line of shell that uses $LOCAL, $REMOTE and $MERGED, as in git's difftool.NAME.cmd."""

    def run(self, old: Path, new: Path, shown_path: str) -> int:
        """Show two files or directories, and return the exit status."""
        if self.command:
            env = os.environ | {"LOCAL": str(old), "REMOTE": str(new), "MERGED": shown_path, "BASE": shown_path}
            return subprocess.run(["/bin/sh", "-c", self.command], env=env, check=False).returncode
        return subprocess.run([*self.argv, str(old), str(new)], check=False).returncode


class Written(Struct, frozen=True):
    """The files of both states on this host."""

    pairs: tuple[tuple[str, Path, Path], ...]
    """Path in the container, and where its old and new text is."""
    left_out: tuple[tuple[str, str], ...]
    """Paths that are not shown → why."""


def choose(wanted: str | None, git_config: Callable[[str], str], *, directories: bool) -> Tool:
    """Return the tool: the wanted one, that of $SNAP_DIFFTOOL, of git's configuration, or one that is installed.

    Raises `NotFound` if there is none, or the wanted one is not known.
    """
    name = wanted or os.environ.get(VARIABLE, "").strip() or git_config("diff.tool")
    if name:
        return _named(name, git_config)
    for known, argv in _BUILT_IN.items():
        if shutil.which(argv[0]) and (known in _DIRECTORIES or not directories):
            return Tool(known, argv)
    raise NotFound(
        "no program to compare files is found",
        f"name one: `-t TOOL`, {VARIABLE}, or `git config --global diff.tool TOOL`; `snap diff -c` prints the lines",
    )


def _named(name: str, git_config: Callable[[str], str]) -> Tool:
    if command := git_config(f"difftool.{name}.cmd"):
        return Tool(name, command=command)
    argv = _BUILT_IN.get(name) or tuple(shlex.split(name))
    if path := git_config(f"difftool.{name}.path"):
        argv = (path, *argv[1:])
    if not argv or not shutil.which(argv[0]):
        raise NotFound(
            f"the program {name} is not found",
            f"install it, or name another with -t: {', '.join(_BUILT_IN)}, or one that takes two files",
        )
    return Tool(name, argv)


def git_configuration(key: str) -> str:
    """Return a value of git's configuration here, "" if it is not set or there is no git."""
    try:
        done = subprocess.run(["git", "config", "--get", key], capture_output=True, check=False)
    except OSError:
        return ""
    return done.stdout.decode("utf-8", "surrogateescape").strip() if done.returncode == 0 else ""


def write(
    home: Home, contents: Contents, found: Difference, folder: Path, *, secrets: bool, progress: Progress = no_progress
) -> Written:
    """Write both texts of each changed file below a folder that is private; files with secrets only if that is wanted.

    Changes of attributes alone and of what is no regular file are not among what is left out.
    """
    typed = typed_values(home, found.name)
    listed = [change for change in found.changes if has_lines(change)]
    contents.fetch(replace(found, changes=tuple(listed)), progress)
    pairs, left_out = list[tuple[str, Path, Path]](), list[tuple[str, str]]()
    for change in found.changes:
        if only_attributes(change) or not any(e and e.kind == "file" for e in (change.before, change.after)):
            continue
        why = "" if secrets else secret_reason(contents, found, change, typed)
        texts = [] if why else list(_texts(contents, found, change))
        if why or any(isinstance(text, str) for text in texts):
            left_out.append((change.path, why or next(text for text in texts if isinstance(text, str))))
            continue
        old, new = (folder / side / change.path.lstrip("/") for side in ("old", "new"))
        for place, text, entry in zip((old, new), texts, (change.before, change.after), strict=True):
            if isinstance(text, bytes) and entry is not None:
                place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                place.write_bytes(text)
        pairs.append((change.path, old, new))
    return Written(tuple(pairs), tuple(left_out))


def _texts(contents: Contents, found: Difference, change: Change) -> Iterator[bytes | str]:
    """Yield the bytes before and after, or why there are none."""
    if not has_lines(change):
        yield "too long"
        return
    for state, entry in ((found.old, change.before), (found.new, change.after)):
        data = contents.get(state, change.path) if entry and entry.kind == "file" else b""
        if data is None:
            yield f"its content in {label(state)} is not available"
        else:
            yield "not text" if b"\0" in data else data


def show(tool: Tool, written: Written, folder: Path, tell: Callable[[str], None], *, directories: bool) -> int:
    """Show the files one after another, or both directories at once; return the first status that is not 0."""
    if directories:
        for side in ("old", "new"):
            (folder / side).mkdir(exist_ok=True)
        return tool.run(folder / "old", folder / "new", "/")
    for number, (path, old, new) in enumerate(written.pairs, 1):
        for place in (old, new):
            if not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                place.touch()
        tell(f"{number} of {len(written.pairs)}: {path}")
        if status := tool.run(old, new, path):
            return status
    return 0


def temporary() -> tempfile.TemporaryDirectory[str]:
    """Return a private directory that is removed at its end."""
    return tempfile.TemporaryDirectory(prefix="snap-difftool-")


def check_terminal(isatty: Sequence[bool]) -> None:
    """Raise `UsageError` without a terminal."""
    if not all(isatty):
        raise UsageError("a comparison program needs a terminal", "`snap diff --content` prints the lines that differ")
