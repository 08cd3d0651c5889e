"""What a report on a line of snapshots tells: the snapshots, their recipe, packages and configuration."""

from __future__ import annotations

import time

from msgspec import Struct

from snapshotter.changes.history import join_changes
from snapshotter.errors import SnapError
from snapshotter.model import Snapshot
from snapshotter.store.home import Home
from snapshotter.work.export.draft import UNCOMMITTED
from snapshotter.work.export.export import Exported, Exporter, export
from snapshotter.work.export.whole_line import whole_line
from snapshotter.work.look.config import Setting, settings
from snapshotter.work.look.diff import NOW, Contents, Difference
from snapshotter.work.look.packages import PackageDifference, package_differences


class Report(Struct, frozen=True):
    """The snapshots of a line up to one of them, and what they come to."""

    snapshots: tuple[Snapshot, ...]
    """Those of the lines that it was started from included, numbered from 1."""
    exported: Exported
    """The draft of their recipe; their last proof is in the snapshots."""
    settings: tuple[Setting, ...]
    """The image's configuration that differs from the base's."""
    packages: tuple[PackageDifference, ...] | None
    """The packages that differ from the base's; None where their databases cannot be read."""


def report(exporter: Exporter, name: str, seq: int) -> Report:
    """Return what the report on the snapshots up to `seq` tells.  Nothing is built, proven or written.

    An engine is needed only for the contents that the line does not hold.
    """
    exported = export(exporter, name, seq, None, verify=False)
    snapshots = tuple(whole_line(exporter.home, exporter.home.line.snapshots(name, seq)))
    exporter.progress("comparing packages and configuration")
    changes = tuple(join_changes(one.changes for one in snapshots))
    whole = Difference(name, 0, snapshots[-1].seq, changes, snapshots)
    return Report(
        snapshots,
        exported,
        tuple(settings(exporter.home, whole)),
        packages_if_known(Contents(exporter.connect, exporter.home, name, snapshots), whole),
    )


def packages_if_known(contents: Contents, found: Difference) -> tuple[PackageDifference, ...] | None:
    """Return the packages that differ; None where a database cannot be read, such as without an engine."""
    try:
        return tuple(package_differences(contents, found))
    except SnapError:
        return None


def snapshots_between(home: Home, found: Difference) -> list[Snapshot]:
    """Return the snapshots that lead from the older of two states to the later one, oldest first.

    What is not committed is the last one of them where the later state is the container as it is now; its changes are
    those of the difference.
    """
    line = found.branches.get(found.new) or found.branches.get(found.old) or found.snapshots
    last = line[-1].seq if line else 0
    low, high = sorted((found.old, last if found.new == NOW else found.new))
    between = [one for one in line if low < one.seq <= high]
    if found.new == NOW:
        between.append(_uncommitted(home, found.name, line[-1] if line else None))
    return between


def _uncommitted(home: Home, name: str, last: Snapshot | None) -> Snapshot:
    workspace = home.workspaces.get(name)
    return Snapshot(
        workspace=name,
        seq=last.seq + 1 if last else 1,
        image="",
        tag="",
        base=workspace.base,
        message=UNCOMMITTED,
        created=time.time(),
        config=last.config if last else workspace.base.config,
        commands=home.recorded_since(name, last).commands,
        changes=(),
    )
