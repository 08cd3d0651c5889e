"""The verb show: one snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from snapshotter.cli import in_session, options
from snapshotter.cli.options import Json, Name, Rev
from snapshotter.cli.show.escape import shown, shown_lines
from snapshotter.cli.show.streams import out, out_json, tell

if TYPE_CHECKING:
    from snapshotter.model import Proof, Snapshot


def show(
    rev: Rev = "latest",
    name: Name = None,
    every: Annotated[bool, typer.Option("--all", "-a", help="Show every changed path, those of packages too.")] = False,
    json: Json = False,
) -> int:
    """Show one snapshot: its commands as they were typed, and every changed path with what explains it.

    Of the failed state of a build, which has none, show what its step did.

    \b
    Examples:
      snap show
      snap show 2 --json | jq '.commands[].text'
    """
    from snapshotter.cli.show import as_json
    from snapshotter.work.select import find, workspace_name

    home = options.home()
    chosen = workspace_name(home.workspaces, name)
    with home.line.together():
        if not home.line.head(chosen):
            home.workspaces.get(chosen)  # raises `NotFound` if there is no such workspace
            from snapshotter.work.build.states import kept

            if rev == "latest" and chosen in kept(home):
                from snapshotter.cli.verbs.status import status

                return status(name=chosen, every=every, json=json)
        summary = find(home.line, chosen, rev)
        snapshot = home.line.snapshot(chosen, summary.seq, summary.id if not summary.damage else "")
        place = home.line.received().snapshots.get(snapshot.id, "")
        proofs = home.line.proofs_elsewhere(chosen, snapshot.seq, snapshot.id)
    if in_session.workspace():
        place = ""  # a name of this host
    if json:
        elsewhere = {remote: as_json.proof(found) for remote, found in proofs}
        out_json(as_json.snapshot(snapshot) | {"received_from": place or None, "proofs_elsewhere": elsewhere})
    else:
        _show(snapshot, every, place, proofs)
    return 0


def _show(snapshot: Snapshot, every: bool, place: str, proofs: list[tuple[str, Proof]]) -> None:
    from snapshotter.cli.show import as_json
    from snapshotter.cli.show.proof import summary, tell_withheld
    from snapshotter.cli.show.text import (
        change_table,
        command_lines,
        counts_line,
        field,
        moment,
        moved_lines,
        unlisted,
        visible,
    )

    out(field("snapshot", f"{snapshot.seq} of {snapshot.workspace}"))
    out(field("id", snapshot.id))
    out(field("image", f"{snapshot.tag} ({snapshot.image})"))
    out(field("base", snapshot.base.digest or snapshot.base.reference))
    out(field("created", moment(snapshot.created)))
    if snapshot.adopted:
        out(field("adopted", shown_lines(snapshot.adopted.image)))
        for name, value in as_json.started(snapshot.adopted.started).items():
            text = value if isinstance(value, str) else " ".join(value)
            out(field(name, shown_lines(text)))
    if place:
        out(field("from", place))
    out(field("proof", summary(snapshot.proof) if snapshot.proof else "not proven"))
    for remote, found in proofs:
        out(field("elsewhere", f"{shown(summary(found))} (says {remote}; it counts for nothing here)"))
    for instruction in snapshot.instructions:
        out(field("change", instruction))
    for pattern, reason in snapshot.volatile:
        out(field("volatile", f"{pattern} ({reason})") if reason else field("kept", pattern))
    for line in snapshot.note.splitlines():
        out(field("note", line))
    if snapshot.order:
        out(field("order", " ".join(str(index + 1) for index in snapshot.order)))
    out("\n    " + shown_lines(snapshot.message.strip()).replace("\n", "\n    "))
    if snapshot.commands:
        out("\n" + command_lines(snapshot.commands))
    out(f"\n{counts_line(snapshot.changes)}")
    moved, others = moved_lines(snapshot.changes)
    if moved:
        out("\n" + "\n".join(moved))
    rows = visible(others, every)
    if rows:
        out("\n" + change_table(rows))
    withheld = [(change.path, change.secret) for change in snapshot.changes if change.secret]
    if withheld:
        out("")
        tell_withheld(withheld, out)
    if more := unlisted(others, rows):
        tell(f"{more}; `snap show {snapshot.seq} --all` shows them")


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Show one snapshot: commands and changed paths.")(show)
