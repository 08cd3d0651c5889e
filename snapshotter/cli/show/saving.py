"""What slimming saved, told to people and to programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from snapshotter.cli.show.tables import first_line, plural, size

if TYPE_CHECKING:
    from snapshotter.work.export.export import Exported
    from snapshotter.work.export.slim import Saving

_LISTED = 8
"""Measures that are named; `--json` has them all."""
_WIDTH = 96


def lines(done: Exported, found: Saving) -> Iterator[str]:
    """Give the account for people."""
    layers = plural(done.recipe.layers, "layer")
    if found.why_not:
        yield f"not made slim: {found.why_not}"
    elif not found.size:
        yield "slim, but not proven: caches are cleared, and what else might change the image is left as it is"
    elif not found.applied:
        yield f"slim already: {size(found.size)}, {layers}"
    else:
        change = f"{size(found.saved)} saved" if found.saved >= 0 else f"{size(-found.saved)} more"
        before = f"{size(found.size_before)} and {found.layers_before}"
        yield f"slim: {size(found.size)} and {layers} instead of {before}; {change}"
    yield from _listed("left out", found.applied)
    yield from _listed("taken back, since another image came of it", found.taken_back)


def _listed(title: str, measures: tuple[str, ...]) -> Iterator[str]:
    for measure in measures[:_LISTED]:
        yield f"  {title}: {first_line(measure, _WIDTH)}"
    if len(measures) > _LISTED:
        yield f"  … and {len(measures) - _LISTED} more; --json lists them all"


def as_json(done: Exported, found: Saving) -> dict[str, Any]:
    """Give the account for programs; null where no image was built."""
    built = bool(found.size)
    return {
        "proven": built,
        "applied": list(found.applied),
        "taken_back": list(found.taken_back),
        "why_not": found.why_not,
        "layers": done.recipe.layers,
        "layers_before": found.layers_before if built else None,
        "bytes": found.size if built else None,
        "bytes_before": found.size_before if built else None,
        "bytes_saved": found.saved if built else None,
    }
