"""What the builders say of a build that failed: whether it is about the Dockerfile, or about the builder itself.  Pure.

A step that ran has an exit status, and what is wrong with a Dockerfile or its context has few wordings.  Registries,
disks, runtimes and connections fail in any words, so whatever else a builder says is taken to be its own failure.
"""

from __future__ import annotations

import re

from snapshotter.regex import regex

_RAN = regex(
    r"returned a non-zero code: \d+"
    r"|did not complete successfully: exit code: \d+"
    r"|executor failed running .*: exit code: \d+"
    r"|(while running runtime|error building at STEP .*|building at STEP .*): exit status \d+",
    re.I | re.S,
)
"""The end of a step that ran: the classic builder, BuildKit since and before 0.11, buildah."""
_OF_RECIPE = regex(
    r"dockerfile parse error|unknown (instruction|flag)|syntax error|failed to parse|parse error"
    r"|invalid reference format|(copy|add) failed|failed to (compute cache key|calculate checksum).*not found"
    r"|checking on sources under|no items matching glob|no source files|copier: |not found in build context"
    r"|unable to find (user|group)|unknown (user|group)|no matching entries in (passwd|group)|determining run uid"
    r"|exec: \"[^\"]*\": (stat |executable file|permission denied|is a directory)"
    r"|executable file .*not found|lstat /\S*: no such file or directory|cannot copy to non-directory"
    r"|not a directory$|cannot overwrite|cannot normalize|build error: |stage .*not found|is not a valid",
    re.I | re.S,
)
"""What is wrong with a Dockerfile or its context."""


def has_run(reason: str) -> bool:
    """Return whether the builder reports the exit status of a step."""
    return bool(_RAN.search(reason))


def is_of_builder(reason: str) -> bool:
    """Return whether the builder failed for a reason that is neither a step's exit status nor in the Dockerfile."""
    return not has_run(reason) and not _OF_RECIPE.search(reason)
