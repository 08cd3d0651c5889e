"""The verb push: the line to a git repository."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name
from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.streams import out, out_json, progress, tell, wipe
from snapshotter.cli.show.withheld import Yes, ask_withheld

if TYPE_CHECKING:
    from snapshotter.store.home import Home

RemoteName = Annotated[
    str, typer.Argument(metavar="[REMOTE]", show_default=False, help="A name of `snap remote`. Default: `origin`.")
]


def push(
    remote: RemoteName = "",
    every: Annotated[
        bool, typer.Option("--all", "-a", help="Also snapshots on no branch, as those in which discarded work is kept.")
    ] = False,
    images: Annotated[
        str,
        typer.Option(
            "--images",
            metavar="HOST/NAME",
            show_default=False,
            help="Push to this repository of a registry: the images as HOST/NAME:NUMBER, and the line beside them.",
        ),
    ] = "",
    sign: Annotated[
        str,
        typer.Option(
            "--sign",
            metavar="KEY",
            show_default=False,
            help="With --images: sign what is said about them with this key of ssh or cosign; a .pub means ssh-agent.",
        ),
    ] = "",
    yes: Yes = False,
    name: Name = None,
    json: Json = False,
) -> int:
    """Push the branches, tags and proofs of a workspace to a git repository; all of them are set there, or none.

    With --images, they and the images go to a registry, with the login of `docker login`; `snap clone HOST/NAME` makes
    a workspace of them. Images hold files that the line withholds as secret: these are named first. To each image its
    Dockerfile with the context is attached, and its proof: `snap verify HOST/NAME:NUMBER` checks it from there alone.

    Git's own configuration and credentials are used. What a snapshot withholds as secret is not in the line and does
    not travel. Where the repository has snapshots that are not here, nothing is pushed. A push is not undone.

    \b
    Examples:
      snap remote add origin git@github.com:me/web.git
      snap push
      snap push --images ghcr.io/me/web
      snap push --images ghcr.io/me/web --sign ~/.ssh/id_ed25519.pub
      snap push --images ghcr.io/me/web --sign cosign.key
    """
    from snapshotter.cli.show.tables import plural
    from snapshotter.errors import UsageError
    from snapshotter.work.select import workspace_name
    from snapshotter.work.versions.share.push import push

    if sign and not images:
        raise UsageError("--sign is for images", "`snap push --images HOST/NAME --sign KEY` pushes and signs them")
    home = options.home()
    chosen = workspace_name(home.workspaces, name)
    if images:
        return _images(home, chosen, remote, images, sign, every=every, yes=yes, json=json)
    done = push(home, chosen, remote, progress(), every=every)
    wipe()
    if json:
        out_json(
            {"remote": done.remote.name, "url": done.remote.url, "set": list(done.set), "behind": list(done.behind)}
        )
        return 0
    heads = [ref.removeprefix("refs/heads/") for ref in done.set if ref.startswith("refs/heads/")]
    tags = [ref.removeprefix("refs/tags/") for ref in done.set if ref.startswith("refs/tags/")]
    what = [f"branch {one}" for one in heads] + [f"tag {one}" for one in tags]
    other = len(done.set) - len(what)
    if other:
        what.append(f"{other} of proofs and single snapshots")
    out(shown(f"pushed to {done.remote.url}: {', '.join(what)}" if what else f"{done.remote.url} is up to date"))
    for branch in done.behind:
        tell(shown(f"{branch} is further there: `snap pull {done.remote.name}` takes that over"))
    if done.stayed:
        tell(f"{plural(done.stayed, 'snapshot')} on no branch not pushed: `snap push --all` pushes those too")
    return 0


def _images(home: Home, name: str, remote: str, place: str, sign: str, *, every: bool, yes: bool, json: bool) -> int:
    from snapshotter.errors import UsageError
    from snapshotter.work.versions.share.registry import push_images

    if remote:
        raise UsageError("both a remote and --images are given", f"`snap push {remote}` pushes to the remote")
    ask_withheld(home, name, place, every=every, yes=yes)
    key = options.path(sign) if sign else None
    done = push_images(options.engine(), home, name, place, progress(), every=every, key=key)
    wipe()
    if json:
        data = {"registry": place, "images": list(done.images), "missing": list(done.missing)}
        bare = [{"snapshot": seq, "reason": reason} for seq, reason in done.bare]
        data |= {"behind": list(done.behind), "signed": list(done.signed), "unsigned": list(done.unsigned)}
        out_json(data | {"without_recipe": bare})
        return 0
    what = ", ".join(f"{place}:{seq}" for seq in done.images)
    out(shown(f"pushed {what}" if what else f"the images in {place} are up to date"))
    for branch in done.behind:
        tell(shown(f"{branch} is further there: `snap pull` takes that over"))
    for seq, reason in done.bare:
        tell(shown(f"no recipe is attached to {place}:{seq}: {reason}"))
    if done.signed:
        tell(f"signed {', '.join(map(str, done.signed))}")
    for what, missing in (("pushed", done.missing), ("signed", done.unsigned)):
        if missing:
            tell(f"not {what}, since they are not on this machine: the images of {', '.join(map(str, missing))}")
    return 0


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Send the line to a git repository.")(push)
