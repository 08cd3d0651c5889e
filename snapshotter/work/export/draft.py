"""The draft of a recipe as it is now, with what is not committed yet; nothing is changed, built or stored."""

from __future__ import annotations

import time

from msgspec import Struct

from snapshotter.engine.api import Engine
from snapshotter.errors import NotFound, StoreError
from snapshotter.model import Change, Entry, Progress, Snapshot, Workspace, no_progress
from snapshotter.recipe.model import ACCOUNT_FILES
from snapshotter.recipe.plan import plan
from snapshotter.recipe.rewrite.outside_packages import add_outside_installs
from snapshotter.recipe.rewrite.pins import pins
from snapshotter.recipe.rewrite.shell_calls import without_shell_calls
from snapshotter.recipe.rewrite.wording import wording_of
from snapshotter.recipe.write.dockerfile import write
from snapshotter.store.home import Home
from snapshotter.work.export.contents import stored_by_seq
from snapshotter.work.export.repairs_text import latest_repairs
from snapshotter.work.export.whole_line import whole_line
from snapshotter.work.status import Status, status

UNCOMMITTED = "not committed yet"
"""The message above the steps of what is not committed."""


class DraftRecipe(Struct, frozen=True):
    """A Dockerfile as it would be, and a line that counts its paths."""

    dockerfile: str
    account: str
    exact: bool = True
    """False if the container's layer cannot be read in place: the effects of uncommitted commands are unknown."""


def draft_recipe(
    engine: Engine, home: Home, workspace: Workspace, progress: Progress = no_progress, *, failures: bool = False
) -> DraftRecipe:
    """Return the draft of a workspace's recipe, with its uncommitted commands and changes.

    `failures` keeps failed tries as comments.  Contents of files are not read: only the Dockerfile is of use.
    """
    found = status(engine, home, workspace, digests=False, progress=progress)
    snapshots = list(home.line.snapshots(workspace.name))
    if found.commands or found.changes:
        snapshots.append(_uncommitted(workspace, snapshots, found))
    line = whole_line(home, snapshots)
    with stored_by_seq(home, line) as stored:

        def content(seq: int, change: Change) -> bytes | None:
            try:
                return stored(seq)(change.content) if change.content else None
            except (NotFound, StoreError):  # what is not committed is in no line
                return None

        line = without_shell_calls(line)
        line = add_outside_installs(line, content)
        wording = wording_of(line, content, pins(line, content))
        made = plan(
            line[0].base if line else workspace.base,
            line,
            latest_repairs(line),
            wording=wording,
            keep_failures=failures,
        )
        recipe = write(made, lambda seq, change: content(seq, change) if change.path in ACCOUNT_FILES else b"")
    return DraftRecipe(recipe.dockerfile, recipe.summary, found.exact)


def _uncommitted(workspace: Workspace, earlier: list[Snapshot], found: Status) -> Snapshot:
    changes = found.changes
    if not found.exact:  # a change without its time: then no command counts as one without effect
        changes = (Change("/", "changed", None, Entry("directory", 0o755, 0, 0), volatile="not read"),)
    return Snapshot(
        workspace=workspace.name,
        seq=found.seq + 1,
        image="",
        tag="",
        base=workspace.base,
        message=UNCOMMITTED,
        created=time.time(),
        config=earlier[-1].config if earlier else workspace.base.config,
        commands=found.commands,
        changes=changes,
        volatile=workspace.volatile,
    )
