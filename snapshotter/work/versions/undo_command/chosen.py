"""Which paths the last command changed, and what was there before it; refuses the command where that is not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from snapshotter.changes.explain.timeline import TICK
from snapshotter.changes.history import below, normal
from snapshotter.engine.api import LABEL, Container, Engine
from snapshotter.engine.generated_files import PATHS
from snapshotter.errors import Conflict
from snapshotter.model import PLACEHOLDER, Change, Tree
from snapshotter.rootfs.layer.birth import birth
from snapshotter.work.look.restore_plan import Plan, blocks, canonical, is_different
from snapshotter.work.look.restore_states import Reader, States
from snapshotter.work.look.restore_write import Stored, named
from snapshotter.work.versions.commands import brief
from snapshotter.work.versions.undo_command.checkpoints import Checkpoints
from snapshotter.work.versions.undo_command.last_command import Found, Last, changed_by


def chosen_paths(reader: Reader, container: Container, last: Last, name: str) -> tuple[States, Plan]:
    """Return the states and what is put back; raises `Conflict` with the paths of which that is not known."""
    read = reader.everything()
    if read is None or container.upper is None:
        raise Conflict(
            "the container's layer cannot be read from here, so what the command changed is not known",
            _next_steps(name),
        )
    states, changes, deleted_ns = read
    mounts = [normal(mount.target) for mount in container.mounts]
    upper = container.upper
    found = changed_by(
        last,
        [one for one in changes if not _of_engine(one, mounts)],
        states.wanted,
        states.current,
        deleted_ns,
        lambda path: birth(upper, path),
        lambda path: canonical(path, states.current, states.wanted),
    )
    hidden = {path: "its name holds a secret" for path in found.paths if PLACEHOLDER.search(path)}
    if unknown := {**found.unknown, **hidden}:
        reasons = {why: [path for path, other in unknown.items() if other == why] for why in unknown.values()}
        listed = "; ".join(f"{named(paths)}: {why}" for why, paths in reasons.items())
        raise Conflict(
            f"it is not known what was there before `{brief(last.command.text)}`, so nothing was done: {listed}",
            _next_steps(name),
        )
    return states, _plan(found, states)


def paths_at_checkpoint(
    checkpoints: Checkpoints,
    reader: Reader,
    container: Container,
    last: Last,
    times: tuple[float, float],
    engine: Engine,
) -> tuple[States, Plan, Stored] | None:
    """Return the states and what is put back by the checkpoints before and after the command; None without them.

    Raises `Conflict` for a path that changed after the command as well.
    """
    command, name = last.command, container.labels.get(LABEL + ".workspace", "")
    read = reader.everything()
    if read is None:
        return None
    current = read[0].current
    before, after = (reader.with_layer(checkpoints.get(at).layer()) for at in times)
    mounts = [normal(mount.target) for mount in container.mounts]
    start = int((command.begin - TICK) * 10**9)
    paths = [
        path
        for path in _differing(before, after)
        if path not in PATHS
        and not any(below(path, mount) or below(mount, path) for mount in mounts)
        and not (path in after and after[path].ctime_ns < start)
    ]
    later = sorted({*paths} & {*_differing(after, current)})
    if later:
        raise Conflict(
            f"{named(later)} changed after `{brief(command.text)}` too, so nothing was done",
            f"`snap undo -n {name}` discards all that is not committed",
        )
    states = States(before, current, read[0].last, exact=True)
    return states, _plan(Found(tuple(sorted(paths)), {}), states), stored_files(checkpoints, before, container, engine)


def stored_files(checkpoints: Checkpoints, before: Tree, container: Container, engine: Engine) -> Stored:
    """Return what reads the files of a checkpoint."""

    def stored(wanted: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        missing = []
        for path in wanted:
            data = checkpoints.content(before[path].digest)
            if data is None:
                missing.append(path)
            else:
                yield path, data
        if missing:
            yield from engine.read_files(container.image, missing)

    return stored


def _differing(old: Tree, new: Tree) -> Iterator[str]:
    """Yield the paths that differ; the times of directories do not count."""
    for path in {*old, *new}:
        before, after = old.get(path), new.get(path)
        if before is None or after is None or is_different(before, after, exact=True):
            yield path


def _next_steps(name: str) -> str:
    return (
        f"`snap undo -n {name}` discards all that is not committed, `snap restore -n {name} -- PATH` puts single paths"
        " back\nas in the last snapshot; in a workspace of `snap start --checkpoints` each command can be taken back"
    )


def _of_engine(change: Change, mounts: Sequence[str]) -> bool:
    path = change.path
    made_for_mount = change.change == "added" and any(below(mount, path) for mount in mounts)
    return path in PATHS or made_for_mount or any(below(path, mount) for mount in mounts)


def _plan(found: Found, states: States) -> Plan:
    wanted, current = states.wanted, states.current
    restored = [path for path in found.paths if path in wanted]
    gone = [path for path in found.paths if path in current and path not in wanted]
    in_the_way = [path for path in restored if path in current and blocks(current[path], wanted[path])]
    return Plan(tuple(restored), tuple(sorted({*gone, *in_the_way})), 0, {})
