"""The verb fetch: look what a git repository has."""

from __future__ import annotations

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name
from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.streams import out, out_json, progress, tell, wipe
from snapshotter.cli.verbs.push import RemoteName


def fetch(remote: RemoteName = "", name: Name = None, json: Json = False) -> int:
    """Fetch what a git repository has of the line, and change nothing of the workspace.

    All of it is checked before it is taken over. `snap pull` fetches too, and lets the branches follow.

    \b
    Examples:
      snap fetch
      snap diff main origin/main
    """
    from snapshotter.cli.show.tables import plural
    from snapshotter.work.select import workspace_name
    from snapshotter.work.versions.share.fetch import fetch

    home = options.home()
    chosen = workspace_name(home.workspaces, name)
    where, found = fetch(home, chosen, remote, progress())
    wipe()
    heads = {ref.removeprefix("refs/heads/"): at for ref, at in found.refs.items() if ref.startswith("refs/heads/")}
    if json:
        out_json({"remote": where.name, "url": where.url, "new": [one.seq for one in found.new], "branches": heads})
        return 0
    for branch, ident in sorted(heads.items()):
        out(shown(f"{where.name}/{branch}  {home.line.number(ident)}  {ident[:12]}"))
    tell(shown(f"{plural(len(found.new), 'new snapshot')} from {where.url}"))
    tell_left_out(found.left_out)
    return 0


def tell_left_out(refs: tuple[str, ...]) -> None:
    """Print which refs of a repository are no line's."""
    if refs:
        tell(
            shown(
                f"not taken over, since they are no line of snapshots or have another kind of name: {', '.join(refs)}"
            )
        )


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Look what a git repository has.")(fetch)
