"""Names that are no secrets though somebody typed one of them: of files, packages, users, and of this host."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Callable, Iterable, Mapping

from snapshotter.regex import regex

_ACCOUNTS = {"/etc/passwd": 1 << 20, "/etc/group": 1 << 20}
"""Files whose lines begin with the name of a user or group, and the largest size that is read."""
_ORDINARY = regex(r"^[a-z]{1,20}(?:[_-][a-z]{1,20}){0,2}(?=:)", re.M)
"""A name of words alone: others may be secrets that became a name by mistake."""


def public_names(paths: Iterable[str], read: Callable[[Mapping[str, int]], Mapping[str, bytes]]) -> str:
    """Return names on lines: paths of the base image and of packages, users and groups, this host and its user.

    `read` reads files of the container.
    """
    accounts = (
        name for data in read(_ACCOUNTS).values() for name in _ORDINARY.findall(data.decode("utf-8", "replace"))
    )
    return "\n".join((*paths, *accounts, platform.node(), os.environ.get("USER", "")))
