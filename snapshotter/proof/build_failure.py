"""Causes of a failed build outside the recipe: the network, the engine, or a version that is unavailable.  Pure."""

from __future__ import annotations

import re

from snapshotter.errors import BuildFailed, EngineError
from snapshotter.model import Proof
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
_UNAVAILABLE = regex(
    r".*(Version '.*' for '.*' was not found|Unable to locate package|has no installation candidate"
    r"|404 +Not Found|No matching distribution found|No matching version found|npm ERR! 404"
    r"|Could not find a valid gem|unable to select packages|Unable to find a match|not a tree: ).*",
    re.I,
)
_LOCAL = regex(r"localhost|127\.0\.0\.1|\[?::1\]?|0\.0\.0\.0", re.I)
"""Addresses of a service in the container itself; if it is missing, the recipe has to be repaired."""
_LAST_LINES = 40
"""Lines at the end of the output that are searched for the error."""


def engine_fault(error: EngineError) -> Proof:
    """Return the verdict on a build that the engine did not do, or whose image it does not show: "unknown"."""
    again = "`snap verify` proves it again once the engine works"
    return Proof("unknown", f"not provable: {error.message}", (f"next: {error.hint or 'see `docker info`'};\n{again}",))


def outside_cause(error: BuildFailed) -> str:
    """Return what outside the recipe prevented a step from running; "" if the step itself failed."""
    if _ENGINE.search(error.message) and "non-zero code" not in error.message:
        return "could not be run by the engine"
    lines = error.output.splitlines()[-_LAST_LINES:]
    if any(_NETWORK.search(line) and not _LOCAL.search(line) for line in lines):
        return "could not reach the network"
    # apt prints "Failed to fetch" for an unreachable mirror, and for a file that the mirror no longer has
    if "Failed to fetch" in error.output and not unavailable_line(error):
        return "could not reach the network"
    return ""


def unavailable_line(error: BuildFailed) -> str:
    """Return the line of a step's output that reports a version as no longer available; "" if there is none."""
    found = _UNAVAILABLE.search(error.output)
    return " ".join(found[0].split()) if found else ""
