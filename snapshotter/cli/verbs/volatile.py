"""The verb volatile: the rules on which paths a rebuild need not reproduce."""

from __future__ import annotations

from typing import Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name
from snapshotter.cli.show.streams import out, out_json, tell

_KEPT = "not volatile: kept by you"


def volatile(
    patterns: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATTERN]…",
            show_default=False,
            help="Absolute paths; `*` matches any characters, including `/`.",
        ),
    ] = None,
    because: Annotated[
        str, typer.Option("--because", metavar="TEXT", show_default=False, help="Why the paths may differ.")
    ] = "",
    remove: Annotated[bool, typer.Option("--remove", help="Remove these rules.")] = False,
    name: Name = None,
    json: Json = False,
) -> int:
    """Set which paths of a workspace a rebuild need not reproduce, or list these rules.

    Such paths are shown as volatile; no proof compares them and no Dockerfile contains them. The rules also apply to
    existing snapshots. The rules for every workspace are in docs/equivalence.md.

    \b
    Examples:
      snap volatile '/srv/app/cache/*' --because "filled while the app runs"
      snap volatile
      snap volatile --remove '/srv/app/cache/*'
    """
    from snapshotter.cli.show.text import tell_masked
    from snapshotter.errors import UsageError
    from snapshotter.work import volatile as rules
    from snapshotter.work.select import workspace

    if not patterns and (remove or because):
        raise UsageError("no pattern is given", "`snap volatile --help` shows the usage")
    home = options.home()
    found = workspace(home.workspaces, name)
    if patterns and remove:
        found = rules.remove(home, found.name, patterns, options.engine, tell)
    elif patterns:
        found = rules.add(home, found.name, patterns, because, options.engine, tell)
        tell_masked("the reason", because, " ".join(reason for _, reason in found.volatile))
    if json:
        out_json([{"pattern": pattern, "reason": reason} for pattern, reason in found.volatile])
    elif found.volatile:
        from snapshotter.cli.show.tables import table

        out(table(("PATTERN", "BECAUSE"), [(pattern, reason or _KEPT) for pattern, reason in found.volatile]))
    else:
        tell(f"{found.name} has no rules of its own; those for every workspace are in docs/equivalence.md")
    return 0


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Set which paths a rebuild need not reproduce.")(volatile)
