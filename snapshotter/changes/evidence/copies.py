"""Files that are copies of others in the image: by their content, whole directories where they are the same."""

from __future__ import annotations

import shlex
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set

from snapshotter.changes.evidence.model import Shown, Side
from snapshotter.model import Change, Entry, Tree, parent, parents

CONTENT = "files of the same content"
_LEAST = 4096
"""Bytes of a file that is worth a command: smaller ones may be the same by chance."""
_WORTH = 16384
"""Bytes of all that a command copies, for fewer of which there is none."""
_APART = 0.001
_SKIPPED = ("/proc/", "/sys/", "/dev/", "/var/lib/dpkg/", "/var/cache/")


def copy_commands(left: Sequence[Change], _before: Side, after: Side) -> list[Shown]:
    """Return the commands that copy new files, of which nothing else tells, from where the image has them too."""
    wanted = {
        one.path: one.after
        for one in left
        if one.change == "added" and one.after and one.after.kind == "file" and one.after.size >= _LEAST
    }
    digests = {entry.digest for entry in wanted.values() if entry.digest}
    if not digests:
        return []
    new = {one.path for one in left}
    sources: dict[str, list[str]] = defaultdict(list)
    for path, entry in after.tree.items():
        if entry.digest in digests and entry.kind == "file" and path not in new and not path.startswith(_SKIPPED):
            sources[entry.digest].append(path)
    origin = {path: found for path, entry in wanted.items() if (found := _nearest(path, sources.get(entry.digest, ())))}
    shown, done = list[Shown](), set[str]()
    for target, source in _folders(origin, new):
        if any(above in done for above in (target, *parents(target))):
            continue
        copied = _whole(source, target, after.tree)
        if sum(after.tree[path].size for path in copied) >= _WORTH:
            done.update([target, *copied])
            words = f"{shlex.quote(source)}/. {shlex.quote(target)}/"
            text = f"mkdir -p {shlex.quote(target)} && cp -r {words}"
            shown.append(_copied(text, [target, *copied], after.tree))
    for path, source in sorted(origin.items()):
        if path not in done and after.tree[path].size >= _WORTH:
            make = f"mkdir -p {shlex.quote(parent(path))} && " if parent(path) in new else ""
            text = f"{make}cp {shlex.quote(source)} {shlex.quote(path)}"
            shown.append(_copied(text, [path, *([parent(path)] if make else [])], after.tree))
    return shown


def _folders(origin: Mapping[str, str], new: Set[str]) -> list[tuple[str, str]]:
    """Return the new directories with those of which they may be copies, the outermost first."""
    found = set[tuple[str, str]]()
    for path, source in origin.items():
        target, source = parent(path), parent(source)
        while target in new and source not in ("", "/"):
            found.add((target, source))
            if target.rpartition("/")[2] != source.rpartition("/")[2]:
                break
            target, source = parent(target), parent(source)
    return sorted(found, key=lambda one: (one[0].count("/"), one))


def _nearest(path: str, sources: Sequence[str]) -> str:
    """Return the source with the same name, else the first, "" if there is none."""
    name = path.rpartition("/")[2]
    return next((one for one in sources if one.rpartition("/")[2] == name), sources[0] if sources else "")


def _whole(source: str, target: str, tree: Tree) -> list[str]:
    """Return what is in a directory if it has all that is in another one, [] if it has not."""
    names = [path.removeprefix(source) for path in tree if path.startswith(f"{source}/")]
    pairs = ((tree.get(target + name), tree[source + name]) for name in names)
    same = all(mine is not None and _essence(mine) == _essence(theirs) for mine, theirs in pairs)
    return [target + name for name in names] if same else []


def _essence(entry: Entry) -> tuple[str, str, str]:
    return entry.kind, entry.digest, entry.link


def _copied(text: str, paths: Sequence[str], tree: Tree) -> Shown:
    own = frozenset(paths)
    at = max((tree[path].mtime_ns / 1e9 for path in _files(paths, tree)), default=0.0)
    return Shown(text, CONTENT, at + _APART, at + _APART, lambda change: change.path in own)


def _files(paths: Sequence[str], tree: Tree) -> Iterator[str]:
    return (path for path in paths if tree[path].kind != "directory")
