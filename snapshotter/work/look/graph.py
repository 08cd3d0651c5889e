"""The snapshots of a workspace as `snap log` lists them: with their names, on all branches, drawn as a graph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from snapshotter.errors import SnapError
from snapshotter.store.home import Home
from snapshotter.store.layout import Summary


class Names(Struct, frozen=True):
    """What leads to a snapshot."""

    head: bool = False
    """Whether the workspace is there."""
    current: str = ""
    """The branch on which the workspace is there, "" for none."""
    branches: tuple[str, ...] = ()
    """All branches, the current one included."""
    tags: tuple[str, ...] = ()

    def text(self) -> str:
        """Return them as git's log does, "(HEAD -> main, tag: works)", "" where there are none."""
        head = [f"HEAD -> {self.current}" if self.current else "HEAD"] if self.head else []
        others = [branch for branch in self.branches if branch != self.current]
        listed = [*head, *(f"tag: {tag}" for tag in self.tags), *others]
        return f"({', '.join(listed)})" if listed else ""


def names(home: Home, name: str) -> dict[str, Names]:
    """Return what leads to the snapshots of a workspace, by id."""
    refs = home.line.refs(name)
    try:
        current = home.workspaces.get(name).branch
    except SnapError:  # the line can be read without it
        current = ""
    branches = dict(refs.branches) | ({current: refs.head} if current and refs.head else {})
    found = {}
    for ident in {refs.head, *branches.values(), *refs.tags.values()} - {""}:
        found[ident] = Names(
            ident == refs.head,
            current if ident == refs.head else "",
            tuple(sorted(branch for branch, at in branches.items() if at == ident)),
            tuple(sorted(tag for tag, at in refs.tags.items() if at == ident)),
        )
    return found


def shortened(parents: dict[str, str], listed: Sequence[Summary]) -> dict[str, str]:
    """Return for each listed snapshot the nearest one before it that is listed, "" for none."""
    known = {one.id for one in listed}
    found = {}
    for one in listed:
        at = parents.get(one.id, "")
        while at and at not in known:
            at = parents.get(at, "")
        found[one.id] = at
    return found


def drawn(listed: Sequence[tuple[str, str, Sequence[str]]]) -> Iterator[str]:
    """Yield the lines of a graph like git's; `listed` are (id, id of the one before, lines), newest first.

    A snapshot must come before the one that is before it.
    """
    columns: list[str | None] = []
    for ident, before, lines in listed:
        own = columns.index(ident) if ident in columns else len(columns)
        columns[own : own + 1] = [ident]
        first = [_mark(one, "*" if at == own else "|") for at, one in enumerate(columns)]
        columns[own] = before or None
        more = [_mark(one, "|") for one in columns]
        for number, line in enumerate(lines):
            yield f"{' '.join(more if number else first)}  {line}".rstrip()
        target, *joined = [at for at, one in enumerate(columns) if before and one == before] or [own]
        if joined:
            yield _joining(columns, target, joined[0])
            del columns[joined[0]]
        while columns and columns[-1] is None:
            columns.pop()


def _mark(column: str | None, mark: str) -> str:
    return " " if column is None else mark


def _joining(columns: Sequence[str | None], target: int, joined: int) -> str:
    """Return the line in which one column goes over to another, and those to its right move by one."""
    cells = [" "] * (2 * len(columns))
    for at, one in enumerate(columns):
        if one is not None:
            cells[2 * at - (at >= joined)] = "|" if at < joined else "/"
    for at in range(2 * target + 1, 2 * joined - 1, 2):
        cells[at] = "_"
    return "".join(cells).rstrip()
