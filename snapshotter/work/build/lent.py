"""`--shell-image`: the programs of another image, in a stage that has no shell.

The engine fills a new volume with the directory of programs of that image, and the volume is mounted below /dev, which
is in memory: no layer of the stage has a trace of it.
"""

from __future__ import annotations

import contextlib
from itertools import count

from msgspec.structs import replace

from snapshotter.engine.api import ContainerSpec, Engine
from snapshotter.errors import RecordError, SnapError, UsageError
from snapshotter.model import Image, Workspace, no_progress
from snapshotter.store.home import Home
from snapshotter.work.start import Request as Start
from snapshotter.work.start import find_image, start

LENT = "/dev/snap/shell"
"""Where the programs are."""
HINT = (
    "`--shell-image IMAGE` lends the shell of another image, whose programs have to be static, such as `busybox:musl`"
)
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_PROGRAMS = "/bin"


def start_with_shell(engine: Engine, home: Home, wanted: Start, image: Image, lender: str) -> Workspace:
    """Start the workspace of a failed step, where its stage has no shell with that of the image `lender`.

    Raises `RecordError` where the stage has no shell, and none is lent or the one that is does not run there.
    """
    try:
        return start(engine, home, wanted, no_progress)
    except RecordError as error:
        if not lender:
            error.hint = HINT
            raise
    volume = f"snap-shell-{wanted.name}"
    fill_volume(engine, volume, find_image(engine, lender, no_progress).id, _PROGRAMS)
    path = next((one for one in (*wanted.env, *image.config.env) if one.startswith("PATH=")), f"PATH={_PATH}")
    others = tuple(one for one in wanted.env if not one.startswith("PATH="))
    try:
        return start(
            engine,
            home,
            replace(
                wanted,
                shell=f"{LENT}/sh",
                env=(*others, f"{path}:{LENT}"),
                volumes=(*wanted.volumes, f"{volume}:{LENT}:ro"),
            ),
            no_progress,
        )
    except SnapError as error:
        remove_lent(engine, wanted.name)
        raise UsageError(f"the shell of {lender} does not run in the stage: {error.message}", HINT) from error


def fill_volume(engine: Engine, volume: str, image: str, directory: str) -> None:
    """Make a volume with the content of a directory of an image."""
    spec = ContainerSpec(image=image, name="", labels={}, idle=("/none",), volumes=(f"{volume}:{directory}",))
    engine.remove(engine.create(spec, start=False), volumes=False)


def stage_volume(name: str, number: int) -> str:
    """Return the name of the volume with the files of another stage that a failed state mounts."""
    return f"snap-from-{name}-{number}"


def remove_lent(engine: Engine, name: str) -> None:
    """Remove the volumes that were made for a failed state."""
    with contextlib.suppress(SnapError):
        engine.remove_volume(f"snap-shell-{name}")
    with contextlib.suppress(SnapError):  # they are numbered: the first that is missing ends them
        for number in count():
            engine.remove_volume(stage_volume(name, number))
