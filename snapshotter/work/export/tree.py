"""The recipe in the tree of a snapshot's commit: made from the line alone, so that a clone of the repository builds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from snapshotter.changes.volatile import Rules
from snapshotter.engine.api import Connect
from snapshotter.errors import NotFound, StoreError
from snapshotter.model import Change, Snapshot
from snapshotter.recipe.plan import plan
from snapshotter.recipe.rewrite.outside_packages import add_outside_installs
from snapshotter.recipe.rewrite.pins import pins
from snapshotter.recipe.rewrite.shell_calls import without_shell_calls
from snapshotter.recipe.rewrite.wording import wording_of
from snapshotter.recipe.write.dockerfile import write
from snapshotter.store.damage.notices import notice
from snapshotter.store.home import Home
from snapshotter.store.read import DAMAGE_HINT
from snapshotter.work.export.contents import stored_by_seq, stored_or_image
from snapshotter.work.export.repairs_text import latest_repairs
from snapshotter.work.export.whole_line import whole_line

ReadOne: TypeAlias = Callable[[str, str], bytes | None]
"""Returns the content of a file: (id of an image, path); None where the image has no such file."""


def read_one(connect: Connect, image: str, path: str) -> bytes | None:
    """Return the content of a file of an image, None where it has no such file; raises `EngineError`."""
    return dict(connect().read_files(image, [path])).get(path)


def tree_recipe(
    home: Home,
    snapshots: Sequence[Snapshot],
    read: ReadOne,
    contents: Mapping[str, bytes],
    rules: Rules | None = None,
) -> dict[str, tuple[int, bytes]]:
    """Return the Dockerfile and context of the last of a line's snapshots: path → mode and content.

    `contents` are those that the line does not store yet, by key, `rules` those for volatile paths that are about to
    hold.
    """
    line = whole_line(home, snapshots, rules)
    with stored_by_seq(home, line) as stored:

        def content(seq: int, change: Change) -> bytes | None:
            if seq == 0:
                return read(line[0].base.id, change.path)
            if not change.content:
                return None
            if change.content in contents:
                return contents[change.content]
            image = next((one.image for one in line if one.seq == seq), "")
            try:
                return stored_or_image(stored(seq), change, lambda: read(image, change.path))
            except (NotFound, StoreError) as error:  # the recipe names it as missing, and the image has it
                notice(f"{error.message}\n  next: {DAMAGE_HINT}")
                return None

        every = add_outside_installs(without_shell_calls(line), content)
        wording = wording_of(every, content, pins(every, content))
        made = plan(every[0].base, every, latest_repairs(every[:-1]), wording=wording)
        recipe = write(made, content)
    return {"Dockerfile": (0o644, recipe.dockerfile.encode("utf-8", "surrogateescape")), **recipe.files}
