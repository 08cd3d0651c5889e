"""Print which container engine answers, or why none does.

Exit status: 0 if one answers; 3 if none does; 4 if the user named one (DOCKER_HOST, a docker context) that does not
answer, so that scripts start no other; 5 if only the program podman is installed, whose service is started for each
command. Any other status means that the question could not be answered.
"""

from __future__ import annotations

import sys

from snapshotter.engine.connect.addresses import from_environment
from snapshotter.engine.connect.connect import connect
from snapshotter.errors import EngineError, EngineNotFound

NONE, NAMED, ONLY_PODMAN_PROGRAM = 3, 4, 5


def main() -> int:
    """Print the answer and return the exit status."""
    try:
        info = connect().info()
    except EngineError as error:
        print(error.message, error.hint, sep="\n")
        return NAMED if named_by_user() else NONE
    print(f"engine: {info.name} {info.version} at {info.address}")
    return 0 if info.lasting else ONLY_PODMAN_PROGRAM


def named_by_user() -> bool:
    """Return whether the user named the engine: then only one address is tried."""
    try:
        return len(from_environment()) == 1
    except EngineNotFound:
        return True


if __name__ == "__main__":
    sys.exit(main())
