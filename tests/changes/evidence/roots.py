"""File systems before and after a session, for tests of what they show."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from snapshotter.changes.compare import compare
from snapshotter.changes.evidence.gather import as_commands, explained, gather
from snapshotter.changes.evidence.model import Side
from snapshotter.changes.packages.installed import PackageChanges
from snapshotter.changes.packages.owners import Owners, Package
from snapshotter.model import Change, Command, Entry, parents

PASSWD = {"/etc/passwd": "root:x:0:0:root:/root:/bin/bash\nanna:x:1000:1000::/home/anna:/bin/bash\n"}
FOLDER = Entry("directory", 0o755, 0, 0, mtime_ns=int(1e12))
Files = Mapping[str, "str | bytes | tuple[str | bytes, float]"]
"""Contents by path, where it matters with the time; "PATH/" is a directory, "PATH -> TARGET" a link."""


def root(files: Files, packages: tuple[Package, ...] = (), at: float = 1000.0) -> Side:
    """Return a file system with these files and the directories above them."""
    tree: dict[str, Entry] = {}
    contents: dict[str, bytes] = {}
    for name, found in {"/root/": "", **PASSWD, **files}.items():
        text, stamp = found if isinstance(found, tuple) else (found, at)
        data = text.encode() if isinstance(text, str) else text
        path, _, link = name.rstrip("/").partition(" -> ")
        tree |= {
            above: Entry("directory", 0o755, 0, 0, mtime_ns=int(at * 1e9))
            for above in parents(path)
            if above not in tree
        }
        stamp_ns = int(stamp * 1e9)
        if link:
            tree[path] = Entry("symlink", 0o777, 0, 0, link=link, mtime_ns=stamp_ns)
        elif name.endswith("/"):
            tree[path] = Entry("directory", 0o755, 0, 0, mtime_ns=stamp_ns)
        else:
            tree[path] = Entry("file", 0o644, 0, 0, len(data), sha256(data).hexdigest(), mtime_ns=stamp_ns)
            contents[path] = data
    return Side(tree, Owners(packages), lambda want: {path: contents[path] for path in want if path in contents})


def changes(before: Side, after: Side) -> list[Change]:
    """Return what differs, without history files, each with the package that owns it."""
    found = compare(before.tree, after.tree, sorted({*before.tree, *after.tree}))
    histories = ("_history", ".histfile")
    return [
        Change(one.path, one.change, one.before, one.after, package=after.owners.owner(one.path))
        for one in found
        if not one.path.endswith(histories)
    ]


def shown(
    before: Files, after: Files, packages: PackageChanges | None = None, owned: tuple[Package, ...] = ()
) -> tuple[tuple[Command, ...], dict[str, str]]:
    """Return the commands that the difference shows, and by path the text of the command that explains it, or ""."""
    old, new = root(before), root({**before, **after}, owned)
    differing = changes(old, new)
    found = gather(old, new, packages or PackageChanges(), differing)
    commands = as_commands(found)
    texts = {
        one.path: commands[one.command].text if one.command is not None else "" for one in explained(differing, found)
    }
    return commands, texts
