"""Why a build failed for which no recipe is to blame: the network, the engine, or what a mirror has no more.  Pure."""

from __future__ import annotations

import re

from snapshotter.errors import BuildFailed
from snapshotter.regex import regex

_NETWORK = regex(
    r"Temporary failure (in name resolution|resolving)|Could ?n[o']t (resolve|connect)|Name or service not known"
    r"|bad address|unable to resolve|Network is unreachable|No route to host|Unable to fetch|Unable to connect"
    r"|Connection (refused|timed out|reset)|temporary error \(try again later\)|Operation timed out|Read timed out"
    r"|E(AI_AGAIN|NOTFOUND|CONNRE(FUSED|SET)|TIMEDOUT)\b|NewConnectionError|ConnectTimeoutError"
    r"|TLS handshake timeout|50[234] (Bad Gateway|Service Unavailable|Gateway Time-?out)",
    re.I,
)
_ENGINE = regex(
    r"failed to (create endpoint|set ?up container networking)|cannot allocate memory"
    r"|input/output error|context (deadline exceeded|canceled)|connection is shutting down",
    re.I,
)
_GONE = regex(
    r".*(Version '.*' for '.*' was not found|Unable to locate package|has no installation candidate"
    r"|404 +Not Found|No matching distribution found|No matching version found|npm ERR! 404"
    r"|Could not find a valid gem|unable to select packages|Unable to find a match|not a tree: ).*",
    re.I,
)


_HERE = regex(r"localhost|127\.0\.0\.1|\[?::1\]?|0\.0\.0\.0", re.I)
"""A service that ran in the container is no network: that it is missing is for the recipe to put right."""
_LAST = 40
"""Lines of output in which the error stands."""


def elsewhere(error: BuildFailed) -> str:
    """Say what of the world around kept a step from running; "" where the step itself is at fault."""
    if _ENGINE.search(error.message) and "non-zero code" not in error.message:
        return "could not be run by the engine"
    lines = error.output.splitlines()[-_LAST:]
    if any(_NETWORK.search(line) and not _HERE.search(line) for line in lines):
        return "could not reach the network"
    # apt says "Failed to fetch" of a mirror that it does not reach, and of a file that the mirror has no more
    return "could not reach the network" if "Failed to fetch" in error.output and not gone(error) else ""


def gone(error: BuildFailed) -> str:
    """Give the line of a step's output that says that something is to be had no more; "" where none does."""
    found = _GONE.search(error.output)
    return " ".join(found[0].split()) if found else ""
