"""The engine room: `connect()` gives a container engine; what it can do stands in `engine.api`.

docker-py is imported by the first call of `connect()` and not before: verbs that need no engine start faster.
"""

from __future__ import annotations

from snapshotter.engine.api import Engine

__all__ = ["Engine", "connect"]


def connect() -> Engine:
    """Connect to this user's container engine; raises `EngineNotFound` with what to do."""
    from snapshotter.engine.reach import connect as connect_now

    return connect_now()
