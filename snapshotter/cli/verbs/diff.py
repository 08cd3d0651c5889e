"""The verb diff: what differs between two states."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name
from snapshotter.cli.page.options import Force, Open, Output
from snapshotter.cli.show.escape import shown as escaped
from snapshotter.cli.show.escape import shown_line
from snapshotter.cli.show.streams import out, out_json, progress, tell, wipe
from snapshotter.cli.terminal.colour import painted

if TYPE_CHECKING:
    from snapshotter.store.home import Home
    from snapshotter.work.look.diff import Difference


def diff(
    operands: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[A] [B] [PATH]…", help="Up to two snapshots (`base` is the base image), and absolute paths."
        ),
    ] = None,
    name: Name = None,
    content: Annotated[bool, typer.Option("--content", "-c", help="Show the line differences of text files.")] = False,
    stat: Annotated[bool, typer.Option("--stat", help="Count lines and bytes of each path.")] = False,
    name_only: Annotated[bool, typer.Option("--name-only", help="Print the paths alone.")] = False,
    name_status: Annotated[
        bool, typer.Option("--name-status", help="Print each path behind A (added), M (changed) or D (deleted).")
    ] = False,
    packages: Annotated[bool, typer.Option("--packages", help="List the packages that differ, with versions.")] = False,
    config: Annotated[
        bool, typer.Option("--config", help="Show what differs of the image's configuration and of text files in /etc.")
    ] = False,
    html: Annotated[
        bool, typer.Option("--html", help="Write one HTML file, as `snap report` does; --content adds the lines.")
    ] = False,
    output: Output = None,
    opened: Open = False,
    force: Force = False,
    json: Json = False,
) -> int:
    """Show what differs between the last snapshot and now, snapshot A and now, or snapshots A and B.

    \b
    Examples:
      snap diff
      snap diff 1 2
      snap diff base latest /etc --content
      snap diff HEAD~1 HEAD --stat
      snap diff base HEAD --packages
      snap diff 1 2 --html --content --open
    """
    from snapshotter.errors import UsageError

    forms = {
        "--content": content,
        "--stat": stat,
        "--name-only": name_only,
        "--name-status": name_status,
        "--packages": packages,
        "--config": config,
    }
    if html:
        forms = {"--html": True, **forms, "--content": False}
    elif output is not None or opened or force:
        raise UsageError("-o, --open and --force are of --html, which is not given", "add --html, or leave them out")
    wanted = [form for form, given in forms.items() if given]
    if len(wanted) > 1:
        raise UsageError(f"{wanted[0]} and {wanted[1]} are given, but there is one form of output", "give one of them")
    if packages and any(operand.startswith("/") for operand in operands or ()):
        raise UsageError("--packages compares whole states, but a path is given", "leave the path out")
    shown = progress()
    home, found = states(operands, name, shown, digests=json)
    if html:
        texts = _texts(home, found, shown) if content else {}
        _write_page(home, found, texts, output, opened=opened, force=force, json=json)
    elif name_only or name_status:
        _show_names(found, status=name_status, json=json)
    elif stat:
        _show_stat(home, found, shown, json=json)
    elif packages:
        _show_packages(home, found, json=json)
    elif config:
        _show_config(home, found, shown, json=json)
    else:
        texts = _texts(home, found, shown) if content else {}
        wipe()
        _show_diff(found, texts, content=content, json=json)
    return 0


def states(
    operands: Sequence[str] | None, name: str | None, shown: Callable[[str], None], *, digests: bool = False
) -> tuple[Home, Difference]:
    """Return the stores, and the differences between the states and at the paths that the operands name."""
    from snapshotter.errors import UsageError
    from snapshotter.work.look.diff import difference
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
    with home.line.together():
        if not home.line.head(chosen):
            home.workspaces.get(chosen)  # raises `NotFound` if there is no such workspace
        return home, difference(options.engine, home, chosen, revs, paths, shown, digests=digests)


def _write_page(
    home: Home,
    found: Difference,
    texts: Mapping[str, Sequence[str]],
    output: str | None,
    *,
    opened: bool,
    force: bool,
    json: bool,
) -> None:
    from snapshotter.cli.page.data import diff_json
    from snapshotter.cli.page.file import write_page
    from snapshotter.work.export.report import packages_if_known, snapshots_between
    from snapshotter.work.look.config import settings
    from snapshotter.work.look.diff import NOW, Contents

    contents = Contents(options.engine, home, found.name, found.snapshots, found.branches)
    data = diff_json(
        found, snapshots_between(home, found), settings(home, found), packages_if_known(contents, found), texts
    )
    if json:
        wipe()
        out_json(data)
        return
    states = ("now" if state == NOW else str(state) if state else "base" for state in (found.old, found.new))
    write_page(data, f"{found.name}-{'-'.join(states)}.html", output, force=force, opened=opened)


def _head(found: Difference) -> dict[str, object]:
    from snapshotter.work.look.diff import label

    return {"from": label(found.old), "to": label(found.new)}


def _tell_equal(found: Difference, what: str = "nothing differs") -> None:
    from snapshotter.work.look.diff import label

    tell(f"{what} between {label(found.old)} and {label(found.new)}")


def _show_names(found: Difference, *, status: bool, json: bool) -> None:
    from snapshotter.cli.show.differences import STATUS_LETTERS

    wipe()
    if json:
        paths = [change.path for change in found.changes]
        changes = [{"path": change.path, "change": change.change} for change in found.changes]
        out_json(_head(found) | ({"changes": changes} if status else {"paths": paths}))
        return
    for change in found.changes:
        out(f"{STATUS_LETTERS[change.change]}\t{escaped(change.path)}" if status else escaped(change.path))
    if not found.changes:
        _tell_equal(found)


def _show_stat(home: Home, found: Difference, shown: Callable[[str], None], *, json: bool) -> None:
    from snapshotter.cli.show.differences import count_json, count_lines
    from snapshotter.work.look.diff import Contents
    from snapshotter.work.look.line_counts import counts

    listed = counts(Contents(options.engine, home, found.name, found.snapshots, found.branches), found, shown)
    wipe()
    if json:
        out_json(_head(found) | {"paths": [count_json(one) for one in listed]})
    elif listed:
        for line in count_lines(listed):
            out(line)
    else:
        _tell_equal(found)


def _show_packages(home: Home, found: Difference, *, json: bool) -> None:
    from snapshotter.cli.show.differences import package_line
    from snapshotter.work.look.diff import Contents
    from snapshotter.work.look.packages import package_differences

    listed = package_differences(Contents(options.engine, home, found.name, found.snapshots, found.branches), found)
    wipe()
    if json:
        rows = [
            {
                "name": one.name,
                "manager": one.manager,
                "change": one.change,
                "old": one.old or None,
                "new": one.new or None,
                "automatic": one.automatic,
            }
            for one in listed
        ]
        out_json(_head(found) | {"packages": rows})
        return
    for one in listed:
        out(package_line(one))
    if not listed:
        _tell_equal(found, "no package differs")


def _show_config(home: Home, found: Difference, shown: Callable[[str], None], *, json: bool) -> None:
    from snapshotter.cli.show.differences import setting_line
    from snapshotter.work.look.config import config_files, settings
    from snapshotter.work.look.diff import Contents

    listed = settings(home, found)
    files = dict(
        config_files(home, Contents(options.engine, home, found.name, found.snapshots, found.branches), found, shown)
    )
    wipe()
    if json:
        rows = [{"instruction": one.instruction, "name": one.name, "old": one.old, "new": one.new} for one in listed]
        diffs = [{"path": path, "diff": "\n".join(lines)} for path, lines in files.items()]
        out_json(_head(found) | {"config": rows, "files": diffs})
        return
    for one in listed:
        out(setting_line(one))
    for lines in files.values():
        for line in lines:
            out(shown_line(line))
    if not listed and not files:
        _tell_equal(found, "no configuration differs")


def _texts(home: Home, found: Difference, shown: Callable[[str], None]) -> dict[str, list[str]]:
    """Return the lines that differ, by path."""
    from snapshotter.work.look.diff import Contents, text_diff

    contents = Contents(options.engine, home, found.name, found.snapshots, found.branches)
    contents.fetch(found, shown)
    shown("comparing lines")
    return {change.path: list(text_diff(contents, found, change)) for change in found.changes}


def _show_diff(found: Difference, texts: Mapping[str, Sequence[str]], *, content: bool, json: bool) -> None:
    from snapshotter.cli.show import as_json
    from snapshotter.cli.show.text import change_table, counts_line, moved_lines
    from snapshotter.work.look.diff import label

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
                out(_coloured(shown_line(line)))
    else:
        out(f"{label(found.old)} to {label(found.new)}, {counts_line(found.changes)}\n")
        moved, others = moved_lines(found.changes)
        for line in moved:
            out(line)
        if others:
            out(change_table(others))


def _coloured(line: str) -> str:
    """Return a line of a unified diff in its colour."""
    if line.startswith(("--- ", "+++ ")):
        return painted(line, "bold")
    return painted(line, {"+": "green", "-": "red", "@": "blue"}.get(line[:1], "")) if line[:1] in "+-@" else line


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Show what differs between two states.")(diff)
