"""The verb edit: the whole plan of a line in an editor."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name, NameArgument
from snapshotter.cli.show.streams import out

if TYPE_CHECKING:
    from snapshotter.store.home import Home
    from snapshotter.work.versions.edit import Edited


def edit(
    argument: NameArgument = None,
    file: Annotated[
        str, typer.Option("--file", "-F", metavar="FILE", show_default=False, help="Apply this plan; - reads stdin.")
    ] = "",
    show: Annotated[bool, typer.Option("--print", help="Print the plan as it is, and change nothing.")] = False,
    name: Name = None,
    json: Json = False,
) -> int:
    """Edit the plan of a line in an editor, as `git rebase -i` does: order, squash, drop, keep, reword.

    The editor is $VISUAL or $EDITOR, else vi. Without a terminal the plan is read from stdin. A plan with an error
    changes nothing, and its file stays.

    \b
    Examples:
      snap edit
      snap edit --print > plan && sed -i 's/pick 2.1/drop 2.1/' plan && snap edit --file plan
    """
    from snapshotter.cli.show.edited import show_edited
    from snapshotter.work.select import workspace_name
    from snapshotter.work.versions import replan

    home = options.home()
    chosen = workspace_name(home.workspaces, argument or name)
    if show:
        out(replan.plan_text(home, chosen).rstrip("\n"))
        return 0
    if file or not (sys.stdin.isatty() and sys.stdout.isatty()):
        found = replan.apply_plan(home, chosen, _read(file), options.engine)
    else:
        found = _in_editor(home, chosen)
    return show_edited(found, chosen, "edited", words_only=_words_only(found), json=json)


def _words_only(found: Edited) -> bool:
    return all(one.startswith("reword ") for one in found.text.split(", "))


def _in_editor(home: Home, name: str) -> Edited:
    from snapshotter.errors import SnapError
    from snapshotter.work.versions import replan

    opened = replan.plan_text(home, name)
    text, path = replan.edit_text(opened, name)
    try:
        found = replan.apply_plan(home, name, text, options.engine, opened)
    except SnapError as error:
        raise replan.with_file(error, path) from error
    path.unlink(missing_ok=True)
    return found


def _read(file: str) -> str:
    from pathlib import Path

    from snapshotter.errors import NotFound

    try:
        data = Path(file).read_bytes() if file not in ("", "-") else sys.stdin.buffer.read()
    except OSError as error:
        raise NotFound(f"cannot read {file}: {error.strerror}", "`snap edit --print > FILE` writes the plan") from error
    return data.decode("utf-8", "surrogateescape")


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Edit the plan of a line in an editor.")(edit)
