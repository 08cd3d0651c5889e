"""The verb diff: what differs between two states."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name
from snapshotter.cli.show.escape import shown_line
from snapshotter.cli.show.streams import out, out_json, progress, tell, wipe

if TYPE_CHECKING:
    from snapshotter.store.home import Home
    from snapshotter.work.diff import Difference


def diff(
    operands: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[A] [B] [PATH]…", help="Up to two snapshots (`base` is the base image), and absolute paths."
        ),
    ] = None,
    name: Name = None,
    content: Annotated[bool, typer.Option("--content", "-c", help="Show the line differences of text files.")] = False,
    json: Json = False,
) -> int:
    """Show what differs between the last snapshot and now, snapshot A and now, or snapshots A and B.

    \b
    Examples:
      snap diff
      snap diff 1 2
      snap diff base latest /etc --content
    """
    from snapshotter.errors import UsageError
    from snapshotter.work.diff import difference
    from snapshotter.work.select import workspace_name

    paths = [operand for operand in operands or () if "/" in operand and not operand.startswith("snap/")]
    revs = [operand for operand in operands or () if operand not in paths]
    if len(revs) > 2:
        raise UsageError(
            f"{len(revs)} snapshots are given, but only two can be compared",
            "name two, as in `snap diff 1 2`; a path begins with a slash",
        )
    home = options.home()
    chosen = workspace_name(home.workspaces, name)
    if not home.line.head(chosen):
        home.workspaces.get(chosen)  # raises `NotFound` if there is no such workspace
    shown = progress()
    found = difference(options.engine, home, chosen, revs, paths, shown, digests=json)
    texts = _texts(home, found, shown) if content else {}
    wipe()
    _show_diff(found, texts, content=content, json=json)
    return 0


def _texts(home: Home, found: Difference, shown: Callable[[str], None]) -> dict[str, list[str]]:
    """Return the lines that differ, by path."""
    from snapshotter.work.diff import Contents, text_diff

    contents = Contents(options.engine, home, found.name)
    contents.fetch(found, shown)
    shown("comparing lines")
    return {change.path: list(text_diff(contents, found, change)) for change in found.changes}


def _show_diff(found: Difference, texts: Mapping[str, Sequence[str]], *, content: bool, json: bool) -> None:
    from snapshotter.cli.show import as_json
    from snapshotter.cli.show.text import change_table, counts_line, moved_lines
    from snapshotter.work.diff import label

    if json:
        changes = as_json.changes(found.changes)
        if content:
            changes = [change | {"diff": "\n".join(texts[str(change["path"])])} for change in changes]
        out_json({"from": label(found.old), "to": label(found.new), "changes": changes})
        return
    if not found.changes:
        tell(f"nothing differs between {label(found.old)} and {label(found.new)}")
    elif content:
        for lines in texts.values():
            for line in lines:
                out(shown_line(line))
    else:
        out(f"{label(found.old)} to {label(found.new)}, {counts_line(found.changes)}\n")
        moved, others = moved_lines(found.changes)
        for line in moved:
            out(line)
        if others:
            out(change_table(others))


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Show what differs between two states.")(diff)
