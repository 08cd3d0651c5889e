"""Says whose commands are about to be run, where snapshots came from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from snapshotter.model import Progress, Snapshot
from snapshotter.store.home import Home
from snapshotter.work.volatile import from_elsewhere


def tell_elsewhere(home: Home, snapshots: Sequence[Snapshot], tell: Progress) -> None:
    """Report which of the snapshots, whose commands are run next, came from where."""
    places = from_elsewhere(home, snapshots)
    for place in dict.fromkeys(places.values()):
        numbers = [one.seq for one in snapshots if places.get(one.id) == place]
        tell(f"{_named(numbers)} came from {place}: the commands in it are run next, in containers")


def _named(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"snapshot {numbers[0]}"
    return (
        f"snapshots {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
        if len(numbers) < 6
        else (f"{len(numbers)} snapshots, {numbers[0]} to {numbers[-1]},")
    )
