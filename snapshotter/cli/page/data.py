"""What a page shows, as JSON with the keys that `--json` of the verbs has; `snap report --json` prints it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from snapshotter import __version__
from snapshotter.cli.show import as_json, explanation
from snapshotter.cli.show.as_json import JsonObject
from snapshotter.cli.show.proof import withheld_json

if TYPE_CHECKING:
    from snapshotter.model import Snapshot
    from snapshotter.work.export.report import Report
    from snapshotter.work.look.config import Setting
    from snapshotter.work.look.diff import Difference
    from snapshotter.work.look.packages import PackageDifference


def report_json(name: str, found: Report) -> JsonObject:
    """Return what the page of `snap report` shows."""
    exported = found.exported
    last = found.snapshots[-1]
    return {
        **_head("report", name),
        "from": "base",
        "to": f"snapshot {last.seq}",
        "base": found.snapshots[0].base.reference,
        "snapshots": [as_json.snapshot(one) for one in found.snapshots],
        "changes": None,
        "recipe": {
            "dockerfile": exported.recipe.dockerfile,
            "account": exported.recipe.summary,
            "counts": exported.counts(),
            "files": ["Dockerfile", *exported.recipe.files],
            "missing": list(exported.recipe.missing),
            "pinned": list(exported.pins.labels),
            "notes": exported.notes(),
            "warnings": exported.warnings(),
            "withheld_files": withheld_json(exported.withheld()),
            "explanation": explanation.as_json(exported.explain()),
        },
        "config": settings_json(found.settings),
        "packages": packages_json(found.packages),
    }


def diff_json(
    found: Difference,
    snapshots: Sequence[Snapshot],
    settings: Iterable[Setting],
    packages: Sequence[PackageDifference] | None,
    texts: Mapping[str, Sequence[str]],
) -> JsonObject:
    """Return what the page of `snap diff --html` shows.

    `snapshots` are those between the two states; `texts` the differing lines by path.
    """
    from snapshotter.work.look.diff import label

    changes = as_json.changes(found.changes)
    for one in changes:
        one["diff"] = "\n".join(texts.get(str(one["path"]), ()))
    return {
        **_head("diff", found.name),
        "from": label(found.old),
        "to": label(found.new),
        "base": snapshots[0].base.reference if snapshots else "",
        "snapshots": [as_json.snapshot(one) for one in snapshots],
        "changes": changes,
        "recipe": None,
        "config": settings_json(settings),
        "packages": packages_json(packages),
    }


def _head(kind: str, name: str) -> JsonObject:
    return {"page": kind, "version": __version__, "made": time.time(), "workspace": name}


def settings_json(found: Iterable[Setting]) -> list[JsonObject]:
    """Return values of an image's configuration that differ, as `snap diff --config --json` has them."""
    return [{"instruction": one.instruction, "name": one.name, "old": one.old, "new": one.new} for one in found]


def packages_json(found: Sequence[PackageDifference] | None) -> list[JsonObject] | None:
    """Return packages that differ, as `snap diff --packages --json` has them; None for None."""
    if found is None:
        return None
    return [
        {
            "name": one.name,
            "manager": one.manager,
            "change": one.change,
            "old": one.old or None,
            "new": one.new or None,
            "automatic": one.automatic,
        }
        for one in found
    ]
