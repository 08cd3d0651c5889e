"""What slimming saved, as lines and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from snapshotter.cli.show.tables import first_line, plural, size

if TYPE_CHECKING:
    from snapshotter.work.export.export import Exported
    from snapshotter.work.export.slim import Saving

_MOST_MEASURES = 8
"""Measures that are listed; `--json` lists all."""
_WIDTH = 96


def lines(done: Exported, found: Saving) -> Iterator[str]:
    """Yield the lines that describe what was saved."""
    layers = plural(done.recipe.layers, "layer")
    if found.why_not:
        yield f"not made slim: {found.why_not}"
    elif not found.size:
        yield "slim, but not proven: caches are cleared, and measures that might change the image are not applied"
    elif not found.applied:
        yield f"already slim: {size(found.size)}, {layers}"
    else:
        change = f"{size(found.saved)} saved" if found.saved >= 0 else f"{size(-found.saved)} more"
        before = f"{size(found.size_before)} and {found.layers_before}"
        yield f"slim: {size(found.size)} and {layers} instead of {before}; {change}"
    yield from _listed("left out", found.applied)
    yield from _listed("taken back, since the image was not equal", found.taken_back)


def _listed(title: str, measures: tuple[str, ...]) -> Iterator[str]:
    for measure in measures[:_MOST_MEASURES]:
        yield f"  {title}: {first_line(measure, _WIDTH)}"
    if len(measures) > _MOST_MEASURES:
        yield f"  … and {len(measures) - _MOST_MEASURES} more; --json lists them all"


def as_json(done: Exported, found: Saving) -> dict[str, Any]:
    """Return what was saved as JSON; sizes are null if no image was built."""
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
