"""`snap cherry-pick`: do again in a workspace what a snapshot of another line did, and commit it."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.since_snapshot import committed_state
from snapshotter.engine.api import Engine
from snapshotter.errors import Conflict, SnapError
from snapshotter.model import Base, Progress, Snapshot, Workspace
from snapshotter.recipe.rewrite.outside_packages import add_outside_installs
from snapshotter.recipe.rewrite.shell_calls import without_shell_calls
from snapshotter.store.home import Home
from snapshotter.store.repository.operations import operation
from snapshotter.work.commit.commit import Committed, commit_locked
from snapshotter.work.container import ensure_running
from snapshotter.work.export.contents import contents
from snapshotter.work.export.elsewhere import tell_elsewhere
from snapshotter.work.export.repairs_text import latest_repairs
from snapshotter.work.select import revision, workspace_name
from snapshotter.work.status import status
from snapshotter.work.versions.checkout import changing, described, here, set_aside
from snapshotter.work.versions.replay.actions import Replay, conflicts, replay_of
from snapshotter.work.versions.replay.perform import Performer, Step, with_choices
from snapshotter.work.versions.switch import Target, live_sessions, switch

VERB = "cherry-pick"
_MOST_NAMED = 5


class Picked(Struct, frozen=True):
    """The result of a cherry-pick."""

    workspace: str
    source: Snapshot
    steps: tuple[Step, ...]
    committed: Committed | None
    """None where a step failed, or nothing changed by it."""
    overwritten: tuple[str, ...] = ()
    """Paths that were otherwise than before the source."""

    @property
    def failed(self) -> Step | None:
        """The step that failed, after which nothing was done."""
        return next((step for step in self.steps if step.problem), None)


def cherry_pick(
    engine: Engine,
    home: Home,
    name: str,
    wanted: str,
    message: str,
    progress: Progress,
    tell: Progress,
    *,
    force: bool = False,
) -> Picked:
    """Replay a snapshot, `wanted` as [NAME:]REV, in the container of a workspace and commit it there.

    Raises `Conflict`, before anything is done, where work is not committed, or where a file that would be copied is
    neither as it was before that snapshot nor as it is in it, unless `force`.
    """
    source, line = _source(home, name, wanted)
    with changing(engine, home, name, tell) as workspace:
        container = ensure_running(engine, home, workspace, tell)
        workspace = replace(workspace, container=container.id)
        _refuse_uncommitted(engine, home, workspace, progress)
        earlier = home.line.snapshots(name)
        base = _with_config(workspace, earlier)
        try:
            with contents(home, lambda: engine, line) as content, Performer(engine, home, workspace, tell) as performer:
                prepared = add_outside_installs(without_shell_calls(line), content)
                replay = replay_of(base, prepared[:-1], prepared[-1], latest_repairs(line))
                tell_elsewhere(home, line[-1:], tell)
                found = _conflicts(engine, home, workspace, earlier, replay, progress)
                if found and not force:
                    raise Conflict(
                        f"{_named(found)} of {name} would be overwritten: not as before snapshot {source.seq} of"
                        f" {source.workspace}",
                        f"nothing was done; `snap diff` shows what is there, --force takes what snapshot {source.seq}"
                        " has",
                    )
                steps = tuple(performer.perform(replay, line[-1], content, progress))
        except KeyboardInterrupt:
            _take_back(engine, home, workspace, progress, tell)
            raise
        committed = None
        if not any(step.problem for step in steps):
            text = message or picked_message(source)
            edit = with_choices(steps, source)
            committed = commit_locked(engine, home, workspace, text, source.instructions, progress, VERB, edit)
    return Picked(name, source, steps, committed, tuple(found))


def _take_back(engine: Engine, home: Home, workspace: Workspace, progress: Progress, tell: Progress) -> None:
    """Put a workspace back to where it was before a cherry-pick that was interrupted, or say what does."""
    name = workspace.name
    by_hand = f"what was done of it is in the container\n  next: `snap undo --force -n {name}` takes it back"
    if live_sessions(home, name):
        tell(f"the {VERB} was interrupted: {by_hand}")
        return
    tell(f"the {VERB} was interrupted; taking back what was done of it")
    try:
        head = here(home, name)
        kept, _, _ = set_aside(engine, home, workspace, VERB, progress)
        if kept is not None:
            target = Target(head.image if head else workspace.base.id, workspace.branch, {})
            done = replace(operation("undo", name, f"an interrupted {VERB}"), kept=kept.id)
            switch(engine, home, workspace, target, done, tell)
        tell(f"{name} is at {described(head)} as before" + (f"; what was done is snapshot {kept.seq}" if kept else ""))
    except (SnapError, KeyboardInterrupt):
        tell(by_hand)
        raise


def picked_message(source: Snapshot) -> str:
    """Return the message of a snapshot with where it came from on its first line."""
    first, newline, rest = source.message.partition("\n")
    return f"{first} (from {source.workspace}:{source.seq}){newline}{rest}"


def _source(home: Home, name: str, wanted: str) -> tuple[Snapshot, list[Snapshot]]:
    """Return the snapshot that is meant, and its line up to it."""
    other, colon, rev = wanted.removeprefix("snap/").rpartition(":")
    chosen = workspace_name(home.workspaces, other) if colon else name
    found = revision(home.line.summaries(chosen), rev, chosen, home.line)
    line = home.line.snapshots(chosen, found.seq)
    return line[-1], line


def _refuse_uncommitted(engine: Engine, home: Home, workspace: Workspace, progress: Progress) -> None:
    found = status(engine, home, workspace, digests=False, progress=progress)
    if found.commands or found.changes:
        name = workspace.name
        raise Conflict(
            f"{name} has work that is not committed",
            f"`snap commit -n {name}` saves it, `snap undo -n {name}` takes it back",
        )


def _with_config(workspace: Workspace, earlier: list[Snapshot]) -> Base:
    """Return the base with the configuration with which commands run in the container now."""
    return replace(workspace.base, config=earlier[-1].config) if earlier else workspace.base


def _conflicts(
    engine: Engine, home: Home, workspace: Workspace, earlier: list[Snapshot], replay: Replay, progress: Progress
) -> list[str]:
    if not any(action.changes for action in replay.actions):
        return []
    try:
        state = committed_state(engine, workspace.base, earlier, home.cache, progress)
    except SnapError as error:
        raise Conflict(f"it cannot be seen what {workspace.name} has now: {error.message}", error.hint) from error
    return conflicts(replay, state.committed)


def _named(paths: list[str]) -> str:
    more = len(paths) - _MOST_NAMED
    return ", ".join(paths[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
