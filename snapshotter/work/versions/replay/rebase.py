"""`snap rebase`: the recipe of a line, snapshot by snapshot, on another base image, as a new workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct

from snapshotter.engine.api import Engine
from snapshotter.errors import NotFound
from snapshotter.model import Change, Progress, Snapshot, Workspace
from snapshotter.recipe.rewrite.outside_packages import add_outside_installs
from snapshotter.recipe.rewrite.shell_calls import without_shell_calls
from snapshotter.store.home import Home
from snapshotter.store.workspaces import free_name
from snapshotter.work.commit.commit import commit
from snapshotter.work.export.contents import contents
from snapshotter.work.export.elsewhere import tell_elsewhere
from snapshotter.work.export.repairs_text import latest_repairs
from snapshotter.work.export.whole_line import whole_line
from snapshotter.work.start import Request, start, taken
from snapshotter.work.versions.replay.actions import replay_of
from snapshotter.work.versions.replay.perform import Performer, Step, with_choices

_ATTRIBUTES = ("kind", "mode", "digest", "link")
"""What of a path is compared; owners are by number and differ between base images, times differ always."""


class PathDifference(Struct, frozen=True):
    """A path that a command, or what came from outside, changed otherwise than on the old base."""

    path: str
    index: int | None
    """Index of the command, None for what came from outside."""
    how: str
    """"not changed any more", "changed now" or "other KIND"."""


class Replayed(Struct, frozen=True):
    """One snapshot of the old line and what became of it."""

    old: Snapshot
    new: Snapshot | None
    """None where a step failed, or nothing was left to commit."""
    steps: tuple[Step, ...]
    paths: tuple[PathDifference, ...] = ()
    packages: tuple[tuple[str, str, str], ...] = ()
    """Packages of which it installed another version: name, version on the old base and on the new one, "" for none."""

    @property
    def failed(self) -> Step | None:
        """The step that failed."""
        return next((step for step in self.steps if step.problem), None)


class Rebased(Struct, frozen=True):
    """The result of a rebase."""

    workspace: Workspace
    """The new one."""
    snapshots: tuple[Replayed, ...]
    left: tuple[str, ...]
    """The commands that follow the one that failed."""
    total: int
    """How many snapshots the old line has."""

    @property
    def failed(self) -> Step | None:
        """The step that failed, after which nothing was done."""
        return self.snapshots[-1].failed if self.snapshots else None


def rebase(
    engine: Engine,
    home: Home,
    name: str,
    new_base: str,
    new_name: str,
    progress: Progress,
    tell: Progress,
    done: Callable[[Replayed], None] = lambda _: None,
) -> Rebased:
    """Replay a workspace's line in a new workspace of another base image; `done` is called after each snapshot.

    The first step that fails ends it: the new workspace then has the snapshots before it, and in its container what was
    done since.  The old workspace is only read.  Raises `NotFound` where there is no snapshot.
    """
    workspace = home.workspaces.get(name)
    line = whole_line(home, home.line.snapshots(name))
    if not line:
        raise NotFound(f"workspace {name} has no snapshot to replay", f"`snap commit -n {name}` makes one")
    chosen = new_name or free_name(f"{name}-rebased", taken(home))
    request = Request(
        new_base,
        chosen,
        env=workspace.env,
        network=workspace.network,
        service=workspace.service,
        verb="rebase",
        text=f"{name} on {new_base}",
    )
    tell_elsewhere(home, line, tell)
    progress(f"starting {chosen} from {new_base}")
    made = start(engine, home, request, progress)
    if workspace.ports or workspace.volumes:
        tell(f"the ports and volumes of {name} are left out in {chosen}")
    found: list[Replayed] = []
    try:
        with contents(home, lambda: engine, line) as content, Performer(engine, home, made, tell) as performer:
            prepared = add_outside_installs(without_shell_calls(line), content)
            repairs = latest_repairs(line)
            for at, old in enumerate(prepared):
                replay = replay_of(made.base, prepared[:at], old, repairs)
                one = Replayed(line[at], None, tuple(performer.perform(replay, line[at], content, progress)))
                if one.failed is None:
                    committed = commit(
                        engine,
                        home,
                        made,
                        old.message,
                        old.instructions,
                        progress,
                        verb="",
                        edit=with_choices(one.steps, line[at]),
                    )
                    one = compared(one, committed.snapshot if committed else None)
                found.append(one)
                done(one)
                if one.failed is not None:
                    break
    except KeyboardInterrupt:
        count = sum(one.new is not None for one in found)
        tell(
            f"{name} is as before; {chosen} has {count} of its {len(line)} snapshots, and what was done since is in its"
            f" container\n  next: `snap rm --force {chosen}` removes it;"
            f" `snap rebase {new_base} -n {name}` begins again"
        )
        raise
    return Rebased(made, tuple(found), tuple(_left(line, found)), len(line))


def _left(line: Sequence[Snapshot], found: Sequence[Replayed]) -> Iterator[str]:
    """Yield the commands after the one that failed."""
    failed = found[-1].failed if found else None
    if failed is None:
        return
    for one in line[len(found) - 1 :]:
        for index, command in enumerate(one.commands):
            if one.seq != failed.seq or index > (failed.index if failed.index is not None else -1):
                yield command.text


def compared(one: Replayed, new: Snapshot | None) -> Replayed:
    """Return what became of a snapshot with what differs between the old one and the new one."""
    if new is None:
        return one
    ran = [step.index for step in one.steps if step.index is not None and step.fate != "left out"]
    old_paths = {change.path: change for change in one.old.changes if not change.volatile}
    new_paths = {change.path: change for change in new.changes if not change.volatile}
    paths = []
    for path in sorted(old_paths.keys() | new_paths.keys()):
        before, after = old_paths.get(path), new_paths.get(path)
        how = _how(before, after)
        if how:
            paths.append(PathDifference(path, _index(before, after, ran), how))
    packages = _packages(one.old.changes), _packages(new.changes)
    names = sorted(packages[0].keys() | packages[1].keys())
    versions = ((name, packages[0].get(name, ""), packages[1].get(name, "")) for name in names)
    differing = tuple(each for each in versions if each[1] != each[2])
    return Replayed(one.old, new, one.steps, tuple(paths), differing)


def _index(before: Change | None, after: Change | None, ran: Sequence[int]) -> int | None:
    """Return the index of the command in the old snapshot that changed a path."""
    if after is not None and after.command is not None and after.command < len(ran):
        return ran[after.command]
    return before.command if before is not None else None


def _how(before: Change | None, after: Change | None) -> str:
    if after is None:
        return "not changed any more"
    if before is None:
        return "changed now"
    if before.after is None or after.after is None:
        return "" if before.after is after.after else "not deleted any more" if before.after is None else "deleted now"
    other = [name for name in _ATTRIBUTES if getattr(before.after, name) != getattr(after.after, name)]
    words = {"digest": "content", "link": "target"}
    return "other " + ", ".join(words.get(name, name) for name in other) if other else ""


def _packages(changes: Sequence[Change]) -> Mapping[str, str]:
    """Return the packages that own changed paths, with their versions."""
    found = {}
    for change in changes:
        name, blank, version = change.package.rpartition(" ")
        if blank and change.after is not None:
            found[name] = version
    return found
