"""Says which container engine answers; else why none does.

Exit status 0 where one answers, 3 where none does, 4 where the user's own word (DOCKER_HOST, a docker context)
names one that does not: then it is not for a script to start another; 5 where only the program podman is there, whose
service is started for each command: an engine for want of a better one.  Anything else says nothing about engines.
"""

from __future__ import annotations

import sys

from snapshotter.engine.connect.addresses import from_environment
from snapshotter.engine.connect.connect import connect
from snapshotter.errors import EngineError, EngineNotFound

NONE, NAMED, MAKESHIFT = 3, 4, 5


def main() -> int:
    """Ask and tell."""
    try:
        info = connect().info()
    except EngineError as error:
        print(error.message, error.hint, sep="\n")
        return NAMED if named_by_user() else NONE
    print(f"engine: {info.name} {info.version} at {info.address}")
    return 0 if info.lasting else MAKESHIFT


def named_by_user() -> bool:
    """Say whether only one address is tried at all."""
    try:
        return len(from_environment()) == 1
    except EngineNotFound:
        return True


if __name__ == "__main__":
    sys.exit(main())
