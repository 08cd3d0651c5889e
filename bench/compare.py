"""Print which paths differ between two images of one base, as the proof compares them; run by the installed Python."""

from __future__ import annotations

import sys
from pathlib import Path

from snapshotter.changes.masked_names import NameMask
from snapshotter.engine.connect.connect import connect
from snapshotter.model import Base
from snapshotter.proof.compare import compare_with_target, target


def main(base: str, one: str, other: str, cache: str) -> None:
    """Print the paths that differ, sorted."""
    engine = connect()
    image = engine.image(base)
    wanted = target(
        engine, Base(base, image.id, layers=image.layers), engine.image(one).id, Path(cache), NameMask(bytes)
    )
    print("\n".join(change.path for change in compare_with_target(engine, wanted, engine.image(other).id).paths))


if __name__ == "__main__":
    main(*sys.argv[1:])
