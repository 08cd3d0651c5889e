"""What a word can be completed to, by the kind of value that is expected there; each with a short text about it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from snapshotter.cli.show.tables import first_line

if TYPE_CHECKING:
    from snapshotter.store.home import Home
    from snapshotter.store.layout import Summary

Candidate = tuple[str, str]
MOST_SNAPSHOTS = 50
"""Snapshots that are offered, the newest ones."""


def candidates(kind: str, word: str, name: str | None) -> Iterator[Candidate]:
    """Yield what a word of a kind can become; `name` is the workspace that the line names."""
    maker = _MAKERS.get(kind)
    if maker:
        yield from maker(word, name)
    elif kind.startswith("="):
        yield from ((choice, "") for choice in kind[1:].split(","))


def _workspaces(_word: str, _name: str | None) -> Iterator[Candidate]:
    yield from ((name, "workspace") for name in _home().workspaces.names())


def _revisions(word: str, name: str | None) -> Iterator[Candidate]:
    """Yield snapshots, branches and tags; behind `A..` those that end the range, behind `NAME:` those of NAME."""
    home = _home()
    owner, colon, _ = word.partition(":")
    names = home.workspaces.names()
    if colon and owner in names:
        yield from ((f"{owner}:{rev}", text) for rev, text in _named(home, owner))
        return
    start = word[: word.rfind("..") + 2] if ".." in word else ""
    chosen = _chosen(home, name)
    if chosen:
        yield from ((start + rev, text) for rev, text in _named(home, chosen))
    if word and not start and name is None:
        yield from ((f"{other}:", "workspace") for other in names)


def _named(home: Home, name: str) -> Iterator[Candidate]:
    summaries: list[Summary] = home.line.summaries(name, count=MOST_SNAPSHOTS)[::-1]
    if summaries:
        yield "HEAD", first_line(summaries[0].message, 60)
    refs = home.line.refs(name)
    yield from ((branch, "branch") for branch in refs.branches)
    yield from ((tag, "tag") for tag in refs.tags)
    yield from ((str(one.seq), first_line(one.message, 60)) for one in summaries)


def _paths(word: str, name: str | None) -> Iterator[Candidate]:
    """Yield the paths that snapshots changed, one component at a time, as shells do with files."""
    home = _home()
    chosen = _chosen(home, name)
    if chosen:
        yield from ((path, "") for path in _changed_paths(home, chosen, word or "/"))


def _snapshot_paths(word: str, name: str | None) -> Iterator[Candidate]:
    """Yield revisions with a colon, and behind it the paths up to that revision: `cat REV:PATH`."""
    rev, colon, path = word.rpartition(":")
    if colon:
        yield from ((f"{rev}:{found}", text) for found, text in _paths(path or "/", name))
    elif word.startswith("/"):
        yield from _paths(word, name)
    else:
        yield from ((f"{found.removesuffix(':')}:", text) for found, text in _revisions(word, name))


def _changed_paths(home: Home, name: str, prefix: str) -> list[str]:
    """Return the paths with a prefix up to the next slash; the stored lists are long, and searched as they are."""
    start = json.dumps(prefix)[1:-1].encode()
    searched = re.compile(rb'"path": ?"(' + re.escape(start) + rb'(?:[^"/\\]|\\.)*/?)')
    found = {match for text in home.line.change_lists(name) for match in searched.findall(text)}
    return sorted(str(json.loads(b'"' + path + b'"')) for path in found if path + b"/" not in found)


def _images(_word: str, _name: str | None) -> Iterator[Candidate]:
    from snapshotter.engine.images.names import image_names

    yield from ((image, "image") for image in image_names())


def _files(word: str, _name: str | None, *, folders_only: bool = False) -> Iterator[Candidate]:
    """Yield files of this host, folders with a slash; hidden ones where the name begins with a dot."""
    folder, slash, start = word.rpartition("/")
    where = os.path.expanduser(folder + slash) if folder + slash else "."  # noqa: PTH111 - it keeps its slash
    try:
        found = sorted(os.scandir(where), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in found:
        if entry.name.startswith(".") and not start.startswith("."):
            continue
        if entry.is_dir():
            yield f"{folder}{slash}{entry.name}/", ""
        elif not folders_only:
            yield f"{folder}{slash}{entry.name}", ""


def _folders(word: str, name: str | None) -> Iterator[Candidate]:
    return _files(word, name, folders_only=True)


_MAKERS: dict[str, Callable[[str, str | None], Iterator[Candidate]]] = {
    "workspace": _workspaces,
    "rev": _revisions,
    "path": _paths,
    "rev:path": _snapshot_paths,
    "image": _images,
    "file": _files,
    "directory": _folders,
}


def _home() -> Home:
    from snapshotter.store.home import at  # not for files and images
    from snapshotter.store.paths import home

    return at(home())


def _chosen(home: Home, name: str | None) -> str | None:
    """Return the workspace that the line is about, None where there is none of that name."""
    from snapshotter.work.select import workspace_name

    chosen = workspace_name(home.workspaces, name or os.environ.get("SNAP_NAME"))
    return chosen if chosen in home.workspaces.names() else None
