"""Find the workspace that a verb works on, and the snapshot that a REV names."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from snapshotter.errors import ContainerNotFound, EngineError, NotFound, UsageError
from snapshotter.model import Workspace
from snapshotter.regex import regex
from snapshotter.store.layout import Summary
from snapshotter.store.line import Line
from snapshotter.store.repository.refs import MAIN, Refs
from snapshotter.store.workspaces import Workspaces

if TYPE_CHECKING:
    from snapshotter.engine.api import Connect

_MOST_TOLD = 3
"""Other workspaces that are told where one is chosen."""
DIRECTORY_FILE = ".snap"
"""File in a directory with the name of the workspace that belongs to it."""
_HERE = ("latest", "head", "@", "")
"""What means the snapshot at which a workspace is."""
_SHORTEST_ID = 4
"""Minimum number of digits of an abbreviated id, as in git."""
_MOST_CANDIDATES = 8
_REVISION = regex(r"(?P<start>[A-Za-z0-9@][\w./:@-]{0,200}|)(?P<steps>(?:~\d{0,6}|\^1?)*)", re.A)
_STEP = regex(r"([~^])(\d*)", re.A)
_TAG = regex(r"(?:snap/)?(?P<name>[a-z0-9][a-z0-9_.-]*):(?P<seq>\d{1,9}|latest)", re.A)


class Choice(Struct, frozen=True):
    """The workspace that is meant where none is named."""

    name: str
    why: str
    """Such as "used last in this terminal"."""
    others: tuple[tuple[str, str], ...]
    """Other workspaces that could be meant as well, each with why."""

    def text(self) -> str:
        """Return the choice as a line for a person."""
        others = "; ".join(f"{name} {why}" for name, why in self.others[:_MOST_TOLD])
        more = len(self.others) - _MOST_TOLD
        return f"workspace {self.name}, {self.why} ({others}{f'; {more} more' if more > 0 else ''})"


def choose(workspaces: Workspaces) -> Choice:
    """Return the workspace that is meant where none is named; raises `NotFound` if none is.

    It is the one last used in this terminal, else the one that a `.snap` file of the directory names, else the one last
    used.  Others could be meant where that file names another, and where nothing but the last use elsewhere tells.
    """
    here, last = workspaces.last_here(), workspaces.last()
    file = _directory_file()
    named = _named_in(file, workspaces, must_be=here is None) if file else None
    found = [(here, "used last in this terminal"), (named, f"named in {file}"), (last, "used last")]
    known = [(name, why) for name, why in found if name]
    if not known:
        if workspaces.names():
            raise NotFound("it is not clear which workspace is meant", "name it with `-n NAME`; `snap list` lists them")
        raise NotFound("there is no workspace yet", "`snap start IMAGE` makes one")
    name, why = known[0]
    if here and named and here != named:
        return Choice(name, why, ((named, f"is {known[1][1]}"),))
    others = () if here or named else tuple((one, "is another") for one in workspaces.names() if one != name)
    return Choice(name, why, others)


def _directory_file() -> Path | None:
    """Return the nearest `.snap` file of this user in the working directory or above it."""
    try:
        folder = Path.cwd()
    except OSError:  # the directory was removed
        return None
    for one in (folder, *folder.parents):
        file = one / DIRECTORY_FILE
        with suppress(OSError):
            if file.is_file() and file.stat().st_uid in (os.getuid(), 0):
                return file
    return None


def _named_in(file: Path, workspaces: Workspaces, *, must_be: bool) -> str | None:
    """Return the workspace that a `.snap` file names in its first line; raises `NotFound` if it `must_be` there."""
    try:
        name, *_ = [*file.read_text(errors="replace").split("\n"), ""]
    except OSError:
        return None
    if name.strip() in workspaces.names():
        return name.strip()
    if must_be and name.strip():
        raise NotFound(f"{file} names the workspace {name.strip()!r}, which is not there", "`snap list` lists them")
    return None


def workspace_name(workspaces: Workspaces, wanted: str | None) -> str:
    """Return the wanted name, else that of `choose`; raises `NotFound` if there is none."""
    return wanted or choose(workspaces).name


def workspace(workspaces: Workspaces, wanted: str | None) -> Workspace:
    """Read the wanted workspace, else that of `choose`; raises `NotFound`."""
    return workspaces.get(workspace_name(workspaces, wanted))


def offer_adoption(connect: Connect, wanted: str, error: NotFound) -> None:
    """Raise `NotFound` with the way to adopt it, if what is no workspace is a container that someone else started."""
    theirs = False
    with suppress(EngineError, ContainerNotFound):
        theirs = not connect().container(wanted).is_own
    if theirs:
        hint = f"`snap adopt {wanted}` makes a workspace of the container of that name"
        raise NotFound(error.message, hint) from error


def revision(summaries: Sequence[Summary], rev: str, name: str, line: Line | None = None) -> Summary:
    """Return the snapshot that a revision names; raises `NotFound` or `UsageError`.

    A revision is a number, "latest", "HEAD" or "@", "snap/NAME:SEQ", a branch, a tag or an abbreviated id, and after
    it any number of `~N` (N snapshots earlier) and `^` (one earlier), as in git.  `summaries` are those of the
    workspace, oldest first; snapshots elsewhere, branches and tags are looked for in the `line`.
    """
    match = _REVISION.fullmatch(rev)
    start = match["start"] if match else ""
    elsewhere = _elsewhere(summaries, start, name, line) if line and match else None
    if elsewhere:
        summaries = elsewhere
    if not summaries:
        raise NotFound(f"workspace {name} has no snapshot yet", f"`snap commit -n {name}` makes one")
    if match is None:
        raise _missing(summaries, rev, name)
    found = summaries[-1] if elsewhere else _named(summaries, start, name, line)
    at = summaries.index(found) - _steps(match["steps"])
    if at < 0:
        raise NotFound(
            f"there is no snapshot {rev} of {name}: before snapshot {summaries[0].seq} is the base image",
            f"`snap log -n {name}` lists the snapshots; `base` names the base image where two states are compared",
        )
    return summaries[at]


def find(line: Line, name: str, rev: str) -> Summary:
    """Return the snapshot that a revision of a workspace names, as `revision`, but read no more than that needs."""
    match = _REVISION.fullmatch(rev)
    start = match["start"] if match else ""
    tagged = _TAG.fullmatch(start)
    wanted = start if not tagged else tagged["seq"] if tagged["name"] == name else ""
    back = _steps(match["steps"]) if match else 0
    if match and wanted.isdigit() and wanted.isascii() and not back:
        found = line.summaries(name, down_to=int(wanted))[:1]
        if found and found[0].seq == int(wanted):
            return found[0]
    elif match and (wanted or not start):
        refs = Refs() if wanted.lower() in _HERE else line.refs(name)
        at = refs.named(wanted)
        if at or wanted.lower() in _HERE or (wanted == MAIN and not refs.branches):
            found = line.summaries(name, at, count=back + 1)
            if len(found) == back + 1:
                return found[0]
    return revision(line.summaries(name), rev, name, line)


def _steps(text: str) -> int:
    return sum(int(steps or 1) if sign == "~" else 1 for sign, steps in _STEP.findall(text))


def _elsewhere(summaries: Sequence[Summary], start: str, name: str, line: Line) -> list[Summary] | None:
    """Return the line up to the snapshot of a branch, a tag, or one that is not on the workspace's line."""
    wanted = start.rpartition(":")[2] if _TAG.fullmatch(start) else start
    number = int(wanted) if wanted.isdigit() and wanted.isascii() else None
    if wanted.lower() in _HERE or any(one.seq == number for one in summaries):
        return None
    refs = line.refs(name)
    ident = refs.named(wanted) or None
    if ident is None and wanted == MAIN and not refs.branches:
        return list(summaries)
    prefix = wanted.lower() if len(wanted) >= _SHORTEST_ID else "-"
    if ident is None and not any(one.id.startswith(prefix) for one in summaries):
        found = [one for one in line.others(name) if one.seq == number or one.id.startswith(prefix)]
        if len(found) > 1:
            raise _ambiguous(found, wanted)
        ident = found[0].id if found else None
    return line.summaries(name, ident) if ident else None


def _named(summaries: Sequence[Summary], start: str, name: str, line: Line | None) -> Summary:
    """Return the snapshot of a line that a revision without steps names."""
    if start.lower() in _HERE:
        return summaries[-1]
    tagged = _TAG.fullmatch(start)
    if tagged and tagged["name"] != name:
        raise UsageError(
            f"{start} is a snapshot of another workspace than {name}", f"add `-n {tagged['name']}` to choose that one"
        )
    wanted = tagged["seq"] if tagged else start
    if wanted == "latest":
        return summaries[-1]
    by_number = [s for s in summaries if str(s.seq) == wanted.lstrip("0")]
    by_id = [s for s in summaries if len(wanted) >= _SHORTEST_ID and s.id.startswith(wanted.lower())]
    found = by_number or by_id
    if not found:
        raise _missing(summaries, start, name, line)
    if len(found) > 1:
        raise _ambiguous(found, wanted)
    return found[0]


def _ambiguous(found: Sequence[Summary], wanted: str) -> UsageError:
    listed = ", ".join(f"{s.id[: len(wanted) + 4]} (snapshot {s.seq})" for s in found[:_MOST_CANDIDATES])
    return UsageError(f"the id {wanted} matches {len(found)} snapshots", f"give more of its digits: {listed}")


def _missing(summaries: Sequence[Summary], rev: str, name: str, line: Line | None = None) -> NotFound:
    refs = line.refs(name) if line else Refs()
    names = [*refs.branches, *refs.tags]
    from difflib import get_close_matches

    similar = get_close_matches(rev, names, n=3, cutoff=0.5) or names[:_MOST_CANDIDATES]
    which = f"1 to {summaries[-1].seq}" if len(summaries) == summaries[-1].seq else _listed(summaries)
    return NotFound(
        f"workspace {name} has no snapshot {rev}",
        f"choose one from {', '.join([which, *similar])}, or `HEAD~1` for the one before the last; "
        f"`snap log -n {name}` lists them",
    )


def _listed(summaries: Sequence[Summary]) -> str:
    return ", ".join(str(summary.seq) for summary in summaries[-_MOST_CANDIDATES:])
