"""The verb pull: take over what a git repository has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name
from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.streams import out, out_json, progress, tell, wipe
from snapshotter.cli.verbs.fetch import tell_left_out
from snapshotter.cli.verbs.push import RemoteName

if TYPE_CHECKING:
    from snapshotter.store.home import Home
    from snapshotter.work.versions.share.follow import Pulled


def pull(remote: RemoteName = "", name: Name = None, json: Json = False) -> int:
    """Fetch what a git repository has of the line, and let the branches here follow those there.

    Where a branch went on here and there, nothing is changed. The workspace goes to the newest snapshot of its branch
    where the image is, or can be had; what is not committed is kept in a snapshot first, as by `snap checkout`.

    \b
    Examples:
      snap pull
      snap pull colleague -n web
    """
    from snapshotter.work.select import workspace_name
    from snapshotter.work.versions.share.follow import pull

    home = options.home()
    chosen = workspace_name(home.workspaces, name)
    done = pull(home, chosen, remote, progress())
    wipe()
    if done.behind:
        _checkout(home, chosen, done.behind)
    if json:
        out_json(
            {
                "remote": done.remote.name,
                "url": done.remote.url,
                "new": done.new,
                "branches": {branch: now for branch, (_, now) in done.moved.items()},
                "tags": list(done.tags),
            }
        )
        return 0
    _show(done)
    return 0


def _show(done: Pulled) -> None:
    for branch, (before, now) in sorted(done.moved.items()):
        out(shown(f"{branch}: snapshot {before} to {now}" if before else f"{branch}: new, at snapshot {now}"))
    if not done.moved:
        out(shown(f"up to date with {done.remote.url}"))
    for tag in done.tags:
        out(f"tag {tag}")
    for tag in done.kept_tags:
        tell(shown(f"tag {tag} names another snapshot there, and stays as it is"))
    tell_left_out(done.left_out)


def _checkout(home: Home, name: str, branch: str) -> None:
    """Go to the branch; where that is not possible now, say why and how to do it later."""
    from snapshotter.cli.show.moved import show_moved
    from snapshotter.errors import SnapError
    from snapshotter.work.versions.checkout import checkout

    try:
        moved = checkout(options.engine(), home, name, branch, progress(), tell)
    except SnapError as error:
        wipe()
        tell(shown(f"the container of {name} stays where it is: {error.message}"))
        tell(f"`snap checkout {branch} -n {name}` goes to what was pulled")
    else:
        wipe()
        show_moved(moved, json=False, result=False)


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Take over what a git repository has.")(pull)
