"""The docker program that builds with BuildKit: how it is called, and its run to the end."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping, Sequence
from typing import IO

from snapshotter.engine.build.choose import Builder
from snapshotter.engine.patience import moved
from snapshotter.errors import EngineError


def build_command(builder: Builder, *, load: bool) -> list[str]:
    """Return the words that begin a build; with `load`, a builder with images of its own is told to hand them over."""
    if builder.kind == "session":
        return [builder.program, "build"]
    return [builder.program, "buildx", "build", "--builder", builder.name, *(["--load"] if load else [])]


def run(
    words: Sequence[str],
    environment: Mapping[str, str],
    line: Callable[[str], None],
    stdin: IO[bytes] | None = None,
    *,
    own_session: bool = False,
) -> int:
    """Run the docker program, call `line` with each line of its stderr, and return its exit status.

    `own_session`: Ctrl-C at the terminal does not reach it.  Whatever ends this call ends the program.
    """
    try:
        process = subprocess.Popen(
            words,
            stdin=stdin or subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment,
            start_new_session=own_session,
        )
    except OSError as error:
        raise EngineError(
            f"{words[0]} cannot be started: {error.strerror}", "`--builder classic` needs none"
        ) from error
    with process:
        try:
            assert process.stderr is not None
            for piece in process.stderr:
                moved()
                line(piece.decode("utf-8", "replace"))
        except BaseException:
            process.terminate()
            raise
    return process.returncode
